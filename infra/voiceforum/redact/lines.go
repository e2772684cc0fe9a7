package redact

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"voiceforum/shared/fault"
)

// longest is how many bytes one line of JSON or one row of CSV may have.
const longest = 8 << 20

// Lines reads a file by its lines, and numbers them.
type Lines struct {
	Number int // of the line given last, from 1
	r      *bufio.Reader
}

// NewLines begins a file.
func NewLines(in io.Reader) *Lines { return &Lines{r: bufio.NewReaderSize(in, 64<<10)} }

// Next gives the next line with its ending, in memory of its own; io.EOF after the last. A line over most bytes is a
// fault.TooLarge, one that is not text a fault.Invalid.
func (l *Lines) Next(most int) ([]byte, error) {
	l.Number++
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case ending(line) > most:
			return nil, fault.New(fault.TooLarge, "line %d: longer than the %d KB that are read of one", l.Number, most>>10)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && len(line) == 0:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, fmt.Errorf("read: %w", err)
		}
		return line, readable(line, l.Number)
	}
}

// ending gives the length of a line without its ending.
func ending(line []byte) int {
	return len(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")))
}

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// readable says where some lines, the first of them numbered, are no text.
func readable(raw []byte, number int) error {
	at, why := bytes.IndexByte(raw, 0), "a NUL byte; is this a text file?"
	if !utf8.Valid(raw) {
		for i := 0; i < len(raw); {
			c, size := utf8.DecodeRune(raw[i:])
			if c == utf8.RuneError && size == 1 {
				if at < 0 || i < at {
					at, why = i, "not UTF-8; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)"
				}
				break
			}
			i += size
		}
	}
	if at < 0 {
		return nil
	}
	line, column := position(raw, at)
	return fault.New(fault.Invalid, "line %d, column %d: %s", number+line, column, why)
}

// position gives the line, from 0, and the column, in code points from 1, of a byte.
func position(raw []byte, at int) (line, column int) {
	before := raw[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")), utf8.RuneCount(before[start:]) + 1
}
