package s3store_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/shared/fault"
	"voiceforum/shared/s3store"
)

func TestEveryVersionIsListed(t *testing.T) {
	store, client, bucket := open(t)
	for _, key := range []string{"a/1", "a/1", "b/2"} {
		if err := store.Put(t.Context(), bucket, key, "text/plain", "attachment", []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: aws.String("a/1")}); err != nil {
		t.Fatal(err)
	}
	got, err := store.Versions(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	count := map[s3store.Version]int{}
	for _, v := range got {
		count[v]++
	}
	if len(got) != 4 || count[s3store.Version{Key: "a/1"}] != 2 || !slices.Contains(got, s3store.Version{Key: "a/1", Gone: true}) {
		t.Errorf("%+v", got)
	}
	if _, err := store.Versions(t.Context(), "no-such-bucket"); !fault.Is(err, fault.Internal) {
		t.Errorf("of no bucket: %v", err)
	}
}

func TestErasedFilesAreGoneInEveryVersion(t *testing.T) {
	store, client, bucket := open(t)
	for _, key := range []string{"packs/v1/a", "packs/v1/a", "packs/v1/b", "packs/v12/a", "packs/v2/a"} {
		if err := store.Put(t.Context(), bucket, key, "text/plain", "attachment", []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: aws.String("packs/v1/b")}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.Erase(t.Context(), bucket, "packs/v1/"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := store.Versions(t.Context(), bucket)
	want := []s3store.Version{{Key: "packs/v12/a"}, {Key: "packs/v2/a"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("left are %+v, %v", got, err)
	}
	if err := store.Erase(t.Context(), bucket, ""); !fault.Is(err, fault.Internal) {
		t.Errorf("a whole bucket: %v", err)
	}
	if err := store.Erase(t.Context(), "no-such-bucket", "packs/"); !fault.Is(err, fault.Internal) {
		t.Errorf("of no bucket: %v", err)
	}
}
