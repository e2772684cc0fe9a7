package main

import (
	"net/url"
	"slices"

	"voiceforum/shared/draft"
	"voiceforum/shared/questionnaire"
)

// address is the page of a question. With from, the page returns to checking the answers afterwards; from is the
// question that was changed there.
func address(id, from string) string {
	a := "/q/" + url.PathEscape(id)
	if from != "" {
		a += "?from=" + url.QueryEscape(from)
	}
	return a
}

// unready names the page that has to come before any question, or nothing.
func (v *visit) unready() string {
	switch {
	case !v.draft.Adult:
		return "/age"
	case v.draft.Who == "":
		return "/who"
	}
	return ""
}

// applying gives the questions that apply now, those about the person last.
func (v *visit) applying() []*questionnaire.Question { return v.q.Applies(v.draft.Answers) }

// first is the page of the first question.
func (v *visit) first() string {
	for _, question := range v.applying() {
		return v.to(question)
	}
	return "/check"
}

// to is the page that leads to a question: its own, or the one that comes before questions to be answered alone.
func (v *visit) to(question *questionnaire.Question) string {
	if question.Part == questionnaire.Support && v.draft.Assisted() && v.draft.Alone == draft.AloneAhead {
		return "/alone"
	}
	return address(question.ID, "")
}

// after is the page that follows a question, whether or not that question still applies.
func (v *visit) after(question *questionnaire.Question) string {
	next := v.following(question)
	handBack := question.Part == questionnaire.Support && v.draft.Alone == draft.AloneOpen
	switch {
	case handBack && (next == nil || next.Part != questionnaire.Support):
		return "/back"
	case next == nil && question.Part == questionnaire.AboutYou:
		return "/permissions"
	case next == nil || next.Part != question.Part && next.Part == questionnaire.AboutYou:
		return "/check"
	}
	return v.to(next)
}

// following gives the question after another in the questionnaire's order that applies now; nil where there is none.
func (v *visit) following(question *questionnaire.Question) *questionnaire.Question {
	place := v.place(question)
	for _, q := range v.applying() {
		if v.place(q) > place {
			return q
		}
	}
	return nil
}

// previous is where the back link of a question leads.
func (v *visit) previous(question *questionnaire.Question) string {
	before := ""
	for _, q := range v.applying() {
		if v.place(q) >= v.place(question) {
			break
		}
		before = address(q.ID, "")
		if q.Part != questionnaire.AboutYou && question.Part == questionnaire.AboutYou {
			before = "/about"
		}
	}
	switch {
	case before != "":
		return before
	case v.draft.Assisted():
		return "/together"
	}
	return "/who"
}

// place is where a question stands in the questionnaire.
func (v *visit) place(question *questionnaire.Question) int {
	return slices.IndexFunc(v.q.Questions, func(q *questionnaire.Question) bool { return q.ID == question.ID })
}

// afterChange is the page after a question that was changed from the check page: the next one that the change to
// root brought up and that was not passed yet, or the check page itself.
func (v *visit) afterChange(root string) string {
	touched := map[string]bool{root: true}
	for _, question := range v.applying() {
		for _, id := range question.DependsOn {
			if touched[id] {
				touched[question.ID] = true
			}
		}
		if touched[question.ID] && question.ID != root && !v.draft.Passed[question.ID] {
			return address(question.ID, root)
		}
	}
	return "/check"
}

// count gives which question of about how many this is, those about the person left out.
func (v *visit) count(question *questionnaire.Question) (number, of int) {
	for _, q := range v.applying() {
		if q.Part == questionnaire.AboutYou {
			break
		}
		if v.hidden(q) && len(q.DependsOn) > 0 && q.ID != question.ID {
			continue // how many came up would tell what was answered alone
		}
		of++
		if q.ID == question.ID {
			number = of
		}
	}
	return number, of
}

// hidden reports whether what was answered alone is not to be shown again. It stays so when the visit no longer says
// that somebody helps: whoever holds the phone can go back and say so.
func (v *visit) hidden(question *questionnaire.Question) bool {
	return question.Part == questionnaire.Support && v.draft.Alone == draft.AloneClosed
}
