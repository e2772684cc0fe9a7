package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local/issuer"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/session"
)

// traveller is a browser that follows redirects between the portal and the development issuer.
type traveller struct {
	t      *testing.T
	client *http.Client
	site   string
}

// fetch gives the page that a request ends at, its address and its status.
func (v traveller) fetch(req *http.Request, err error) (page, at string, status int) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	res, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return string(body), res.Request.URL.String(), res.StatusCode
}

func (v traveller) open(address string) (page, at string, status int) {
	v.t.Helper()
	return v.fetch(http.NewRequestWithContext(v.t.Context(), http.MethodGet, address, nil))
}

func (v traveller) submit(address string, form url.Values) (page, at string, status int) {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err == nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return v.fetch(req, err)
}

// newTraveller starts a portal and the development issuer, and gives a browser with no cookies.
func newTraveller(t *testing.T) (traveller, *desk) {
	t.Helper()
	var d *desk
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	p, err := issuer.Start(t.Context(), filepath.Join("..", ".."), 0, t.TempDir(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	d = newDesk(t)
	d.deps.gate = auth.New(auth.Config{
		Issuer: p.Endpoint, ClientID: "portal", SiteAddress: server.URL, Home: home, MayReturn: mayReturn,
	}, d.sessions, d.sessions)
	d.handler = newService(d.deps)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar = jar
	return traveller{t: t, client: client, site: server.URL}, d
}

var formAction = regexp.MustCompile(`<form method="post" action="(/interaction/[^"]+)"`)

// signIn fills in the issuer's page, which is at an address.
func (v traveller) signIn(page, at, email, password string) (string, string, int) {
	v.t.Helper()
	action := formAction.FindStringSubmatch(page)
	u, err := url.Parse(at)
	if err != nil || action == nil {
		v.t.Fatalf("%s is not the issuer's page: %s", at, page)
	}
	return v.submit(u.Scheme+"://"+u.Host+action[1], url.Values{"email": {email}, "password": {password}})
}

func TestSignInWithTheDevelopmentIssuer(t *testing.T) {
	v, d := newTraveller(t)
	page, at, _ := v.open(v.site + "/portal/forums/2026-Q3")

	again, _, status := v.signIn(page, at, "facilitator@voiceforum.example", "wrong")
	if status != http.StatusUnprocessableEntity || !strings.Contains(again, "There is a problem") {
		t.Errorf("a wrong password gives status %d", status)
	}
	page, back, status := v.signIn(again, at, "facilitator@voiceforum.example", issuer.Password)
	if status != http.StatusOK || back != v.site+"/portal/forums/2026-Q3" {
		t.Fatalf("status %d at %s", status, back)
	}
	for _, want := range []string{"facilitator@voiceforum.example", "/portal/audit", "/portal/forums/2026-Q3/publish"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	signedIn := d.recorded(audit.SignedIn, audit.Allowed)
	if signedIn != 1 {
		t.Errorf("%d sign-ins recorded", signedIn)
	}

	// Signing out ends it here and, once confirmed, there.
	token := tokenField.FindStringSubmatch(page)
	page, at, _ = v.submit(v.site+"/portal/sign-out", url.Values{"token": {token[1]}})
	if !strings.HasSuffix(at, "/portal/signed-out") {
		t.Errorf("signing out leads to %s", at)
	}
	link := regexp.MustCompile(`href="(http://127\.0\.0\.1[^"]+)"`).FindStringSubmatch(page)
	if link == nil {
		t.Fatal("nothing leads on to the issuer")
	}
	page, at, _ = v.open(strings.ReplaceAll(link[1], "&amp;", "&"))
	xsrf := regexp.MustCompile(`name="xsrf" value="([^"]+)"`).FindStringSubmatch(page)
	if xsrf == nil {
		t.Fatalf("the issuer does not ask: %s", page)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	page, at, _ = v.submit(u.Scheme+"://"+u.Host+"/logout/confirm", url.Values{"xsrf": {xsrf[1]}, "logout": {"yes"}})
	if at != v.site+"/portal" || !strings.Contains(page, "Sign in") {
		t.Errorf("signing out ends at %s", at)
	}
}

func TestEverySamplePersonSignsIn(t *testing.T) {
	v, _ := newTraveller(t)
	for _, p := range issuer.SamplePeople() {
		// Whoever is signed in already is asked again: an idle limit would mean nothing otherwise.
		page, at, _ := v.open(v.site + "/portal/sign-in")
		page, at, status := v.signIn(page, at, p.Email, issuer.Password)
		want := http.StatusForbidden
		if slices.ContainsFunc(p.Groups, func(g string) bool { return slices.Contains(anyRole, session.Role(g)) }) {
			want = http.StatusOK
		}
		if status != want || at != v.site+"/portal" || !strings.Contains(page, p.Email) {
			t.Errorf("%s: status %d at %s", p.Name, status, at)
		}
	}
}
