// Package s3store keeps files in S3, or in what AWS_ENDPOINT_URL_S3 names instead.
package s3store

import (
	"bytes"
	"context"
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
