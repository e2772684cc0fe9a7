package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"

	"golang.org/x/oauth2"

	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// Begin sends the browser to the issuer, to come back to returnTo afterwards if that is allowed. It answers the
// request unless there is an error: fault.Unavailable where the issuer or the store cannot be reached.
func (g *Gate) Begin(w http.ResponseWriter, r *http.Request, returnTo string) error {
	if !g.MayReturn(returnTo) {
		returnTo = g.Home
	}
	provider, err := g.issuer.discover(r.Context())
	if err != nil {
		return err
	}
	// A browser that has begun in another tab keeps its id, so that both tabs can finish.
	browser, err := cookieID(r, attemptCookie)
	if err != nil {
		browser = session.NewID()
	}
	state := rand.Text()
	a := session.Attempt{
		Key:      browser.AttemptKey(state),
		Nonce:    rand.Text(),
		Verifier: oauth2.GenerateVerifier(),
		Return:   returnTo,
		Expires:  g.Now().Add(session.Attempts),
	}
	if err := g.attempts.Begin(r.Context(), a); err != nil {
		return fault.Wrap(fault.KindOf(err), "begin sign-in", err)
	}
	setCookie(w, attemptCookie, browser.String(), int(session.Attempts.Seconds()))
	http.Redirect(w, r, provider.authorizationAddress(state, a), http.StatusSeeOther)
	return nil
}

// Finish takes the browser back from the issuer. Where all is well it starts a session under a new id, ends the one
// there was, and says who signed in and where to go on. The errors are fault.Gone for a sign-in that this browser did
// not begin, has finished, or began too long ago; fault.Invalid for one that the issuer refused or whose token does
// not hold; fault.Unavailable where the issuer or the store cannot be reached.
func (g *Gate) Finish(w http.ResponseWriter, r *http.Request) (session.Session, string, error) {
	s, returnTo, err := g.finish(w, r)
	if err != nil {
		return session.Session{}, "", fault.Wrap(fault.KindOf(err), "finish sign-in", err)
	}
	return s, returnTo, nil
}

func (g *Gate) finish(w http.ResponseWriter, r *http.Request) (session.Session, string, error) {
	ctx, query := r.Context(), r.URL.Query()
	browser, err := cookieID(r, attemptCookie)
	if err != nil {
		return session.Session{}, "", fault.Wrap(fault.Gone, "read sign-in cookie", err)
	}
	a, err := g.attempts.Take(ctx, browser.AttemptKey(query.Get("state")), g.Now())
	if err != nil {
		return session.Session{}, "", err
	}
	if query.Get("error") != "" {
		return session.Session{}, "", fault.New(fault.Invalid, "issuer refused the sign-in")
	}
	// An issuer that names itself in its answer (RFC 9207) must be ours.
	if iss := query.Get("iss"); iss != "" && iss != g.Issuer {
		return session.Session{}, "", fault.New(fault.Invalid, "answer names another issuer")
	}
	person, err := g.person(ctx, query.Get("code"), a)
	if err != nil {
		return session.Session{}, "", err
	}
	s, err := g.start(ctx, w, r, person)
	return s, a.Return, err
}

// person exchanges the code for an ID token, checks it, and says whose it is.
func (g *Gate) person(ctx context.Context, code string, a session.Attempt) (session.Person, error) {
	provider, err := g.issuer.discover(ctx)
	if err != nil {
		return session.Person{}, err
	}
	c, err := provider.claims(ctx, code, a.Verifier)
	if err != nil {
		return session.Person{}, err
	}
	if subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(a.Nonce)) != 1 {
		return session.Person{}, fault.New(fault.Invalid, "id token has another nonce")
	}
	name := c.Email
	if name == "" {
		name = c.Username
	}
	return session.Person{Subject: c.Subject, Name: name, Roles: session.RolesOf(c.Groups)}, nil
}

// start keeps a session under an id that nobody has seen before, and gives it to the browser.
func (g *Gate) start(ctx context.Context, w http.ResponseWriter, r *http.Request, p session.Person) (session.Session, error) {
	if old, err := cookieID(r, SessionCookie); err == nil {
		if err := g.sessions.End(ctx, old.Key()); err != nil {
			return session.Session{}, err
		}
	}
	id, now := session.NewID(), g.Now()
	s := session.Session{Key: id.Key(), Person: p, Started: now, Seen: now}
	if err := g.sessions.Create(ctx, s); err != nil {
		return session.Session{}, err
	}
	setCookie(w, attemptCookie, "", -1)
	setCookie(w, SessionCookie, id.String(), 0)
	return s, nil
}
