package main

import (
	"net/http"
	"strings"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/web/pages"
)

// feedbackPage is what there is to say of one piece that was handed in.
type feedbackPage struct {
	ID, Shown string
	Day       string
	New       bool // it was handed in just now
	Before    bool // something else was handed in under the same page's key before
	Withdrawn bool
	Counted   bool
	Masked    bool // some of its words were taken out
	Address   string
}

// feedback confirms that a piece was handed in, and says what became of it.
func (s *service) feedback(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	id, got, err := s.own(r, v, o, audit.ViewFeedback)
	withdrawn := fault.Is(err, fault.Gone)
	if err != nil && !withdrawn {
		return err
	}
	query := r.URL.Query()
	return s.show(w, r, v, "feedback", "partner.feedback.title", home, formed{More: feedbackPage{
		ID: string(id), Shown: shortID(string(id)), Day: dayWords(got.Received), New: query.Has("new"), Before: query.Has("before"),
		Withdrawn: withdrawn, Counted: got.Permits(consent.Counts), Address: feedbackPath + "/" + string(id),
	}})
}

// own gives a piece of the visitor's organisation by the id in the address. One that they did not hand in, or nobody, is
// a fault.NotFound, and recorded as refused under verb.
func (s *service) own(r *http.Request, v frontdesk.Visitor, o organisation.Organisation, verb audit.Verb) (response.ID, response.Response, error) {
	id, ok := handover.ParseID(r.PathValue("id"))
	if !ok {
		return "", response.Response{}, fault.New(fault.NotFound, "no such id")
	}
	got, err := s.in.pieces.Get(r.Context(), o.ID, id)
	if fault.Is(err, fault.NotFound) {
		if err := s.desk.Record(r, v, verb, aboutOf(r), audit.Refused); err != nil {
			return id, got, err
		}
	}
	return id, got, err
}

// askWithdraw asks whether a piece is to be withdrawn.
func (s *service) askWithdraw(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	id, got, err := s.own(r, v, o, audit.WithdrawnByPartner)
	if fault.Is(err, fault.Gone) {
		return seeOther(w, feedbackPath+"/"+string(id))
	}
	if err != nil {
		return err
	}
	return s.show(w, r, v, "withdraw", "partner.withdraw.title", feedbackPath+"/"+string(id), formed{More: feedbackPage{
		ID: string(id), Shown: shortID(string(id)), Day: dayWords(got.Received), Address: feedbackPath + "/" + string(id),
	}})
}

// withdraw withdraws a piece. Doing it again changes nothing.
func (s *service) withdraw(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	id, _, err := s.own(r, v, o, audit.WithdrawnByPartner)
	if fault.Is(err, fault.Gone) {
		return seeOther(w, feedbackPath+"/"+string(id))
	}
	if err != nil {
		return err
	}
	if err := s.desk.Record(r, v, audit.WithdrawnByPartner, aboutOf(r), audit.Allowed); err != nil {
		return err
	}
	if err := s.in.pieces.Withdraw(r.Context(), o.ID, id, calendar.DayOf(s.now())); err != nil {
		return err
	}
	return seeOther(w, feedbackPath+"/"+string(id))
}

// Names of the fields of the page that finds a piece.
const (
	findName = "id"
	howName  = "how"
	byID     = "id"
	byRef    = "reference"
)

// findToWithdraw finds a piece by its id, or by the reference that the organisation gave it.
func (s *service) findToWithdraw(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	how := pages.Field{Kind: pages.One, Name: howName, Legend: texts().T("partner.find.how"), Values: r.PostForm[howName], Options: []pages.Option{
		{Value: byID, Label: texts().T("partner.find.by-id")}, {Value: byRef, Label: texts().T("partner.find.by-reference")},
	}}
	field := pages.Field{Kind: pages.Line, Name: findName, Legend: texts().T("partner.find.what"), Hint: texts().T("partner.find.hint"), Values: r.PostForm[findName]}
	if r.Method == http.MethodPost {
		id, ok := response.ID(""), false
		typed := strings.TrimSpace(r.PostForm.Get(findName))
		switch r.PostForm.Get(howName) {
		case byID:
			id, ok = handover.ParseID(strings.ToLower(strings.Join(strings.Fields(typed), "")))
		case byRef:
			id, ok = handover.ReferenceID(o.ID, typed), typed != ""
		default:
			how.Error = texts().T("partner.find.say")
		}
		if ok {
			_, err := s.in.pieces.Get(r.Context(), o.ID, id)
			switch {
			case err == nil, fault.Is(err, fault.Gone):
				return seeOther(w, feedbackPath+"/"+string(id))
			case !fault.Is(err, fault.NotFound):
				return err
			}
			err = s.desk.Record(r, v, audit.ViewFeedback, audit.Entry{About: audit.AboutResponse(id, "")}, audit.Refused)
			if err != nil {
				return err
			}
		}
		if how.Error == "" {
			field.Error = texts().T("partner.find.none")
		}
	}
	return s.show(w, r, v, "find", "partner.find.title", home, formed{Fields: []pages.Field{how, field}})
}

func dayWords(d calendar.Day) string { return d.Words() }
