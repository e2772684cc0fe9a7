package release

import (
	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/tally"
)

// question gives the table of one question: its options, for a month the years too, and who gave no answer.
func (src Source) question(view string, counts tally.Tally, qu *questionnaire.Question) draft {
	id := tally.Question + qu.ID
	d := draft{
		table: Table{
			ID: id, View: view, Part: Questions, Kind: Parts, Title: qu.Title.In(language), BaseOf: EveryoneCounted,
			Rights: qu.Rights, Agency: qu.Agency, Stage: qu.Stage, Theme: qu.Theme,
		},
		counts: disclosure.Table{
			ID: id, Kind: disclosure.Parts, Base: counts.Of(view, id, tally.Asked), Route: src.route(qu),
		},
	}
	if qu.Part == questionnaire.AboutYou {
		d.table.Part = WhoAnswered
	}
	if qu.When != nil {
		d.table.BaseOf = "people asked this question"
	}
	if qu.Kind == questionnaire.Several {
		d.table.Kind, d.counts.Kind = Choices, disclosure.Choices
		d.table.Notes = append(d.table.Notes, NoteChoices)
	}
	for _, row := range src.rows(qu) {
		d.add(row.ID, row.Label, counts.Of(view, id, row.ID), row.alone)
	}
	return d
}

// answerRow is a row that a question's answers may be in.
type answerRow struct {
	ID, Label string
	alone     bool
}

func (src Source) rows(qu *questionnaire.Question) []answerRow {
	var rows []answerRow
	if qu.Kind == questionnaire.Month {
		for _, year := range tally.Years(src.Forum) {
			label := year
			if year == tally.Earlier {
				label = "Earlier"
			}
			rows = append(rows, answerRow{year, label, true})
		}
	}
	for _, o := range qu.Options {
		rows = append(rows, answerRow{o.ID, o.Label.In(language), o.Exclusive || qu.Kind != questionnaire.Several})
	}
	return append(rows, answerRow{tally.NoAnswer, "No answer", true})
}
