package main

import (
	"net/http"
	"unicode/utf8"

	"voiceforum/shared/calendar"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// exampleCard shows what the code on a card looks like. Its check symbol is wrong, so that it can never be anybody's.
const exampleCard = "7K3M-9QXT-2B6W-R8HC"

// card takes in the code on a card that a service handed out. It is asked for only of those who choose so from the page
// to check one's answers, after everything else, so that nobody takes it for a login; and it is typed, because an
// address with the code in it would stay in the browser's history. Whether the code was used already it tells nobody:
// whoever handed out the card, or finds it, must not learn by it that she answered.
func (s *service) card(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	typed, problem := v.form.Get(fieldName), ""
	if v.sent() {
		var h invitation.Hash
		if v.form.Get(thenName) != thenNone {
			var err error
			if h, problem, err = s.readCard(r, typed); err != nil {
				return err
			}
		}
		if problem == "" {
			if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Invitation = h }); err != nil {
				return err
			}
			return web.SeeOther(w, "/check")
		}
	}
	t := v.texts()
	f := pages.Field{
		Kind: pages.Line, Name: fieldName, Width: 30, Legend: t.T("survey.card.legend"),
		Hint: t.T("survey.card.hint", exampleCard), Values: []string{shortened(typed)},
	}
	if problem != "" {
		f.Error = t.T(problem)
	}
	page := view(v, "survey.card.title")
	page.Back = "/check"
	return s.show(w, r, v, "survey/card", page, form{Fields: []pages.Field{f}, More: v.draft.Invitation != ""})
}

// readCard gives the hash of a code as it was typed, or the words for what is wrong with it.
func (s *service) readCard(r *http.Request, typed string) (h invitation.Hash, problem string, err error) {
	if typed == "" {
		return "", "survey.card.empty", nil
	}
	code, err := invitation.Parse(typed)
	if err != nil {
		return "", "survey.card.mistyped", nil
	}
	switch err := s.cards.Check(r.Context(), code.Hash(), calendar.DayOf(s.now())); {
	case fault.Is(err, fault.NotFound):
		return "", "survey.card.unknown", nil
	case fault.Is(err, fault.Gone):
		return "", "survey.card.over", nil
	default:
		return code.Hash(), "", err
	}
}

// shortened gives as much of what was typed for a code as is shown again.
func shortened(typed string) string {
	end := min(len(typed), typedCode)
	for end > 0 && end < len(typed) && !utf8.RuneStart(typed[end]) {
		end--
	}
	return typed[:end]
}

// cardRows is the line about a card on the page to check one's answers.
func (v *visit) cardRows() []pages.SummaryRow {
	t, key := v.texts(), "none"
	if v.draft.Invitation != "" {
		key = "added"
	}
	return []pages.SummaryRow{{
		Key: t.T("survey.card.legend"), Values: []string{t.T("survey.check.card." + key)},
		Action: pages.Action{Text: t.T("survey.check.card." + key + ".do"), Href: "/card", Hidden: t.T("survey.check.card.which")},
	}}
}
