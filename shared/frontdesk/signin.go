package frontdesk

import (
	"net/http"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
)

// signIn leaves for the issuer.
func (d *Desk) signIn(w http.ResponseWriter, r *http.Request) error {
	return d.Gate.Begin(w, r, r.URL.Query().Get("return"))
}

// signedIn comes back from the issuer.
func (d *Desk) signedIn(w http.ResponseWriter, r *http.Request) error {
	held := &cookies{ResponseWriter: w}
	now, back, err := d.Gate.Finish(held, r)
	switch fault.KindOf(err) {
	case fault.Gone:
		// The answer was used already, by a double click or a reload: whoever is signed in has no need of it.
		if _, err := d.Gate.Visit(r); err == nil {
			return web.SeeOther(w, d.Home)
		}
		return d.notSignedIn(w, r)
	case fault.Invalid:
		return d.notSignedIn(w, r)
	}
	if err != nil {
		return err
	}
	if err := d.Record(r, d.arriving(now), audit.SignedIn, audit.Entry{}, audit.Allowed); err != nil {
		return err
	}
	held.release()
	return web.SeeOther(w, back)
}

// arriving is somebody who comes or goes, under the furthest reaching of their roles here, or else of any.
func (d *Desk) arriving(s session.Session) Visitor {
	v := Visitor{Visit: auth.Visit{Session: s}, Role: furthest(s.Person.Roles, d.Roles)}
	if v.Role == "" && len(s.Person.Roles) > 0 {
		v.Role = s.Person.Roles[0]
	}
	return v
}

func (d *Desk) notSignedIn(w http.ResponseWriter, r *http.Request) error {
	return d.strangersPage(w, r, http.StatusBadRequest, "not-signed-in", "desk.not-signed-in.title", d.signInAddress(""))
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
func (d *Desk) signOut(w http.ResponseWriter, r *http.Request) error {
	visit, err := d.Gate.Visit(r)
	if fault.Is(err, fault.SignIn) {
		return web.SeeOther(w, d.Home+"/signed-out")
	}
	if err != nil {
		return err
	}
	if _, err := web.ParseForm(r, d.MaxForm); err != nil {
		return err
	}
	if err := web.CheckCSRF(r, visit.FormSecret); err != nil {
		return err
	}
	if err := d.Gate.SignOut(w, r); err != nil {
		return err
	}
	// The session has ended, whatever becomes of the record of it.
	if err := d.Record(r, d.arriving(visit.Session), audit.SignedOut, audit.Entry{}, audit.Allowed); err != nil {
		d.Log.Error("audit-missed", "function", d.Function, "error", err)
	}
	return web.SeeOther(w, d.Home+"/signed-out")
}

// signedOut says that the session here has ended and goes on to the issuer, to end its session too. It goes by a
// header and a link of its own page, because browsers hold a form's redirects to form-action, and the issuer's
// address is known only once it is asked.
func (d *Desk) signedOut(w http.ResponseWriter, r *http.Request) error {
	issuer := d.Gate.SignOutAddress(r.Context())
	if issuer != "" {
		w.Header().Set("Refresh", "0; url="+issuer)
	}
	return d.strangersPage(w, r, http.StatusOK, "signed-out", "desk.signed-out.title", issuer)
}
