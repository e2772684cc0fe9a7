package redact

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// table reads CSV. encoding/csv says where each cell is and what is wrong; the bytes themselves are kept beside it, so
// that a row goes back as it stood but for the cells that change. The chosen cells of a row are one response.
type table struct {
	rows   *csv.Reader
	kept   *retained
	line   int // that the next row begins on, or an empty line before it
	header []string
	chosen []int     // from 0, in order
	tells  []telling // by column; empty where there is no header
	width  int
	first  *piece // the first row, which was read to know the columns
}

func newCSV(engine Anonymiser, in io.Reader, o Options) (*table, error) {
	t := &table{kept: &retained{r: in}, line: 1}
	t.rows = csv.NewReader(t.kept)
	t.rows.ReuseRecord = true
	p, cells, err := t.row()
	if err == nil && len(cells) == 0 || err == io.EOF {
		return nil, fault.New(fault.Invalid, "line 1: there is no row in this file")
	} else if err != nil {
		return nil, err
	}
	t.width = len(cells)
	for _, s := range cells {
		t.header = append(t.header, s.text)
	}
	if o.NoHeader {
		t.chosen, err = numbered(o.Columns, t.width)
	} else {
		t.chosen, err = named(o.Columns, t.header, p.line)
		if err == nil {
			err = t.runs(p.line)
		}
		if err == nil && !o.SureHeader {
			err = t.looksLikeData(engine, p.line)
		}
	}
	if err != nil {
		return nil, err
	}
	for _, name := range t.header {
		t.tells = append(t.tells, tells(name))
	}
	if o.NoHeader {
		t.tells = nil
		p.slots, err = t.pick(cells, p.raw)
		p.others = t.width - len(t.chosen)
	}
	t.first = &p
	return t, err
}

func (t *table) next() (piece, error) {
	if p := t.first; p != nil {
		t.first = nil
		return *p, nil
	}
	p, cells, err := t.row()
	if err != nil {
		return piece{}, err
	}
	if len(cells) == 0 {
		return p, nil
	}
	p.others = t.width - len(t.chosen)
	p.slots, err = t.pick(cells, p.raw)
	return p, err
}

// row reads one row: all of its bytes, and where its cells are. After the last one come empty lines, if any, as a row
// without cells, then io.EOF.
func (t *table) row() (piece, []slot, error) {
	record, err := t.rows.Read()
	if errors.Is(err, errLongRow) {
		return piece{}, nil, fault.New(fault.TooLarge, "line %d: a row longer than %d MB begins here; is a quote missing?", t.line, longest>>20)
	}
	raw := t.kept.take(t.rows.InputOffset())
	if broken := readable(raw, t.line); broken != nil {
		return piece{}, nil, broken
	}
	if err != nil && err != io.EOF {
		return piece{}, nil, t.wrong(err, raw, len(record))
	}
	p := piece{line: t.line, raw: raw}
	t.line += bytes.Count(raw, []byte("\n"))
	if err == io.EOF {
		if len(raw) == 0 {
			return piece{}, nil, io.EOF
		}
		return p, nil, nil
	}
	cells := t.cells(p, len(record))
	p.line = cells[0].line
	return p, cells, nil
}

// cells finds the cells of a row within its bytes.
func (t *table) cells(p piece, n int) []slot {
	cells := make([]slot, n)
	line, lineStart := p.line, 0
	for i := range cells {
		at, column := t.rows.FieldPos(i)
		for ; line < at; line++ {
			lineStart += bytes.IndexByte(p.raw[lineStart:], '\n') + 1
		}
		cells[i] = slot{start: lineStart + column - 1, line: at, where: fmt.Sprintf("column %d", i+1)}
		if i > 0 {
			cells[i-1].end = cells[i].start - len(",")
		}
	}
	cells[n-1].end = ending(p.raw)
	for i := range cells {
		cells[i].text = unquoted(p.raw[cells[i].start:cells[i].end])
	}
	return cells
}

func isQuoted(cell []byte) bool { return len(cell) > 1 && cell[0] == '"' }

func unquoted(cell []byte) string {
	if !isQuoted(cell) {
		return string(cell)
	}
	return strings.ReplaceAll(string(cell[1:len(cell)-1]), `""`, `"`)
}

// pick gives the slots of the chosen cells.
func (t *table) pick(cells []slot, raw []byte) ([]slot, error) {
	var slots []slot
	for _, i := range t.chosen {
		s := cells[i]
		if len(t.tells) > 0 {
			s.telling = t.tells[i]
		}
		if len(s.telling.cue)+len(s.text) > anonymise.MaxBytes {
			_, column := position(raw, s.start)
			return nil, fault.New(fault.TooLarge, "line %d, column %d: the cell is over %d KB", s.line, column, anonymise.MaxBytes>>10)
		}
		if strings.TrimSpace(s.text) != "" {
			slots = append(slots, s)
		}
	}
	return slots, nil
}

// wrong puts what encoding/csv says is wrong into words.
func (t *table) wrong(err error, raw []byte, got int) error {
	var parse *csv.ParseError
	column := func() int { return columnOf(raw, parse.Line-t.line, parse.Column) }
	switch {
	case !errors.As(err, &parse):
		return fmt.Errorf("read: %w", err)
	case errors.Is(err, csv.ErrFieldCount):
		return fault.New(fault.Invalid, "line %d: a row of %d cells, where the first row has %d", parse.StartLine, got, t.width)
	case errors.Is(err, csv.ErrBareQuote):
		return fault.New(fault.Invalid, "line %d, column %d: a quote within a cell that does not begin with one", parse.Line, column())
	case errors.Is(err, csv.ErrQuote):
		return fault.New(fault.Invalid, "line %d, column %d: a quoted cell does not end as it should, in the row that begins on line %d; "+
			"a quote within a cell is written twice", parse.Line, column(), parse.StartLine)
	}
	return fault.New(fault.Invalid, "line %d, column %d: not CSV", parse.Line, column())
}

// columnOf gives in code points what encoding/csv gives in bytes: the column on a line, from 0, of raw.
func columnOf(raw []byte, line, column int) int {
	for ; line > 0; line-- {
		raw = raw[bytes.IndexByte(raw, '\n')+1:]
	}
	_, points := position(raw, min(column-1, len(raw)))
	return points
}

// formula matches what a spreadsheet runs when the cell is opened (OWASP, "CSV Injection"). A plain number is none.
var (
	formula = regexp.MustCompile(`^[\s]*[=+\-@\t\r\n＝＋－＠]`)
	number  = regexp.MustCompile(`^[+-]?[0-9][0-9.,]*$`)
)

func (t *table) render(to []byte, p piece, results []anonymise.Result, r *Report) []byte {
	r.Untouched = max(r.Untouched, p.others)
	return spliced(to, p, func(to []byte, i int, old []byte) []byte {
		words := results[i].Words
		if formula.MatchString(words) && !number.MatchString(words) {
			words = "'" + words
			r.formula(p.slots[i])
		}
		if words == p.slots[i].text {
			return append(to, old...)
		}
		if isQuoted(old) || words == "" || strings.ContainsAny(words, ",\"\r\n") {
			words = `"` + strings.ReplaceAll(words, `"`, `""`) + `"`
		}
		return append(to, words...)
	})
}

var errLongRow = errors.New("the row is too long")

// retained keeps what encoding/csv reads until its row is taken.
type retained struct {
	r     io.Reader
	bytes []byte
	from  int64 // offset of bytes in the file
}

func (k *retained) Read(into []byte) (int, error) {
	if len(k.bytes) > longest {
		return 0, errLongRow
	}
	n, err := k.r.Read(into)
	k.bytes = append(k.bytes, into[:n]...)
	return n, err
}

// take gives a copy of what was read up to an offset, and forgets it.
func (k *retained) take(until int64) []byte {
	n := int(until - k.from)
	taken := slices.Clone(k.bytes[:n])
	k.bytes = append(k.bytes[:0], k.bytes[n:]...)
	k.from = until
	return taken
}
