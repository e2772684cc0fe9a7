package s3store

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// Upload is leave to put one file under one key, as a form that a browser sends by itself. The form goes to Address as
// multipart/form-data, with each of Fields, and the file last, in a field called "file".
type Upload struct {
	Address string
	Fields  map[string]string
}

// PresignPost gives leave to put a file of up to most bytes under a key, in place of one that is there, for ttl from
// now. The bucket holds whoever has it to the key and the size; an empty file is let through, because the
// bucket's own refusal is no page for anybody, and whoever reads the file can say it better. Afterwards the browser is sent to then, an absolute
// address, with the bucket's own parameters added.
func (s *Store) PresignPost(ctx context.Context, bucket, key, then string, most int64, ttl time.Duration) (Upload, error) {
	const op = "give leave to put a file"
	if ttl < time.Second {
		return Upload{}, fault.New(fault.Internal, "%s: for less than a second", op)
	}
	const redirect = "success_action_redirect"
	req, err := s.presign.PresignPostObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key}, func(o *s3.PresignPostOptions) {
		o.Expires = ttl
		o.Conditions = []any{[]any{"content-length-range", 0, most}, map[string]string{redirect: then}}
	})
	if err != nil {
		return Upload{}, cloud.Fault(op, err)
	}
	req.Values[redirect] = then
	return Upload{Address: req.URL, Fields: req.Values}, nil
}
