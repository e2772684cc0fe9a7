package auth_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
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
