package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/web/pages"
)

// The answers to a permission.
const (
	permitYes = "yes"
	permitNo  = "no"
)

// permissions gives what the form says of each purpose; what it does not say is left out.
func (p *piece) permissions(form url.Values) map[consent.Purpose]bool {
	given := map[consent.Purpose]bool{}
	for _, purpose := range handover.Purposes(p.o) {
		switch form.Get(permitName + string(purpose)) {
		case permitYes:
			given[purpose] = true
		case permitNo:
			given[purpose] = false
		}
	}
	return given
}

// permitFields are the questions about what the client, or the officer, permits.
func (p *piece) permitFields(form url.Values) []pages.Field {
	whose := "partner.permit."
	if ofOfficers(p.o) {
		whose = "partner.permit-own."
	}
	var fields []pages.Field
	for _, purpose := range handover.Purposes(p.o) {
		name := permitName + string(purpose)
		fields = append(fields, pages.Field{
			Kind: pages.One, Name: name, Legend: texts().T(whose + string(purpose)), Hint: texts().T(whose + string(purpose) + ".hint"),
			Options: []pages.Option{{Value: permitYes, Label: texts().T("partner.yes")}, {Value: permitNo, Label: texts().T("partner.no")}},
			Values:  form[name],
		})
	}
	return fields
}

// checkPage is what the last page before sending shows.
type checkPage struct {
	Officers bool
	Sections []checkSection
	Carried  []pages.Sent
	NotNow   string // why it was not sent, where no forum is open
}

type checkSection struct {
	Title, First string // First is the id of its first question, to go back to
	Rows         []pages.SummaryRow
}

// check shows all answers before they are sent, and asks what is permitted.
func (s *service) check(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece, wrong map[string]string, errors ...pages.Link) error {
	return s.showCheck(w, r, v, p, checkPage{}, wrong, errors...)
}

// notNow shows all answers again, because no forum is open to take them.
func (s *service) notNow(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece) error {
	return s.showCheck(w, r, v, p, checkPage{NotNow: texts().T("partner.check.not-now")}, nil)
}

func (s *service) showCheck(
	w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece, more checkPage, wrong map[string]string, errors ...pages.Link,
) error {
	more.Officers = ofOfficers(p.o)
	for _, st := range p.steps() {
		last := len(more.Sections) - 1
		if title := p.section(st[0].Section); last < 0 || more.Sections[last].Title != title {
			more.Sections, last = append(more.Sections, checkSection{Title: title, First: st[0].ID}), last+1
		}
		section := &more.Sections[last]
		for _, qu := range st {
			row := pages.SummaryRow{Key: qu.Title[questionnaire.English], Values: qu.Labels(p.answers[qu.ID], questionnaire.English)}
			if qu.Kind == questionnaire.Text {
				row.Values = p.answers[qu.ID]
			}
			if len(row.Values) == 0 {
				row.Values = []string{texts().T("partner.check.none")}
			}
			section.Rows = append(section.Rows, row)
		}
	}
	fields := p.permitFields(r.PostForm)
	shown := map[string]bool{}
	for i := range fields {
		shown[fields[i].Name] = true
		fields[i].Error = wrong[fields[i].Name]
	}
	more.Carried = p.carried(r.PostForm, shown)
	f := formed{Fields: fields, More: more, NotNow: more.NotNow != ""}
	return s.show(w, r, v, "check", "partner.check.title", "", f, errors...)
}

// send screens a piece, and stores it where nothing is in the way.
func (s *service) send(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece) error {
	item := p.item(r.PostForm)
	wrong := map[string]string{}
	for _, purpose := range handover.Purposes(p.o) {
		if _, said := item.Permissions[purpose]; !said {
			wrong[permitName+string(purpose)] = texts().T("partner.check.say")
		}
	}
	if len(wrong) > 0 {
		return s.check(w, r, v, p, wrong)
	}
	screened, err := s.in.screens.Screen(p.o, []handover.Item{item}, r.PostForm.Get(goName) == goAccept)
	if err != nil {
		return err
	}
	problems := screened[0].Problems
	if slices.ContainsFunc(problems, inWords) {
		return s.names(w, r, v, p, problems)
	}
	if len(problems) > 0 {
		var errors []pages.Link
		for _, problem := range problems {
			errors = append(errors, pages.Link{Text: problem.Words, Href: "#main-content"})
		}
		return s.check(w, r, v, p, nil, errors...)
	}
	return s.store(w, r, v, p, item, screened[0])
}

// inWords reports whether a problem is one of what was found in a text.
func inWords(p handover.Problem) bool {
	return p.Code == handover.Identifier || p.Code == handover.NeedsPerson
}

// store stores a piece under its key, once however often it is sent, and leads to its confirmation.
func (s *service) store(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece, item handover.Item, screened handover.Screened) error {
	body, err := json.Marshal(item)
	if err != nil {
		return fault.New(fault.Internal, "write what was handed in")
	}
	request := handover.NewRequest(p.o.ID, p.key, body)
	kept, state, err := s.in.pieces.Answered(r.Context(), request)
	if err == nil && state == handover.New {
		err = s.storeNew(r, v, p, request, screened)
		switch fault.KindOf(err) {
		case fault.NotFound:
			return s.notNow(w, r, v, p)
		case fault.Conflict:
			kept, state, err = s.in.pieces.Answered(r.Context(), request)
		case fault.Invalid:
			state, err = handover.Another, nil // sent before, and long enough ago that its request is forgotten
		}
	}
	address := feedbackPath + "/" + string(handover.RowID(p.o.ID, p.key, item.Row))
	switch {
	case err != nil && !fault.Is(err, fault.Gone):
		return err
	case state == handover.Another:
		// What was sent before stays; this page's changed answers are another piece.
		return seeOther(w, address+"?before")
	case state == handover.Done:
		var before stored
		if json.Unmarshal(kept.Body, &before) == nil && before.ID != "" {
			address = feedbackPath + "/" + string(before.ID)
		}
	}
	return seeOther(w, address+"?new")
}

// storeNew stores a piece that was not sent before; a fault.NotFound where no forum is open.
func (s *service) storeNew(r *http.Request, v frontdesk.Visitor, p *piece, request handover.Request, screened handover.Screened) error {
	forum, err := s.in.taker(r.Context())
	if err != nil {
		return err
	}
	made := handover.Pieces(p.o, forum.ID, p.key, []handover.Screened{screened})[0]
	answer, err := json.Marshal(stored{made.Response.ID})
	if err != nil {
		return fault.New(fault.Internal, "write an answer")
	}
	about := audit.AboutOrganisation(string(p.o.ID))
	if err := s.recordPerson(r, v, audit.HandedIn, about, forum.ID); err != nil {
		return err
	}
	if masked(screened) {
		if err := s.recordPerson(r, v, audit.RedactionAccepted, about, forum.ID); err != nil {
			return err
		}
	}
	return s.in.pieces.Put(r.Context(), made, request, handover.Answer{Status: http.StatusCreated, Body: answer})
}

// stored is what is kept as the answer to a piece that was sent.
type stored struct {
	ID response.ID `json:"id"`
}
