package redact

import (
	"bytes"
	"io"
	"strings"

	"voiceforum/shared/anonymise"
)

// text reads plain text. Each paragraph is a text, so that a doubt about one holds no other; as many as fit in the
// engine's longest text are one response, in which a person has one number. A longer paragraph is cut at a line's end,
// behind a full stop where there is one.
type text struct {
	lines   *Lines
	waiting [][]byte // lines read that the last piece had no room for
	passed  int      // lines given in pieces
}

func (t *text) next() (piece, error) {
	taken, size := [][]byte(nil), 0
	for {
		line, err := t.line()
		if err == io.EOF && len(taken) > 0 {
			return t.piece(taken), nil
		} else if err != nil {
			return piece{}, err
		}
		if len(taken) > 0 && size+len(line) > anonymise.MaxBytes {
			at := cut(taken, line)
			t.waiting = append(append(append([][]byte(nil), taken[at:]...), line), t.waiting...)
			return t.piece(taken[:at]), nil
		}
		taken = append(taken, line)
		size += len(line)
	}
}

func (t *text) line() ([]byte, error) {
	if len(t.waiting) > 0 {
		line := t.waiting[0]
		t.waiting = t.waiting[1:]
		return line, nil
	}
	return t.lines.Next(anonymise.MaxBytes)
}

// cut says how many of the lines make a piece when there is no room for the next one.
func cut(taken [][]byte, next []byte) int {
	if blank(next) {
		return len(taken)
	}
	begins := len(taken) // the paragraph that next belongs to
	for begins > 0 && !blank(taken[begins-1]) {
		begins--
	}
	if begins > 0 {
		return begins
	}
	for n := len(taken); n > len(taken)/2; n-- {
		if line := bytes.TrimSpace(taken[n-1]); strings.ContainsRune(".!?", rune(line[len(line)-1])) {
			return n
		}
	}
	return len(taken)
}

// piece finds the paragraphs of some lines.
func (t *text) piece(taken [][]byte) piece {
	p := piece{line: t.passed + 1}
	open := false
	for i, line := range taken {
		at := len(p.raw)
		p.raw = append(p.raw, line...)
		switch {
		case blank(line):
			open = false
			continue
		case !open:
			p.slots = append(p.slots, slot{start: at, line: p.line + i})
			open = true
		}
		p.slots[len(p.slots)-1].end = at + ending(line)
	}
	for i, s := range p.slots {
		p.slots[i].text = string(p.raw[s.start:s.end])
	}
	t.passed += len(taken)
	return p
}

func (t *text) render(to []byte, p piece, results []anonymise.Result, r *Report) []byte {
	r.Parts++
	return spliced(to, p, func(to []byte, i int, _ []byte) []byte { return append(to, results[i].Words...) })
}
