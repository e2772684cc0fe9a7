package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"voiceforum/shared/pack/label"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
)

// How much the first page says of each kind, so that it stays one page.
const (
	mostThemes  = 3
	mostRights  = 2 // met most, and as many met least
	mostChanges = 5
	mostQuotes  = 2
	mostQuoted  = 4 // of a small forum, which leads with words
	mostAnswers = 3 // of a small forum, from the last ones together
)

// finding is one thing that was found, in a few words and a sentence.
type finding struct{ Head, Text string }

// glance is the quarter in one page.
type glance struct {
	Who      []string
	Period   string // of Themes and Rights, where it is not the quarter alone
	Themes   []finding
	Rights   []finding
	Scales   []finding
	TooFew   string // said where there are none of these
	Quotes   []quote
	Changes  []finding
	Compared string // how many comparisons there were, and what came of the others
	Fresh    []finding
	Promises []finding
}

func (w *writer) glance() glance {
	g := glance{Who: w.whoAnswered(), Fresh: w.fresh(), Promises: w.promises(), Quotes: w.quotes("", w.quotesAtAGlance())}
	g.Themes = w.mostWritten(w.theirThemes())
	g.Rights = w.rightsAtAGlance()
	g.Scales = w.scalesAtAGlance()
	if w.leads() {
		g.Period = span(w.Year.Forums)
		g.Scales = append(g.Scales, mostAnswered(w.Year.Tables)...)
	}
	if len(g.Themes)+len(g.Rights)+len(g.Scales) == 0 {
		g.TooFew = "Too few people answered to say in numbers what they said without describing somebody."
	}
	g.Changes, g.Compared = w.changes()
	return g
}

// quotesAtAGlance gives how many quotes the first page has.
func (w *writer) quotesAtAGlance() int {
	if w.small {
		return mostQuoted
	}
	return mostQuotes
}

// whoAnswered says how many answered, view by view.
func (w *writer) whoAnswered() []string {
	var said []string
	for _, v := range w.Views {
		switch {
		case v.ID == w.victim && v.Respondents.Suppressed:
			said = append(said, fmt.Sprintf("Fewer than %d victims and survivors answered and agreed to be counted.", w.Rule.Threshold))
		case v.ID == w.victim:
			said = append(said, fmt.Sprintf("About %d victims and survivors answered and agreed to be counted.", v.Respondents.Value))
		default:
			said = append(said, fmt.Sprintf("%s: about %d, counted apart.", upper(peopleOf(v.ID)), v.Respondents.Value))
		}
	}
	return said
}

// theirThemes gives the tables that victims' themes are told from: the last four forums' where those lead.
func (w *writer) theirThemes() []release.Table {
	if w.leads() {
		return w.Year.Tables
	}
	return w.InPart(w.victim, release.Themes)
}

// mostWritten says what most people wrote about, and how they spoke of it. Where several themes tie, they are in the
// codebook's order.
func (w *writer) mostWritten(tables []release.Table) []finding {
	all, ok := tableOf(tables, release.AllThemes)
	if !ok {
		return nil
	}
	rows := slices.DeleteFunc(slices.Clone(all.Rows), func(r release.Row) bool { return r.Percent == nil || r.Count.Value == 0 })
	slices.SortStableFunc(rows, func(a, b release.Row) int { return cmp.Compare(b.Count.Value, a.Count.Value) })
	var found []finding
	for _, r := range rows[:min(len(rows), mostThemes)] {
		text := fmt.Sprintf("About %d of %d people wrote about it: %s.", r.Count.Value, all.Base.Value, share(r.Percent, r.Within))
		if each, ok := tableOf(tables, "theme."+r.ID); ok {
			text += stances(each)
		}
		found = append(found, finding{r.Label, text})
	}
	return found
}

// stances says how many spoke well and badly of a theme, as far as it may be said. Where a stance is hidden it says that
// too: those shown alone would read as if nobody had spoken otherwise.
func stances(t release.Table) string {
	var said []string
	for _, s := range []struct{ id, words string }{
		{"negative", "badly"}, {"positive", "well"}, {"mixed", "both well and badly"},
	} {
		if r, ok := t.Row(s.id); ok && !r.Count.Suppressed && r.Count.Value > 0 {
			said = append(said, fmt.Sprintf("%d spoke %s of it", r.Count.Value, s.words))
		}
	}
	if len(said) == 0 {
		return " Too few to say how they spoke of it."
	}
	rest := ""
	if slices.ContainsFunc(t.Rows, func(r release.Row) bool { return r.Count.Suppressed }) {
		rest = " How the others spoke cannot be shown."
	}
	return " Of these, about " + list(said) + "." + rest
}

// rightsAtAGlance says which rights people said were met most and least often.
func (w *writer) rightsAtAGlance() []finding {
	rows := slices.DeleteFunc(slices.Clone(w.Release.Rights), func(r release.RightRow) bool { return r.Percent == nil || r.View != w.victim })
	slices.SortStableFunc(rows, func(a, b release.RightRow) int { return cmp.Compare(*a.Percent, *b.Percent) })
	var found []finding
	say := func(word string, r release.RightRow) {
		found = append(found, finding{
			fmt.Sprintf("%s: right %d, %s (%s)", word, r.Right, r.Title, label.Agency(r.Agency)),
			fmt.Sprintf("%s: met for about %d of %d people, %s.", w.askedOf(r), r.Met.Value, r.Base.Value, share(r.Percent, r.Within)),
		})
	}
	rows = slices.CompactFunc(rows, func(a, b release.RightRow) bool { return a.Question == b.Question && a.Of == b.Of })
	for _, r := range rows[:min(mostRights, len(rows)/2)] {
		say("Met least often", r)
	}
	for _, r := range slices.Backward(rows[max(len(rows)/2, len(rows)-mostRights):]) {
		say("Met most often", r)
	}
	return found
}

// asked gives the words of a question.
func (w *writer) asked(table string) string {
	t, ok := w.Table(w.victim, table)
	if !ok {
		return ""
	}
	return "“" + t.Title + "”"
}

// scalesAtAGlance says the means of the victims' scales that look back on the whole.
func (w *writer) scalesAtAGlance() []finding {
	var found []finding
	for _, s := range w.Satisfaction {
		if s.View == w.victim && s.Mean != nil && len(found) < mostRights {
			found = append(found, finding{"“" + s.Title + "”", fmt.Sprintf("%s, of about %d people.", upper(mean(s)), s.Base.Value)})
		}
	}
	return found
}

// mean says the mean of a scale with its 95% interval: "on average 2.8 out of 5 (2.6 to 3.0)".
func mean(s release.Satisfaction) string {
	said := fmt.Sprintf("on average %.1f out of 5", *s.Mean)
	if s.Low != nil && s.High != nil {
		said += fmt.Sprintf(" (%.1f to %.1f)", *s.Low, *s.High)
	}
	return said
}

// mostAnswered says of questions about the whole which answers most people gave, the best known questions first.
func mostAnswered(tables []release.Table) []finding {
	var found []finding
	for _, t := range tables {
		if t.Part != release.Questions || t.Kind != release.Parts || t.Agency != questionnaire.AllOfThem || t.Stage != questionnaire.AllOfThem {
			continue
		}
		rows := slices.DeleteFunc(slices.Clone(t.Rows), func(r release.Row) bool { return r.Percent == nil })
		slices.SortStableFunc(rows, func(a, b release.Row) int { return cmp.Compare(b.Count.Value, a.Count.Value) })
		if len(rows) == 0 || len(found) == mostAnswers {
			continue
		}
		said := make([]string, min(2, len(rows)))
		for i := range said {
			said[i] = fmt.Sprintf("“%s”, about %d of %d people: %s", rows[i].Label, rows[i].Count.Value, t.Base.Value, share(rows[i].Percent, rows[i].Within))
		}
		found = append(found, finding{"“" + t.Title + "”", "Answered most: " + strings.Join(said, "; ") + "."})
	}
	return found
}

func tableOf(tables []release.Table, id string) (release.Table, bool) {
	for _, t := range tables {
		if t.ID == id {
			return t, true
		}
	}
	return release.Table{}, false
}
