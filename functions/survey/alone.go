package main

import (
	"net/http"

	"voiceforum/shared/draft"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/web"
)

// alone comes before the questions about support where a supporter helps: they may be about the supporter's own
// service, so the person may take the phone and answer them by herself, or pass them all.
func (s *service) alone(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	if !v.draft.Assisted() || v.draft.Alone == draft.AloneClosed {
		return web.SeeOther(w, v.first())
	}
	if v.sent() && v.form.Get(thenName) == thenSkip {
		return s.passSupport(w, r, v)
	}
	if v.sent() {
		if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Alone = draft.AloneOpen }); err != nil {
			return err
		}
		for _, question := range v.applying() {
			if question.Part == questionnaire.Support {
				return web.SeeOther(w, v.to(question))
			}
		}
		return web.SeeOther(w, "/back")
	}
	page := view(v, "survey.alone.title")
	return s.show(w, r, v, "survey/alone", page, form{})
}

// passSupport passes every question about support without an answer.
func (s *service) passSupport(w http.ResponseWriter, r *http.Request, v *visit) error {
	err := s.save(r.Context(), v, func(d *draft.Draft) {
		d.Alone = draft.AloneClosed
		for _, question := range v.q.Questions {
			if question.Part == questionnaire.Support {
				delete(d.Answers, question.ID)
				d.Passed[question.ID] = true
			}
		}
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, v.afterSupport())
}

// handedBack comes after them: from here on, what was answered alone is not shown again.
func (s *service) handedBack(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.draft.Alone != draft.AloneOpen {
		return web.SeeOther(w, v.afterSupport())
	}
	if v.sent() {
		if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Alone = draft.AloneClosed }); err != nil {
			return err
		}
		return web.SeeOther(w, v.afterSupport())
	}
	page := view(v, "survey.back.title")
	return s.show(w, r, v, "survey/back", page, form{})
}

// afterSupport is the page after the last question about support.
func (v *visit) afterSupport() string {
	var last *questionnaire.Question
	for _, question := range v.q.Questions {
		if question.Part == questionnaire.Support {
			last = question
		}
	}
	if last == nil {
		return "/check"
	}
	return v.after(last)
}
