package main

import (
	"context"
	"net/http"
	"net/url"

	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/receipt"
	"voiceforum/shared/web"
)

// maxForm is the most that a form may send, in bytes. It is far above what any page accepts, so that too long a text
// comes back to be shortened and only what nobody types is turned away.
const maxForm = 256 << 10

// attempts is how often a change is tried again when another tab saved at the same moment.
const attempts = 8

// visit is one request of somebody whose visit goes on.
type visit struct {
	token  receipt.Token
	draft  draft.Draft
	q      *questionnaire.Questionnaire // nil while the visit is a returning one
	posted bool
	form   url.Values // of a POST; otherwise empty
	forged bool       // the POST came without the visit's own token for forms: change nothing, show the form again
}

// secret is what the visit's tokens for forms are made of.
func (v *visit) secret() []byte { return v.token.Derive("csrf") }

// sent reports whether the request changes something: a form that the visit's own page sent.
func (v *visit) sent() bool { return v.posted && !v.forged }

// page answers a request within a visit.
type page func(w http.ResponseWriter, r *http.Request, v *visit) error

// anyone serves a page that needs no visit. Like every page it shows nothing to whoever has just left.
func (s *service) anyone(pattern string, h web.Handler) {
	s.site.Handle(pattern, func(w http.ResponseWriter, r *http.Request) error {
		if hasLeft(r) {
			return s.nothing(w, r)
		}
		return h(w, r)
	})
}

// answering serves a page of the questionnaire, to be shown (GET) and sent (POST).
func (s *service) answering(path string, p page) { s.within(path, draft.Answering, p) }

// returning serves a page for those who came back with a receipt.
func (s *service) returning(path string, p page) { s.within(path, draft.Returning, p) }

// either serves a page of any visit.
func (s *service) either(path string, p page) { s.within(path, "", p) }

func (s *service) within(path string, kind draft.Kind, p page) {
	h := func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.visit(r)
		switch {
		case fault.Is(err, fault.Gone):
			return s.ended(w, r)
		case err != nil:
			return err
		}
		if kind != "" && v.draft.Kind != kind {
			return web.SeeOther(w, home(v.draft.Kind))
		}
		if err := v.read(r); err != nil {
			return err
		}
		err = p(w, r, v)
		if fault.Is(err, fault.Gone) { // another tab sent it, or left
			return s.ended(w, r)
		}
		return err
	}
	s.anyone("GET "+path, h)
	s.anyone("POST "+path, h)
}

// home is where a visit of a kind goes on when it asks for a page of another kind.
func home(k draft.Kind) string {
	if k == draft.Returning {
		return "/kept"
	}
	return "/check"
}

// visit finds the visit that a request belongs to: a fault.NotFound where it names none, and a fault.Gone where it
// names one that has ended.
func (s *service) visit(r *http.Request) (*visit, error) {
	token, err := tokenOf(r)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, "find visit", err)
	}
	v := &visit{token: token}
	return v, s.load(r.Context(), v)
}

// load reads the newest state of a visit.
func (s *service) load(ctx context.Context, v *visit) error {
	stored, err := s.drafts.Load(ctx, v.token.DraftID(), s.now())
	if err != nil {
		return err
	}
	if v.draft, err = draft.Open(v.token, stored); err != nil {
		return err
	}
	if v.draft.Kind == draft.Answering {
		v.q, err = questionnaire.Get(v.draft.Questionnaire.ID, v.draft.Questionnaire.Version)
	}
	return err
}

// read takes in the form of a POST.
func (v *visit) read(r *http.Request) error {
	v.form = url.Values{}
	if r.Method != http.MethodPost {
		return nil
	}
	form, err := web.ParseForm(r, maxForm)
	if err != nil {
		return err
	}
	v.form, v.posted = form, true
	v.forged = web.CheckCSRF(r, v.secret()) != nil
	return nil
}

// save puts one page's change on the newest state of the visit, so that two tabs never lose each other's answers. What
// the change leaves without a question is gone from the draft with it, and the visit's time counts afresh.
func (s *service) save(ctx context.Context, v *visit, change func(*draft.Draft)) error {
	for range attempts {
		d := v.draft.Clone()
		change(&d)
		if v.q != nil {
			prune(v.q, &d)
		}
		d = d.Extended(s.now())
		sealed, err := draft.Seal(v.token, d)
		if err != nil {
			return err
		}
		err = s.drafts.Save(ctx, sealed)
		if err == nil {
			d.Version++
			v.draft = d
			return nil
		}
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		if err := s.load(ctx, v); err != nil {
			return err
		}
	}
	return fault.New(fault.Conflict, "save visit")
}

// prune removes answers, and marks of having passed, that belong to no question which applies.
func prune(q *questionnaire.Questionnaire, d *draft.Draft) {
	d.Answers = q.Prune(d.Answers)
	passed := make(map[string]bool, len(d.Passed))
	for _, question := range q.Applies(d.Answers) {
		if d.Passed[question.ID] {
			passed[question.ID] = true
		}
	}
	d.Passed = passed
}

// ended tells that a visit is over: with its receipt once more where it ended by sending, and plainly where its time
// ran out.
func (s *service) ended(w http.ResponseWriter, r *http.Request) error {
	token, err := tokenOf(r)
	if err != nil {
		return err
	}
	_, err = s.responses.ByReceipt(r.Context(), token.Receipt().Hash())
	switch {
	case err == nil:
		return web.SeeOther(w, "/receipt-shown")
	case fault.Is(err, fault.NotFound):
		return s.over(w, r)
	}
	return err
}

// over tells that a visit's time ran out.
func (s *service) over(w http.ResponseWriter, r *http.Request) error {
	return s.site.Render(w, r, http.StatusGone, "survey/ended", view(nil, "survey.ended.title"))
}
