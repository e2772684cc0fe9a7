package main

import (
	"net/http"

	"voiceforum/shared/draft"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// checked is what the page to check one's answers shows.
type checked struct {
	Sections []section
	Card     []pages.SummaryRow
	Next     string // the page to go on to
}

// section is the answers under one heading.
type section struct {
	Title string
	Rows  []pages.SummaryRow
}

// check shows every answer, each with a way to change it.
func (s *service) check(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	if v.draft.Alone == draft.AloneOpen {
		return web.SeeOther(w, "/back") // the supporter may be looking again
	}
	next := "/permissions"
	for _, question := range v.applying() {
		if question.Part == questionnaire.AboutYou && !v.draft.Passed[question.ID] {
			next = "/about"
		}
	}
	page := view(v, "survey.check.title")
	return s.show(w, r, v, "survey/check", page, form{More: checked{Sections: v.sections(), Card: v.cardRows(), Next: next}})
}

// sections gives what was answered so far, in the questionnaire's order. Questions about the person come in only once
// they were reached.
func (v *visit) sections() []section {
	var out []section
	current := ""
	for _, question := range v.applying() {
		if question.Part == questionnaire.AboutYou && !v.draft.Passed[question.ID] {
			continue
		}
		// Which follow-up questions came up would tell what was answered alone.
		if v.hidden(question) && len(question.DependsOn) > 0 {
			continue
		}
		if question.Section != current || len(out) == 0 {
			current = question.Section
			out = append(out, section{Title: sectionTitle(v.q, current, v.language())})
		}
		at := &out[len(out)-1]
		at.Rows = append(at.Rows, v.row(question))
	}
	return out
}

func sectionTitle(q *questionnaire.Questionnaire, id, lang string) string {
	for _, s := range q.Sections {
		if s.ID == id {
			return s.Title.In(lang)
		}
	}
	return ""
}

// row is one answer with its link to change it.
func (v *visit) row(question *questionnaire.Question) pages.SummaryRow {
	t, title := v.texts(), question.Title.In(v.language())
	row := pages.SummaryRow{
		Key:    title,
		Values: written(question, v.draft.Answers[question.ID], v.language()),
		Action: pages.Action{
			Text: t.T("survey.change"), Href: address(question.ID, question.ID), Hidden: t.T("survey.check.which", title),
		},
	}
	switch {
	case v.hidden(question):
		row.Values = []string{t.T("survey.check.hidden")}
	case len(row.Values) == 0:
		row.Values = []string{t.T("survey.check.none")}
	}
	return row
}

// written gives an answer as people read it.
func written(question *questionnaire.Question, answer []string, lang string) []string {
	if len(answer) == 0 {
		return nil
	}
	switch question.Kind {
	case questionnaire.Text:
		return answer
	case questionnaire.Month:
		if date, ok := questionnaire.ParseDate(answer[0]); ok {
			return []string{monthWords(date)}
		}
	}
	return question.Labels(answer, lang)
}

// about says why there are questions about the person, and that all of them may be passed.
func (s *service) about(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	first := ""
	for _, question := range v.applying() {
		if question.Part == questionnaire.AboutYou && first == "" {
			first = address(question.ID, "")
		}
	}
	if first == "" {
		return web.SeeOther(w, "/permissions")
	}
	page := view(v, "survey.about.title")
	page.Back = "/check"
	return s.show(w, r, v, "survey/about", page, form{More: first})
}
