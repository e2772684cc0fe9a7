package release

import (
	"slices"

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

// route tells disclosure control how people came to be asked a question; nil where everybody is. Where the condition
// reads one question, every answer that question can have is tried on it. Where it reads several, the options that
// it names stand for what it reads of each, which disclosure control treats with more caution.
func (src Source) route(qu *questionnaire.Question) *disclosure.Route {
	if qu.When == nil {
		return nil
	}
	route := &disclosure.Route{}
	for _, id := range qu.DependsOn {
		lead := disclosure.Lead{Table: tally.Question + id}
		from, ok := src.Questionnaire.Question(id)
		switch {
		case !ok: // disclosure control withholds what is led to from a table that is not there
		case len(qu.DependsOn) > 1:
			lead.Rows = named(qu.When, id)
		default:
			for _, row := range src.rows(from) {
				if qu.When.Met(answering(id, row.ID)) {
					lead.Rows = append(lead.Rows, row.ID)
				}
			}
			lead.Unasked = from.When != nil && qu.When.Met(nil)
		}
		route.From = append(route.From, lead)
	}
	return route
}

func answering(id, row string) questionnaire.Answers {
	if row == tally.NoAnswer {
		return nil
	}
	return questionnaire.Answers{id: {row}}
}

// named gives the options of a question that a condition names.
func named(c *questionnaire.Condition, id string) []string {
	if c == nil {
		return nil
	}
	var options []string
	if c.Question == id {
		options = append(options, c.Is...)
	}
	for _, inner := range slices.Concat(c.All, c.Any) {
		options = append(options, named(inner, id)...)
	}
	return append(options, named(c.Not, id)...)
}
