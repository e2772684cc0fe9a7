package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// browser is somebody with a phone: it keeps cookies, follows redirects, and knows nothing of JavaScript.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
	page   *shown
}

// shown is the page in front of somebody.
type shown struct {
	status  int
	path    string // of the address, after redirects
	header  http.Header
	body    string
	root    *html.Node
	away    string // where a redirect leads out of the site
	cookies []*http.Cookie
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	client := w.server.Client()
	own := &http.Client{Transport: client.Transport, Jar: jar}
	own.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), w.server.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return &browser{t: w.t, client: own, base: w.server.URL}
}

// tab is a second tab of the same browser, on the same page.
func (b *browser) tab() *browser {
	page := *b.page
	return &browser{t: b.t, client: b.client, base: b.base, page: &page}
}

func (b *browser) take(res *http.Response, err error) *shown {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	b.page = &shown{
		status: res.StatusCode, path: res.Request.URL.RequestURI(), header: res.Header, body: string(body), root: root,
		cookies: res.Cookies(),
	}
	if res.StatusCode == http.StatusSeeOther {
		b.page.away = res.Header.Get("Location")
	}
	if res.StatusCode >= 500 && res.StatusCode != http.StatusServiceUnavailable {
		b.t.Errorf("%s answered %d", b.page.path, res.StatusCode)
	}
	return b.page
}

func (b *browser) get(path string) *shown {
	b.t.Helper()
	return b.take(b.client.Get(b.base + path))
}

func (b *browser) post(path string, values url.Values) *shown {
	b.t.Helper()
	return b.take(b.client.PostForm(b.base+path, values))
}

// press fills in the page's own form and presses the button with this text, as a browser would: with every hidden
// field, and with what is already chosen or typed unless values say otherwise.
func (b *browser) press(text string, values url.Values) *shown {
	b.t.Helper()
	form, button := b.page.formWith(text)
	if form == nil {
		b.t.Fatalf("%s has no button %q:\n%s", b.page.path, text, b.page.text())
	}
	sent := filled(form)
	for name, v := range values {
		sent[name] = v
	}
	if name := attr(button, "name"); name != "" {
		sent.Set(name, attr(button, "value"))
	}
	action := attr(form, "action")
	if action == "" {
		action = b.page.path
	}
	return b.post(action, sent)
}

// follow opens the link with this text.
func (b *browser) follow(text string) *shown {
	b.t.Helper()
	for _, a := range all(b.page.root, "a") {
		if content(a) == text {
			return b.get(attr(a, "href"))
		}
	}
	b.t.Fatalf("%s has no link %q:\n%s", b.page.path, text, b.page.text())
	return nil
}

func (p *shown) formWith(button string) (form, pressed *html.Node) {
	for _, f := range all(p.root, "form") {
		for _, btn := range all(f, "button") {
			if content(btn) == button {
				return f, btn
			}
		}
	}
	return nil, nil
}

// filled gives what a form would send as it stands.
func filled(form *html.Node) url.Values {
	sent := url.Values{}
	for _, in := range all(form, "input") {
		kind := attr(in, "type")
		if kind == "radio" || kind == "checkbox" {
			if slices.ContainsFunc(in.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
				sent.Add(attr(in, "name"), attr(in, "value"))
			}
			continue
		}
		sent.Add(attr(in, "name"), attr(in, "value"))
	}
	for _, area := range all(form, "textarea") {
		typed := strings.TrimPrefix(raw(area), "\n")
		sent.Add(attr(area, "name"), strings.ReplaceAll(typed, "\n", "\r\n"))
	}
	return sent
}

// text is what somebody reads in the page's main part, blanks made one.
func (p *shown) text() string {
	if main := all(p.root, "main"); len(main) > 0 {
		return content(main[0])
	}
	return content(p.root)
}

func (p *shown) title() string {
	for _, n := range all(p.root, "title") {
		return content(n)
	}
	return ""
}

func (p *shown) says(text string) bool { return strings.Contains(p.text(), text) }

// value gives what stands in the field of a name.
func (p *shown) value(name string) string {
	for _, f := range all(p.root, "form") {
		if v, ok := filled(f)[name]; ok {
			return strings.Join(v, "|")
		}
	}
	return ""
}

func all(n *html.Node, tag string) []*html.Node {
	var out []*html.Node
	if n.Type == html.ElementNode && n.Data == tag {
		out = append(out, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, all(c, tag)...)
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func raw(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(raw(c))
	}
	return b.String()
}

func content(n *html.Node) string { return strings.Join(strings.Fields(raw(n)), " ") }
