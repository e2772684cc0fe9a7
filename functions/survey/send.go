package main

import (
	"context"
	"net/http"

	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// sending is what the last page before sending shows.
type sending struct {
	Code   string
	Agreed []string // titles of what is permitted
	Forum  string   // the quarter in words
	Closes string
}

// send shows the receipt, so that it is kept before anything can go wrong, and then takes everything in.
func (s *service) send(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	if to := v.unsent(); to != "/send" {
		return web.SeeOther(w, to)
	}
	f, err := s.current.open(r.Context())
	if fault.Is(err, fault.NotFound) {
		return s.closed(w, r)
	}
	if err != nil {
		return err
	}
	show := v.form.Get(fieldName) == "show"
	if v.sent() {
		if err := s.submit(r.Context(), v, f, show); err != nil {
			return err
		}
		setCookie(w, v.token.String(), shownFor)
		return web.SeeOther(w, "/receipt-shown")
	}
	return s.showSend(w, r, v, f, show)
}

func (s *service) showSend(w http.ResponseWriter, r *http.Request, v *visit, f forum.Forum, show bool) error {
	shown, err := consent.Shown(v.language())
	if err != nil {
		return err
	}
	more := sending{Code: v.token.Receipt().String(), Forum: f.ID.Words(), Closes: f.Closes.Words()}
	for _, wording := range shown {
		if v.draft.Permits(wording.Purpose) {
			more.Agreed = append(more.Agreed, wording.Title)
		}
	}
	t := v.texts()
	box := pages.Field{
		Kind: pages.Several, Name: fieldName, Legend: t.T("survey.send.show.legend"),
		Options: []pages.Option{{Value: "show", Label: t.T("survey.send.show"), Hint: t.T("survey.send.show.hint")}},
	}
	if show {
		box.Values = []string{"show"}
	}
	page := view(v, "survey.send.title")
	page.Back = "/permissions"
	return s.show(w, r, v, "survey/send", page, form{Fields: []pages.Field{box}, More: more})
}

// submit makes a submission of the draft and stores it. Where another tab changed the draft at that moment, what is
// sent is its newest state; where another one sent it, the visit has ended, which is a fault.Gone.
func (s *service) submit(ctx context.Context, v *visit, f forum.Forum, show bool) error {
	var err error
	for range attempts {
		d := v.draft.Clone()
		d.ShowAnswers = show
		sub, prepared := s.submission.Prepare(ctx, v.token, d, f.ID)
		if prepared != nil {
			return prepared
		}
		if err = s.responses.Submit(ctx, sub); err == nil {
			return nil
		}
		if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
			return err
		}
		if err := s.load(ctx, v); err != nil {
			return err
		}
	}
	return err
}
