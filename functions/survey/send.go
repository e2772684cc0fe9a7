package main

import (
	"context"
	"errors"
	"net/http"

	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/invitation"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
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
// sent is its newest state; where another one sent it, the visit has ended, which is a fault.Gone. Where the code of her
// card was used up before, it is sent without, and nobody is told.
func (s *service) submit(ctx context.Context, v *visit, f forum.Forum, show bool) error {
	var err error
	c := cardless{gate: s.gate}
	for range attempts {
		d := v.draft.Clone()
		d.ShowAnswers = show
		if c.spent {
			d.Invitation = ""
		}
		sub, prepared := s.submission.Prepare(ctx, v.token, d, f.ID)
		if prepared != nil {
			return prepared
		}
		c.mark(ctx, &sub)
		if err = s.responses.Submit(ctx, sub); err == nil {
			return nil
		}
		c.spent = c.spent || errors.Is(err, invitation.ErrSpent)
		if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
			return err
		}
		if err := s.load(ctx, v); err != nil {
			return err
		}
	}
	return err
}

// cardless is what is known, over several tries, of a response that comes without a card.
type cardless struct {
	gate  *surge.Gate
	spent bool  // its card turned out to be no good
	apart *bool // it is set apart; asked once, because asking counts
}

// mark has a submission without a card set apart where too many come.
func (c *cardless) mark(ctx context.Context, sub *submission.Submission) {
	if sub.Invitation != nil {
		return
	}
	if c.apart == nil {
		apart := c.gate.SetsApart(ctx, surge.Window{Forum: sub.Response.Forum, Day: sub.Response.Received})
		c.apart = &apart
	}
	sub.Response.SetApart = *c.apart
}
