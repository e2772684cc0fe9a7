package main

import (
	"encoding/json"
	"net/http"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/draft"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// What the buttons of a contact request's page do besides opening it.
const (
	doDone  = "done"  // with one of audit.ContactDone's reasons; the details are gone after it
	doTried = "tried" // to be tried again
	doLater = "later"
)

type contactListPage struct {
	Table pages.Table
	Empty bool
}

// contactList is the first page of contact keepers: who asked, and nothing about how.
func (s *service) contactList(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := s.desk.Record(r, v, audit.ViewContacts, audit.Entry{}, audit.Allowed); err != nil {
		return err
	}
	all, err := s.contacts.List(r.Context())
	if err != nil {
		return err
	}
	t := texts()
	page := contactListPage{Empty: len(all) == 0, Table: pages.Table{Caption: t.T("review.contact.caption"), Head: []pages.Cell{
		{Text: t.T("review.column.person")}, {Text: t.T("review.column.state")}, {Text: t.T("review.column.until")},
	}}}
	for _, one := range all {
		page.Table.Rows = append(page.Table.Rows, []pages.Cell{
			{Text: reference(one.ID), Href: contactAddress + "/" + string(one.ID)}, triedCell(one), {Text: one.Until.Words()},
		})
	}
	view := s.desk.View(v, "review.contact.title", contactAddress, page)
	if done := r.URL.Query().Get("done"); done == doDone || done == doTried || done == doLater {
		view.Banner = pages.Banner{Text: t.T("review.contact." + done), Success: true}
	}
	return s.site.Render(w, r, http.StatusOK, "review/contact", view)
}

func triedCell(one dynamostore.ContactRequest) pages.Cell {
	t := texts()
	switch one.Tried {
	case dynamostore.NotReached:
		return pages.Cell{Text: t.T("review.contact.state.tried", one.Day.Words())}
	case dynamostore.Later:
		return pages.Cell{Text: t.T("review.contact.state.later", one.Day.Words())}
	}
	return pages.Cell{Text: t.T("review.contact.state.new"), Tag: true, Colour: "yellow"}
}

type contactPage struct {
	Reference string
	Until     string
	State     pages.Cell
	Details   []pages.SummaryRow // how to reach the person; none before they are opened
	Voicemail bool
	Reason    pages.Field
	Done      pages.Field
}

// contactRequest shows one request, before its details are opened.
func (s *service) contactRequest(w http.ResponseWriter, r *http.Request, v visitor) error {
	one, err := s.requested(r)
	if err != nil {
		return err
	}
	return s.showContact(w, r, v, one, "", "")
}

func (s *service) requested(r *http.Request) (dynamostore.ContactRequest, error) {
	id := r.PathValue("response")
	if !idForm.MatchString(id) {
		return dynamostore.ContactRequest{}, fault.New(fault.NotFound, "nobody is called so")
	}
	return s.contacts.Get(r.Context(), response.ID(id))
}

// showContact shows a request; with a reason, its details too, once that is recorded.
func (s *service) showContact(
	w http.ResponseWriter, r *http.Request, v visitor, one dynamostore.ContactRequest, why audit.Reason, wrong string,
) error {
	t := texts()
	page := contactPage{
		Reference: reference(one.ID), Until: one.Until.Words(), State: triedCell(one),
		Reason: reasonField(reasonName, "review.contact.reason", audit.ContactOpened, why),
		Done:   reasonField(doDone, "review.contact.how-done", audit.ContactDone, ""),
	}
	view := s.desk.View(v, "review.contact.title", contactAddress, nil)
	if why != "" {
		if err := s.recordContact(r, v, audit.ContactOpened, one.ID, why); err != nil {
			return err
		}
		details, err := s.openContact(r, one.ID)
		if err != nil {
			return err
		}
		page.Details, page.Voicemail = detailRows(details), details.Voicemail
	}
	status := http.StatusOK
	if wrong != "" {
		field := &page.Reason
		if why != "" {
			field = &page.Done
		}
		field.Error = t.T(wrong)
		view.Errors, status = pages.Summarise(*field), http.StatusUnprocessableEntity
	}
	view.Data, view.Back = page, contactAddress
	return s.site.Render(w, r, status, "review/contact-request", view)
}

func (s *service) recordContact(r *http.Request, v visitor, verb audit.Verb, id response.ID, why audit.Reason) error {
	return s.desk.Record(r, v, verb, audit.Entry{About: audit.AboutResponse(id, ""), Reason: why}, audit.Allowed)
}

func (s *service) openContact(r *http.Request, id response.ID) (draft.Contact, error) {
	var details draft.Contact
	ciphertext, wrapped, err := s.contacts.Sealed(r.Context(), id)
	if err != nil {
		return details, err
	}
	plain, err := s.details.Open(r.Context(), seal.Contact, id, ciphertext, wrapped)
	if err != nil {
		return details, err
	}
	if err := json.Unmarshal(plain, &details); err != nil {
		return draft.Contact{}, fault.New(fault.Internal, "contact details do not read") // the cause may quote them
	}
	return details, nil
}

func detailRows(c draft.Contact) []pages.SummaryRow {
	t := texts()
	how := c.How
	if !slices.Contains([]string{"call", "text", "email"}, how) {
		how = "other"
	}
	rows := []pages.SummaryRow{
		{Key: t.T("review.contact.how"), Values: []string{t.T("review.contact.how." + how)}},
		{Key: t.T("review.contact.where"), Values: []string{c.Where}},
	}
	for _, row := range []struct{ key, value string }{{"review.contact.name", c.Name}, {"review.contact.when", c.When}} {
		if row.value == "" {
			row.value = t.T("review.contact.not-said")
		}
		rows = append(rows, pages.SummaryRow{Key: t.T(row.key), Values: []string{row.value}})
	}
	message := "no"
	if c.Voicemail {
		message = "yes"
	}
	return append(rows, pages.SummaryRow{Key: t.T("review.contact.voicemail"), Values: []string{t.T("review.contact.voicemail." + message)}})
}

// contactAct opens a request's details, or says what came of it. Done, the details and their key are gone.
func (s *service) contactAct(w http.ResponseWriter, r *http.Request, v visitor) error {
	one, err := s.requested(r)
	if err != nil {
		return err
	}
	opened, done := audit.Reason(r.PostForm.Get(reasonName)), audit.Reason(r.PostForm.Get(doDone))
	if !slices.Contains(audit.ContactOpened.Reasons(), opened) {
		return s.showContact(w, r, v, one, "", "review.contact.reason.error")
	}
	do := r.PostForm.Get(doName)
	switch do {
	case doOpen:
		return s.showContact(w, r, v, one, opened, "")
	case doTried:
		err = s.contacts.Try(r.Context(), one.ID, dynamostore.NotReached, calendar.DayOf(s.now()))
	case doLater:
		err = s.contacts.Try(r.Context(), one.ID, dynamostore.Later, calendar.DayOf(s.now()))
	case doDone:
		if !slices.Contains(audit.ContactDone.Reasons(), done) {
			return s.showContact(w, r, v, one, opened, "review.contact.done.error")
		}
		if err := s.recordContact(r, v, audit.ContactDone, one.ID, done); err != nil {
			return err
		}
		err = s.contacts.Remove(r.Context(), one.ID)
	default:
		return fault.New(fault.Invalid, "a contact page was sent for nothing that is known")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, contactAddress+"?done="+do)
}
