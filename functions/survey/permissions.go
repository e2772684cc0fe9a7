package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// permissions asks what may be done with the answers: one box a purpose, none ticked before she has ticked it.
func (s *service) permissions(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	shown, err := consent.Shown(v.language())
	if err != nil {
		return err
	}
	t := v.texts()
	f := boxes(shown, t.T("survey.permissions.legend"), t.T("survey.permissions.hint"))
	for _, p := range v.draft.Permissions {
		if p.Given {
			f.Values = append(f.Values, string(p.Purpose))
		}
	}
	if v.posted {
		f.Values = v.form[fieldName]
	}
	given, known := ticked(f)
	if !known {
		f.Error = t.T("survey.permissions.error")
	}
	if v.sent() && known {
		event := consent.Decide(shown, given, calendar.DayOf(s.now()))
		if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Decide(event) }); err != nil {
			return err
		}
		return web.SeeOther(w, v.unsent())
	}
	page := view(v, "survey.permissions.title")
	page.Back = "/check"
	return s.show(w, r, v, "survey/permissions", page, form{Fields: []pages.Field{f}})
}

// boxes makes one box for each purpose, with what it means.
func boxes(shown []consent.Wording, legend, hint string) pages.Field {
	f := pages.Field{Kind: pages.Several, Name: fieldName, Heading: true, Legend: legend, Hint: hint}
	for _, w := range shown {
		f.Options = append(f.Options, pages.Option{Value: string(w.Purpose), Label: w.Title, Hint: w.Meaning})
	}
	return f
}

// ticked reads boxes; known is false where something else was sent.
func ticked(f pages.Field) (given map[consent.Purpose]bool, known bool) {
	given = map[consent.Purpose]bool{}
	for _, value := range f.Values {
		if !slices.ContainsFunc(f.Options, func(o pages.Option) bool { return o.Value == value }) {
			return nil, false
		}
		given[consent.Purpose(value)] = true
	}
	return given, true
}

// unsent is the page that comes once the permissions are decided: contact details where they are missing, or sending.
func (v *visit) unsent() string {
	switch {
	case len(v.draft.Permissions) == 0:
		return "/permissions"
	case v.draft.Permits(consent.Contact) && v.draft.Contact.Where == "":
		return "/contact"
	}
	return "/send"
}
