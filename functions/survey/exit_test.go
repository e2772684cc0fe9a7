package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// everyPath is every page there is, for those who try them one after another.
var everyPath = []string{
	"/", "/before", "/age", "/who", "/together", "/q/reported-how", "/q/one-change", "/alone", "/back", "/check", "/about",
	"/permissions", "/contact", "/send", "/receipt", "/receipt-shown", "/kept", "/choices", "/withdraw", "/withdrawn",
	"/stay", "/other-places", "/privacy", "/accessibility", "/cookies", "/help",
}

func TestLeavingShowsNothingAfterwards(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.get("/q/one-change")
	b.press("Continue", answer("CANARY"))
	b.get("/q/one-change")
	stale := b.tab()
	b.press("Emergency: Exit this page", nil)
	if b.page.status != http.StatusSeeOther || b.page.away != weather {
		t.Fatalf("leaving: %d to %q", b.page.status, b.page.away)
	}
	if n := w.count("Drafts"); n != 0 {
		t.Error("what was not sent is still there")
	}
	for _, path := range everyPath {
		p := b.get(path)
		for _, telling := range []string{"CANARY", "Voiceforum", "police", "0808", "answer", "Exit"} {
			if strings.Contains(p.body, telling) {
				t.Errorf("%s says %q after leaving", path, telling)
			}
		}
		if p.status != http.StatusOK || p.path != path {
			t.Errorf("%s: %d at %s", path, p.status, p.path)
		}
	}
	if p := stale.press("Continue", answer("CANARY")); strings.Contains(p.body, "CANARY") {
		t.Error("a form sent from before shows what was typed")
	}
	b.get("/")
	b.press("Continue", nil)
	if !b.page.says("Tell us how you were treated") {
		t.Errorf("no way back in: %s", b.page.text())
	}
	if p := b.get("/q/one-change"); p.status != http.StatusNotFound {
		t.Errorf("the visit goes on: %d", p.status)
	}
}

// Leaving works for everybody, from anywhere, whatever else is broken.
func TestLeavingAlwaysWorks(t *testing.T) {
	w := begin(t)
	nobody := w.browser()
	if p := nobody.post("/leave", nil); p.away != weather {
		t.Errorf("without a visit: %d to %q", p.status, p.away)
	}
	twice := w.started()
	twice.press("Emergency: Exit this page", nil)
	if p := twice.post("/leave", nil); p.away != weather {
		t.Errorf("twice: %d to %q", p.status, p.away)
	}
	broken := begin(t, func(d *dependencies) { d.drafts = brokenDrafts{d.drafts} })
	b := broken.started()
	if p := b.press("Emergency: Exit this page", nil); p.away != weather {
		t.Errorf("with a broken database: %d to %q", p.status, p.away)
	}
	if p := b.get("/check"); p.says("Check your answers") {
		t.Error("with a broken database, going back shows the visit")
	}
}

// Another site can send the form of leaving, without the cookie. The answer must not put another cookie in its place,
// or the answers so far could never be opened again.
func TestAnotherSiteEndsNoVisit(t *testing.T) {
	w := begin(t)
	for _, site := range []string{"cross-site", "same-site"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+"/leave", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", site)
		b := w.browser()
		p := b.take(b.client.Do(r))
		if len(p.cookies) != 0 || p.away != weather {
			t.Errorf("%s: to %q with %v", site, p.away, p.cookies)
		}
	}
}

func TestCookieIsOneNeutralAndStrict(t *testing.T) {
	w := begin(t)
	b := w.browser()
	if b.get("/"); len(b.page.cookies) != 0 {
		t.Error("a cookie before anything began")
	}
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	p := b.post("/start", nil)
	if len(p.cookies) != 1 {
		t.Fatalf("%d cookies", len(p.cookies))
	}
	c := p.cookies[0]
	if c.Name != "__Host-session" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
		t.Errorf("cookie is %+v", c)
	}
	b.get("/age")
	b.press("Continue", answer("yes"))
	b.get("/who")
	b.press("Continue", answer("victim"))
	b.get("/permissions")
	b.press("Continue", answer("counts"))
	b.get("/send")
	p = b.press("Send my answers", nil)
	if len(p.cookies) != 1 || p.cookies[0].MaxAge != int((10*time.Minute).Seconds()) || p.cookies[0].Value != c.Value {
		t.Errorf("after sending: %+v", p.cookies)
	}
	p = b.post("/leave", nil)
	if len(p.cookies) != 1 || p.cookies[0].Value != left || p.cookies[0].MaxAge != int(leftFor.Seconds()) {
		t.Errorf("after leaving: %+v", p.cookies)
	}
}

// Everything but what is the same for everybody is kept out of caches, and titles say nothing.
func TestPagesAreNeutralAndUncached(t *testing.T) {
	w := begin(t)
	b := w.started()
	for _, path := range everyPath {
		p := b.get(path)
		if p.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, p.header.Get("Cache-Control"))
		}
		title := strings.ToLower(p.title())
		for _, telling := range []string{"rape", "sexual", "police", "victim", "abuse", "crime", "survivor"} {
			if strings.Contains(title, telling) || strings.Contains(path, telling) {
				t.Errorf("%s: the title %q tells", path, title)
			}
		}
		if title == "" {
			t.Errorf("%s has no title", path)
		}
	}
}
