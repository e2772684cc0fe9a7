// Package s3store keeps files in S3, or in what AWS_ENDPOINT_URL_S3 names instead.
package s3store

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// Store puts files into buckets and gives leave to fetch them.
type Store struct {
	client  *s3.Client
	presign *s3.PresignClient
}

// New makes a store from the environment. Buckets are named in the path where AWS_ENDPOINT_URL_S3 is set, since an
// engine on this machine has no host name for each.
func New(ctx context.Context) (*Store, error) {
	cfg, err := cloud.Config(ctx)
	if err != nil {
		return nil, err
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.UsePathStyle = os.Getenv("AWS_ENDPOINT_URL_S3") != ""
	})
	return &Store{client: client, presign: s3.NewPresignClient(client)}, nil
}

// Put stores a file, in place of one that has its key. Disposition is the Content-Disposition it is served with, e.g.
// `attachment; filename="summary.html"`.
func (s *Store) Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket:             &bucket,
		Key:                &key,
		Body:               bytes.NewReader(content),
		ContentType:        &contentType,
		ContentDisposition: &disposition,
	})
	return cloud.Fault("put file", err)
}

// PresignGet gives an address from which anybody who has it may fetch a file, for ttl from now. Whether the file is
// there shows only when it is fetched.
func (s *Store) PresignGet(ctx context.Context, bucket, key string, ttl time.Duration) (string, error) {
	const op = "give leave to fetch a file"
	if ttl < time.Second {
		return "", fault.New(fault.Internal, "%s: for less than a second", op)
	}
	req, err := s.presign.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key}, s3.WithPresignExpires(ttl))
	if err != nil {
		return "", cloud.Fault(op, err)
	}
	return req.URL, nil
}

// Get gives a file of at most most bytes. One that is not there is a fault.NotFound, and a larger one a fault.TooLarge.
func (s *Store) Get(ctx context.Context, bucket, key string, most int64) ([]byte, error) {
	const op = "get file"
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return nil, missing(op, err)
	}
	defer out.Body.Close() //nolint:errcheck // what matters was read, or failed to be
	content, err := io.ReadAll(io.LimitReader(out.Body, most+1))
	switch {
	case err != nil:
		return nil, fault.New(fault.Unavailable, "%s: it ended early", op)
	case int64(len(content)) > most:
		return nil, fault.New(fault.TooLarge, "%s", op)
	}
	return content, nil
}

// There reports whether there is a file under a key.
func (s *Store) There(ctx context.Context, bucket, key string) (bool, error) {
	const op = "look for file"
	_, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
	if err = missing(op, err); fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Delete removes a file. Removing one that is not there is no error.
func (s *Store) Delete(ctx context.Context, bucket, key string) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &key})
	return cloud.Fault("delete file", err)
}

// missing gives an error its kind; fault.NotFound where there is no such file.
func missing(op string, err error) error {
	switch code, _ := cloud.Code(err); code {
	case "NoSuchKey", "NotFound":
		return fault.New(fault.NotFound, "%s", op)
	}
	return cloud.Fault(op, err)
}
