package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/web"
)

// event is a form as an HTTP API sends it, with every place that tells who sent it filled with the canary.
const event = `{
	"version": "2.0", "routeKey": "ANY /{proxy+}", "rawPath": "/q/4", "rawQueryString": "a=1&b=%20x",
	"cookies": ["__Host-session=abc", "other=1"],
	"headers": {"content-type": "application/x-www-form-urlencoded", "accept-encoding": "gzip", "host": "voice.example.org",
		"user-agent": "` + canary + `", "x-forwarded-for": "` + canary + `", "forwarded": "` + canary + `", "via": "` + canary + `",
		"cloudfront-viewer-address": "` + canary + `", "sec-ch-ua": "` + canary + `", "referer": "` + canary + `",
		"x-amzn-trace-id": "` + canary + `", "true-client-ip": "` + canary + `"},
	"requestContext": {"domainName": "voice.example.org", "requestId": "` + canary + `",
		"http": {"method": "POST", "path": "/q/4", "protocol": "HTTP/1.1", "sourceIp": "` + canary + `", "userAgent": "` + canary + `"}},
	"body": "YW5zd2VyPXllcw==", "isBase64Encoded": true
}`

func call(t *testing.T, h http.HandlerFunc, change ...func(*events.APIGatewayV2HTTPRequest)) events.APIGatewayV2HTTPResponse {
	t.Helper()
	var e events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal([]byte(event), &e); err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(&e)
	}
	got, err := web.Adapt(h)(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAnEventBecomesTheRequest(t *testing.T) {
	call(t, func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{r.Method, r.URL.Path, r.URL.RawQuery, r.RequestURI, r.Host, string(body), r.Header.Get("Accept-Encoding"), r.RemoteAddr}
		want := []string{"POST", "/q/4", "a=1&b=%20x", "/q/4?a=1&b=%20x", "voice.example.org", "answer=yes", "gzip", ""}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if r.ContentLength != int64(len(body)) {
			t.Errorf("%d bytes announced, %d sent", r.ContentLength, len(body))
		}
		if c, err := r.Cookie("__Host-session"); err != nil || c.Value != "abc" {
			t.Errorf("cookie %v, %v", c, err)
		}
		if c, err := r.Cookie("other"); err != nil || c.Value != "1" {
			t.Errorf("cookie %v, %v", c, err)
		}
	})
}

func TestNothingTellsWhoSentIt(t *testing.T) {
	call(t, func(_ http.ResponseWriter, r *http.Request) {
		r.Body = nil
		if all := fmt.Sprintf("%+v", *r); strings.Contains(all, canary) {
			t.Errorf("the canary is in %s", all)
		}
	})
}

func TestPaths(t *testing.T) {
	for raw, want := range map[string]string{
		"/": "/", "/a%20b": "/a b", "/caf\u00e9": "/caf\u00e9", "/100%": "/100%", "": "/", "no-slash": "/", "/a%2fb": "/a/b",
	} {
		call(t, func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path != want {
				t.Errorf("%q became %q", raw, r.URL.Path)
			}
		}, func(e *events.APIGatewayV2HTTPRequest) { e.RawPath = raw })
	}
}

func TestTheAnswerBecomesTheReply(t *testing.T) {
	got := call(t, func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "1"})
		http.SetCookie(w, &http.Cookie{Name: "b", Value: "2"})
		w.Header().Add("Vary", "Accept")
		w.Header().Add("Vary", "Accept-Encoding")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-Late", "not sent")
		if _, err := io.WriteString(w, "<p>caf\u00e9"); err != nil {
			t.Fatal(err)
		}
	})
	want := events.APIGatewayV2HTTPResponse{
		StatusCode: http.StatusTeapot,
		Headers:    map[string]string{"Vary": "Accept, Accept-Encoding", "Content-Type": "text/html; charset=utf-8"},
		Cookies:    []string{"a=1", "b=2"},
		Body:       "<p>caf\u00e9",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotTextGoesAsBase64(t *testing.T) {
	for name, c := range map[string]struct {
		kind, coding string
		body         []byte
		want         bool
	}{
		"page":            {"text/html", "", []byte("x"), false},
		"problem":         {"application/problem+json", "", []byte("{}"), false},
		"icon":            {"image/svg+xml", "", []byte("<svg/>"), false},
		"compressed page": {"text/html", "gzip", []byte("x"), true},
		"bytes":           {"application/octet-stream", "", []byte("x"), true},
		"broken text":     {"text/plain", "", []byte{0xff}, true},
		"untyped":         {"", "", []byte("x"), true},
		"nothing":         {"", "", nil, false},
	} {
		got := call(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{c.kind}
			if c.coding != "" {
				w.Header().Set("Content-Encoding", c.coding)
			}
			if _, err := w.Write(c.body); err != nil {
				t.Fatal(err)
			}
		})
		body := []byte(got.Body)
		if got.IsBase64Encoded {
			var err error
			if body, err = base64.StdEncoding.DecodeString(got.Body); err != nil {
				t.Fatal(err)
			}
		}
		if got.IsBase64Encoded != c.want || !bytes.Equal(body, c.body) {
			t.Errorf("%s: base64 %v, body %q", name, got.IsBase64Encoded, body)
		}
	}
}

func TestEventsThatCannotBeAnswered(t *testing.T) {
	never := func(http.ResponseWriter, *http.Request) { t.Error("a broken event reached the handler") }
	for name, change := range map[string]func(*events.APIGatewayV2HTTPRequest){
		"body":   func(e *events.APIGatewayV2HTTPRequest) { e.Body = "%" },
		"method": func(e *events.APIGatewayV2HTTPRequest) { e.RequestContext.HTTP.Method = "NO GOOD" },
	} {
		if got := call(t, never, change); got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
	}
	broken := call(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		panic(http.ErrAbortHandler)
	})
	if broken.StatusCode != http.StatusInternalServerError {
		t.Errorf("broken off: %d", broken.StatusCode)
	}
	if _, err := web.Adapt(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(make([]byte, 6<<20)) // it is the reply that is looked at
	}))(context.Background(), events.APIGatewayV2HTTPRequest{}); err == nil {
		t.Error("a reply over the limit was sent")
	}
}

func TestTheWholeWay(t *testing.T) {
	s, _ := site(t)
	e := events.APIGatewayV2HTTPRequest{RawPath: "/page", Headers: map[string]string{"Accept-Encoding": "gzip"}}
	e.RequestContext.HTTP.Method = "GET"
	got, err := web.Adapt(s)(context.Background(), e)
	if err != nil || got.StatusCode != 200 || !got.IsBase64Encoded || got.Headers["Content-Encoding"] != "gzip" {
		t.Errorf("GET: %v %+v", err, got)
	}
	e.RequestContext.HTTP.Method = "HEAD"
	got, err = web.Adapt(s)(context.Background(), e)
	if err != nil || got.StatusCode != 200 || got.Body != "" || got.Headers["Content-Length"] == "" {
		t.Errorf("HEAD: %v %+v", err, got)
	}
}

func FuzzAdapt(f *testing.F) {
	f.Add([]byte(event))
	f.Add([]byte(`{"rawPath":"/%","requestContext":{"http":{"method":"GET"}},"cookies":["a\r\nb"],"headers":{"accept":"\u0000"}}`))
	f.Add([]byte(`{"rawPath":"//x/../..","rawQueryString":"%zz","isBase64Encoded":true,"body":"="}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var e events.APIGatewayV2HTTPRequest
		if json.Unmarshal(raw, &e) != nil {
			return
		}
		seen := false
		got, err := web.Adapt(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = true
			if !strings.HasPrefix(r.URL.Path, "/") {
				t.Errorf("path %q", r.URL.Path)
			}
			if _, err := url.ParseRequestURI(r.RequestURI); err != nil && !strings.ContainsAny(r.RequestURI, "%\x7f") {
				t.Errorf("request URI %q: %v", r.RequestURI, err)
			}
			if _, err := io.Copy(w, r.Body); err != nil {
				t.Fatal(err)
			}
		}))(context.Background(), e)
		if err != nil {
			return
		}
		if !seen && got.StatusCode != http.StatusBadRequest {
			t.Errorf("unseen, but %d", got.StatusCode)
		}
		if _, err := json.Marshal(got); err != nil {
			t.Error(err)
		}
	})
}
