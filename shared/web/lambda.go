package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"

	"voiceforum/shared/fault"
)

// maxReply is the most bytes of a reply's body that the Lambda service takes (6 MB, less what surrounds the body).
const maxReply = 6<<20 - 64<<10

// Start serves an HTTP API's events with h until the process ends.
func Start(h http.Handler) { lambda.Start(Adapt(h)) }

// Adapt makes of h a function that answers the events of an HTTP API, payload format 2.0. Of the request's headers
// only those on a list are passed on: the sender's address, browser and device are never among them, so that no
// handler can store them.
func Adapt(h http.Handler) func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return func(ctx context.Context, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		r, err := request(ctx, e)
		if err != nil {
			return plainReply(http.StatusBadRequest), nil
		}
		w := &recorder{head: r.Method == http.MethodHead}
		if !w.record(h, r) {
			return plainReply(http.StatusInternalServerError), nil
		}
		return w.reply()
	}
}

// passed are the request's headers that handlers see.
var passed = []string{
	"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key",
	"If-Match", "If-Modified-Since", "If-None-Match", "Origin", "Range",
	"Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User",
}

// request makes an http.Request of an event.
func request(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, fault.New(fault.Invalid, "body that is not base64")
		}
	}
	address := &url.URL{Path: "/", RawQuery: e.RawQueryString}
	if strings.HasPrefix(e.RawPath, "/") {
		address.Path = e.RawPath
	}
	if path, err := url.PathUnescape(address.Path); err == nil {
		address.Path, address.RawPath = path, address.Path
	}
	r, err := http.NewRequestWithContext(withProgram(ctx, e), e.RequestContext.HTTP.Method, "/", bytes.NewReader(body))
	if err != nil {
		return nil, fault.New(fault.Invalid, "request with a broken method")
	}
	r.URL, r.RequestURI = address, address.RequestURI()
	r.Host = e.RequestContext.DomainName
	sent := make(map[string]string, len(e.Headers))
	for name, value := range e.Headers {
		sent[strings.ToLower(name)] = value
	}
	if r.Host == "" {
		r.Host = sent["host"]
	}
	for _, name := range passed {
		if value, ok := sent[strings.ToLower(name)]; ok {
			r.Header.Set(name, value)
		}
	}
	if len(e.Cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(e.Cookies, "; "))
	} else if value, ok := sent["cookie"]; ok {
		r.Header.Set("Cookie", value)
	}
	return r, nil
}

// recorder takes what a handler writes.
type recorder struct {
	header http.Header
	sent   http.Header // the header as it was when the status was written
	status int
	body   bytes.Buffer
	head   bool // the request asked for no body
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header {
	if w.header == nil {
		w.header = make(http.Header)
	}
	return w.header
}

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.Header().Clone()
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if w.head {
		return len(p), nil
	}
	return w.body.Write(p)
}

// record runs h and reports whether it came to an end by itself: http.ErrAbortHandler is how a handler gives up.
func (w *recorder) record(h http.Handler, r *http.Request) (whole bool) {
	defer func() {
		if p := recover(); p != nil {
			if p != http.ErrAbortHandler { //nolint:errorlint // the value itself is the sign
				panic(p)
			}
			whole = false
		}
	}()
	h.ServeHTTP(w, r)
	w.WriteHeader(http.StatusOK)
	return true
}

// reply makes the event's answer: cookies apart, several values of a header joined, and base64 for what is not text.
func (w *recorder) reply() (events.APIGatewayV2HTTPResponse, error) {
	out := events.APIGatewayV2HTTPResponse{StatusCode: w.status, Headers: make(map[string]string, len(w.sent))}
	for name, values := range w.sent {
		switch name {
		case "Set-Cookie":
			out.Cookies = values
		case "Content-Length": // the API counts for itself, and refuses a count that differs
		default:
			out.Headers[name] = strings.Join(values, ", ")
		}
	}
	if w.head {
		if length := w.sent.Get("Content-Length"); length != "" {
			out.Headers["Content-Length"] = length
		}
	}
	out.Body = w.body.String()
	if !isText(w.sent, w.body.Bytes()) {
		out.Body, out.IsBase64Encoded = base64.StdEncoding.EncodeToString(w.body.Bytes()), true
	}
	if len(out.Body) > maxReply {
		return events.APIGatewayV2HTTPResponse{}, fault.New(fault.Internal, "reply of %s bytes", strconv.Itoa(len(out.Body)))
	}
	return out, nil
}

func isText(h http.Header, body []byte) bool {
	if h.Get("Content-Encoding") != "" || !utf8.Valid(body) {
		return false
	}
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err != nil && len(body) == 0 || strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") ||
		strings.HasSuffix(kind, "xml")
}

func plainReply(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status,
		Headers: map[string]string{
			"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		},
		Body: http.StatusText(status),
	}
}
