package main

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/invitation"
	"voiceforum/shared/organisation"
	"voiceforum/web/pages"
)

// countName is the field that says how many cards are wanted.
const countName = "count"

// invitationsPage is what the page about cards shows.
type invitationsPage struct {
	Forum string // in words; empty where none is open
	Asked bool   // cards were asked for, so that the form is there again
	Most  int
	Until string
	Made  int
	Table pages.Table
	Share string // how much was used, where that may be told
}

// invitations says what cards are, which were made, and makes more.
func (s *service) invitations(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	return s.askCards(w, r, v, o, "")
}

func (s *service) askCards(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation, wrong string) error {
	if ofOfficers(o) {
		return fault.New(fault.NotFound, "officers hand out no cards")
	}
	more := invitationsPage{Most: invitation.Most, Asked: r.Method == http.MethodPost}
	taker, err := s.in.taker(r.Context())
	closed := fault.Is(err, fault.NotFound)
	if err != nil && !closed {
		return err
	}
	if !closed {
		q := taker.ID
		issue, err := s.in.cards.Issued(r.Context(), o.ID, q, calendar.DayOf(s.now()))
		if err != nil {
			return err
		}
		more.Forum, more.Made, more.Until = q.Words(), issue.Made, invitation.Ends(q).Add(-1).Words()
		if issue.Used != invitation.Untold {
			more.Share = texts().T("partner.invitations.share." + string(issue.Used))
		}
		more.Table = pages.Table{Caption: texts().T("partner.invitations.made"), Head: []pages.Cell{
			{Text: texts().T("partner.invitations.day")}, {Text: texts().T("partner.invitations.cards"), Numeric: true},
		}}
		for _, b := range issue.Batches {
			more.Table.Rows = append(more.Table.Rows, []pages.Cell{{Text: b.Made.Words()}, {Text: strconv.Itoa(b.Size), Numeric: true}})
		}
	}
	field := pages.Field{
		Kind: pages.Line, Name: countName, Legend: texts().T("partner.invitations.how-many"), Hint: texts().T("partner.invitations.up-to", invitation.Most),
		InputMode: "numeric", Width: 5, Values: r.PostForm[countName], Error: wrong,
	}
	return s.show(w, r, v, "invitations", "partner.invitations.title", home, formed{Fields: []pages.Field{field}, More: more, NotNow: closed && more.Asked})
}

// cardsPage is cards to print. Nobody sees their codes again.
type cardsPage struct {
	Codes []string
	Site  string
	Until string
}

// makeInvitations makes a batch of codes and shows them, once: they are kept by their hashes alone.
func (s *service) makeInvitations(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	if ofOfficers(o) {
		return fault.New(fault.NotFound, "officers hand out no cards")
	}
	n, err := strconv.Atoi(strings.TrimSpace(r.PostForm.Get(countName)))
	if err != nil || n < 1 || n > invitation.Most {
		return s.askCards(w, r, v, o, texts().T("partner.invitations.number", invitation.Most))
	}
	taker, err := s.in.taker(r.Context())
	if fault.Is(err, fault.NotFound) {
		return s.askCards(w, r, v, o, "")
	}
	if err != nil {
		return err
	}
	q := taker.ID
	codes, err := invitation.New(n, rand.Reader)
	if err != nil {
		return err
	}
	batch := invitation.Batch{ID: rand.Text(), Size: n, Made: calendar.DayOf(s.now())}
	if err := s.recordPerson(r, v, audit.InvitationsMade, audit.AboutBatch(batch.ID), q); err != nil {
		return err
	}
	switch err := s.in.cards.Make(r.Context(), o.ID, q, batch, invitation.Hashes(codes)); {
	case fault.Is(err, fault.TooMany):
		return s.askCards(w, r, v, o, texts().T("partner.invitations.enough"))
	case err != nil:
		return err
	}
	more := cardsPage{Site: strings.TrimPrefix(strings.TrimPrefix(s.in.site, "https://"), "http://"), Until: invitation.Ends(q).Add(-1).Words()}
	for _, c := range codes {
		more.Codes = append(more.Codes, c.String())
	}
	return s.show(w, r, v, "cards", "partner.cards.title", "", formed{More: more})
}
