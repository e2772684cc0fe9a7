package audit

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"voiceforum/shared/fault"
)

// Form is the form of an export.
type Form string

// The forms of an export. Both hold each link's Values under the names of Columns, and can be verified.
const (
	CSV   Form = "csv"   // UTF-8, CR LF, a first line of names
	Lines Form = "jsonl" // a JSON object on each line
)

// Export writes links in a form. In CSV an apostrophe stands before every text that a spreadsheet could take for a
// formula, and before every text that begins with one itself, so that it can be taken away again.
func Export(f Form, links []Link) []byte {
	var b bytes.Buffer
	if f == Lines {
		for _, l := range links {
			writeLine(&b, l.exported())
		}
		return b.Bytes()
	}
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	w.Write(Columns) //nolint:errcheck // a buffer takes everything
	for _, l := range links {
		cells := l.exported()
		for i, c := range cells {
			cells[i] = harmless(c)
		}
		w.Write(cells) //nolint:errcheck // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// exported gives the texts of a link for an export. A damaged one has no hash there, so that it is damaged there too.
func (l Link) exported() []string {
	values := l.Values()
	if l.Damaged {
		values[len(values)-1] = ""
	}
	return values
}

// writeLine writes an object with its members in the order of Columns, which encoding/json has no way to ask for.
func writeLine(b *bytes.Buffer, values []string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for i, name := range Columns {
		b.WriteByte("{,"[min(i, 1)])
		e.Encode(name) //nolint:errcheck // a buffer takes everything, and a text has a form
		b.Truncate(b.Len() - 1)
		b.WriteByte(':')
		e.Encode(values[i]) //nolint:errcheck // as above
		b.Truncate(b.Len() - 1)
	}
	b.WriteString("}\n")
}

const apostrophe = "'"

// harmless guards a cell against being taken for a formula. See OWASP, "CSV Injection".
func harmless(cell string) string {
	if strings.IndexAny(cell, apostrophe+"=+-@\t\r\n＝＋－＠") == 0 {
		return apostrophe + cell
	}
	return cell
}

// ReadExport reads what Export wrote, whichever form it is. What is in no such form is a fault.Invalid; what is in the
// form and yet was never written by Export is a Damaged link.
func ReadExport(r io.Reader) ([]Link, error) {
	buffered := bufio.NewReader(r)
	first, err := buffered.Peek(1)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "read the export", err)
	}
	if first[0] == '{' {
		return readLines(buffered)
	}
	return readCSV(buffered)
}

func readCSV(r io.Reader) ([]Link, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = len(Columns)
	head, err := rows.Read()
	if err != nil || !slices.Equal(head, Columns) {
		return nil, fault.New(fault.Invalid, "file is not an export of the audit: its first line is not the columns' names")
	}
	var links []Link
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return links, nil
		}
		if err != nil {
			return nil, unlike(len(links) + 2)
		}
		for i, c := range cells {
			cells[i] = strings.TrimPrefix(c, apostrophe)
		}
		links = append(links, ReadLink(cells))
	}
}

// longestLine is the most bytes of a line; a link has a few hundred.
const longestLine = 64 << 10

func readLines(r io.Reader) ([]Link, error) {
	var links []Link
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		values, err := members(lines.Bytes())
		if err != nil {
			return nil, unlike(n)
		}
		links = append(links, ReadLink(values))
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, unlike(len(links) + 1)
	}
	return links, fault.Wrap(fault.Unavailable, "read the export", lines.Err())
}

func unlike(line int) error {
	return fault.New(fault.Invalid, "line %d is no line of an export of the audit", line)
}

// members gives the texts of an object that has each of the columns once, in any order, and nothing else.
func members(line []byte) ([]string, error) {
	strange := errors.New("not an object of the columns")
	d := json.NewDecoder(bytes.NewReader(line))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, strange
	}
	values, seen := make([]string, len(Columns)), make([]bool, len(Columns))
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, strange
		}
		value, err := d.Token()
		text, isText := value.(string)
		i := slices.Index(Columns, name.(string)) // a member's name is always a text
		if err != nil || !isText || i < 0 || seen[i] {
			return nil, strange
		}
		values[i], seen[i] = text, true
	}
	if _, err := d.Token(); err != nil || slices.Contains(seen, false) {
		return nil, strange
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, strange
	}
	return values, nil
}
