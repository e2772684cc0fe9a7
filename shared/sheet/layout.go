package sheet

import (
	"slices"
	"strings"

	"voiceforum/shared/consent"
	"voiceforum/shared/questionnaire"
)

// The headings of the columns that hold no question and no permission.
const (
	ReferenceHeading = "Reference"
	RowHeading       = "Row"               // of a sheet of rows put right: which row of the first file this is
	ProblemHeading   = "What to put right" // the same: written by us, and not read again
)

// permissions are the headings of the columns in which a row says yes or no to one purpose.
var permissions = map[consent.Purpose]string{
	consent.Counts:       "May be counted",
	consent.ForumQuotes:  "May be quoted at the forum",
	consent.PublicQuotes: "May be quoted in public",
	consent.Training:     "May be used in training",
}

// column is one column of a layout: a question's, a permission's, or the reference's.
type column struct {
	heading  string
	question *questionnaire.Question
	purpose  consent.Purpose
}

// Layout is the columns of one questionnaire's sheet: the reference, the permissions, then the questions in their
// order.
type Layout struct {
	questionnaire *questionnaire.Questionnaire
	columns       []column
}

// NewLayout gives the layout of a questionnaire of services or officers, who may be asked for these permissions.
func NewLayout(q *questionnaire.Questionnaire, purposes []consent.Purpose) *Layout {
	l := &Layout{questionnaire: q, columns: []column{{heading: ReferenceHeading}}}
	for _, p := range purposes {
		l.columns = append(l.columns, column{heading: permissions[p], purpose: p})
	}
	for _, qu := range q.Questions {
		l.columns = append(l.columns, column{heading: qu.Column, question: qu})
	}
	return l
}

// Column gives the heading of a question's column, by the question's id, or of a permission's, by the purpose; "" where
// there is none.
func (l *Layout) Column(name string) string {
	for _, c := range l.columns {
		if c.question != nil && c.question.ID == name || c.purpose != "" && string(c.purpose) == name {
			return c.heading
		}
	}
	return ""
}

// Cell gives what was typed into the cell under a heading.
func (l *Layout) Cell(row Row, heading string) string {
	if i := l.place(heading); i >= 0 && i < len(row.Cells) {
		return row.Cells[i]
	}
	return ""
}

// Headings gives the headings of the columns, in their order.
func (l *Layout) Headings() []string {
	all := make([]string, len(l.columns))
	for i, c := range l.columns {
		all[i] = c.heading
	}
	return all
}

// place gives the number of the column with a heading, -1 where there is none. Case and blanks are looked through.
func (l *Layout) place(heading string) int {
	return slices.IndexFunc(l.columns, func(c column) bool { return alike(c.heading, heading) })
}

// Special numbers of columns in a file.
const (
	ignored = -1 // written by us, and not read again
	rowOf   = -2 // says which row of the first file this is
)

// headings reads a file's first row: for each of its cells the number of the layout's column, or ignored or rowOf.
func (l *Layout) headings(cells []string, corrections bool) ([]int, *Refusal) {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	places := make([]int, len(cells))
	var unknown, twice []string
	known := 0
	seen := map[int]bool{}
	for i, heading := range cells {
		place := l.place(heading)
		switch {
		case alike(heading, RowHeading):
			place = rowOf
		case alike(heading, ProblemHeading):
			places[i] = ignored
			continue
		case place < 0:
			unknown = append(unknown, Shortened(heading))
			continue
		}
		if seen[place] {
			twice = append(twice, Shortened(heading))
		}
		seen[place] = true
		places[i] = place
		known++
	}
	switch {
	case known == 0:
		return nil, &Refusal{Code: NoHeadings}
	case len(unknown) > 0:
		return nil, &Refusal{Code: UnknownHeadings, Columns: unknown}
	case len(twice) > 0:
		return nil, &Refusal{Code: SameHeadings, Columns: twice}
	case corrections && !seen[rowOf]:
		return nil, &Refusal{Code: NoRows}
	case !corrections && seen[rowOf]:
		return nil, &Refusal{Code: UnknownHeadings, Columns: []string{RowHeading}}
	}
	if missing := l.missing(seen); len(missing) > 0 {
		return nil, &Refusal{Code: MissingHeadings, Columns: missing}
	}
	return places, nil
}

// missing gives the headings without which no row can be taken: of required questions, and of what may be done with
// the rows.
func (l *Layout) missing(seen map[int]bool) []string {
	var missing []string
	for i, c := range l.columns {
		needed := c.question != nil && c.question.Required || c.purpose == consent.Counts
		if needed && !seen[i] {
			missing = append(missing, c.heading)
		}
	}
	return missing
}

// alike compares words as people type them.
func alike(a, b string) bool { return plain(a) == plain(b) }

// plain is a text without what people do not see or do not mean: case, blanks at the ends and doubled, curly quotes.
func plain(s string) string {
	s = strings.NewReplacer("’", "'", "‘", "'", "\u00a0", " ").Replace(s)
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

const longestShown = 60 // characters of what was typed, where it is shown again

// Shortened gives what was typed, as far as it is shown again beside what is wrong with it: on one line, of at most
// longestShown characters.
func Shortened(s string) string {
	s = strings.Join(strings.Fields(questionnaire.CleanText(s)), " ")
	if runes := []rune(s); len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return s
}
