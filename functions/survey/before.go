package main

import (
	"net/http"

	"voiceforum/shared/draft"
	"voiceforum/shared/response"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// before is the page that interrupts, once, to speak of safety.
func (s *service) before(w http.ResponseWriter, r *http.Request, v *visit) error {
	page := view(v, "survey.before.title")
	page.Back = "/"
	return s.show(w, r, v, "survey/before", page, form{})
}

// age asks whether the person is grown up. Those who are not are led to those who are there for them, and nothing of
// their visit is kept.
func (s *service) age(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := choice(v, "survey.age", "yes", "no")
	if v.draft.Adult {
		f.Values = []string{"yes"}
	}
	if v.posted {
		f.Values = v.form[fieldName]
	}
	if v.sent() {
		switch v.form.Get(fieldName) {
		case "yes":
			if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Adult = true }); err != nil {
				return err
			}
			return web.SeeOther(w, "/who")
		case "no":
			if err := s.drafts.Delete(r.Context(), v.token.DraftID()); err != nil {
				return err
			}
			clearCookie(w)
			return web.SeeOther(w, "/other-places")
		}
		f.Error = v.texts().T("survey.age.error")
	}
	page := view(v, "survey.age.title")
	page.Back = "/before"
	return s.show(w, r, v, "survey/choice", page, form{Fields: []pages.Field{f}})
}

// who asks whether somebody helps.
func (s *service) who(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.draft.Adult {
		return web.SeeOther(w, "/age")
	}
	f := choice(v, "survey.who", string(response.Victim), string(response.AdvocateAssisted))
	f.Values = []string{string(v.draft.Who)}
	if v.posted {
		f.Values = v.form[fieldName]
	}
	if v.sent() {
		who := response.Channel(v.form.Get(fieldName))
		if who == response.Victim || who == response.AdvocateAssisted {
			if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Who = who }); err != nil {
				return err
			}
			if who == response.AdvocateAssisted {
				return web.SeeOther(w, "/together")
			}
			return web.SeeOther(w, v.first())
		}
		f.Error = v.texts().T("survey.who.error")
	}
	page := view(v, "survey.who.title")
	page.Back = "/age"
	return s.show(w, r, v, "survey/choice", page, form{Fields: []pages.Field{f}})
}

// choice is a question of our own, with its words under a prefix and one option for each value.
func choice(v *visit, prefix string, values ...string) pages.Field {
	t := v.texts()
	f := pages.Field{Kind: pages.One, Name: fieldName, Heading: true, Legend: t.T(prefix + ".legend"), Hint: t.T(prefix + ".hint")}
	for _, value := range values {
		f.Options = append(f.Options, pages.Option{Value: value, Label: t.T(prefix + "." + value)})
	}
	return f
}

// together explains how two people fill this in.
func (s *service) together(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.draft.Who == "" {
		return web.SeeOther(w, "/who")
	}
	page := view(v, "survey.together.title")
	page.Back = "/who"
	return s.show(w, r, v, "survey/together", page, form{More: v.first()})
}
