package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"testing"

	"github.com/andybalholm/brotli"

	"voiceforum/shared/web"
)

// forms is a Site with a page that has a form, at /form-page.
func forms(t testing.TB) *web.Site {
	t.Helper()
	s, _ := site(t)
	s.Handle("GET /form-page", func(w http.ResponseWriter, r *http.Request) error {
		return s.Render(w, r, http.StatusOK, "survey/withdraw", web.View{Title: "Page", Exit: true, CSRF: web.CSRFToken([]byte("secret"))})
	})
	return s
}

// unpack reads an answer's body by the encoding that it names.
func unpack(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var plain io.Reader = w.Body
	switch w.Header().Get("Content-Encoding") {
	case "br":
		plain = brotli.NewReader(w.Body)
	case "gzip":
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		plain = z
	}
	got, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// token finds the token in a page, and gives the page without it.
var token = regexp.MustCompile(`name="token" value="([\w-]{86})"`)

func TestPagesAreCompressedWhereTaken(t *testing.T) {
	s := forms(t)
	plain := ask(s, "GET", "/form-page")
	for accept, coding := range map[string]string{
		"": "", "br, gzip": "br", "gzip, deflate, br, zstd": "br", "gzip": "gzip", "gzip, br;q=0": "gzip", "gzip;q=1, br;q=0.5": "gzip",
		"gzip;q=0": "", "identity": "", "deflate": "", "*": "br",
	} {
		w := ask(s, "GET", "/form-page", "Accept-Encoding", accept)
		h, length := w.Header(), strconv.Itoa(w.Body.Len())
		if h.Get("Content-Encoding") != coding || h.Get("Vary") != "Accept-Encoding" || h.Get("Content-Length") != length {
			t.Errorf("%q: %s bytes with header %v, want %q", accept, length, h, coding)
		}
		if w.Body.Len() >= plain.Body.Len() && coding != "" {
			t.Errorf("%q: %d bytes, no less than %d", accept, w.Body.Len(), plain.Body.Len())
		}
		if got, want := token.ReplaceAllString(unpack(t, w), ""), token.ReplaceAllString(plain.Body.String(), ""); got != want {
			t.Errorf("%q: unpacked %q, want %q", accept, got, want)
		}
	}
}

// A token that was the same twice could be guessed from how well guesses compress with it (BREACH).
func TestATokenIsAnotherInEveryAnswer(t *testing.T) {
	s := forms(t)
	for _, accept := range []string{"", "gzip", "br"} {
		seen := make(map[string]bool)
		for range 5 {
			found := token.FindStringSubmatch(unpack(t, ask(s, "GET", "/form-page", "Accept-Encoding", accept)))
			if found == nil || seen[found[1]] {
				t.Fatalf("%q: %q after %v", accept, found, seen)
			}
			seen[found[1]] = true
		}
	}
}

// What a page costs in each encoding: go test ./shared/web -run '^$' -bench Page
func BenchmarkPage(b *testing.B) {
	s := forms(b)
	for _, accept := range []string{"identity", "gzip", "br"} {
		b.Run(accept, func(b *testing.B) {
			b.ReportAllocs()
			var w *httptest.ResponseRecorder
			for b.Loop() {
				w = ask(s, "GET", "/form-page", "Accept-Encoding", accept)
			}
			b.ReportMetric(float64(w.Body.Len()), "bytes")
		})
	}
}
