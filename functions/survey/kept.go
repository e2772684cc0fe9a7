package main

import (
	"net/http"

	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// became is what the page for those who came back shows.
type became struct {
	Facts   []pages.SummaryRow
	Record  record
	Answers []section // nil unless the person chose, when sending, to see them again
	Words   bool      // there are words of her own among them
}

// standing gives what a returning visit's receipt leads to; where it was withdrawn, to is the page that says so.
func (s *service) standing(r *http.Request, v *visit) (kept submission.Kept, to string, err error) {
	kept, err = s.responses.ByReceipt(r.Context(), v.draft.Receipt)
	if fault.Is(err, fault.NotFound) { // it was there when the visit began
		return kept, "", fault.Wrap(fault.Gone, "find what a receipt names", err)
	}
	if err == nil && kept.Withdrawn != "" {
		to = "/withdrawn"
	}
	return kept, to, err
}

// kept shows what became of a response.
func (s *service) kept(w http.ResponseWriter, r *http.Request, v *visit) error {
	kept, to, err := s.standing(r, v)
	if err != nil {
		return err
	}
	if to != "" {
		return web.SeeOther(w, to)
	}
	facts, err := s.facts(r, v, kept.Response)
	if err != nil {
		return err
	}
	more := became{Facts: facts, Record: recordOf(v, kept.Response), Words: len(kept.Response.Texts) > 0}
	if kept.Response.ShowAnswers {
		if more.Answers, err = v.answersOf(kept.Response); err != nil {
			return err
		}
	}
	page := view(v, "survey.kept.title")
	if r.URL.Query().Has("saved") {
		page.Banner = pages.Banner{Text: v.texts().T("survey.kept.changed"), Success: true}
	}
	return s.show(w, r, v, "survey/kept", page, form{More: more})
}

// facts says what became of a response, line by line.
func (s *service) facts(r *http.Request, v *visit, resp response.Response) ([]pages.SummaryRow, error) {
	f, err := s.forumOf(r.Context(), resp.Forum)
	if err != nil {
		return nil, err
	}
	t := v.texts()
	row := func(key, value string, args ...any) pages.SummaryRow {
		return pages.SummaryRow{Key: t.T("survey.kept." + key), Values: []string{t.T("survey.kept."+key+"."+value, args...)}}
	}
	pick := func(yes bool) string {
		if yes {
			return "yes"
		}
		return "no"
	}
	return []pages.SummaryRow{
		{Key: t.T("survey.kept.received"), Values: []string{resp.Received.Words()}},
		row("forum", string(f.State), resp.Forum.Words()),
		// What she allowed, and not Counts: whoever floods us must not learn here what was set apart.
		row("counted", pick(resp.Permits(consent.Counts))),
		{Key: t.T("survey.kept.words"), Values: wordsOf(t, resp)},
		row("contact", pick(resp.Permits(consent.Contact))),
	}, nil
}

// wordsOf says what becomes of a response's words: one line where it is the same for all, or one for each part of them.
func wordsOf(t *translations.Catalogue, resp response.Response) []string {
	there := map[string]bool{}
	for question := range resp.Texts {
		there[stateOf(resp, question)] = true
	}
	if len(there) == 0 {
		return []string{t.T("survey.kept.words.none")}
	}
	of := "all"
	if len(there) > 1 {
		of = "some"
	}
	var lines []string
	for _, state := range []string{"clean", "held", "back"} {
		if there[state] {
			lines = append(lines, t.T("survey.kept.words."+of+"."+state))
		}
	}
	return lines
}

// stateOf gives what became of one text: "clean", "held" for a person to look at, or held "back" by one who did.
func stateOf(resp response.Response, question string) string {
	switch {
	case resp.Texts[question].State == response.Clean:
		return "clean"
	case resp.Reviews[question].Decision == response.HeldBack:
		return "back"
	}
	return "held"
}

// answersOf gives the answers as they are kept: words without what could identify somebody.
func (v *visit) answersOf(resp response.Response) ([]section, error) {
	q, err := questionnaire.Get(resp.Questionnaire.ID, resp.Questionnaire.Version)
	if err != nil {
		return nil, err
	}
	var out []section
	for _, question := range q.Questions {
		values := written(question, resp.Answers[question.ID], v.language())
		if text, ok := resp.Texts[question.ID]; ok {
			values = []string{text.Words}
			if state := stateOf(resp, question.ID); state != "clean" {
				values = []string{v.texts().T("survey.kept.answers." + state)}
			}
		}
		if len(values) == 0 {
			continue
		}
		title := sectionTitle(q, question.Section, v.language())
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, section{Title: title})
		}
		at := &out[len(out)-1]
		at.Rows = append(at.Rows, pages.SummaryRow{Key: question.Title.In(v.language()), Values: values})
	}
	return out, nil
}
