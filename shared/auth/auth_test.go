package auth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

const site = "http://localhost:8080"

// clock is the time that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// desk is a gate with everything around it, and one browser in front of it.
type desk struct {
	t       *testing.T
	gate    *auth.Gate
	issuer  *issuer
	clock   *clock
	cookies map[string]string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	d := &desk{t: t, clock: c, issuer: newIssuer(t, c.Now), cookies: map[string]string{}}
	db, name := enginetest.One(t)
	store := dynamostore.NewSessions(db, name("Sessions"))
	d.gate = auth.New(auth.Config{
		Issuer: d.issuer.URL, ClientID: clientID, SiteAddress: site, Home: "/portal", Now: c.Now,
		MayReturn: func(path string) bool { return path == "/portal/audit" },
	}, store, store)
	return d
}

// browse makes a request with the browser's cookies, has it answered, and keeps the cookies of the answer.
func (d *desk) browse(address string, answer func(http.ResponseWriter, *http.Request)) *http.Response {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for name, value := range d.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	answer(w, r)
	for _, c := range w.Result().Cookies() {
		if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			d.t.Errorf("cookie %s has the wrong attributes: %s", c.Name, c)
		}
		d.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(d.cookies, c.Name)
		}
	}
	return w.Result()
}

// begin leaves for the issuer and gives the address the browser is sent to.
func (d *desk) begin(returnTo string) string {
	d.t.Helper()
	res := d.browse("/portal/sign-in", func(w http.ResponseWriter, r *http.Request) {
		if err := d.gate.Begin(w, r, returnTo); err != nil {
			d.t.Fatal(err)
		}
	})
	return res.Header.Get("Location")
}

// finish comes back from the issuer with a query.
func (d *desk) finish(query url.Values) (s session.Session, returnTo string, err error) {
	d.t.Helper()
	d.browse("/portal/signed-in?"+query.Encode(), func(w http.ResponseWriter, r *http.Request) {
		s, returnTo, err = d.gate.Finish(w, r)
	})
	return s, returnTo, err
}

func (d *desk) visit() (v auth.Visit, err error) {
	d.t.Helper()
	d.browse("/portal", func(_ http.ResponseWriter, r *http.Request) { v, err = d.gate.Visit(r) })
	return v, err
}

// answer is what the issuer sends the browser back with.
func (d *desk) answer(address string) url.Values {
	d.t.Helper()
	code, asked := d.issuer.authorize(address)
	return url.Values{"code": {code}, "state": {asked.Get("state")}, "iss": {d.issuer.URL}}
}

func (d *desk) signIn() session.Session {
	d.t.Helper()
	s, _, err := d.finish(d.answer(d.begin("/portal/audit")))
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

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
