package summary

import (
	"fmt"
	"slices"
	"strconv"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/release"
)

// besideTable is figures in several columns, each with a base of its own, never added up: one question as each view
// answered it, or a two-way table.
type besideTable struct {
	ID, Caption, Base string
	Heads             []besideHead
	Rows              []besideRow
	Notes             []string
}

type besideHead struct{ Title, Base string }

type besideRow struct {
	Label string
	Cells []cell
}

// cell is a figure and its share of the base over it.
type cell struct{ People, Share string }

// NotOffered is how a cell is marked to which nothing belongs, as the Government Statistical Service has it.
const NotOffered = "[z]"

// beside gives the questions of which at least two views may be seen.
func (w *writer) beside() (all []besideTable, not string) {
	hidden := 0
	for i, b := range w.Release.Beside {
		var tables []release.Table
		var heads []besideHead
		for _, v := range w.Views {
			t, ok := w.Table(v.ID, b.Tables[v.ID])
			if b.Tables[v.ID] == "" || !ok || !anyShown(t) {
				continue
			}
			tables = append(tables, t)
			heads = append(heads, besideHead{v.Title, release.Print(t.Base)})
		}
		if len(tables) < 2 {
			hidden++
			continue
		}
		all = append(all, besideTable{
			ID: fmt.Sprintf("beside-%d", i+1), Caption: b.Title, Heads: heads, Rows: besideRows(tables),
		})
	}
	switch {
	case len(w.Views) < 2:
		not = "Too few services or officers handed in feedback to show theirs beside it."
	case len(w.Release.Beside) == 0:
		not = "No question was put to two of them."
	case len(all) == 0:
		not = fmt.Sprintf("%s asked of more than one of them. None can be shown side by side, because too few answered.", upper(count(hidden, "question was", "questions were")))
	case hidden > 0:
		not = fmt.Sprintf("%s cannot be shown side by side, because too few answered.", upper(count(hidden, "more question", "more questions")))
	}
	return all, not
}

// besideRows puts the rows of tables beside each other by their ids, in the order of the first, what only later ones
// offer at the end.
func besideRows(tables []release.Table) []besideRow {
	var ids []string
	rows := map[string]*besideRow{}
	for i, t := range tables {
		for _, r := range t.Rows {
			at, ok := rows[r.ID]
			if !ok {
				at = &besideRow{Label: r.Label, Cells: slices.Repeat([]cell{{People: NotOffered}}, len(tables))}
				rows[r.ID], ids = at, append(ids, r.ID)
			}
			at.Cells[i] = cellOf(r.Count, r.Percent)
		}
	}
	var out []besideRow
	for _, id := range ids {
		if slices.ContainsFunc(rows[id].Cells, func(c cell) bool { return c.Share != "" }) {
			out = append(out, *rows[id])
		}
	}
	return out
}

func cellOf(f release.Figure, percent *int) cell {
	c := cell{People: release.Print(f)}
	if percent != nil {
		c.Share = strconv.Itoa(*percent) + "%"
	}
	return c
}

// mostCrosses is how many two-way tables a summary has: there may be a hundred, and the spreadsheet has them all.
const mostCrosses = 8

// crosses gives the first of the two-way tables of which at least half may be seen, without rows that may not be seen at
// all.
func (w *writer) crosses() (all []besideTable, not string) {
	hidden := 0
	for i, c := range w.Release.Crosses {
		t := besideTable{ID: fmt.Sprintf("cross-%d", i+1), Caption: viewed(c.View, c.Title), Base: upper(c.Base) + ".", Notes: c.Notes}
		shown := 0
		for _, h := range c.Cols {
			t.Heads = append(t.Heads, besideHead{h.Label, release.Print(c.Bases[h.ID])})
		}
		for _, r := range c.Rows {
			line, some := besideRow{Label: r.Label}, false
			for _, h := range c.Cols {
				f, ok := c.Cells[r.ID][h.ID]
				if !ok {
					f = disclosure.Suppressed
				}
				if !f.Suppressed {
					shown, some = shown+1, true
				}
				line.Cells = append(line.Cells, cellOf(f, disclosure.Percent(f, c.Bases[h.ID])))
			}
			if some {
				t.Rows = append(t.Rows, line)
			}
		}
		if 2*shown < len(t.Rows)*len(c.Cols) || shown == 0 || len(all) == mostCrosses {
			hidden++
			continue
		}
		all = append(all, t)
	}
	switch {
	case len(w.Release.Crosses) == 0:
		not = "There are none in this release."
	case len(all) == 0:
		not = "None is shown here, because most of each would describe too few people. The spreadsheet has what may be seen."
	case hidden > 0:
		not = fmt.Sprintf("%s in the spreadsheet, of most of which too few people may be seen to show them here.", upper(count(hidden, "more is", "more are")))
	}
	return all, not
}

// yearPart is the last four forums together.
type yearPart struct {
	Period, Respondents string
	Forums              int
	Tables              tablesPart
	Notes               []string
}

// year gives the last four forums' own tables: all themes, and the questions. Each theme's own are shown with the themes
// where the forum is small. Where it is not, only those questions are here that the quarter alone cannot show.
func (w *writer) year() *yearPart {
	y := w.Release.Year
	if y == nil || len(y.Forums) < 2 {
		return nil
	}
	p := &yearPart{Period: span(y.Forums), Forums: len(y.Forums), Respondents: about(y.Respondents), Notes: y.Notes}
	hidden := 0
	for _, t := range y.Tables {
		if t.Part == release.Themes && (t.ID != release.AllThemes || w.leads()) {
			continue
		}
		if !anyShown(t) {
			hidden++
			continue
		}
		if now, ok := w.Table(t.View, t.ID); ok && !w.small && t.ID != release.AllThemes && anyShown(now) {
			continue
		}
		one := w.table(t)
		if t.ID == release.AllThemes {
			one.Chart = bars(t, "year-themes-chart", "What people wrote about, the last four forums together", nil)
		}
		p.Tables.Tables = append(p.Tables.Tables, one)
	}
	p.Tables.Hidden = hiddenTables(hidden, len(p.Tables.Tables))
	return p
}
