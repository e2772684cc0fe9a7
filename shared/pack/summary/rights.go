package summary

import (
	"fmt"
	"html/template"
	"strconv"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/chart"
	"voiceforum/shared/pack/label"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
)

// rightsPart is what people said of the rights of the Victims' Code at one agency.
type rightsPart struct {
	ID, Agency string
	Chart      template.HTML
	Rows       []rightRow
}

type rightRow struct {
	Right, Question string
	Cells           []string // asked, met, partly, not met, does not apply, do not know, base
	Share, Within   string
}

// rights gives a table for each agency and stage of which something may be shown, and says what may not.
func (w *writer) rights() (parts []rightsPart, not string) {
	hidden, shown := 0, 0
	for _, agency := range questionnaire.Agencies {
		for _, stage := range questionnaire.Stages {
			var told []release.RightRow
			for _, r := range w.Release.Rights {
				switch {
				case r.Agency != agency || r.Stage != stage || r.View != w.victim:
				case tells(r):
					told = append(told, r)
				default:
					hidden++
				}
			}
			if len(told) > 0 {
				parts = append(parts, w.rightsOf(agency, stage, told))
			}
			shown += len(told)
		}
	}
	return parts, hiddenRights(hidden, shown)
}

// tells reports whether anything of a row may be seen. A count of nobody says only that there is no such answer.
func tells(r release.RightRow) bool {
	for _, f := range []release.Figure{r.Met, r.Partly, r.NotMet} {
		if !f.Suppressed && f.Value > 0 {
			return true
		}
	}
	return false
}

// rightsOf makes the part of one agency at one stage.
func (w *writer) rightsOf(agency, stage string, rows []release.RightRow) rightsPart {
	p := rightsPart{ID: "rights-" + agency + "-" + stage, Agency: label.Agency(agency) + ": " + lower(label.Stage(stage))}
	var stacks []chart.Stack
	for _, r := range rows {
		p.Rows = append(p.Rows, w.rightRow(r))
		if s, ok := w.rightStack(r); ok && !repeated(stacks, s) {
			stacks = append(stacks, s)
		}
	}
	p.Chart = chart.Stacks(chart.Text{
		ID: p.ID + "-chart", Title: "Rights of the Victims’ Code. " + p.Agency,
		Description: "A bar for each question, made up of the people who said that the right was met, partly met and not met. The table has the figures.",
	}, []chart.Part{{Label: "Met", Look: chart.Solid}, {Label: "Partly met", Look: chart.Dotted}, {Label: "Not met", Look: chart.Hatched}}, stacks)
	return p
}

// repeated reports whether a question is drawn already: one that speaks to several rights has a row for each.
func repeated(stacks []chart.Stack, s chart.Stack) bool {
	for _, t := range stacks {
		if t.Label == s.Label {
			return true
		}
	}
	return false
}

func hiddenRights(hidden, shown int) string {
	switch {
	case hidden == 0 && shown == 0:
		return "No question of this questionnaire is read as a right that was met or not."
	case hidden == 0:
		return ""
	case shown == 0:
		return "Too few people answered to show anything of their rights without describing somebody. The last four forums together may say more, and so may their own words."
	}
	return fmt.Sprintf("%s cannot be shown, because too few people answered. They are marked in the spreadsheet.", upper(count(hidden, "more line", "more lines")))
}

func (w *writer) rightRow(r release.RightRow) rightRow {
	out := rightRow{
		Right: fmt.Sprintf("Right %d: %s", r.Right, r.Title), Question: w.askedOf(r), Share: disclosure.Mark,
	}
	for _, f := range []release.Figure{r.Asked, r.Met, r.Partly, r.NotMet, r.NotApply, r.DontKnow, r.Base} {
		printed := release.Print(f)
		if !f.Suppressed && f.Value == 0 { // a count of nobody is never shown
			printed = NotOffered
		}
		out.Cells = append(out.Cells, printed)
	}
	if r.Percent != nil {
		out.Share = strconv.Itoa(*r.Percent) + "%"
	}
	if r.Within != nil {
		out.Within = fmt.Sprintf("%d to %d%%", r.Within.Low, r.Within.High)
	}
	return out
}

// askedOf gives the words of what a row is about: a question, and where people could choose several answers, which.
func (w *writer) askedOf(r release.RightRow) string {
	asked := w.asked(r.Question)
	if r.Of != "" {
		asked += ", “" + r.Of + "”"
	}
	return asked
}

// rightStack draws a row of which the three parts may be seen.
func (w *writer) rightStack(r release.RightRow) (chart.Stack, bool) {
	s := chart.Stack{Label: w.asked(r.Question)}
	if r.Of != "" {
		s.Label = "“" + r.Of + "”"
	}
	shown := false
	for _, f := range []release.Figure{r.Met, r.Partly, r.NotMet} {
		n := 0
		if p := disclosure.Percent(f, r.Base); p != nil {
			n, shown = *p, true
		}
		s.Parts = append(s.Parts, n)
	}
	return s, shown
}

// scalesPart is the means of the five-point scales.
type scalesPart struct {
	Chart template.HTML
	Rows  []scaleRow
	Not   string
}

type scaleRow struct{ View, Title, Base, Mean, Within, Change string }

func (w *writer) scales() *scalesPart {
	p := &scalesPart{}
	var dots []chart.Dot
	hidden := 0
	for _, s := range w.Satisfaction {
		if s.Mean == nil {
			hidden++
			continue
		}
		r := scaleRow{
			View: w.view(s.View), Title: s.Title, Base: release.Print(s.Base), Mean: fmt.Sprintf("%.1f", *s.Mean), Change: verdict(s.Change),
		}
		d := chart.Dot{Label: viewed(s.View, s.Title), Value: r.Mean, At: *s.Mean}
		if s.Low != nil && s.High != nil {
			r.Within = fmt.Sprintf("%.1f to %.1f", *s.Low, *s.High)
			d.Within = &[2]float64{*s.Low, *s.High}
		}
		p.Rows, dots = append(p.Rows, r), append(dots, d)
	}
	switch {
	case len(p.Rows) == 0 && hidden == 0:
		return nil
	case len(p.Rows) == 0:
		p.Not = "No mean can be shown, because each would rest on an answer that too few people gave."
	case hidden > 0:
		p.Not = fmt.Sprintf("%s cannot be shown, because each would rest on an answer that too few people gave.", upper(count(hidden, "more mean", "more means")))
	}
	p.Chart = chart.Dots(chart.Text{
		ID: "scales-chart", Title: "Means of the five-point scales",
		Description: "A point for each question on a scale from 1, the worst, to 5, the best, with its 95% interval as a line. The table has the same figures.",
	}, 1, questionnaire.ScalePoints, dots)
	return p
}

// view gives the title of a view.
func (w *writer) view(id string) string {
	for _, v := range w.Views {
		if v.ID == id {
			return v.Title
		}
	}
	return id
}
