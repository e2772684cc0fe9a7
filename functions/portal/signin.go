package main

import (
	"net/http"
	"net/url"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

const signedInPath = "/portal/signed-in"

func signInAddress(returnTo string) string {
	if returnTo == "" || returnTo == home {
		return "/portal/sign-in"
	}
	return "/portal/sign-in?" + url.Values{"return": {returnTo}}.Encode()
}

// signIn leaves for the issuer.
func (s *service) signIn(w http.ResponseWriter, r *http.Request) error {
	return s.gate.Begin(w, r, r.URL.Query().Get("return"))
}

// signedIn comes back from the issuer.
func (s *service) signedIn(w http.ResponseWriter, r *http.Request) error {
	held := &cookies{ResponseWriter: w}
	now, back, err := s.gate.Finish(held, r)
	switch fault.KindOf(err) {
	case fault.Gone:
		// The answer was used already, by a double click or a reload: whoever is signed in has no need of it.
		if _, err := s.gate.Visit(r); err == nil {
			return web.SeeOther(w, home)
		}
		return s.notSignedIn(w, r)
	case fault.Invalid:
		return s.notSignedIn(w, r)
	}
	if err != nil {
		return err
	}
	v := visitor{Visit: auth.Visit{Session: now}}
	if len(now.Person.Roles) > 0 {
		v.role = now.Person.Roles[0]
	}
	if err := s.record(r, v, audit.SignedIn, target{}, audit.Allowed); err != nil {
		return err
	}
	held.release()
	return web.SeeOther(w, back)
}

func (s *service) notSignedIn(w http.ResponseWriter, r *http.Request) error {
	return s.site.Render(w, r, http.StatusBadRequest, "portal/not-signed-in", s.strangersView("portal.not-signed-in.title", signInAddress("")))
}

// cookies holds the cookies of an answer back until it is certain that the session may be used.
type cookies struct {
	http.ResponseWriter
	header http.Header
}

// Header implements http.ResponseWriter.
func (c *cookies) Header() http.Header {
	if c.header == nil {
		c.header = http.Header{}
	}
	return c.header
}

func (c *cookies) release() {
	for _, line := range c.header.Values("Set-Cookie") {
		c.ResponseWriter.Header().Add("Set-Cookie", line)
	}
}

// signOut ends the session here. The page after it leads on to the issuer.
func (s *service) signOut(w http.ResponseWriter, r *http.Request) error {
	visit, err := s.gate.Visit(r)
	if fault.Is(err, fault.SignIn) {
		return web.SeeOther(w, "/portal/signed-out")
	}
	if err != nil {
		return err
	}
	if _, err := web.ParseForm(r, maxForm); err != nil {
		return err
	}
	if err := web.CheckCSRF(r, visit.FormSecret); err != nil {
		return err
	}
	if err := s.gate.SignOut(w, r); err != nil {
		return err
	}
	v := visitor{Visit: visit}
	if len(visit.Person.Roles) > 0 {
		v.role = visit.Person.Roles[0]
	}
	// The session has ended, whatever becomes of the record of it.
	if err := s.record(r, v, audit.SignedOut, target{}, audit.Allowed); err != nil {
		s.log.Error("audit-missed", "function", "portal", "error", err)
	}
	return web.SeeOther(w, "/portal/signed-out")
}

// signedOut says that the session here has ended and goes on to the issuer, to end its session too. It goes by a
// header and a link of its own page, because browsers hold a form's redirects to form-action, and the issuer's
// address is known only once it is asked.
func (s *service) signedOut(w http.ResponseWriter, r *http.Request) error {
	issuer := s.gate.SignOutAddress(r.Context())
	if issuer != "" {
		w.Header().Set("Refresh", "0; url="+issuer)
	}
	return s.site.Render(w, r, http.StatusOK, "portal/signed-out", s.strangersView("portal.signed-out.title", issuer))
}
