package main

import (
	"net/http"

	"voiceforum/shared/calendar"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

// received is what the page after sending shows.
type received struct {
	Code   string
	Record record
	Forum  string
	Closes string
	Meets  string
	Now    bool // somebody may be in danger: who can be called comes first
}

// sent shows the receipt once more after sending, for as long as the browser keeps the cookie, and never beyond the
// day after.
func (s *service) sent(w http.ResponseWriter, r *http.Request) error {
	token, err := tokenOf(r)
	if err != nil {
		return fault.Wrap(fault.NotFound, "find what was sent", err)
	}
	v := &visit{token: token}
	kept, err := s.responses.ByReceipt(r.Context(), token.Receipt().Hash())
	switch {
	case fault.Is(err, fault.NotFound):
		if err := s.load(r.Context(), v); fault.Is(err, fault.Gone) {
			return s.over(w, r)
		} else if err != nil {
			return err
		}
		return web.SeeOther(w, home(v.draft.Kind))
	case err != nil:
		return err
	case kept.Withdrawn != "" || kept.Response.Received < calendar.DayOf(s.now()).Add(-1):
		return s.over(w, r)
	}
	v.draft = draft.Draft{Language: kept.Response.Language}
	more := received{
		Code:   token.Receipt().String(),
		Record: recordOf(v, kept.Response),
		Forum:  kept.Response.Forum.Words(),
		Now:    len(kept.Response.Signs) > 0,
	}
	f, err := s.forumOf(r.Context(), kept.Response.Forum)
	if err != nil {
		return err
	}
	more.Closes, more.Meets = f.Closes.Words(), f.Meets.Words()
	return s.show(w, r, v, "survey/sent", view(v, "survey.sent.title"), form{More: more})
}
