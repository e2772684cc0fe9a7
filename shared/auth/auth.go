// Package auth signs people in: OpenID Connect's authorization code with PKCE against one issuer, then
// a session kept on the server under the hash of an id that only the person's cookie holds.
//
// The issuer is Amazon Cognito, or whatever behaves as it; nothing is asked of it before somebody signs in, so that
// a cold start does not wait for it.
package auth

import (
	"context"
	"net/http"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// The cookies. Both are Lax, because people come back from the issuer by a link from another site, and a Strict
// cookie would be left out of that request.
const (
	SessionCookie = "__Host-desk"
	attemptCookie = "__Host-desk-sign-in" // ties sign-ins that have begun to the browser that began them
)

// callback is where, below Home, the issuer sends people back to; template.yaml registers it.
const callback = "/signed-in"

// touchEvery is how old a session's last-seen time may be before it is written again, to spare writes.
const touchEvery = time.Minute

// Sessions keeps sign-ins.
type Sessions interface {
	// Create keeps a new session.
	Create(ctx context.Context, s session.Session) error
	// Load gives the session that is alive now; anything else is a fault.Gone.
	Load(ctx context.Context, k session.Key, now time.Time) (session.Session, error)
	// Touch moves the session's last-seen time forward. A session that has ended stays ended, and is a fault.Gone.
	Touch(ctx context.Context, s session.Session, seen time.Time) error
	// End ends the session. Ending one that is not there is no error.
	End(ctx context.Context, k session.Key) error
}

// Attempts keeps sign-ins that have left for the issuer.
type Attempts interface {
	// Begin keeps an attempt.
	Begin(ctx context.Context, a session.Attempt) error
	// Take gives an attempt that has not expired, once: taking it again, whoever does, is a fault.Gone.
	Take(ctx context.Context, k session.Key, now time.Time) (session.Attempt, error)
}

// Config is what a Gate needs to know.
type Config struct {
	Issuer      string // exactly as the issuer writes itself in its tokens
	ClientID    string
	SiteAddress string // of the platform, without a slash at the end
	Home        string // the path that pages begin with, and to come back to where no other is allowed, e.g. /portal
	// MayReturn says whether a sign-in may lead back to a path of the site with its query. Nothing else is ever
	// redirected to.
	MayReturn func(path string) bool
	Now       func() time.Time // nil for time.Now
}

// Gate signs people in and out and says who is there. It is safe for use by several requests at once.
type Gate struct {
	Config
	sessions Sessions
	attempts Attempts
	issuer   *issuer
}

// New makes a gate. It asks nothing of the issuer yet.
func New(c Config, s Sessions, a Attempts) *Gate {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Gate{Config: c, sessions: s, attempts: a, issuer: newIssuer(c)}
}

// Visit is one request by somebody who is signed in.
type Visit struct {
	session.Session
	FormSecret []byte // for the tokens of the session's forms
}

// Visit says who makes a request, and moves the idle limit on. Nobody, or somebody whose session is over, is a
// fault.SignIn.
func (g *Gate) Visit(r *http.Request) (Visit, error) {
	id, err := cookieID(r, SessionCookie)
	if err != nil {
		return Visit{}, fault.Wrap(fault.SignIn, "read session cookie", err)
	}
	now := g.Now()
	s, err := g.sessions.Load(r.Context(), id.Key(), now)
	if err != nil {
		return Visit{}, signInIfGone("load session", err)
	}
	if now.Sub(s.Seen) >= touchEvery {
		if err := g.sessions.Touch(r.Context(), s, now); err != nil {
			return Visit{}, signInIfGone("touch session", err)
		}
		s.Seen = now
	}
	return Visit{Session: s, FormSecret: id.FormSecret()}, nil
}

// SignOut ends the session of a request, on the server and in the browser.
func (g *Gate) SignOut(w http.ResponseWriter, r *http.Request) error {
	if id, err := cookieID(r, SessionCookie); err == nil {
		if err := g.sessions.End(r.Context(), id.Key()); err != nil {
			return fault.Wrap(fault.KindOf(err), "end session", err)
		}
	}
	setCookie(w, SessionCookie, "", -1)
	return nil
}

// SignOutAddress gives the address at which the issuer ends its own session and sends the browser back. It is empty
// where the issuer offers none or cannot be asked, which must not keep anybody signed in here.
func (g *Gate) SignOutAddress(ctx context.Context) string { return g.issuer.signOutAddress(ctx) }

func signInIfGone(op string, err error) error {
	if fault.Is(err, fault.Gone) {
		return fault.Wrap(fault.SignIn, op, err)
	}
	return fault.Wrap(fault.KindOf(err), op, err)
}

func cookieID(r *http.Request, name string) (session.ID, error) {
	c, err := r.Cookie(name)
	if err != nil {
		return session.ID{}, fault.New(fault.Invalid, "there is no cookie")
	}
	return session.ParseID(c.Value)
}

// setCookie sets a cookie for maxAge seconds; 0 is for as long as the browser is open, and -1 removes it.
func setCookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, MaxAge: maxAge,
		Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
