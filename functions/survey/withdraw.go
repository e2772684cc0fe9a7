package main

import (
	"net/http"

	"voiceforum/shared/calendar"
	"voiceforum/shared/web"
)

// withdraw asks once, and then takes everything back.
func (s *service) withdraw(w http.ResponseWriter, r *http.Request, v *visit) error {
	_, to, err := s.standing(r, v)
	if err != nil {
		return err
	}
	if to != "" {
		return web.SeeOther(w, to)
	}
	if v.sent() {
		if err := s.responses.Withdraw(r.Context(), v.draft.Receipt, calendar.DayOf(s.now())); err != nil {
			return err
		}
		return web.SeeOther(w, "/withdrawn")
	}
	page := view(v, "survey.withdraw.title")
	page.Back = "/kept"
	return s.show(w, r, v, "survey/withdraw", page, form{})
}

// withdrawn tells whoever holds the code that everything was taken back, and when.
func (s *service) withdrawn(w http.ResponseWriter, r *http.Request, v *visit) error {
	kept, to, err := s.standing(r, v)
	if err != nil {
		return err
	}
	if to == "" {
		return web.SeeOther(w, "/kept")
	}
	return s.show(w, r, v, "survey/withdrawn", view(v, "survey.withdrawn.title"), form{More: kept.Withdrawn.Words()})
}
