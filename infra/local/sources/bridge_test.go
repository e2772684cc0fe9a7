package sources

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/template"
)

func TestBridgedBucketEventsHaveTheirOwnForm(t *testing.T) {
	var payloads []string
	listens := func(prefix string, bridge bool) template.BucketSource {
		return template.BucketSource{Bucket: "Staging", Events: []string{"s3:ObjectCreated:*"}, Prefix: prefix, Bridge: bridge}
	}
	u := NewUploads(
		[]template.Function{{Name: "Partner", Uploads: []template.BucketSource{listens("uploads/", true), listens("jobs/", true)}}},
		strings.ToLower,
		func(_ string, payload []byte) error { payloads = append(payloads, string(payload)); return nil },
		func(function, what string) { t.Errorf("reported: %s %s", function, what) },
	)
	for _, body := range []string{
		putNotice("staging", "s3:ObjectCreated:Put", "uploads/a%20b.csv"),
		putNotice("staging", "s3:ObjectCreated:CompleteMultipartUpload", "jobs/1"),
		putNotice("staging", "s3:ObjectRemoved:Delete", "uploads/a.csv"),
		putNotice("staging", "s3:ObjectCreated:Put", "other/a.csv"),
	} {
		w := httptest.NewRecorder()
		u.ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(body)))
		if w.Code != 200 {
			t.Errorf("answered %d", w.Code)
		}
	}
	if len(payloads) != 2 || !strings.Contains(payloads[1], `"reason":"CompleteMultipartUpload"`) {
		t.Fatalf("told of %v", payloads)
	}
	want := map[string]any{
		"version": "0", "id": "1", "detail-type": "Object Created", "source": "aws.s3", "account": template.LocalAccount,
		"time": "2026-11-24T12:00:00Z", "region": "eu-west-2", "resources": []any{"arn:aws:s3:::staging"},
		"detail": map[string]any{
			"version": "0", "bucket": map[string]any{"name": "staging"}, "request-id": "local", "requester": template.LocalAccount,
			"reason": "PutObject",
			"object": map[string]any{"key": "uploads/a b.csv", "size": 3.0, "etag": "e", "version-id": "v", "sequencer": "1"},
		},
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(payloads[0]), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
