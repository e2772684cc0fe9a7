package sources

import (
	"encoding/json"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/template"
)

// testNotice is what versitygw posts when it starts.
const testNotice = `{"Service":"S3","Event":"s3:TestEvent","Time":"2026-11-24T12:00:00Z","Bucket":"Test-Bucket"}`

// putNotice is a notice as versitygw posts it.
func putNotice(bucket, event, key string) string {
	return `{"Records":[{"eventVersion":"2.2","eventSource":"aws:s3","awsRegion":"eu-west-2","eventTime":"2026-11-24T12:00:00Z",
		"eventName":"` + event + `","userIdentity":{"PrincipalId":"local"},"requestParameters":{"sourceIPAddress":"127.0.0.1"},
		"responseElements":{"x-amz-request-id":"","x-amz-id-2":""},
		"s3":{"s3SchemaVersion":"1.0","configurationId":"webhook-global","bucket":{"name":"` + bucket + `","ownerIdentity":{"PrincipalId":"local"},"arn":"arn:aws:s3:::x"},
		"object":{"key":"` + key + `","size":3,"eTag":"e","versionId":"v","sequencer":"1"}},
		"glacierEventData":{"restoreEventData":{"lifecycleRestorationExpiryTime":"","lifecycleRestoreStorageClass":""}}}]}`
}

func TestBucketEventsGoToWhoeverListens(t *testing.T) {
	var invoked []string
	var last events.S3Event
	u := NewUploads(
		[]template.Function{
			{Name: "Video", Uploads: []template.BucketSource{{Bucket: "Media", Events: []string{"s3:ObjectCreated:*"}, Prefix: "in/", Suffix: ".mp4"}}},
			{Name: "Sweep", Uploads: []template.BucketSource{{Bucket: "Media", Events: []string{"s3:ObjectRemoved:Delete"}}}},
		},
		strings.ToLower,
		func(function string, payload []byte) error {
			invoked = append(invoked, function)
			return json.Unmarshal(payload, &last)
		},
		func(function, what string) { t.Errorf("reported: %s %s", function, what) },
	)
	for _, c := range []struct {
		body   string
		status int
		want   []string
	}{
		{testNotice, 200, nil},
		{`{`, 400, nil},
		{putNotice("media", "s3:ObjectCreated:Put", "in/my%20clip.mp4"), 200, []string{"Video"}},
		{putNotice("media", "s3:ObjectCreated:CompleteMultipartUpload", "in/a.mp4"), 200, []string{"Video"}},
		{putNotice("media", "s3:ObjectCreated:Put", "out/a.mp4"), 200, nil},
		{putNotice("media", "s3:ObjectCreated:Put", "in/a.txt"), 200, nil},
		{putNotice("packs", "s3:ObjectCreated:Put", "in/a.mp4"), 200, nil},
		{putNotice("media", "s3:ObjectRemoved:Delete", "in/a.mp4"), 200, []string{"Sweep"}},
		{putNotice("media", "s3:ObjectRemoved:DeleteObjects", "in/a.mp4"), 200, nil},
	} {
		invoked = nil
		w := httptest.NewRecorder()
		u.ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(c.body)))
		if w.Code != c.status || !slices.Equal(invoked, c.want) {
			t.Errorf("%.200s: %d and %v, want %d and %v", c.body, w.Code, invoked, c.status, c.want)
		}
		if strings.Contains(c.body, "my%20clip") {
			r := last.Records[0]
			if r.EventName != "ObjectCreated:Put" || r.S3.Bucket.Name != "media" || r.S3.Object.Key != "in/my+clip.mp4" || r.S3.Object.URLDecodedKey != "in/my clip.mp4" {
				t.Errorf("the event is %+v", r)
			}
		}
	}
}
