package main

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/s3store"
	"voiceforum/shared/sheet"
	"voiceforum/web/pages"
)

// sheetPage is what pages of a spreadsheet show.
type sheetPage struct {
	Address   string
	Until     time.Time
	State     string
	Limits    sheetLimits
	Counts    sheet.Summary
	Converted bool
	Refusal   string
	Upload    s3store.Upload
	MostBytes int

	Table pages.Table
	Rows  []waitingRow
	From  int       // how many waiting rows come before these
	More  int       // how many come after them
	Files []fixFile // of the rows to put right
}

// UntilWords is when all that is left is deleted, by the clock on the wall.
func (p sheetPage) UntilWords() string { return p.Until.In(calendar.London).Format("15:04") }

// waitingRow is a row that cannot go as it is.
type waitingRow struct {
	Number    int
	Reference string
	Wrong     []string    // what to put right, in words
	Texts     []foundText // its texts in which something was found
}

// rowsShown is how many waiting rows a page shows.
const rowsShown = 25

// showRows shows how many rows may go, and each of those that may not, with what is wrong by row and column.
func (s *service) showRows(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation, st sheet.Staging, more sheetPage) error {
	layout, err := layoutOf(o, st.Questionnaire)
	if err != nil {
		return err
	}
	from, err := strconv.Atoi(r.URL.Query().Get("from"))
	if err != nil || from < 0 {
		from = 0
	}
	at := 0
	err = s.eachWaiting(r.Context(), st, func(row sheet.Staged) bool {
		if at++; at > from {
			more.Rows = append(more.Rows, waiting(layout, row))
		}
		return len(more.Rows) < rowsShown
	})
	if err != nil {
		return err
	}
	more.From, more.Converted = from, st.Converted
	notNow := st.Refusal != nil && st.Refusal.Code == sheet.NoForum
	switch {
	case notNow:
		more.Refusal = texts().T("partner.sheet.not-sent", more.UntilWords())
	case st.Refusal != nil:
		more.Refusal = texts().T("partner.sheet.refusal", refusalWords(st.Refusal))
	}
	more.More = max(0, more.Counts.Wrong+more.Counts.Found-from-len(more.Rows))
	title := "partner.sheet.title"
	if more.Counts.Rows() == more.Counts.Sent {
		title = "partner.sheet.done"
	}
	more.Table = countsTable(more.Counts)
	var fields []pages.Field
	if n := more.Counts.Found; n > 0 {
		fields = append(fields, pages.Field{
			Kind: pages.Several, Name: redactionsName, Legend: texts().T("partner.sheet.accept-legend"), Hint: texts().T("partner.sheet.accept-hint"),
			Options: []pages.Option{{Value: goAccept, Label: texts().T("partner.sheet.accept", n)}}, Values: r.PostForm[redactionsName],
		})
	}
	return s.show(w, r, v, "sheet", title, "", formed{Fields: fields, More: more, NotNow: notNow && r.Method == http.MethodPost})
}

// redactionsName is the field that accepts our redactions.
const redactionsName = "redactions"

// countsTable says how many rows are in which state.
func countsTable(c sheet.Summary) pages.Table {
	table := pages.Table{Caption: texts().T("partner.sheet.caption"), Head: []pages.Cell{
		{Text: texts().T("partner.sheet.state")}, {Text: texts().T("partner.sheet.count"), Numeric: true},
	}}
	for _, row := range []struct {
		state string
		n     int
	}{{"ready", c.Ready}, {"found", c.Found}, {"wrong", c.Wrong}, {"sent", c.Sent}} {
		table.Rows = append(table.Rows, []pages.Cell{{Text: texts().T("partner.sheet." + row.state)}, {Text: strconv.Itoa(row.n), Numeric: true}})
	}
	return table
}

// Next is how many waiting rows come before the next page's.
func (p sheetPage) Next() int { return p.From + len(p.Rows) }

// eachWaiting calls f with each row that cannot go as it is, in their order, until f says that it has enough.
func (s *service) eachWaiting(ctx context.Context, st sheet.Staging, f func(sheet.Staged) bool) error {
	for n, counts := range st.Chunks {
		if counts.Wrong+counts.Found == 0 {
			continue
		}
		chunk, err := s.in.chunk(ctx, st, n)
		if err != nil {
			return err
		}
		for _, row := range chunk.Rows {
			if len(row.Problems)+len(row.Masks) > 0 && !f(row) {
				return nil
			}
		}
	}
	return nil
}

func waiting(layout *sheet.Layout, row sheet.Staged) waitingRow {
	shown := waitingRow{Number: row.Number, Reference: row.Reference}
	if len(row.Problems) > 0 {
		shown.Wrong = wrongWords(layout, row)
	}
	byText := map[string][]handover.Mask{}
	for _, m := range row.Masks {
		byText[m.Question] = append(byText[m.Question], m)
	}
	for _, id := range slices.Sorted(maps.Keys(byText)) {
		if read := row.Answers[id]; len(read) == 1 { // the masks are by places of what was read, which is cleaned
			shown.Texts = append(shown.Texts, foundText{Title: layout.Column(id), Parts: marked(read[0], byText[id])})
		}
	}
	return shown
}

// wrongWords says what to put right in a row, a line for each cell.
func wrongWords(layout *sheet.Layout, row sheet.Staged) []string {
	var all []string
	for _, p := range row.Problems {
		all = append(all, problemWords(p, sheet.Shortened(layout.Cell(row.Row, p.Column))))
	}
	for _, m := range row.Masks {
		all = append(all, texts().T("partner.row.found", layout.Column(m.Question), kindWords(m.Kind)))
	}
	return all
}

func problemWords(p sheet.Problem, typed string) string {
	text := texts().T("partner.row."+string(p.Code), p.Detail, strings.Join(p.Others, ", "), typed)
	if p.Column == "" {
		return text
	}
	return p.Column + ": " + text
}

func refusalWords(r *sheet.Refusal) string {
	if r == nil {
		return ""
	}
	return texts().T("partner.refusal."+string(r.Code), r.Detail, strings.Join(r.Columns, ", "))
}

func sorted(fields map[string]string) []pages.Sent {
	var all []pages.Sent
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		all = append(all, pages.Sent{Name: name, Value: fields[name]})
	}
	return all
}
