package main

import (
	"net/http"
	"path"
	"regexp"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
)

// maxForm is the most bytes of a form here: a token and a button.
const maxForm = 4 << 10

// visitor is somebody who is signed in and may open the page they ask for.
type visitor struct {
	auth.Visit
	role session.Role // the furthest reaching of theirs that the page is open to
}

// page answers a visitor's request. The form of a POST has been read and its token checked.
type page func(w http.ResponseWriter, r *http.Request, v visitor) error

// handle registers a page that is open to some roles. A refusal is recorded under verb, unless that is empty.
func (s *service) handle(pattern string, roles []session.Role, verb audit.Verb, h page) {
	s.site.Handle(pattern, func(w http.ResponseWriter, r *http.Request) error {
		visit, err := s.gate.Visit(r)
		if fault.Is(err, fault.SignIn) {
			return s.askToSignIn(w, r)
		}
		if err != nil {
			return err
		}
		v := visitor{Visit: visit}
		for _, role := range slices.Backward(roles) {
			if slices.Contains(visit.Person.Roles, role) {
				v.role = role
			}
		}
		if v.role == "" {
			return s.refuse(w, r, v, verb)
		}
		if r.Method == http.MethodPost {
			if _, err := web.ParseForm(r, maxForm); err != nil {
				return err
			}
			if err := web.CheckCSRF(r, v.FormSecret); err != nil {
				return err
			}
		}
		return h(w, r, v)
	})
}

// askToSignIn answers somebody who is not signed in, or no longer: never with an error, because nothing went wrong.
func (s *service) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	back := returnTo(r)
	switch {
	case r.Method == http.MethodPost:
		return s.site.Render(w, r, http.StatusUnauthorized, "portal/ended", s.strangersView("portal.ended.title", signInAddress(back)))
	case r.URL.Path == home:
		return s.site.Render(w, r, http.StatusOK, "portal/welcome", s.strangersView("portal.welcome.title", signInAddress("")))
	default:
		return web.SeeOther(w, signInAddress(back))
	}
}

// refuse answers somebody whose roles do not reach as far as the page, in plain words, and records it.
func (s *service) refuse(w http.ResponseWriter, r *http.Request, v visitor, verb audit.Verb) error {
	if verb != "" {
		if t, err := targetOf(r); err == nil {
			if err := s.record(r, v, verb, t, audit.Refused); err != nil {
				return err
			}
		}
	}
	reason := "role"
	switch {
	case len(v.Person.Roles) == 0:
		reason = "none"
	case v.Person.Roles[0] == session.Observer:
		reason = "observer"
	}
	return s.site.Render(w, r, http.StatusForbidden, "portal/refused", s.view(v, "portal.refused.title", "", refusedPage{Reason: reason}))
}

type refusedPage struct {
	Reason string // none, observer or role
}

// record keeps an entry of the audit. What it is about must not be handed out or done where this fails.
func (s *service) record(r *http.Request, v visitor, verb audit.Verb, t target, o audit.Outcome) error {
	return s.audit.Record(r.Context(), audit.Entry{
		At: s.now(), Subject: v.Person.Subject, Name: v.Person.Name, Role: v.role,
		Verb: verb, Forum: t.forum, Release: t.release, File: t.file, Outcome: o,
	})
}

const home = "/portal"

// returnable are the pages that signing in may lead back to: those a GET shows, and nothing that acts or downloads.
var returnable = regexp.MustCompile(`^/portal(/audit|/forums/[0-9]{4}-Q[1-4](/close|/publish|/releases/[0-9]{1,4})?)?$`)

func mayReturn(path string) bool { return returnable.MatchString(path) }

// returnTo gives the page to come back to after signing in: the one asked for, the form's page for what a form
// sends, and the release's page for its file.
func returnTo(r *http.Request) string {
	if r.PathValue("file") != "" {
		return path.Dir(r.URL.Path)
	}
	return r.URL.Path
}
