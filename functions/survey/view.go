package main

import (
	"net/http"

	"voiceforum/shared/web"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// english is the language of pages outside a visit.
const english = translations.English

// texts gives the words of the visit's language.
func (v *visit) texts() *translations.Catalogue { return translations.Get(v.language()) }

func (v *visit) language() string {
	if v == nil || v.draft.Language == "" {
		return english
	}
	return v.draft.Language
}

// view begins a page's view: the visit's language, its token for forms, the way out. Titles are keys of translations.
func view(v *visit, title string, args ...any) web.View {
	out := web.View{Lang: v.language(), Title: v.texts().T(title, args...), Exit: true}
	if v != nil {
		out.CSRF = web.CSRFToken(v.secret())
	}
	return out
}

// form is what a page with fields shows.
type form struct {
	Fields []pages.Field
	More   any // what else the page shows
}

// show answers with a page. Problems of fields go on top, with 422; a form that was not the visit's own is shown again
// as it was sent, with 403.
func (s *service) show(w http.ResponseWriter, r *http.Request, v *visit, name string, view web.View, f form) error {
	view.Data = f
	view.Errors = append(view.Errors, pages.Summarise(f.Fields...)...)
	status := http.StatusOK
	switch {
	case v != nil && v.forged:
		href := "#main-content"
		if len(f.Fields) > 0 {
			href = "#" + f.Fields[0].FirstID()
		}
		view.Errors = append(pages.ErrorSummary{{Text: v.texts().T("survey.forged"), Href: href}}, view.Errors...)
		status = http.StatusForbidden
	case len(view.Errors) > 0:
		status = http.StatusUnprocessableEntity
	}
	return s.site.Render(w, r, status, name, view)
}
