package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/session"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// visitor is somebody who is signed in and may open the page they ask for.
type visitor = frontdesk.Visitor

const (
	english        = translations.English
	contactAddress = "/review/contact"
)

// texts are the words of these pages. Those who review read English; the pages are ready for others.
func texts() *translations.Catalogue { return translations.Get(english) }

// returnable are the pages that signing in may lead back to: those a GET shows.
var returnable = regexp.MustCompile(`^/review(/surges(/[0-9]{4}-Q[1-4]/[0-9-]{10}(/words)?)?|/contact(/[A-Za-z0-9_-]{1,80})?|/responses/[A-Za-z0-9_-]{1,80}(/[a-z0-9-]{1,60})?)?$`)

func mayReturn(path string) bool { return returnable.MatchString(path) }

// nav is the navigation for somebody. current is the address of the entry that one is under.
func nav(v visitor, current string) []pages.NavLink {
	var links []pages.NavLink
	for _, entry := range []struct {
		role       session.Role
		text, href string
	}{
		{session.Reviewer, "review.nav.queue", home},
		{session.Reviewer, "review.nav.surges", surgesAddress},
		{session.Contact, "review.nav.contact", contactAddress},
	} {
		if slices.Contains(v.Person.Roles, entry.role) {
			links = append(links, pages.NavLink{Text: texts().T(entry.text), Href: entry.href, Current: entry.href == current})
		}
	}
	return links
}

// render shows a page below another.
func (s *service) render(w http.ResponseWriter, r *http.Request, v visitor, status int, page, current, back string, data any) error {
	view := s.desk.View(v, "review."+page+".title", current, data)
	view.Back = back
	return s.site.Render(w, r, status, "review/"+page, view)
}

// record keeps an entry of the audit about one response, or one text of it. What it is about must not be handed out or
// done where this fails.
func (s *service) record(r *http.Request, v visitor, verb audit.Verb, resp response.Response, question string, why audit.Reason) error {
	return s.desk.Record(r, v, verb, audit.Entry{
		About: audit.AboutResponse(resp.ID, question), Forum: resp.Forum, Reason: why,
	}, audit.Allowed)
}

// about gives what a request that is refused is about. Only what is there is named: what somebody made up may be a name.
func (s *service) about(r *http.Request) (audit.Entry, error) {
	if r.PathValue("day") != "" {
		if state, err := s.state(r); err == nil {
			return audit.Entry{About: audit.AboutSurge(state.Day), Forum: state.Forum}, nil
		}
		return audit.Entry{}, nil
	}
	resp, err := s.named(r)
	if err != nil {
		return audit.Entry{}, nil //nolint:nilerr // the refusal is recorded all the same
	}
	question := r.PathValue("question")
	if _, ok := resp.Texts[question]; !ok {
		question = ""
	}
	return audit.Entry{About: audit.AboutResponse(resp.ID, question), Forum: resp.Forum}, nil
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`)

// named gives the response that an address names.
func (s *service) named(r *http.Request) (response.Response, error) {
	id := r.PathValue("response")
	if !idForm.MatchString(id) {
		return response.Response{}, fault.New(fault.NotFound, "no response is called so")
	}
	return s.reviews.Get(r.Context(), response.ID(id))
}

func responseAddress(id response.ID) string { return "/review/responses/" + string(id) }

func textAddress(id response.ID, question string) string {
	return responseAddress(id) + "/" + question
}

// reference is how people name a response to each other: the beginning of its id.
func reference(id response.ID) string {
	return strings.ToUpper(string(id[:min(8, len(id))]))
}

// asked gives the words of a question as the person read them.
func asked(resp response.Response, question string) string {
	q, err := questionnaire.Get(resp.Questionnaire.ID, resp.Questionnaire.Version)
	if err == nil {
		if found, ok := q.Question(question); ok {
			return found.Title.In(english)
		}
	}
	return question
}
