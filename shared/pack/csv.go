package pack

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/release"
)

var columns = []string{
	"forum", "version", "view", "part", "table", "title", "row", "label", "count", "base", "base_of", "percent",
	"rights", "agency", "stage", "theme", "counted", "notes",
}

// CSV gives a release's tables as one tidy table, a line a row: UTF-8, lines ended by CR LF, as RFC 4180 has it. The
// first line names the columns. What is suppressed is written [c]. A line whose row is "respondents" gives a view's
// total. A text that a spreadsheet would take for a formula is written behind an apostrophe.
func CSV(r release.Release) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	write := func(cells ...string) {
		for i, c := range cells {
			cells[i] = harmless(c)
		}
		w.Write(cells) //nolint:errcheck // a buffer takes everything
	}
	write(columns...)
	for _, v := range r.Views {
		head := []string{string(r.Forum), strconv.Itoa(r.Version), v.ID}
		write(append(head, release.WhoAnswered, "respondents", v.Title, "respondents", release.EveryoneCounted,
			release.Print(v.Respondents), release.Print(v.Respondents), release.EveryoneCounted, "",
			"", "", "", "", string(v.Counted), "")...)
		for _, t := range r.Tables {
			if t.View != v.ID {
				continue
			}
			for _, row := range t.Rows {
				write(append(head[:3:3], t.Part, t.ID, t.Title, row.ID, row.Label,
					release.Print(row.Count), release.Print(t.Base), t.BaseOf, percent(row.Percent),
					rights(t.Rights), t.Agency, t.Stage, t.Theme, string(v.Counted), strings.Join(t.Notes, " "))...)
			}
		}
	}
	w.Flush()
	return b.Bytes()
}

// harmless guards a cell against being taken for a formula. See OWASP, "CSV Injection".
func harmless(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}

func percent(p *int) string {
	if p == nil {
		return disclosure.Mark
	}
	return strconv.Itoa(*p)
}

func rights(numbers []int) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, " ")
}
