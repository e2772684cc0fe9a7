package summary

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/chart"
	"voiceforum/shared/pack/label"
	"voiceforum/shared/release"
)

// table is one table as it is shown: the rows that may be seen, and in a sentence those that may not.
type table struct {
	Caption, Base, About, First string
	Intervals, Changes          bool // whether there are any: each row has its own, or a mark
	Rows                        []row
	Hidden                      string
	Notes                       []string
	Chart                       template.HTML
}

type row struct{ Label, People, Share, Within, Change, Moved string }

// tablesPart is a part of tables, and how many of it cannot be shown at all.
type tablesPart struct {
	Tables []table
	Hidden string
}

// tables gives the victims' tables of a part.
func (w *writer) tables(part string) tablesPart {
	var p tablesPart
	hidden := 0
	for _, t := range w.InPart(w.victim, part) {
		if !anyShown(t) {
			hidden++
			continue
		}
		p.Tables = append(p.Tables, w.table(t))
	}
	p.Hidden = hiddenTables(hidden, len(p.Tables))
	return p
}

// hiddenTables says how many tables of a part cannot be shown.
func hiddenTables(hidden, shown int) string {
	switch {
	case hidden == 0:
		return ""
	case shown == 0:
		return "Too few people answered to show any of this without describing somebody. The spreadsheet names what was asked."
	}
	return fmt.Sprintf("%s cannot be shown, because too few people answered.", upper(count(hidden, "more table", "more tables")))
}

func anyShown(t release.Table) bool { return shown(t) > 0 }

// shown says how many rows of a table may be seen.
func shown(t release.Table) int {
	n := 0
	for _, r := range t.Rows {
		if !r.Count.Suppressed {
			n++
		}
	}
	return n
}

// table makes what is shown of a table. Where at least half of its rows are suppressed they are named in a sentence
// under it; where they are fewer each stands in its place, marked.
func (w *writer) table(t release.Table) table {
	out := table{
		Caption: t.Title, Base: baseOf(t.Base, t.BaseOf), About: w.rightsInWords(t), First: "Answer",
	}
	if t.Part == release.Themes {
		out.First = "How they spoke of it"
	}
	if t.ID == release.AllThemes {
		out.First = "Theme"
	}
	for _, n := range t.Notes {
		if n != release.NoteThemes && n != release.NoteWithheld {
			out.Notes = append(out.Notes, n)
		}
	}
	var hidden []string
	for _, r := range t.Rows {
		if r.Count.Suppressed {
			hidden = append(hidden, lower(r.Label))
		}
	}
	gather := 2*len(hidden) >= len(t.Rows)
	for _, r := range t.Rows {
		out.Intervals = out.Intervals || r.Within != nil
		out.Changes = out.Changes || r.Change != nil && (r.Change.Verdict == release.Up || r.Change.Verdict == release.Down)
		if !gather || !r.Count.Suppressed {
			out.Rows = append(out.Rows, rowOfTable(r))
		}
	}
	if gather {
		out.Hidden = hiddenRows(hidden)
	}
	if !out.Changes {
		out.Notes = append(out.Notes, unchanged(t)...)
	}
	return out
}

// unchanged says of a table in which nothing clearly changed what came of comparing its rows.
func unchanged(t release.Table) []string {
	compared, few := 0, 0
	for _, r := range t.Rows {
		if r.Change != nil {
			compared++
			if r.Change.Verdict == release.TooFew {
				few++
			}
		}
	}
	switch {
	case compared == 0:
		return nil
	case few == compared:
		return []string{"Since last time: too few to tell."}
	case few > 0:
		return []string{"Since last time: no clear change; in some rows too few to tell."}
	}
	return []string{"Since last time: no clear change."}
}

func rowOfTable(r release.Row) row {
	out := row{Label: r.Label, People: release.Print(r.Count), Share: disclosure.Mark, Change: verdict(r.Change)}
	if r.Percent != nil {
		out.Share = strconv.Itoa(*r.Percent) + "%"
	}
	if c := r.Change; c != nil && (c.Verdict == release.Up || c.Verdict == release.Down) {
		out.Change, out.Moved, _ = strings.Cut(points(*c), " (")
		out.Moved = strings.TrimSuffix(out.Moved, ")")
	}
	if r.Within != nil {
		out.Within = fmt.Sprintf("%d to %d%%", r.Within.Low, r.Within.High)
	}
	return out
}

// mostNamed is how many rows that cannot be shown are named under a table; more are counted.
const mostNamed = 6

// hiddenRows names the rows that cannot be shown. Themes and answers have commas of their own.
func hiddenRows(labels []string) string {
	if len(labels) == 0 {
		return ""
	}
	if len(labels) > mostNamed {
		return fmt.Sprintf("Not shown, because of too few people: %d more.", len(labels))
	}
	return "Not shown, because of too few people: " + strings.Join(labels, "; ") + "."
}

func baseOf(base release.Figure, of string) string {
	if base.Suppressed {
		return "Base: too few to show."
	}
	return fmt.Sprintf("Base: %d %s.", base.Value, of)
}

// rightsInWords says what a table speaks to: rights of the Victims' Code, agency, stage.
func (w *writer) rightsInWords(t release.Table) string {
	var said []string
	if len(t.Rights) > 0 {
		names := make([]string, len(t.Rights))
		for i, n := range t.Rights {
			names[i] = "right " + strconv.Itoa(n)
			if right, ok := w.code.Right(n); ok && len(t.Rights) == 1 {
				names[i] += ", " + right.Title
			}
		}
		said = append(said, "Victims’ Code: "+strings.Join(names, "; ")+".")
	}
	if a := label.Agency(t.Agency); a != "" {
		said = append(said, a+".")
	}
	if s := label.Stage(t.Stage); s != "" {
		said = append(said, "Stage: "+lower(s)+".")
	}
	return strings.Join(said, " ")
}

// bars draws a table's rows that may be seen, each with the look of its id.
func bars(t release.Table, id, title string, look map[string]chart.Look) template.HTML {
	var all []chart.Bar
	for _, r := range t.Rows {
		if r.Percent == nil {
			continue
		}
		b := chart.Bar{Label: r.Label, Percent: *r.Percent, Look: chart.Solid}
		if l, ok := look[r.ID]; ok {
			b.Look = l
		}
		if r.Within != nil {
			b.Within = &[2]int{r.Within.Low, r.Within.High}
		}
		all = append(all, b)
	}
	return chart.Bars(chart.Text{
		ID: id, Title: title,
		Description: fmt.Sprintf("A bar for each row, from 0 to 100%% of %d people, with its 95%% interval as a line across its end. The table has the same figures.", t.Base.Value),
	}, all)
}
