package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// openCSV reads text with separators: commas, semicolons or tabs, whichever the first line has most of.
func openCSV(content []byte) (*File, *Refusal) {
	text, converted, refusal := decoded(content)
	if refusal != nil {
		return nil, refusal
	}
	f := &File{Converted: converted, exact: true}
	f.lines = func(yield func(line, *Refusal) bool) {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(text), -1, true
		count := counter{text: text}
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if parse := new(csv.ParseError); errors.As(err, &parse) {
				yield(line{}, &Refusal{Code: Quotes, Detail: parse.StartLine})
				return
			}
			if err != nil || len(cells) > MostCells {
				yield(line{}, &Refusal{Code: NotASheet})
				return
			}
			first, _ := r.FieldPos(0)
			if !yield(line{count.row(first, r.InputOffset()), slices.Clone(cells)}, nil) {
				return
			}
		}
	}
	return f, nil
}

// counter counts rows as spreadsheet programs do: an empty line is one, and a row whose cells have lines of their own
// is one as well. The reader of CSV passes over empty lines.
type counter struct {
	text  string
	read  int64 // bytes up to the end of the last row
	lines int   // that those are
	rows  int
}

// row gives the number of the row that begins on a line, from 1, and ends before an offset.
func (c *counter) row(line int, end int64) int {
	c.rows += line - c.lines
	c.lines += strings.Count(c.text[c.read:end], "\n")
	c.read = end
	return c.rows
}

// decoded gives a text as UTF-8. UTF-16 is told by its mark, or by the zeros that it has between letters; what is
// neither that nor UTF-8 is Windows-1252, which older spreadsheet programs write, unless it has bytes that it never has.
func decoded(content []byte) (text string, converted bool, refusal *Refusal) {
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(content, []byte{0xef, 0xbb, 0xbf}):
		content = content[3:]
	case bytes.HasPrefix(content, []byte{0xff, 0xfe}), bytes.HasPrefix(content, []byte{0xfe, 0xff}):
		from = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case zeros(content, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros(content, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case !utf8.Valid(content):
		from, converted = charmap.Windows1252, true
	}
	if from != nil {
		out, err := from.NewDecoder().Bytes(content)
		if err != nil {
			return "", false, &Refusal{Code: NoText}
		}
		content = out
	}
	// No text has these: it is another kind of file, or was read in the wrong encoding.
	if !utf8.Valid(content) || bytes.ContainsRune(content, utf8.RuneError) || bytes.IndexByte(content, 0) >= 0 {
		return "", false, &Refusal{Code: NoText}
	}
	if binary(content) {
		return "", false, &Refusal{Code: NotASheet}
	}
	return string(content), converted, nil
}

// zeros reports whether the first bytes are zero at every second place, and nowhere else, as of Latin text in UTF-16.
func zeros(content []byte, at int) bool {
	const look = 64
	n := 0
	for i := 0; i < min(look, len(content)&^1); i++ {
		if (content[i] == 0) != (i%2 == at) {
			return false
		}
		n++
	}
	return n >= 4
}

// binary reports whether there are control characters that no text has.
func binary(content []byte) bool {
	return bytes.ContainsFunc(content[:min(4096, len(content))], func(c rune) bool {
		return c < ' ' && !strings.ContainsRune("\t\n\r\v\f", c)
	})
}

// separator is what stands between the headings.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
