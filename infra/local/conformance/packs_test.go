package conformance

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/template"
	"voiceforum/shared/fault"
	"voiceforum/shared/s3store"
)

// Forum may remove every version of a pack by what the template allows it, and portal, which reads packs, may not.
func TestForumErasesPacksAndPortalDoesNot(t *testing.T) {
	p := load(t, theTemplate(t))
	at := slices.IndexFunc(p.Buckets, func(b template.Bucket) bool { return b.LogicalID == "Packs" })
	if at < 0 || !p.Buckets[at].Versioned {
		t.Fatal("packs are not kept in versions")
	}
	packs := p.Buckets[at]
	dir := t.TempDir()
	if err := iam.WriteAccounts(filepath.Join(dir, "iam"), p.Functions, engine.SecretKey); err != nil {
		t.Fatal(err)
	}
	gateway, err := engine.VersityGW(t.Context(), engine.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { gateway.Stop() }) //nolint:errcheck // the directory goes
	root := engine.S3(gateway.Endpoint)
	if err := engine.CreateBuckets(t.Context(), root, []template.Bucket{packs}); err != nil {
		t.Fatal(err)
	}
	policy, err := iam.BucketPolicy(packs.Name, p.Functions)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := root.PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &packs.Name, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	as := func(function string) *s3store.Store {
		for name, value := range map[string]string{
			"AWS_ENDPOINT_URL_S3": gateway.Endpoint, "AWS_REGION": engine.Region,
			"AWS_ACCESS_KEY_ID": iam.AccessKey(function), "AWS_SECRET_ACCESS_KEY": engine.SecretKey,
		} {
			t.Setenv(name, value)
		}
		store, err := s3store.New(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	forum := as("Forum")
	for range 2 {
		if err := forum.Put(t.Context(), packs.Name, "packs/2026-Q4/v1/summary.html", "text/html", "attachment", []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	left := func() int {
		found, err := root.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &packs.Name, Prefix: aws.String("packs/")})
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Versions) + len(found.DeleteMarkers)
	}
	if err := as("Portal").Erase(t.Context(), packs.Name, "packs/2026-Q4/v1/"); err == nil || left() != 2 {
		t.Errorf("portal erased: %v, %d versions are left", err, left())
	} else if fault.Is(err, fault.Unavailable) || strings.Contains(err.Error(), "summary.html") {
		t.Errorf("refused as %v", err)
	}
	if err := as("Forum").Erase(t.Context(), packs.Name, "packs/2026-Q4/v1/"); err != nil || left() != 0 {
		t.Errorf("forum erased: %v, %d versions are left", err, left())
	}
}
