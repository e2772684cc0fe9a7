package main

import (
	"net/http"

	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/web"
)

// audience is the questionnaire that people are asked where their forum names none.
const audience = "rasso-adult"

// start is the first page: what this is, and what it is not.
func (s *service) start(w http.ResponseWriter, r *http.Request) error {
	started := false
	if v, err := s.visit(r); err == nil {
		started = v.draft.Kind == draft.Answering
	} else if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Gone) {
		return err
	}
	return s.show(w, r, nil, "survey/start", view(nil, "survey.start.title"), form{More: started})
}

// begin starts a visit afresh. What an earlier one had not sent is deleted: whoever presses Start on a shared phone
// must not land in somebody else's answers.
func (s *service) begin(w http.ResponseWriter, r *http.Request) error {
	if foreign(r) {
		return fault.New(fault.Forbidden, "start sent by another site")
	}
	f, err := s.current.open(r.Context())
	if fault.Is(err, fault.NotFound) {
		return s.closed(w, r)
	}
	if err != nil {
		return err
	}
	asked, err := questionsOf(f)
	if err != nil {
		return err
	}
	d := draft.New(draft.Answering, english, s.now())
	d.Questionnaire = asked
	if err := s.open(w, r, d); err != nil {
		return err
	}
	return web.SeeOther(w, "/before")
}

// questionsOf gives the questionnaire of a forum, the newest published one where it names none. One that is not asked of
// victims is never offered here.
func questionsOf(f forum.Forum) (response.QuestionnaireVersion, error) {
	q, err := questionnaire.Latest(audience)
	if f.Questionnaire.ID != "" {
		q, err = questionnaire.Get(f.Questionnaire.ID, f.Questionnaire.Version)
	}
	if err != nil {
		return response.QuestionnaireVersion{}, err
	}
	if q.View != questionnaire.Victim {
		return response.QuestionnaireVersion{}, fault.New(fault.Internal, "forum names a questionnaire that is not asked of victims")
	}
	return response.QuestionnaireVersion{ID: q.ID, Version: q.Version}, nil
}

// open begins a visit under a new token, in place of whatever visit the browser had.
func (s *service) open(w http.ResponseWriter, r *http.Request, d draft.Draft) error {
	if old, err := tokenOf(r); err == nil {
		if err := s.drafts.Delete(r.Context(), old.DraftID()); err != nil {
			return err
		}
	}
	token := receipt.NewToken()
	sealed, err := draft.Seal(token, d)
	if err != nil {
		return err
	}
	if err := s.drafts.Save(r.Context(), sealed); err != nil {
		return err
	}
	setCookie(w, token.String(), untilClosing)
	return nil
}

// closed tells that no forum takes answers now.
func (s *service) closed(w http.ResponseWriter, r *http.Request) error {
	page := view(nil, "survey.closed.title")
	page.Data = form{More: nextOpening(s.now()).Words()}
	return s.site.Render(w, r, http.StatusServiceUnavailable, "survey/closed", page)
}
