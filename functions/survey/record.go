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
	Purposes []pages.SummaryRow // each purpose's title, and what was decided, on which day, under which wording
	Facts    []pages.SummaryRow // what a record has to name besides
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
			row.Values = append(row.Values, t.T(state, e.Day.Words(), e.Wording))
		}
		out.Purposes = append(out.Purposes, row)
	}
	if len(r.Processing) == 0 {
		return out
	}
	common := r.Processing[0]
	for _, fact := range []struct{ key, value string }{
		{"id", r.Header.RecordID}, {"schema", r.Header.SchemaVersion}, {"person", r.Header.Principal},
		{"controller", common.Controllers[0]}, {"basis", common.Basis}, {"withdrawal", common.Withdrawal},
		{"retention", common.Retention},
	} {
		out.Facts = append(out.Facts, pages.SummaryRow{Key: t.T("survey.record." + fact.key), Values: []string{fact.value}})
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
