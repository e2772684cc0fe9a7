// Package frontdesk is what all pages that people sign in to have in common: who may open which page, signing in and
// out, what somebody is told who may not come in, and the audit of all that. The portal, partners' and reviewers' pages
// each have a desk; they share one session.
package frontdesk

import (
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// Options is what a Desk is made of.
type Options struct {
	Function string         // its name in the log
	Home     string         // where its pages begin, e.g. "/portal"; the gate's Home
	Roles    []session.Role // that have pages here
	MaxForm  int64          // the most bytes of a form; 4 KB, enough for a token and a button, where zero
	Words    Words

	Gate  *auth.Gate
	Site  *web.Site
	Audit *audit.Log
	Log   *slog.Logger
	Now   func() time.Time

	// Nav gives the entries of the navigation for somebody; nil for none.
	Nav func(v Visitor, current string) []pages.NavLink
	// About gives the forum, release and file that a request is about, for the record of a refusal; nil for none.
	About func(r *http.Request) (audit.Entry, error)
	// Page gives the page to come back to after signing in; nil for the one that was asked for.
	Page func(r *http.Request) string
	// Reason gives the end of the text that says why a role does not reach a page, after Words.Refused; nil for
	// "role".
	Reason func(v Visitor) string
}

// Words are the keys of the texts in which desks differ.
type Words struct {
	Title   string // of the page for whoever is not signed in
	What    string // what is behind the sign-in
	Refused string // the beginning of the texts for somebody without leave: "none" for no role here, "role", and Reason's
	Home    string // of the link that leads to the first page
}

// defaultForm is the most bytes of a form that has a token and a button.
const defaultForm = 4 << 10

// Desk is the sign-in and the door of one part of the site.
type Desk struct{ Options }

// New makes a desk and registers its pages for signing in and out: Home/sign-in, Home/signed-in, Home/sign-out and
// Home/signed-out.
func New(o Options) *Desk {
	if o.MaxForm == 0 {
		o.MaxForm = defaultForm
	}
	if o.Nav == nil {
		o.Nav = func(Visitor, string) []pages.NavLink { return nil }
	}
	if o.Page == nil {
		o.Page = func(r *http.Request) string { return r.URL.Path }
	}
	if o.Reason == nil {
		o.Reason = func(Visitor) string { return "role" }
	}
	d := &Desk{o}
	o.Site.Handle("GET "+o.Home+"/sign-in", d.signIn)
	o.Site.Handle("GET "+o.Home+"/signed-in", d.signedIn)
	o.Site.Handle("POST "+o.Home+"/sign-out", d.signOut)
	o.Site.Handle("GET "+o.Home+"/signed-out", d.signedOut)
	return d
}

// Visitor is somebody who is signed in and may open the page they ask for.
type Visitor struct {
	auth.Visit
	Role session.Role // the furthest reaching of theirs that the page is open to
}

// Page answers a visitor's request. The form of a POST has been read and its token checked.
type Page func(w http.ResponseWriter, r *http.Request, v Visitor) error

// Handle registers a page that is open to some roles. A refusal is recorded under verb, unless that is empty.
func (d *Desk) Handle(pattern string, roles []session.Role, verb audit.Verb, h Page) {
	d.Site.Handle(pattern, func(w http.ResponseWriter, r *http.Request) error {
		visit, err := d.Gate.Visit(r)
		if fault.Is(err, fault.SignIn) {
			return d.askToSignIn(w, r)
		}
		if err != nil {
			return err
		}
		v := Visitor{Visit: visit, Role: furthest(visit.Person.Roles, roles)}
		if v.Role == "" {
			v.Role = d.arriving(visit.Session).Role // the audit names who they are elsewhere
			return d.Refuse(w, r, v, verb)
		}
		if r.Method == http.MethodPost {
			if _, err := web.ParseForm(r, d.MaxForm); err != nil {
				return err
			}
			if err := web.CheckCSRF(r, v.FormSecret); err != nil {
				return err
			}
		}
		return h(w, r, v)
	})
}

// furthest gives the furthest reaching of some roles, in the order of open, that somebody has; "" where there is none.
func furthest(theirs, open []session.Role) session.Role {
	for _, role := range open {
		if slices.Contains(theirs, role) {
			return role
		}
	}
	return ""
}

// askToSignIn answers somebody who is not signed in, or no longer: never with an error, because nothing went wrong.
func (d *Desk) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	back := d.Page(r)
	switch {
	case r.Method == http.MethodPost:
		return d.strangersPage(w, r, http.StatusUnauthorized, "ended", "desk.ended.title", d.signInAddress(back))
	case r.URL.Path == d.Home:
		return d.strangersPage(w, r, http.StatusOK, "welcome", d.Words.Title, d.signInAddress(""))
	default:
		return web.SeeOther(w, d.signInAddress(back))
	}
}

func (d *Desk) signInAddress(returnTo string) string {
	if returnTo == "" || returnTo == d.Home {
		return d.Home + "/sign-in"
	}
	return d.Home + "/sign-in?" + url.Values{"return": {returnTo}}.Encode()
}

// Refuse answers somebody whose roles do not reach as far as the page, in plain words, and records it under verb,
// unless that is empty.
func (d *Desk) Refuse(w http.ResponseWriter, r *http.Request, v Visitor, verb audit.Verb) error {
	if verb != "" {
		about, err := audit.Entry{}, error(nil)
		if d.About != nil {
			about, err = d.About(r)
		}
		// A request about nothing that there is gives nothing away, and is no entry.
		if err == nil {
			if err := d.Record(r, v, verb, about, audit.Refused); err != nil {
				return err
			}
		}
	}
	page := refusedPage{Home: d.Home, HomeText: texts().T(d.Words.Home)}
	if furthest(v.Person.Roles, d.Roles) == "" {
		page = refusedPage{What: texts().T(d.Words.Refused + "none")}
	} else {
		page.What = texts().T(d.Words.Refused + d.Reason(v))
	}
	return d.Site.Render(w, r, http.StatusForbidden, "desk/refused", d.View(v, "desk.refused.title", "", page))
}

type refusedPage struct {
	What           string
	Home, HomeText string // empty for somebody who may not open the first page either
}

// Record keeps an entry of the audit; of about, the reason and what it is about are kept. What it is about must not be
// handed out or done where this fails.
func (d *Desk) Record(r *http.Request, v Visitor, verb audit.Verb, about audit.Entry, o audit.Outcome) error {
	about.At, about.Subject, about.Name = d.Now(), v.Person.Subject, v.Person.Name
	about.Role, about.Verb, about.Outcome = v.Role, verb, o
	return d.Audit.Record(r.Context(), about)
}

// texts are the words of the desks. Those who sign in read English; the pages are ready for others.
func texts() *translations.Catalogue { return translations.Get(translations.English) }

// View makes the view of a page for somebody signed in. title is a key; current is the address of the entry of the
// navigation one is under.
func (d *Desk) View(v Visitor, title, current string, data any) web.View {
	return web.View{
		Lang: translations.English, Title: texts().T(title), CSRF: web.CSRFToken(v.FormSecret), SignedIn: v.Person.Name,
		Wide: true, Nav: d.Nav(v, current), Data: data,
	}
}

// strangerPage is a page for somebody who is not signed in.
type strangerPage struct {
	Next string // the address that goes on
	What string // what is behind the sign-in
	Home string
}

func (d *Desk) strangersPage(w http.ResponseWriter, r *http.Request, status int, page, title, next string) error {
	return d.Site.Render(w, r, status, "desk/"+page, web.View{
		Lang: translations.English, Title: texts().T(title),
		Data: strangerPage{Next: next, What: texts().T(d.Words.What), Home: d.Home},
	})
}
