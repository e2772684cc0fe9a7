package sources

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"voiceforum/infra/local/template"
)

// maxNotice is the largest notice of a bucket's change that is read, in bytes.
const maxNotice = 1 << 20

// Uploads receives versitygw's notices about every bucket and invokes the functions that the template has listen. It
// is an http.Handler for the webhook, which must be up before the engine starts: the engine tries it first.
type Uploads struct {
	sources []upload
	invoke  func(function string, payload []byte) error
	report  Report
}

type upload struct {
	template.BucketSource
	function string
	bucket   string // the engine's name
}

// NewUploads reads the functions' bucket sources. bucketName gives the engine's name of a bucket by its logical id;
// invoke invokes a function asynchronously.
func NewUploads(functions []template.Function, bucketName func(logicalID string) string, invoke func(function string, payload []byte) error, report Report) *Uploads {
	u := &Uploads{invoke: invoke, report: report}
	for _, f := range functions {
		for _, s := range f.Uploads {
			u.sources = append(u.sources, upload{BucketSource: s, function: f.Name, bucket: bucketName(s.Bucket)})
		}
	}
	return u
}

// notice is what versitygw posts: S3's own event, or a test without records.
type notice struct {
	Records []map[string]any
}

// ServeHTTP implements http.Handler.
func (u *Uploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxNotice))
	var n notice
	if err != nil || json.Unmarshal(body, &n) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	for _, record := range n.Records {
		if err := u.deliver(record); err != nil {
			u.report("", "a bucket event could not be passed on: "+err.Error())
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
	}
}

// change is what a record says of the object.
type change struct {
	EventName string `json:"eventName"`
	EventTime string `json:"eventTime"`
	S3        struct {
		Bucket struct{ Name string }
		Object struct {
			Key       string
			Size      int64
			ETag      string `json:"eTag"`
			VersionID string `json:"versionId"`
			Sequencer string
		}
	} `json:"s3"`
}

// deliver passes one record on to whoever listens, in the form in which each listens.
func (u *Uploads) deliver(record map[string]any) error {
	written, err := json.Marshal(record)
	if err != nil {
		return err
	}
	var c change
	if err := json.Unmarshal(written, &c); err != nil {
		return err
	}
	key, err := url.PathUnescape(c.S3.Object.Key)
	if err != nil {
		key = c.S3.Object.Key
	}
	event := strings.TrimPrefix(c.EventName, "s3:")
	for _, s := range u.sources {
		if !s.wants(c.S3.Bucket.Name, event, key) {
			continue
		}
		var payload []byte
		if s.Bridge {
			payload, err = bridged(c, event, key)
		} else {
			payload, err = notify(record, event, key)
		}
		if err != nil {
			return err
		}
		if err := u.invoke(s.function, payload); err != nil {
			return fmt.Errorf("%s: %w", s.function, err)
		}
	}
	return nil
}

// notify writes a record as S3 would: its event's name without "s3:", its key written as in a form.
func notify(record map[string]any, event, key string) ([]byte, error) {
	record["eventName"] = event
	// S3 has this only in events about archives; here it is in all, with times that are no times.
	delete(record, "glacierEventData")
	if s3, ok := record["s3"].(map[string]any); ok {
		if object, ok := s3["object"].(map[string]any); ok {
			object["key"] = strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
		}
	}
	return json.Marshal(map[string]any{"Records": []any{record}})
}

func (s upload) wants(bucket, event, key string) bool {
	if s.bucket != bucket || !strings.HasPrefix(key, s.Prefix) || !strings.HasSuffix(key, s.Suffix) {
		return false
	}
	for _, e := range s.Events {
		e = strings.TrimPrefix(e, "s3:")
		if family, isFamily := strings.CutSuffix(e, "*"); e == event || isFamily && strings.HasPrefix(event, family) {
			return true
		}
	}
	return false
}
