// Package labelled reads texts whose identifiers are marked by hand, so that what the anonymiser finds can be held
// against what is there. A file is plain words, easy to write and to review:
//
//	# A note for whoever reads the file; only before the first text.
//	--- chased-twice victim
//	I rang {{name|Jaswinder Kaur}} before the {{keep|Crown Court}} hearing.
//
// A line of three dashes, an id and a channel begins a text; the text runs to the next such line, without the empty
// lines around it. `{{kind|words}}` marks words: with an anonymiser's kind they must be masked, with `keep` they must
// not. Marks do not nest, and nothing escapes them: "{{" always begins one.
package labelled

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/fault"
)

// Keep is the type of a span that must not be masked.
const Keep = "keep"

// types are what a span may be: the anonymiser's kinds, and Keep.
var types = []string{
	"name", "org", "place", "address", "postcode", "phone", "email", "url", "date", "age", "reference", "nhs", "ni", "vehicle",
	"job", "other", Keep,
}

// Text is one text and what is marked in it.
type Text struct {
	ID, Channel string
	Text        string // without the marks
	Spans       []Span // in order, never overlapping, never empty
}

// Span is what was marked: from Start up to, not including, End, in Unicode code points of Text.
type Span struct {
	Start, End int
	Type       string // a kind of identifier, or Keep
}

// Parse reads the texts of a file. name is only said in errors, which are a fault.Invalid, name the line, and hold none
// of the words. An id is given once in a file.
func Parse(name string, data []byte) ([]Text, error) {
	if !utf8.Valid(data) {
		return nil, fault.New(fault.Invalid, "%s: not UTF-8", name)
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if i := bytes.IndexByte(data, '\r'); i >= 0 {
		return nil, fault.New(fault.Invalid, "%s:%d: a carriage return within the line", name, 1+bytes.Count(data[:i], []byte("\n")))
	}
	p := parser{name: name, ids: map[string]bool{}}
	lines := strings.SplitAfter(string(data), "\n")
	for i, line := range lines {
		if err := p.line(i+1, line); err != nil {
			return nil, err
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return p.texts, nil
}

// parser gathers the lines of one text at a time.
type parser struct {
	name  string
	ids   map[string]bool
	texts []Text
	begun bool
	first int // the line that the body begins on
	body  strings.Builder
}

func (p *parser) wrong(line int, format string, args ...any) error {
	return fault.New(fault.Invalid, "%s:%d: "+format, append([]any{p.name, line}, args...)...)
}

func (p *parser) line(number int, line string) error {
	if !strings.HasPrefix(line, "--- ") {
		if !p.begun && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			return p.wrong(number, "words before the first line of the form --- id channel")
		}
		if p.begun {
			p.body.WriteString(line)
		}
		return nil
	}
	if err := p.end(); err != nil {
		return err
	}
	words := strings.Fields(line)
	if len(words) != 3 {
		return p.wrong(number, "want --- id channel")
	}
	if p.ids[words[1]] {
		return p.wrong(number, "this id was given before")
	}
	p.ids[words[1]] = true
	p.texts = append(p.texts, Text{ID: words[1], Channel: words[2]})
	p.begun, p.first = true, number+1
	return nil
}

// end closes the text that was begun last.
func (p *parser) end() error {
	if !p.begun {
		return nil
	}
	body := p.body.String()
	p.body.Reset()
	trimmed := strings.TrimLeft(body, "\n")
	first := p.first + len(body) - len(trimmed)
	trimmed = strings.TrimRight(trimmed, "\n")
	if trimmed == "" {
		return p.wrong(p.first-1, "a text without words")
	}
	return p.marks(&p.texts[len(p.texts)-1], trimmed, first)
}

// marks takes the marks out of a body that begins on a line, and notes where they were.
func (p *parser) marks(into *Text, body string, line int) error {
	var plain strings.Builder
	points := 0
	put := func(s string) {
		plain.WriteString(s)
		points += utf8.RuneCountInString(s)
		line += strings.Count(s, "\n")
	}
	for {
		before, rest, marked := strings.Cut(body, "{{")
		if strings.Contains(before, "}}") {
			return p.wrong(line+strings.Count(before[:strings.Index(before, "}}")], "\n"), "}} without a {{ before it")
		}
		put(before)
		if !marked {
			break
		}
		inside, after, closed := strings.Cut(rest, "}}")
		kind, words, halved := strings.Cut(inside, "|")
		switch {
		case !closed:
			return p.wrong(line, "{{ without a }} behind it")
		case !halved || strings.Contains(inside, "{{"):
			return p.wrong(line, "want {{kind|words}}")
		case !slices.Contains(types, kind):
			return p.wrong(line, "no kind is called that; there are %s", strings.Join(types, ", "))
		case strings.TrimSpace(words) != words || words == "":
			return p.wrong(line, "marked words must not be empty, and no space stands at their ends")
		}
		start := points
		put(words)
		into.Spans = append(into.Spans, Span{Start: start, End: points, Type: kind})
		body = after
	}
	into.Text = plain.String()
	return nil
}
