package sheet

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/questionnaire"
)

// line is one row of a file before anything is made of it.
type line struct {
	number int
	cells  []string
}

// File is a file that can be read.
type File struct {
	Converted bool // it was CSV of Windows-1252, taken for that because it was nothing else

	lines iter.Seq2[line, *Refusal]
	exact bool // every row has all its cells, as in CSV
}

// Open looks at a file and says what it is. A file that cannot be read is a Refusal; nothing else is an error.
func Open(content []byte) (*File, *Refusal) {
	switch {
	case len(content) == 0:
		return nil, &Refusal{Code: Empty}
	case len(content) > MostBytes:
		return nil, &Refusal{Code: TooLarge}
	case strings.HasPrefix(string(content[:min(8, len(content))]), "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return nil, &Refusal{Code: OldOrLocked}
	case strings.HasPrefix(string(content[:min(4, len(content))]), "PK\x03\x04"):
		return openXLSX(content)
	}
	return openCSV(content)
}

// Rows reads the rows under the headings, one after the other, each by itself. It ends with a Refusal where the file
// cannot be read on; rows before it are then worth nothing. Today is as in questionnaire.Check.
func (f *File) Rows(l *Layout, today calendar.Day) iter.Seq2[Row, *Refusal] {
	return f.rows(l, today, false)
}

// Corrections reads a sheet of rows put right, as Template wrote it: each row has the number that it had in the file
// before. Rows that say none are a Refusal.
func (f *File) Corrections(l *Layout, today calendar.Day) iter.Seq2[Row, *Refusal] {
	return f.rows(l, today, true)
}

func (f *File) rows(l *Layout, today calendar.Day, corrections bool) iter.Seq2[Row, *Refusal] {
	return func(yield func(Row, *Refusal) bool) {
		r := reader{
			layout: l, today: today, exact: f.exact, corrections: corrections, references: map[string]int{}, numbers: map[int]bool{},
		}
		for ln, refusal := range f.lines {
			if refusal == nil && r.places == nil {
				r.places, refusal = l.headings(ln.cells, corrections)
				if refusal == nil {
					continue
				}
			}
			if refusal != nil {
				yield(Row{}, refusal)
				return
			}
			if blank(ln.cells) {
				continue
			}
			row, refusal := r.row(ln)
			if !yield(row, refusal) || refusal != nil {
				return
			}
		}
		if r.count == 0 {
			yield(Row{}, &Refusal{Code: Empty})
		}
	}
}

// reader goes through the rows of one file.
type reader struct {
	layout             *Layout
	today              calendar.Day
	exact, corrections bool
	places             []int
	references         map[string]int // to the row that has it
	numbers            map[int]bool   // of the rows so far
	count, bytes       int
}

func (r *reader) row(ln line) (Row, *Refusal) {
	if r.count++; r.count > MostRows {
		return Row{}, &Refusal{Code: TooManyRows, Detail: MostRows}
	}
	size := 0
	for _, cell := range ln.cells {
		size += len(cell)
	}
	// Cells of an XLSX file may all hold one long text that the file has once.
	if r.bytes += size; r.bytes > MostUnpacked {
		return Row{}, &Refusal{Code: TooLarge}
	}
	row := Row{Cells: make([]string, len(r.layout.columns))}
	if !r.corrections {
		row.Number = ln.number
	}
	r.shape(&row, ln.cells)
	for i, cell := range ln.cells {
		if i >= len(r.places) {
			break
		}
		switch place := r.places[i]; place {
		case ignored:
		case rowOf:
			n, err := strconv.Atoi(strings.TrimSpace(cell))
			if err != nil || n < 2 {
				return Row{}, &Refusal{Code: NoRows, Detail: ln.number}
			}
			row.Number = n
		default:
			row.Cells[place] = strings.ToValidUTF8(cell, "\ufffd")
		}
	}
	switch {
	case row.Number == 0:
		return Row{}, &Refusal{Code: NoRows, Detail: ln.number}
	case r.numbers[row.Number]:
		return Row{}, &Refusal{Code: RowTwice, Detail: row.Number}
	}
	r.numbers[row.Number] = true
	if size > MostInRow {
		return row.cut(), nil
	}
	r.layout.read(&row, r.today)
	if row.Reference != "" {
		if first, taken := r.references[row.Reference]; taken {
			row.add(Problem{Column: ReferenceHeading, Code: ReferenceTwice, Detail: first})
		} else {
			r.references[row.Reference] = row.Number
		}
	}
	if len(row.Problems) > 0 {
		row.Answers, row.Given = nil, nil
	}
	return row, nil
}

// shape finds rows that have more or fewer cells than there are headings.
func (r *reader) shape(row *Row, cells []string) {
	extra := 0
	for i := len(r.places); i < len(cells); i++ {
		if strings.TrimSpace(cells[i]) != "" {
			extra = i + 1 - len(r.places)
		}
	}
	if extra > 0 {
		row.add(Problem{Code: TooManyCells, Detail: extra})
	}
	if fewer := len(r.places) - len(cells); r.exact && fewer > 0 {
		row.add(Problem{Code: TooFewCells, Detail: fewer})
	}
}

func (row *Row) add(p Problem) { row.Problems = append(row.Problems, p) }

// Stop adds a problem to a row, which then holds nothing that could be sent.
func (row *Row) Stop(p Problem) {
	row.add(p)
	row.Answers, row.Given = nil, nil
}

// cut gives a row that is too long to be kept as it was typed.
func (row Row) cut() Row {
	for i, cell := range row.Cells {
		row.Cells[i] = Shortened(cell)
	}
	row.Reference = ""
	row.Stop(Problem{Code: RowTooLong, Detail: MostInRow >> 10})
	return row
}

func (l *Layout) read(row *Row, today calendar.Day) {
	sent := questionnaire.Answers{}
	row.Given = map[consent.Purpose]bool{}
	wrong := map[string]bool{} // ids of questions whose cell could not be read
	for i, c := range l.columns {
		cell := strings.TrimSpace(row.Cells[i])
		switch {
		case cell == "":
			if c.purpose == consent.Counts {
				row.add(Problem{Column: c.heading, Code: MayItBeCounted})
			}
		case utf8.RuneCountInString(cell) > MostInCell:
			row.add(Problem{Column: c.heading, Code: CellTooLong})
		case strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "＝"):
			row.add(Problem{Column: c.heading, Code: Formula})
		case c.purpose != "":
			yes, known := yesOrNo(cell)
			if !known {
				row.add(Problem{Column: c.heading, Code: YesOrNo})
			}
			row.Given[c.purpose] = yes
			continue
		case c.question == nil:
			row.Reference = cell
			continue
		default:
			sent[c.question.ID] = values(c.question, cell)
			continue
		}
		if c.question != nil && cell != "" {
			wrong[c.question.ID] = true
		}
	}
	kept, findings := l.questionnaire.Check(sent, today)
	row.Answers = kept
	for _, f := range findings {
		if f.Code == questionnaire.Missing && wrong[f.Question] {
			continue
		}
		row.add(l.problem(f))
	}
}

// problem says of a finding in which column it is.
func (l *Layout) problem(f questionnaire.Finding) Problem {
	p := Problem{Code: Code(f.Code), Detail: f.Detail}
	qu, ok := l.questionnaire.Question(f.Question)
	if !ok {
		return p
	}
	p.Column = qu.Column
	if f.Code == questionnaire.NotAsked {
		for _, id := range qu.DependsOn {
			if other, ok := l.questionnaire.Question(id); ok {
				p.Others = append(p.Others, other.Column)
			}
		}
	}
	return p
}

// values gives what a cell says to a question: the ids of the answers that it names, in their words or by their ids;
// of several, apart by semicolons or on lines of their own. What is no answer stays as it is, for Check to find.
func values(qu *questionnaire.Question, cell string) []string {
	switch qu.Kind {
	case questionnaire.Text:
		return []string{cell}
	case questionnaire.Several:
		var all []string
		for _, part := range strings.FieldsFunc(cell, func(c rune) bool { return c == ';' || c == '\n' || c == '\r' }) {
			if strings.TrimSpace(part) != "" {
				all = append(all, value(qu, part))
			}
		}
		return all
	default:
		return []string{value(qu, cell)}
	}
}

func value(qu *questionnaire.Question, cell string) string {
	i := slices.IndexFunc(qu.Options, func(o questionnaire.Option) bool {
		return alike(o.ID, cell) || alike(o.Label[questionnaire.English], cell)
	})
	if i < 0 {
		return cell
	}
	return qu.Options[i].ID
}

func yesOrNo(cell string) (yes, known bool) {
	switch plain(cell) {
	case "yes", "y", "true", "1":
		return true, true
	case "no", "n", "false", "0":
		return false, true
	}
	return false, false
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}
