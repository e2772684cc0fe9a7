package auth_test

import (
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

func TestSignIn(t *testing.T) {
	d := newDesk(t)
	if d.issuer.discoveries != 0 {
		t.Error("the issuer was asked before anybody signed in")
	}
	address := d.begin("/portal/audit")
	asked, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := asked.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": clientID, "redirect_uri": site + "/portal/signed-in", "scope": "openid email",
		"code_challenge_method": "S256", "prompt": "login",
	} {
		if query.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, query.Get(name), want)
		}
	}
	s, returnTo, err := d.finish(d.answer(address))
	if err != nil {
		t.Fatal(err)
	}
	want := session.Person{
		Subject: "sample-subject", Name: "sample@voiceforum.example", Roles: []session.Role{session.Facilitator, session.Observer},
	}
	if diff := cmp.Diff(want, s.Person); diff != "" {
		t.Error(diff)
	}
	if returnTo != "/portal/audit" {
		t.Errorf("goes on to %q", returnTo)
	}
	v, err := d.visit()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, v.Person); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(string(v.FormSecret), d.cookies[auth.SessionCookie]) || len(v.FormSecret) < 32 {
		t.Error("the forms' secret is weak, or gives the session away")
	}
	if d.issuer.discoveries != 1 {
		t.Errorf("the issuer was discovered %d times", d.issuer.discoveries)
	}
}

func TestNothingElseIsReturnedTo(t *testing.T) {
	for _, path := range []string{"", "https://elsewhere.example/portal", "//elsewhere.example", "/portal/../survey", `/\elsewhere.example`} {
		d := newDesk(t)
		_, returnTo, err := d.finish(d.answer(d.begin(path)))
		if err != nil || returnTo != "/portal" {
			t.Errorf("%q leads to %q, error %v", path, returnTo, err)
		}
	}
}

func TestTokensThatDoNotHold(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(c map[string]any) { c[name] = value }
	}
	for name, c := range map[string]struct {
		edit func(map[string]any)
		sign func(string) string
	}{
		"wrong nonce":         {edit: set("nonce", "another")},
		"no nonce":            {edit: set("nonce", nil)},
		"other audience":      {edit: set("aud", "another-client")},
		"no audience":         {edit: set("aud", nil)},
		"audience of several": {edit: set("aud", []string{clientID, "another-client"})},
		"other issuer":        {edit: set("iss", "https://elsewhere.example")},
		"expired":             {edit: set("exp", time.Date(2026, 11, 24, 8, 59, 59, 0, time.UTC).Unix())},
		"no subject":          {edit: set("sub", nil)},
		"an access token":     {edit: set("token_use", "access")},
		"algorithm none":      {sign: unsigned},
		"no token":            {sign: func(string) string { return "" }},
		"signature cut off":   {sign: func(s string) string { return strings.TrimRight(unsigned(s), ".") + ".AAAA" }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.issuer.edit, d.issuer.sign = c.edit, c.sign
			if _, _, err := d.finish(d.answer(d.begin(""))); !fault.Is(err, fault.Invalid) {
				t.Errorf("error is %v", err)
			}
			if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
				t.Errorf("signed in, error %v", err)
			}
		})
	}
}

func TestAnswersThatDoNotHold(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(d *desk, q url.Values)
		want  fault.Kind
	}{
		"wrong state":     {func(_ *desk, q url.Values) { q.Set("state", "another") }, fault.Gone},
		"no state":        {func(_ *desk, q url.Values) { q.Del("state") }, fault.Gone},
		"another browser": {func(d *desk, _ url.Values) { clear(d.cookies) }, fault.Gone},
		"too late":        {func(d *desk, _ url.Values) { d.clock.pass(session.Attempts) }, fault.Gone},
		"unknown code":    {func(_ *desk, q url.Values) { q.Set("code", "another") }, fault.Invalid},
		"no code":         {func(_ *desk, q url.Values) { q.Del("code") }, fault.Invalid},
		"refused":         {func(_ *desk, q url.Values) { q.Set("error", "access_denied") }, fault.Invalid},
		"other issuer":    {func(_ *desk, q url.Values) { q.Set("iss", "https://elsewhere.example") }, fault.Invalid},
		"issuer failing":  {func(d *desk, _ url.Values) { d.issuer.tokenStatus = http.StatusBadGateway }, fault.Unavailable},
		"issuer gone":     {func(d *desk, _ url.Values) { d.issuer.Close() }, fault.Unavailable},
		"another's code": {func(d *desk, q url.Values) { // PKCE: a code is of use only to the sign-in it was given for
			code, _ := d.issuer.authorize(d.begin(""))
			q.Set("code", code)
		}, fault.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			query := d.answer(d.begin(""))
			c.spoil(d, query)
			if _, _, err := d.finish(query); !fault.Is(err, c.want) {
				t.Errorf("error is %v, want kind %q", err, c.want)
			}
			if _, err := d.visit(); !fault.Is(err, fault.SignIn) {
				t.Errorf("signed in, error %v", err)
			}
		})
	}
}

func TestReplayedAnswer(t *testing.T) {
	d := newDesk(t)
	query := d.answer(d.begin(""))
	stolen := map[string]string{}
	for k, v := range d.cookies {
		stolen[k] = v
	}
	if _, _, err := d.finish(query); err != nil {
		t.Fatal(err)
	}
	d.cookies = stolen
	if _, _, err := d.finish(query); !fault.Is(err, fault.Gone) {
		t.Errorf("error is %v", err)
	}
}

func TestTwoTabsBothFinish(t *testing.T) {
	d := newDesk(t)
	first, second := d.answer(d.begin("")), d.answer(d.begin(""))
	attempt := d.cookies["__Host-desk-sign-in"]
	if _, _, err := d.finish(first); err != nil {
		t.Fatal(err)
	}
	d.cookies["__Host-desk-sign-in"] = attempt // the second answer was on its way already
	if _, _, err := d.finish(second); err != nil {
		t.Error(err)
	}
}
