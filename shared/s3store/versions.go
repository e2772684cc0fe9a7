package s3store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/shared/cloud"
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
