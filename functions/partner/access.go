package main

import (
	"net/http"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/organisation"
	"voiceforum/shared/web"
)

// answer answers a program that acts for an organisation.
type answer func(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error

// program registers an address for programs. The API has checked their token; which organisation a program acts for
// is looked up by its client id alone. One that acts for none is a fault.Forbidden.
func (s *service) program(pattern string, h answer) {
	s.programs.Handle(pattern, func(w http.ResponseWriter, r *http.Request) error {
		id := web.Program(r)
		if id == "" {
			return fault.New(fault.Forbidden, "no token was checked")
		}
		o, err := s.organisations.ByClient(r.Context(), id)
		if fault.Is(err, fault.NotFound) {
			return fault.Wrap(fault.Forbidden, "program acts for no organisation", err)
		}
		if err != nil {
			return err
		}
		return h(w, r, o)
	})
}

// page answers somebody who is signed in and acts for an organisation.
type page func(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error

// person registers a page for people. Somebody in the group who acts for no organisation is told so, and a refusal is
// recorded under verb.
func (s *service) person(pattern string, verb audit.Verb, h page) {
	s.desk.Handle(pattern, onlyPartners, verb, func(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor) error {
		o, err := s.organisations.ByPerson(r.Context(), v.Person.Subject)
		if fault.Is(err, fault.NotFound) {
			if err := s.desk.Record(r, v, verb, aboutOf(r), audit.Refused); err != nil {
				return err
			}
			return s.people.Render(w, r, http.StatusForbidden, "partner/nobody", s.desk.View(v, "partner.nobody.title", "", nil))
		}
		if err != nil {
			return err
		}
		return h(w, r, v, o)
	})
}
