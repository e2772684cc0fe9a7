package pack

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/workbook"
	"voiceforum/shared/release"
)

// columns are the columns of Tables. New ones are added at the end, so that programs that read the others go on.
var columns = []string{
	"forum", "version", "view", "part", "table", "title", "row", "label", "count", "base", "base_of", "percent",
	"rights", "agency", "stage", "theme", "counted", "notes",
	"column", "low", "high", "change", "points", "points_low", "points_high", "since", "forums",
}

// The parts of Tables that are no parts of a release's own tables.
const (
	rightsPart = "rights"  // one line for each figure of a release.RightRow; column is its Of
	crossPart  = "two-way" // column is the id of the cross's column, of whose people the line is
)

// line is one figure of Tables with what is said of it.
type line struct {
	view, part string
	table      release.Table // its rows are not looked at
	row        release.Row
	column     string
	counted    calendar.Day
	forums     []calendar.Quarter
}

// CSV gives a release's figures as one tidy table, a line a figure: UTF-8, lines ended by CR LF, as RFC 4180 has it. The
// first line names the columns. What is suppressed is written [c]; what there is none of is empty. A line whose row is
// "respondents" gives a view's total. A line that names several forums is of all of them together. A text that a
// spreadsheet would take for a formula is written behind an apostrophe.
func CSV(r release.Release) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	write := func(cells []string) {
		for i, c := range cells {
			cells[i] = workbook.Harmless(c)
		}
		w.Write(cells) //nolint:errcheck // a buffer takes everything
	}
	write(append([]string{}, columns...))
	for _, l := range lines(r) {
		write(l.cells(r))
	}
	w.Flush()
	return b.Bytes()
}

// lines gives every figure of a release that is a count of people.
func lines(r release.Release) []line {
	var all []line
	this := []calendar.Quarter{r.Forum}
	counted := map[string]calendar.Day{}
	for _, v := range r.Views {
		counted[v.ID] = v.Counted
		total := release.Table{ID: "respondents", Title: v.Title, Base: v.Respondents, BaseOf: release.EveryoneCounted}
		everybody := release.Row{ID: "respondents", Label: release.EveryoneCounted, Count: v.Respondents}
		all = append(all, line{v.ID, release.WhoAnswered, total, everybody, "", v.Counted, this})
		for _, t := range r.Tables {
			if t.View == v.ID {
				all = append(all, linesOf(t, v.Counted, this)...)
			}
		}
	}
	all = append(all, rightLines(r, counted, this)...)
	all = append(all, crossLines(r, counted, this)...)
	if r.Year != nil {
		for _, t := range r.Year.Tables {
			all = append(all, linesOf(t, "", r.Year.Forums)...)
		}
	}
	return all
}

func linesOf(t release.Table, counted calendar.Day, forums []calendar.Quarter) []line {
	all := make([]line, len(t.Rows))
	for i, row := range t.Rows {
		all[i] = line{t.View, t.Part, t, row, "", counted, forums}
	}
	return all
}

// rightLines gives a line for each figure of what people said of their rights.
func rightLines(r release.Release, counted map[string]calendar.Day, forums []calendar.Quarter) []line {
	var all []line
	for _, x := range r.Rights {
		t, _ := r.Table(x.View, x.Question)
		t.ID, t.Rights, t.Agency, t.Stage = x.Question, []int{x.Right}, x.Agency, x.Stage
		t.Base, t.BaseOf, t.Notes = x.Base, x.BaseOf, nil
		for _, f := range []struct {
			id, label string
			figure    release.Figure
		}{
			{"asked", "Asked", x.Asked},
			{"met", "Met", x.Met},
			{"partly", "Partly met", x.Partly},
			{"not-met", "Not met", x.NotMet},
			{"not-apply", "Does not apply", x.NotApply},
			{"dont-know", "Don’t know or no answer", x.DontKnow},
		} {
			if !f.figure.Suppressed && f.figure.Value == 0 {
				continue // no answer of the question says this
			}
			row := release.Row{ID: f.id, Label: f.label, Count: f.figure}
			if f.id == "met" {
				row.Percent, row.Within = x.Percent, x.Within
			}
			all = append(all, line{x.View, rightsPart, t, row, x.Of, counted[x.View], forums})
		}
	}
	return all
}

func crossLines(r release.Release, counted map[string]calendar.Day, forums []calendar.Quarter) []line {
	var all []line
	for _, c := range r.Crosses {
		for _, col := range c.Cols {
			t := release.Table{ID: c.ID, Title: c.Title, Base: c.Bases[col.ID], BaseOf: c.Base + ": " + col.Label, Notes: c.Notes}
			for _, h := range c.Rows {
				f, ok := c.Cells[h.ID][col.ID]
				if !ok {
					f = disclosure.Suppressed
				}
				row := release.Row{ID: h.ID, Label: h.Label, Count: f, Percent: disclosure.Percent(f, t.Base)}
				all = append(all, line{c.View, crossPart, t, row, col.ID, counted[c.View], forums})
			}
		}
	}
	return all
}

func (l line) cells(r release.Release) []string {
	forums := make([]string, len(l.forums))
	for i, q := range l.forums {
		forums[i] = string(q)
	}
	cells := []string{
		string(r.Forum), strconv.Itoa(r.Version), l.view, l.part, l.table.ID, l.table.Title, l.row.ID, l.row.Label,
		release.Print(l.row.Count), release.Print(l.table.Base), l.table.BaseOf, percent(l.row),
		rights(l.table.Rights), l.table.Agency, l.table.Stage, l.table.Theme, string(l.counted), strings.Join(l.table.Notes, " "),
		l.column,
	}
	if i := l.row.Within; i != nil {
		cells = append(cells, strconv.Itoa(i.Low), strconv.Itoa(i.High))
	} else {
		cells = append(cells, "", "")
	}
	if c := l.row.Change; c != nil {
		cells = append(cells, string(c.Verdict), strconv.Itoa(c.Points), strconv.Itoa(c.Within.Low), strconv.Itoa(c.Within.High), string(c.Since))
	} else {
		cells = append(cells, "", "", "", "", "")
	}
	return append(cells, strings.Join(forums, " "))
}

func percent(r release.Row) string {
	switch {
	case r.Percent != nil:
		return strconv.Itoa(*r.Percent)
	case r.Count.Suppressed:
		return disclosure.Mark
	}
	return ""
}

func rights(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, " ")
}
