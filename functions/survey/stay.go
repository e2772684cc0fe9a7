package main

import (
	"net/http"
	"time"

	"voiceforum/shared/draft"
	"voiceforum/shared/web"
	"voiceforum/web/translations"
)

// staying is what the page for more time shows.
type staying struct {
	Left string
	To   string // where the person was: a question's id, or nothing
	Back string // that page's address
	Last bool   // there is no more time to give
}

// stay says how much time is left and gives more, by a plain form.
func (s *service) stay(w http.ResponseWriter, r *http.Request, v *visit) error {
	to := r.URL.Query().Get("to")
	if v.posted {
		to = v.form.Get("to")
	}
	more := staying{Back: home(v.draft.Kind)}
	if v.q != nil {
		if _, ok := v.q.Question(to); ok {
			more.To, more.Back = to, address(to, "")
		}
	}
	if v.sent() {
		if err := s.save(r.Context(), v, func(*draft.Draft) {}); err != nil {
			return err
		}
		if more.To != "" {
			return web.SeeOther(w, "/stay?to="+more.To)
		}
		return web.SeeOther(w, "/stay")
	}
	more.Left = remaining(v.texts(), v.draft.Left(s.now()))
	more.Last = !v.draft.Extended(s.now()).Expires.After(v.draft.Expires.Add(time.Minute))
	more.Last = more.Last && v.draft.Expires.Equal(v.draft.Started.Add(draft.Longest))
	return s.show(w, r, v, "survey/stay", view(v, "survey.stay.title"), form{More: more})
}

// remaining says a length of time in hours and minutes, never more than there is.
func remaining(t *translations.Catalogue, d time.Duration) string {
	minutes := int(d / time.Minute)
	hours, minutes := minutes/60, minutes%60
	switch {
	case hours == 0:
		return t.N("survey.stay.minutes", minutes)
	case minutes == 0:
		return t.N("survey.stay.hours", hours)
	}
	return t.T("survey.stay.and", t.N("survey.stay.hours", hours), t.N("survey.stay.minutes", minutes))
}
