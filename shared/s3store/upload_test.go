package s3store_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/s3store"
)

// send sends the form of an upload as a browser does.
func send(t *testing.T, u s3store.Upload, content string) *http.Response {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range u.Fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "rows.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(file, content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(u.Address, form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close() //nolint:errcheck // nothing of it is read
	return res
}

func TestABrowserUploadsWhatItHasLeaveFor(t *testing.T) {
	store, _, bucket := open(t)
	const then = "http://localhost:8080/partner/sheets/1/uploaded"
	upload, err := store.PresignPost(t.Context(), bucket, "uploads/1", then, 10, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	there := func(want bool) {
		t.Helper()
		if got, err := store.There(t.Context(), bucket, "uploads/1"); err != nil || got != want {
			t.Errorf("there: %v, %v", got, err)
		}
	}
	there(false)
	if res := send(t, upload, "eleven byte"); res.StatusCode < 400 {
		t.Errorf("too many bytes: %d", res.StatusCode)
	}
	for name, value := range map[string]string{"key": "uploads/2", "success_action_redirect": "https://example.org/"} {
		forged := s3store.Upload{Address: upload.Address, Fields: map[string]string{}}
		for n, v := range upload.Fields {
			forged.Fields[n] = v
		}
		forged.Fields[name] = value
		if res := send(t, forged, "ten bytes."); res.StatusCode < 400 {
			t.Errorf("another %s: %d", name, res.StatusCode)
		}
	}
	there(false)
	res := send(t, upload, "ten bytes.")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), then) {
		t.Errorf("sent on by %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
	there(true)
	nothing, err := store.PresignPost(t.Context(), bucket, "uploads/3", then, 10, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if res := send(t, nothing, ""); res.StatusCode != http.StatusSeeOther {
		t.Errorf("an empty file ends at the bucket with %d", res.StatusCode)
	}
	if content, err := store.Get(t.Context(), bucket, "uploads/1", 10); err != nil || string(content) != "ten bytes." {
		t.Errorf("got %q, %v", content, err)
	}
	if _, err := store.Get(t.Context(), bucket, "uploads/1", 9); !fault.Is(err, fault.TooLarge) {
		t.Errorf("more than is read: %v", err)
	}
	for range 2 {
		if err := store.Delete(t.Context(), bucket, "uploads/1"); err != nil {
			t.Error(err)
		}
	}
	there(false)
	if _, err := store.Get(t.Context(), bucket, "uploads/1", 10); !fault.Is(err, fault.NotFound) {
		t.Errorf("gone: %v", err)
	}
	if _, err := store.PresignPost(t.Context(), bucket, "uploads/1", then, 10, 0); !fault.Is(err, fault.Internal) {
		t.Errorf("for no time: %v", err)
	}
}
