package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
)

// What is handed in is recorded by its organisation, or by the batch that it came in, and never by its own id: an
// officer is known by organisation alone, and no reader of the audit may learn which words are whose.

// recordProgram keeps an entry of what a program did, under its client id and its organisation's name.
func (s *service) recordProgram(r *http.Request, o organisation.Organisation, e audit.Entry) error {
	e.At, e.Subject, e.Name, e.Role = s.now(), web.Program(r), o.Name, session.Partner
	return s.audit.Record(r.Context(), e)
}

// recordHandedIn keeps that a program handed something in and, where it was masked, that it took our redactions.
func (s *service) recordHandedIn(
	r *http.Request, o organisation.Organisation, about audit.About, forum calendar.Quarter, screened []handover.Screened,
) error {
	e := audit.Entry{Verb: audit.HandedIn, About: about, Forum: forum, Outcome: audit.Allowed}
	if err := s.recordProgram(r, o, e); err != nil || !slices.ContainsFunc(screened, masked) {
		return err
	}
	e.Verb = audit.RedactionAccepted
	return s.recordProgram(r, o, e)
}

func masked(s handover.Screened) bool { return len(s.Masks) > 0 }

// refuseProgram keeps that a program asked for what its organisation did not hand in, and says that there is no such
// thing. It does so for an id that nobody has as for another organisation's, so that neither the answer nor the time
// that it takes tells which it was.
func (s *service) refuseProgram(r *http.Request, o organisation.Organisation, verb audit.Verb, id response.ID) error {
	err := s.recordProgram(r, o, audit.Entry{Verb: verb, About: audit.AboutResponse(id, ""), Outcome: audit.Refused})
	if err != nil {
		return err
	}
	return noFeedback()
}

// recordPerson keeps that somebody did something for their organisation.
func (s *service) recordPerson(r *http.Request, v frontdesk.Visitor, verb audit.Verb, about audit.About, forum calendar.Quarter) error {
	return s.desk.Record(r, v, verb, audit.Entry{About: about, Forum: forum}, audit.Allowed)
}

// aboutOf gives what a request is about, for the record of a refusal: an id where the address has one.
func aboutOf(r *http.Request) audit.Entry {
	id, ok := handover.ParseID(r.PathValue("id"))
	if !ok {
		return audit.Entry{}
	}
	return audit.Entry{About: audit.AboutResponse(id, "")}
}
