package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// maxPage is the most bytes of a form: two long texts in a script of three bytes a letter, as forms encode them.
const maxPage = 128 << 10

// The addresses of people's pages.
const (
	onePath         = home + "/one"
	sheetsPath      = home + "/sheets"
	feedbackPath    = home + "/feedback"
	withdrawPath    = home + "/withdraw"
	invitationsPath = home + "/invitations"
)

// peoplePages registers the pages for people. Each reads its organisation from who signed in.
func (s *service) peoplePages() {
	for pattern, p := range map[string]struct {
		verb audit.Verb // under which a refusal is recorded
		page page
	}{
		"GET " + home:                             {audit.ViewFeedback, s.home},
		"GET " + onePath:                          {audit.HandedIn, s.one},
		"POST " + onePath:                         {audit.HandedIn, s.one},
		"GET " + feedbackPath + "/{id}":           {audit.ViewFeedback, s.feedback},
		"GET " + feedbackPath + "/{id}/withdraw":  {audit.WithdrawnByPartner, s.askWithdraw},
		"POST " + feedbackPath + "/{id}/withdraw": {audit.WithdrawnByPartner, s.withdraw},
		"GET " + withdrawPath:                     {audit.ViewFeedback, s.findToWithdraw},
		"POST " + withdrawPath:                    {audit.ViewFeedback, s.findToWithdraw},
		"GET " + sheetsPath:                       {audit.SheetBegun, s.sheets},
		"POST " + sheetsPath:                      {audit.SheetBegun, s.startSheet},
		"GET " + sheetsPath + "/template.xlsx":    {audit.SheetBegun, s.template},
		"GET " + sheetsPath + "/template.csv":     {audit.SheetBegun, s.templateCSV},
		"GET " + sheetsPath + "/{id}":             {audit.SheetTaken, s.sheet},
		"GET " + sheetsPath + "/{id}/uploaded":    {audit.SheetBegun, s.uploaded},
		"POST " + sheetsPath + "/{id}/again":      {audit.HandedIn, s.again},
		"POST " + sheetsPath + "/{id}/send":       {audit.HandedIn, s.sendSheet},
		"POST " + sheetsPath + "/{id}/cancel":     {audit.SheetCancelled, s.cancelSheet},
		"GET " + sheetsPath + "/{id}/fix":         {audit.SheetTaken, s.fixSheet},
		"GET " + sheetsPath + "/{id}/to-fix.xlsx": {audit.SheetTaken, s.rowsToFix},
		"GET " + sheetsPath + "/{id}/sent.csv":    {audit.SheetTaken, s.rowsSent},
		"GET " + invitationsPath:                  {audit.InvitationsMade, s.invitations},
		"POST " + invitationsPath:                 {audit.InvitationsMade, s.makeInvitations},
	} {
		s.person(pattern, p.verb, p.page)
	}
}

// returnable are the pages that signing in may lead back to: those that a GET shows and that need no more than that.
var returnable = []string{home, onePath, sheetsPath, withdrawPath, invitationsPath}

// mayReturn says which pages signing in may lead back to.
func mayReturn(path string) bool { return slices.Contains(returnable, path) }

func texts() *translations.Catalogue { return translations.Get(translations.English) }

// formed is what a page with fields shows.
type formed struct {
	Fields []pages.Field
	More   any
	NotNow bool // no forum is open; what was typed is on the page again
}

// show answers with a page. Problems of fields go on top, with 422.
func (s *service) show(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, name, title, back string, f formed, errors ...pages.Link) error {
	view := s.desk.View(v, title, "", f)
	view.Wide, view.Back = false, back
	view.Errors = append(errors, pages.Summarise(f.Fields...)...)
	status := http.StatusOK
	switch {
	case f.NotNow:
		status = http.StatusServiceUnavailable
	case len(view.Errors) > 0:
		status = http.StatusUnprocessableEntity
	}
	return s.people.Render(w, r, status, "partner/"+name, view)
}

// ofOfficers reports whether an organisation's people are officers, whose words are never quoted.
func ofOfficers(o organisation.Organisation) bool { return o.Channel() == response.Officer }

// homePage is what the first page shows.
type homePage struct {
	Organisation string
	Officers     bool
}

// home is the first page: whom somebody acts for, what can be handed in, and what belongs elsewhere.
func (s *service) home(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	return s.show(w, r, v, "home", "partner.home.title", "", formed{More: homePage{o.Name, ofOfficers(o)}})
}

// seeOther leads on to a page of ours.
func seeOther(w http.ResponseWriter, path string) error { return web.SeeOther(w, path) }
