package workbook

import (
	"strconv"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/label"
	"voiceforum/shared/release"
)

// tableSheets gives a sheet for each table of a release, the victims' before the others', in the summary's order.
func tableSheets(r release.Release) []sheet {
	var all []sheet
	all = append(all, themeSheets("Victims", "victims and survivors", "victim", r.Tables)...)
	all = append(all, rightsSheet(r), satisfactionSheet(r))
	if s, ok := besideSheet(r); ok {
		all = append(all, s)
	}
	all = append(all,
		long("Victims_who", "Who answered: victims and survivors", tablesOf(r.Tables, "victim", release.WhoAnswered)),
		long("Victims_answers", "Every question: victims and survivors", tablesOf(r.Tables, "victim", release.Questions)))
	all = append(all, crossSheet("Victims_two_way", "victim", r.Crosses))
	if y := r.Year; y != nil {
		forums := make([]string, len(y.Forums))
		for i, q := range y.Forums {
			forums[i] = q.Words()
		}
		for _, s := range append(themeSheets("Year", "victims and survivors, the last forums together", "victim", y.Tables),
			long("Year_answers", "Questions: victims and survivors, the last forums together", tablesOf(y.Tables, "victim", release.Questions))) {
			s.about = append(s.about, "These forums together: "+strings.Join(forums, "; ")+".")
			s.about = append(s.about, y.Notes...)
			all = append(all, s)
		}
	}
	for _, v := range []struct{ id, name, words string }{
		{"partner", "Services", "partner services"}, {"officer", "Officers", "officers"},
	} {
		if len(tablesOf(r.Tables, v.id, release.WhoAnswered)) == 0 {
			continue
		}
		all = append(all, themeSheets(v.name, v.words, v.id, r.Tables)...)
		all = append(all,
			long(v.name+"_who", "Who handed it in: "+v.words, tablesOf(r.Tables, v.id, release.WhoAnswered)),
			long(v.name+"_answers", "Every question: "+v.words, tablesOf(r.Tables, v.id, release.Questions)),
			crossSheet(v.name+"_two_way", v.id, r.Crosses))
	}
	return withoutEmpty(append(all, wordsSheets(r)...))
}

// withoutEmpty leaves out sheets whose table would have no rows.
func withoutEmpty(all []sheet) []sheet {
	var kept []sheet
	for _, s := range all {
		if len(s.rows) > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

func tablesOf(tables []release.Table, view, part string) []release.Table {
	var found []release.Table
	for _, t := range tables {
		if t.View == view && t.Part == part {
			found = append(found, t)
		}
	}
	return found
}

// themeSheets gives the themes' two sheets: how many wrote about each, and how they spoke of it.
func themeSheets(name, words, view string, tables []release.Table) []sheet {
	var each, of []release.Table
	for _, t := range tablesOf(tables, view, release.Themes) {
		if t.ID == release.AllThemes {
			each = append(each, t)
		} else {
			of = append(of, t)
		}
	}
	return []sheet{
		long(name+"_themes", "What people wrote about: "+words, each),
		long(name+"_stances", "How people spoke of each theme: "+words, of),
	}
}

// figureHead are the columns that belong to a figure.
var figureHead = []string{
	"People", "Base", "Share (%)", "95% interval, low (%)", "95% interval, high (%)", "Change", "Change (points)",
	"Change, low (points)", "Change, high (points)", "Compared with",
}

// long puts tables of one shape under each other, so that the sheet has one table.
func long(name, title string, tables []release.Table) sheet {
	s := sheet{
		name: name, title: title, about: []string{oneTable},
		head:   append(append([]string{"Table", "Row"}, figureHead...), "Base is of", "Rights", "Agency", "Stage", "Notes"),
		widths: []float64{50, 44, 10, 10, 10, 13, 13, 17, 10, 10, 10, 22, 34, 12, 14, 14, 60},
	}
	for _, t := range tables {
		for _, r := range t.Rows {
			row := append([]any{t.Title, r.Label}, figureCells(r, t.Base)...)
			s.rows = append(s.rows, append(row, t.BaseOf, rights(t.Rights), orMark(label.Agency(t.Agency)), orMark(label.Stage(t.Stage)), orMark(strings.Join(t.Notes, " "))))
		}
	}
	return s
}

func figureCells(r release.Row, base release.Figure) []any {
	cells := []any{figure(r.Count), figure(base), percent(r.Percent)}
	cells = append(cells, interval(r.Within)...)
	return append(cells, changeCells(r.Change)...)
}

// changeCells gives verdict, points, low, high and since.
func changeCells(c *release.Change) []any {
	if c == nil {
		return []any{NotThere, NotThere, NotThere, NotThere, NotThere}
	}
	return []any{verdicts[c.Verdict], c.Points, c.Within.Low, c.Within.High, c.Since.Words()}
}

func figure(f release.Figure) any {
	if f.Suppressed {
		return disclosure.Mark
	}
	return f.Value
}

func percent(p *int) any {
	if p == nil {
		return disclosure.Mark
	}
	return *p
}

func interval(i *release.Interval) []any {
	if i == nil {
		return []any{disclosure.Mark, disclosure.Mark}
	}
	return []any{i.Low, i.High}
}

func mean(m *float64) any {
	if m == nil {
		return disclosure.Mark
	}
	return *m
}

func orMark(words string) string {
	if words == "" {
		return NotApply
	}
	return words
}

func rights(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return orMark(strings.Join(texts, ", "))
}

// verdicts as they are written.
var verdicts = map[release.Verdict]string{
	release.Up: "up", release.Down: "down", release.NoClearChange: "no clear change", release.TooFew: "too few to tell",
}
