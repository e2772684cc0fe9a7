package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"voiceforum/infra/local/template"
)

// CreateBuckets makes the buckets, with versions, locks and cross-origin rules where they are declared. It may be called
// again at any time. Lifecycle, encryption and public-access rules belong to the cloud: the engine has no such thing.
func CreateBuckets(ctx context.Context, client *s3.Client, buckets []template.Bucket) error {
	for _, b := range buckets {
		if err := createBucket(ctx, client, b); err != nil {
			return fmt.Errorf("bucket %s: %w", b.Name, err)
		}
	}
	return nil
}

func createBucket(ctx context.Context, client *s3.Client, b template.Bucket) error {
	_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{
		Bucket:                     &b.Name,
		ObjectLockEnabledForBucket: aws.Bool(b.Lock != template.Lock{}),
		CreateBucketConfiguration: &types.CreateBucketConfiguration{
			LocationConstraint: types.BucketLocationConstraint(Region),
		},
	})
	if exists := new(types.BucketAlreadyOwnedByYou); err != nil && !errors.As(err, &exists) {
		return err
	}
	if b.Versioned {
		if _, err := client.PutBucketVersioning(ctx, &s3.PutBucketVersioningInput{
			Bucket:                  &b.Name,
			VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
		}); err != nil {
			return err
		}
	}
	if err := lockBucket(ctx, client, b); err != nil {
		return err
	}
	if len(b.CORS) == 0 {
		return nil
	}
	_, err = client.PutBucketCors(ctx, &s3.PutBucketCorsInput{
		Bucket:            &b.Name,
		CORSConfiguration: &types.CORSConfiguration{CORSRules: corsRules(b.CORS)},
	})
	return err
}

// lockBucket has everything that comes into a bucket from now on kept from removal for the declared time.
func lockBucket(ctx context.Context, client *s3.Client, b template.Bucket) error {
	if b.Lock == (template.Lock{}) {
		return nil
	}
	_, err := client.PutObjectLockConfiguration(ctx, &s3.PutObjectLockConfigurationInput{
		Bucket: &b.Name,
		ObjectLockConfiguration: &types.ObjectLockConfiguration{
			ObjectLockEnabled: types.ObjectLockEnabledEnabled,
			Rule: &types.ObjectLockRule{DefaultRetention: &types.DefaultRetention{
				Mode: types.ObjectLockRetentionMode(b.Lock.Mode), Days: aws.Int32(int32(b.Lock.Days)),
			}},
		},
	})
	return err
}

func corsRules(declared []template.CORSRule) []types.CORSRule {
	rules := make([]types.CORSRule, len(declared))
	for i, r := range declared {
		rules[i] = types.CORSRule{
			AllowedOrigins: r.Origins,
			AllowedMethods: r.Methods,
			AllowedHeaders: r.Headers,
			ExposeHeaders:  r.Exposed,
		}
		if r.MaxAge > 0 {
			rules[i].MaxAgeSeconds = aws.Int32(int32(r.MaxAge / time.Second))
		}
	}
	return rules
}
