package s3store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// Version is one version of a file.
type Version struct {
	Key  string
	Gone bool // it holds nothing, and only hides the versions before it, as removing a file does
}

// Versions lists every version of every file in a bucket, those that are hidden included.
func (s *Store) Versions(ctx context.Context, bucket string) ([]Version, error) {
	var all []Version
	pages := s3.NewListObjectVersionsPaginator(s.client, &s3.ListObjectVersionsInput{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, cloud.Fault("list versions", err)
		}
		for _, v := range page.Versions {
			all = append(all, Version{Key: *v.Key})
		}
		for _, m := range page.DeleteMarkers {
			all = append(all, Version{Key: *m.Key, Gone: true})
		}
	}
	return all, nil
}

// Erase removes every version of every file whose key begins with a prefix, those that are hidden included, so that
// nothing of them is left. Where there is none it is no error.
func (s *Store) Erase(ctx context.Context, bucket, prefix string) error {
	const op = "erase files"
	if prefix == "" {
		return fault.New(fault.Internal, "%s: all of a bucket", op)
	}
	pages := s3.NewListObjectVersionsPaginator(s.client, &s3.ListObjectVersionsInput{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return cloud.Fault(op, err)
		}
		var all []s3.DeleteObjectInput
		for _, v := range page.Versions {
			all = append(all, s3.DeleteObjectInput{Bucket: &bucket, Key: v.Key, VersionId: v.VersionId})
		}
		for _, m := range page.DeleteMarkers {
			all = append(all, s3.DeleteObjectInput{Bucket: &bucket, Key: m.Key, VersionId: m.VersionId})
		}
		for _, one := range all {
			if _, err := s.client.DeleteObject(ctx, &one); err != nil {
				return cloud.Fault(op, err)
			}
		}
	}
	return nil
}
