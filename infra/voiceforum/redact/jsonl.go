package redact

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// jsonl reads an object from each line; empty lines stay. The chosen members are one response.
type jsonl struct {
	lines  *Lines
	fields []string
}

// member is one of an object's: its value is bytes start to end of the line.
type member struct {
	name       string
	start, end int
}

func (j *jsonl) next() (piece, error) {
	p, _, err := j.object()
	return p, err
}

// object reads a line, and finds its members and the texts to mask.
func (j *jsonl) object() (piece, []member, error) {
	line, err := j.lines.Next(longest)
	if err != nil {
		return piece{}, nil, err
	}
	p := piece{line: j.lines.Number, raw: line}
	if blank(line) {
		return p, nil, nil
	}
	all, err := members(line, p.line)
	if err != nil {
		return piece{}, nil, err
	}
	for _, field := range j.fields {
		s, err := chosen(line, p.line, all, field)
		if err != nil {
			return piece{}, nil, err
		}
		if s.end > 0 {
			p.slots = append(p.slots, s)
		}
	}
	p.others = len(all) - len(p.slots)
	slices.SortFunc(p.slots, func(a, b slot) int { return cmp.Compare(a.start, b.start) }) // asked for in any order
	return p, all, nil
}

// members finds the members of the one object that a line is.
func members(line []byte, number int) ([]member, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(line, &whole); err != nil {
		return nil, unreadable(line, number, err)
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, fault.New(fault.Invalid, "line %d: not a JSON object; each line is one, like {\"text\": \"…\"}", number)
	}
	var all []member
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, unreadable(line, number, err)
		}
		named := int(dec.InputOffset())
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, unreadable(line, number, err)
		}
		if seen[name] {
			_, column := position(line, named)
			return nil, fault.New(fault.Invalid, "line %d, column %d: the object has two members of this name", number, column)
		}
		seen[name] = true
		end := int(dec.InputOffset())
		all = append(all, member{name: name, start: end - len(value), end: end})
	}
	return all, nil
}

// unreadable says where a line stops being JSON. The library's own words would repeat some of it.
func unreadable(line []byte, number int, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return fault.New(fault.Invalid, "line %d: not JSON", number)
	}
	if int(syntax.Offset) >= ending(line) && strings.HasPrefix(syntax.Error(), "unexpected end") {
		return fault.New(fault.Invalid, "line %d: ends in the middle of its JSON; was the file cut short?", number)
	}
	_, column := position(line, max(0, int(syntax.Offset)-1))
	return fault.New(fault.Invalid, "line %d, column %d: not JSON", number, column)
}

// chosen gives the slot of a field; an empty one where there is nothing to mask in it.
func chosen(line []byte, number int, all []member, field string) (slot, error) {
	for _, m := range all {
		if m.name != field {
			continue
		}
		raw := line[m.start:m.end]
		if bytes.Equal(raw, []byte("null")) {
			return slot{}, nil
		}
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return slot{}, wrongMember(line, number, m, field, "is not a text")
		}
		if halves(raw, text) {
			return slot{}, wrongMember(line, number, m, field, "holds half of a character (a lone surrogate)")
		}
		if len(text) > anonymise.MaxBytes {
			_, column := position(line, m.start)
			return slot{}, fault.New(fault.TooLarge, "line %d, column %d: %q is over %d KB", number, column, field, anonymise.MaxBytes>>10)
		}
		return slot{start: m.start, end: m.end, line: number, where: field, text: text}, nil
	}
	return slot{}, fault.New(fault.Invalid, "line %d: there is no %q", number, field)
}

func wrongMember(line []byte, number int, m member, field, what string) error {
	_, column := position(line, m.start)
	return fault.New(fault.Invalid, "line %d, column %d: %q %s", number, column, field, what)
}

// halves reports whether a JSON string holds an escape that is half of a character: the library reads it as U+FFFD.
func halves(raw []byte, text string) bool {
	const replaced = "\ufffd"
	written := strings.Count(string(raw), replaced) + strings.Count(strings.ToLower(string(raw)), `\ufffd`)
	return strings.Count(text, replaced) > written
}

func (j *jsonl) render(to []byte, p piece, results []anonymise.Result, r *Report) []byte {
	r.Untouched = max(r.Untouched, p.others)
	return spliced(to, p, func(to []byte, i int, old []byte) []byte {
		if results[i].Words == p.slots[i].text {
			return append(to, old...)
		}
		return quoted(to, results[i].Words)
	})
}

// quoted appends a text as JSON, without the escapes that only HTML needs.
func quoted(to []byte, text string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(text) //nolint:errcheck // a text always can be
	return append(to, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// spanSource writes where the identifiers are in place of the words.
type spanSource struct{ jsonl }

func (s *spanSource) next() (piece, error) {
	for {
		p, all, err := s.object()
		if err != nil {
			return piece{}, err
		}
		if all == nil && blank(p.raw) {
			continue
		}
		if len(p.slots) == 0 {
			return piece{}, fault.New(fault.Invalid, "line %d: \"text\" is not a text", p.line)
		}
		for _, m := range all {
			if first := p.raw[m.start]; m.name == "id" && first != '{' && first != '[' && first != 'n' && first != 't' && first != 'f' {
				p.id = p.raw[m.start:m.end]
			}
		}
		if p.id == nil {
			return piece{}, fault.New(fault.Invalid, "line %d: there is no \"id\" that is a text or a number", p.line)
		}
		return p, nil
	}
}

func (s *spanSource) render(to []byte, p piece, results []anonymise.Result, _ *Report) []byte {
	type span struct {
		Start int            `json:"start"`
		End   int            `json:"end"`
		Type  anonymise.Kind `json:"type"`
	}
	spans := make([]span, 0, len(results[0].Spans))
	for _, found := range results[0].Spans {
		spans = append(spans, span{found.Start, found.End, found.Kind})
	}
	written, _ := json.Marshal(spans) // numbers and kinds always can be
	to = append(append(to, `{"id":`...), p.id...)
	return append(append(append(to, `,"spans":`...), written...), "}\n"...)
}
