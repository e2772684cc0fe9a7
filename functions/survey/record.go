package main

import (
	"context"
	"strings"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/response"
	"voiceforum/web/pages"
)

// record is a consent record as a page shows and prints it.
type record struct {
	Purposes []pages.SummaryRow // each purpose's title, and what was decided, on which day, under which wording and in which language
	Paper    []pages.SummaryRow // what names the record
	Screen   []pages.SummaryRow // what a record has to name besides; not printed, because it says what this is about
}

// recordOf writes down what the person agreed to. She is named by her code, since we know her by nothing else.
func recordOf(v *visit, resp response.Response) record {
	t := v.texts()
	r := consent.RecordOf(string(resp.ID), t.T("survey.record.person.code"), resp.Consents)
	var out record
	for _, p := range r.Processing {
		row := pages.SummaryRow{Key: p.Title}
		for _, e := range p.Events {
			state := "survey.record." + strings.ReplaceAll(e.State, " ", "-")
			row.Values = append(row.Values, t.T(state, e.Day.Words(), e.Wording, t.T("survey.record.language."+e.Language)))
		}
		out.Purposes = append(out.Purposes, row)
	}
	if len(r.Processing) == 0 {
		return out
	}
	common := r.Processing[0]
	row := func(key, value string) pages.SummaryRow {
		return pages.SummaryRow{Key: t.T("survey.record." + key), Values: []string{value}}
	}
	out.Paper = []pages.SummaryRow{
		row("id", r.Header.RecordID), row("schema", r.Header.SchemaVersion), row("person", r.Header.Principal),
	}
	out.Screen = []pages.SummaryRow{
		row("controller", common.Controllers[0]), row("basis", common.Basis), row("withdrawal", common.Withdrawal),
		row("retention", common.Retention),
	}
	return out
}

// forumOf gives the forum of a quarter; one that is not stored, which only an incomplete restore leaves behind, as its
// calendar has it.
func (s *service) forumOf(ctx context.Context, q calendar.Quarter) (forum.Forum, error) {
	f, err := s.forums.Get(ctx, q)
	if fault.Is(err, fault.NotFound) {
		return forum.New(q), nil
	}
	return f, err
}
