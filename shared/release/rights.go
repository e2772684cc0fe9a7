package release

import (
	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/tally"
	"voiceforum/shared/victimscode"
)

// Code is what a release needs to know of the Victims' Code: its rights, and how answers are read as one being met. The
// zero Code measures nothing.
type Code struct {
	Rights   victimscode.Code
	Measures victimscode.Measures
}

// CodeOf gives the Code, and its measures, that are in force on a day: for a release, the first of its quarter.
func CodeOf(src Source) (Code, error) {
	measures, err := victimscode.MeasuresOn(src.Forum.First())
	if err != nil {
		return Code{}, err
	}
	rights, err := victimscode.Get(measures.Code)
	return Code{Rights: rights, Measures: measures}, err
}

// rights gives what each view said of each right that it was asked about, in the order of its questions.
func (src Source) rights(r Release) []RightRow {
	var rows []RightRow
	for _, v := range r.Views {
		asked := src.of(v.ID)
		for _, qu := range asked.questions() {
			measured, ok := src.Code.Measures.Question(qu.Key)
			table, there := r.Table(v.ID, tally.Question+qu.ID)
			if !ok || !there {
				continue
			}
			for _, m := range measured.Measures {
				row := RightRow{
					View: v.ID, Right: m.Right, Agency: qu.Agency, Stage: qu.Stage, Question: table.ID, Asked: askedOf(table),
				}
				if right, ok := src.Code.Rights.Right(m.Right); ok {
					row.Title = right.Title
				}
				rows = append(rows, row.read(table, qu, measured, m))
			}
		}
	}
	return rows
}

// askedOf gives how many were asked a question. Of a widened table that is not known.
func askedOf(t Table) Figure {
	if t.BaseOf == BaseWidened {
		return Figure{Suppressed: true}
	}
	return t.Base
}

// read fills in a row's figures from those of a question's table.
func (row RightRow) read(t Table, qu *questionnaire.Question, q victimscode.MeasureQuestion, m victimscode.Measure) RightRow {
	by := map[victimscode.Standing][]Figure{}
	for _, r := range t.Rows {
		standing, ok := standingOf(r.ID, qu, q)
		if !ok {
			continue
		}
		if m.Choice != "" && standing == victimscode.Met {
			if o, _ := qu.Option(r.ID); o.As != m.Choice {
				continue
			}
			row.Of = r.Label
		}
		by[standing] = append(by[standing], r.Count)
	}
	row.Met, row.Partly, row.NotMet = sum(by[victimscode.Met]), sum(by[victimscode.Partly]), sum(by[victimscode.NotMet])
	row.NotApply, row.DontKnow = sum(by[victimscode.NotApply]), sum(by[victimscode.DontKnow])
	row.BaseOf = BaseSaid
	if m.Choice != "" {
		row = row.choice()
	} else {
		row.Base = sum([]Figure{row.Met, row.Partly, row.NotMet})
		if rest := less(row.Asked, row.NotApply, row.DontKnow); row.Base.Suppressed {
			row.Base = rest
		}
	}
	row.Percent, row.Within = shareOf(row.Met, row.Base)
	return row
}

// choice works out what is not in the table of a question with several answers: whoever was asked, knows, and did not
// choose it was not given it. Who does not know is nearly always too few to be shown; they are then in the base.
func (row RightRow) choice() RightRow {
	row.Base = less(row.Asked, row.DontKnow)
	if row.Base.Suppressed {
		row.Base, row.BaseOf = row.Asked, BaseAsked
		row.NotMet = Figure{Suppressed: true}
		return row
	}
	row.NotMet = less(row.Base, row.Met)
	return row
}

// standingOf says what a row of a question's table says of a right; false for the row of those who were not asked.
func standingOf(id string, qu *questionnaire.Question, q victimscode.MeasureQuestion) (victimscode.Standing, bool) {
	if id == tally.NoAnswer || id == questionnaire.PreferNot {
		return victimscode.DontKnow, true
	}
	o, ok := qu.Option(id)
	if !ok {
		return victimscode.Unplaced, false
	}
	return q.Standing(o.As, o.Point), true
}

// sum adds protected figures: suppressed where one of them is, and nobody where there are none.
func sum(figures []Figure) Figure {
	var total Figure
	for _, f := range figures {
		if f.Suppressed {
			return f
		}
		total.Value += f.Value
	}
	return total
}

// less takes protected figures from one. What comes to less than the smallest figure that is ever shown is suppressed:
// it would be all rounding.
func less(from Figure, figures ...Figure) Figure {
	taken := sum(figures)
	if from.Suppressed || taken.Suppressed || from.Value-taken.Value < disclosure.Floor {
		return Figure{Suppressed: true}
	}
	return Figure{Value: from.Value - taken.Value}
}
