// Package visitor goes through Voiceforum's pages as a person without JavaScript does: it opens a page, reads the forms
// on it, fills them in and sends them. The demonstration and the benchmarks come in by it, so that they come in by the
// public pages and by nothing else.
package visitor

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// maxPage is the largest page that is read, in bytes.
const maxPage = 1 << 20

// Visitor is one person's browser. It is not for use by several goroutines at once.
type Visitor struct {
	Header http.Header // sent with every request, besides what forms need; may be nil
	Bytes  int         // of the bodies of all pages so far, as they came over the wire, compressed

	client *http.Client
	at     *url.URL // the page that is open; a form without an address goes there
}

// Page is what a request ended at, redirects followed.
type Page struct {
	Status int
	Path   string // without the site's address
	Title  string
	Text   string // what is to be read in the main part
	Forms  []Form // those of the main part, in order
	// Continue is where the first link that looks like a button leads; empty where there is none.
	Continue string
}

// transport is shared by all visitors, so that they keep their connections.
var transport = func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	t.DisableCompression = true // so that what comes can be counted before it is unpacked
	return t
}()

// New gives a visitor who knows nothing yet but the site's address.
func New(site string) (*Visitor, error) {
	u, err := url.Parse(site)
	if err != nil {
		return nil, err
	}
	return &Visitor{
		at:     u,
		client: &http.Client{Jar: &jar{kept: map[string]string{}}, Transport: transport, Timeout: time.Minute},
	}, nil
}

// Cookie gives what the site keeps in a cookie of this browser; nothing where it keeps none.
func (v *Visitor) Cookie(name string) string {
	for _, c := range v.client.Jar.Cookies(v.at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Open gets a page.
func (v *Visitor) Open(ctx context.Context, path string) (*Page, error) {
	return v.do(ctx, http.MethodGet, path, nil)
}

// Send posts a form as it stands, with what is set in values in place of its own.
func (v *Visitor) Send(ctx context.Context, form Form, values url.Values) (*Page, error) {
	body := url.Values{}
	for name, all := range form.Hidden {
		body[name] = all
	}
	for name, all := range values {
		body[name] = all
	}
	return v.do(ctx, http.MethodPost, form.Action, body)
}

// Post sends a form as it stands and follows nothing; it gives the status of the answer.
func (v *Visitor) Post(ctx context.Context, form Form) (int, error) {
	client := *v.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	alone := &Visitor{client: &client, at: v.at}
	page, err := alone.do(ctx, http.MethodPost, form.Action, form.Hidden)
	if err != nil {
		return 0, err
	}
	return page.Status, nil
}

func (v *Visitor) do(ctx context.Context, method, path string, form url.Values) (*Page, error) {
	ref, err := v.at.Parse(path)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, ref.String(), body)
	if err != nil {
		return nil, err
	}
	for name, values := range v.Header {
		req.Header[name] = values
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.Header.Set("Accept-Encoding", "br, gzip")
	res, err := v.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := v.body(res)
	if err != nil {
		return nil, err
	}
	doc, err := html.Parse(strings.NewReader(string(b)))
	if err != nil {
		return nil, fmt.Errorf("%s is not HTML: %w", res.Request.URL.Path, err)
	}
	page := read(doc)
	page.Status, page.Path, v.at = res.StatusCode, res.Request.URL.Path, res.Request.URL
	return page, nil
}

// body reads what came, counts it as it came, and unpacks it.
func (v *Visitor) body(res *http.Response) ([]byte, error) {
	packed, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	v.Bytes += len(packed)
	if err != nil {
		return nil, err
	}
	var plain io.Reader = bytes.NewReader(packed)
	switch coding := res.Header.Get("Content-Encoding"); coding {
	case "":
	case "br":
		plain = brotli.NewReader(plain)
	case "gzip":
		if plain, err = gzip.NewReader(plain); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%s came in an encoding that was not asked for: %s", res.Request.URL.Path, coding)
	}
	return io.ReadAll(io.LimitReader(plain, maxPage))
}

// jar keeps cookies as a browser does for localhost, where Secure ones go over plain HTTP too; net/http/cookiejar
// withholds them.
type jar struct {
	mu   sync.Mutex
	kept map[string]string
}

// SetCookies implements http.CookieJar.
func (j *jar) SetCookies(_ *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range cookies {
		if c.MaxAge < 0 || c.Value == "" {
			delete(j.kept, c.Name)
			continue
		}
		j.kept[c.Name] = c.Value
	}
}

// Cookies implements http.CookieJar.
func (j *jar) Cookies(*url.URL) []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]*http.Cookie, 0, len(j.kept))
	for name, value := range j.kept {
		out = append(out, &http.Cookie{Name: name, Value: value})
	}
	return out
}
