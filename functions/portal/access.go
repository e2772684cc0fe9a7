package main

import (
	"net/http"
	"path"
	"regexp"

	"voiceforum/shared/audit"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/session"
)

// visitor is somebody who is signed in and may open the page they ask for, and page what answers them.
type (
	visitor = frontdesk.Visitor
	page    = frontdesk.Page
)

// reason says why somebody's role does not reach as far as a page.
func reason(v visitor) string {
	if v.Person.Roles[0] == session.Observer {
		return "observer"
	}
	return "role"
}

// about gives what a request is about, for the audit.
func about(r *http.Request) (audit.Entry, error) {
	t, err := targetOf(r)
	return t.entry(), err
}

// record keeps an entry of the audit. What it is about must not be handed out or done where this fails.
func (s *service) record(r *http.Request, v visitor, verb audit.Verb, t target, o audit.Outcome) error {
	return s.desk.Record(r, v, verb, t.entry(), o)
}

const home = "/portal"

// returnable are the pages that signing in may lead back to: those a GET shows, and nothing that acts or downloads.
var returnable = regexp.MustCompile(`^/portal(/audit|/forums/[0-9]{4}-Q[1-4](/close|/publish|/releases/[0-9]{1,4})?)?$`)

func mayReturn(path string) bool { return returnable.MatchString(path) }

// returnTo gives the page to come back to after signing in: the one asked for, the form's page for what a form
// sends, and the page with the link for a file.
func returnTo(r *http.Request) string {
	switch {
	case r.PathValue("file") != "":
		return path.Dir(r.URL.Path)
	case r.URL.Path == exportAddress:
		return auditAddress
	}
	return r.URL.Path
}
