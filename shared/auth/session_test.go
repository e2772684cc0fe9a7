package auth_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/auth"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

func TestSessionFixation(t *testing.T) {
	d := newDesk(t)
	d.signIn()
	planted := d.cookies[auth.SessionCookie]
	d.signIn()
	if d.cookies[auth.SessionCookie] == planted {
		t.Error("signing in kept the session id that was there")
	}
	d.cookies[auth.SessionCookie] = planted
	if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
		t.Errorf("the earlier session still stands, error %v", err)
	}
	d.cookies[auth.SessionCookie] = session.NewID().String()
	if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
		t.Errorf("an id nobody gave out is let in, error %v", err)
	}
}

func TestSessionLimits(t *testing.T) {
	d := newDesk(t)
	d.signIn()
	d.clock.pass(session.Idle - time.Second)
	if _, err := d.visit(); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(session.Idle - time.Second) // counted from the visit just made
	if _, err := d.visit(); err != nil {
		t.Fatal(err)
	}
	d.clock.pass(session.Idle)
	if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
		t.Errorf("idle for too long, error %v", err)
	}

	d.signIn()
	const step = 20 * time.Minute
	for range session.Absolute/step - 1 {
		d.clock.pass(step)
		if _, err := d.visit(); err != nil {
			t.Fatal(err)
		}
	}
	d.clock.pass(step)
	if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
		t.Errorf("signed in for too long, error %v", err)
	}
}

func TestSignOut(t *testing.T) {
	d := newDesk(t)
	d.signIn()
	kept := d.cookies[auth.SessionCookie]
	var address string
	d.browse("/portal/sign-out", func(w http.ResponseWriter, r *http.Request) {
		if err := d.gate.SignOut(w, r); err != nil {
			t.Error(err)
		}
		address = d.gate.SignOutAddress(r.Context())
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"client_id": {clientID}, "logout_uri": {site + "/portal"}, "post_logout_redirect_uri": {site + "/portal"}}
	if diff := cmp.Diff(want, u.Query()); diff != "" || !strings.HasPrefix(address, d.issuer.URL+"/logout?") {
		t.Errorf("sign-out goes on to %s\n%s", address, diff)
	}
	if d.cookies[auth.SessionCookie] != "" {
		t.Error("the browser keeps the cookie")
	}
	d.cookies[auth.SessionCookie] = kept
	if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
		t.Errorf("a copy of the cookie still lets in, error %v", err)
	}
}

func TestIssuerThatCannotBeReached(t *testing.T) {
	d := newDesk(t)
	d.signIn()
	d2 := newDesk(t)
	d2.issuer.Close()
	d2.browse("/portal/sign-in", func(w http.ResponseWriter, r *http.Request) {
		if err := d2.gate.Begin(w, r, ""); !fault.Is(err, fault.Unavailable) {
			t.Errorf("error is %v", err)
		}
		if got := d2.gate.SignOutAddress(r.Context()); got != "" {
			t.Errorf("signs out at %q", got)
		}
	})
	// Whoever is signed in does not need the issuer.
	d.issuer.Close()
	if _, err := d.visit(); err != nil {
		t.Error(err)
	}
}

func TestErrorsHoldNothingSecret(t *testing.T) {
	d := newDesk(t)
	d.issuer.edit = func(c map[string]any) { c["nonce"] = "another" }
	query := d.answer(d.begin(""))
	_, _, err := d.finish(query)
	if err == nil {
		t.Fatal("signed in")
	}
	for _, secret := range []string{query.Get("code"), query.Get("state"), "sample@voiceforum.example"} {
		for e := err; e != nil; e = errors.Unwrap(e) {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("%q holds %q", e, secret)
			}
		}
	}
}
