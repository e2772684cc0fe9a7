package s3store_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/fault"
	"voiceforum/shared/s3store"
)

const key = "packs/2026-Q4/v1/summary.html"

func open(t *testing.T) (*s3store.Store, *s3.Client, string) {
	t.Helper()
	client, bucket := enginetest.Bucket(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", enginetest.S3Endpoint(t))
	t.Setenv("AWS_REGION", engine.Region)
	t.Setenv("AWS_ACCESS_KEY_ID", engine.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", engine.SecretKey)
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return store, client, bucket
}

func fetch(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestAFileIsFetchedAsItWasPut(t *testing.T) {
	store, _, bucket := open(t)
	const disposition = `attachment; filename="summary.html"`
	for _, content := range []string{"<!doctype html><p>first", "<!doctype html><p>second"} {
		if err := store.Put(t.Context(), bucket, key, "text/html; charset=utf-8", disposition, []byte(content)); err != nil {
			t.Fatal(err)
		}
		address, err := store.PresignGet(t.Context(), bucket, key, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		res, body := fetch(t, address)
		if res.StatusCode != http.StatusOK || body != content {
			t.Errorf("fetched %d %q, want %q", res.StatusCode, body, content)
		}
		if got := res.Header.Get("Content-Disposition"); got != disposition {
			t.Errorf("disposition is %q", got)
		}
		if got := res.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("type is %q", got)
		}
	}
}

func TestLeaveIsForOneFileOnly(t *testing.T) {
	store, _, bucket := open(t)
	for _, k := range []string{key, "packs/2026-Q4/v2/summary.html"} {
		if err := store.Put(t.Context(), bucket, k, "text/html", "inline", []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	address, err := store.PresignGet(t.Context(), bucket, key, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for what, forged := range map[string]string{
		"another file": strings.Replace(address, "/v1/", "/v2/", 1),
		"longer leave": strings.Replace(address, "X-Amz-Expires=60", "X-Amz-Expires=600", 1),
		"no leave":     strings.SplitN(address, "?", 2)[0],
	} {
		if forged == address {
			t.Fatalf("%s: nothing was forged", what)
		}
		if res, _ := fetch(t, forged); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: got %d, want it forbidden", what, res.StatusCode)
		}
	}
}

func TestLeaveNeedsATime(t *testing.T) {
	store, _, bucket := open(t)
	for _, ttl := range []time.Duration{0, -time.Hour, time.Millisecond} {
		if _, err := store.PresignGet(t.Context(), bucket, key, ttl); !fault.Is(err, fault.Internal) {
			t.Errorf("for %v: got %v", ttl, err)
		}
	}
}

func TestABucketThatIsNotThereIsInternal(t *testing.T) {
	store, _, _ := open(t)
	err := store.Put(t.Context(), "no-such-bucket", key, "text/html", "inline", []byte("CANARY"))
	if !fault.Is(err, fault.Internal) || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("got %v", err)
	}
}

func TestAnEngineThatIsDownIsUnavailable(t *testing.T) {
	open(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), "packs", key, "text/html", "inline", nil); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}
