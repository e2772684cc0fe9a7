// Package coding runs the theme coder over JSON lines, and measures it on labelled texts.
package coding

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/language"
	"voiceforum/shared/anonymise/token"
	"voiceforum/shared/fault"
	"voiceforum/shared/themes"
)

// longest is how many bytes one line may have: a text of themes.MaxBytes with every character escaped, and as much again.
const longest = 1 << 20

// Coder codes texts, and sends to a reviewer those that are not surely English.
type Coder struct {
	book  *themes.Codebook
	names *gazetteer.Gazetteer
}

// Open makes a coder with the newest codebook.
func Open() (*Coder, error) {
	book, err := themes.Load()
	if err != nil {
		return nil, err
	}
	names, err := gazetteer.Open()
	if err != nil {
		return nil, err
	}
	return &Coder{book: book, names: names}, nil
}

// Code codes one text.
func (c *Coder) Code(text, question string) (themes.Coding, error) {
	tokens := token.Split(text)
	doubt := language.Check(tokens, func(i int) gazetteer.Class { return c.names.Class(tokens[i].Lower) })
	return c.book.Read(themes.Text{Words: text, Question: question, Doubt: doubt})
}

// line is one text to code. Other members of the object are passed over.
type line struct {
	ID       json.RawMessage `json:"id"`
	Text     *string         `json:"text"`
	Question string          `json:"question"`
}

// coded is what is written for it.
type coded struct {
	ID       json.RawMessage `json:"id"`
	Mentions []mention       `json:"mentions"`
	Review   string          `json:"review,omitempty"` // why there are no mentions, and a reviewer must read it
}

// mention has every member each time, for programs that read them.
type mention struct {
	Theme    string        `json:"theme"`
	Stance   themes.Stance `json:"stance"`
	Evidence []themes.Span `json:"evidence"`
	Rule     string        `json:"rule"`
	Score    float64       `json:"score"`
}

// Run reads {"id","text"} and, where there was one, "question" from each line, and writes {"id","mentions"} for it, in
// code points of the text. Bad input is a fault.Invalid or fault.TooLarge that names the line, and nothing of the text.
func Run(ctx context.Context, coder *Coder, in io.Reader, out io.Writer) error {
	to := bufio.NewWriter(out)
	seen := map[string]int{}
	for lines := redact.NewLines(in); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := lines.Next(longest)
		switch {
		case err == io.EOF:
			return to.Flush()
		case err != nil:
			return err
		case len(bytes.TrimSpace(raw)) == 0:
			continue
		}
		l, err := parse(raw, lines.Number, seen)
		if err != nil {
			return err
		}
		coding, err := coder.Code(*l.Text, l.Question)
		if err != nil {
			return fault.New(fault.KindOf(err), "line %d: the text is over %d KB or not UTF-8", lines.Number, themes.MaxBytes>>10)
		}
		if err := write(to, l.ID, coding); err != nil {
			return err
		}
	}
}

// parse reads one line. Its errors quote nothing of it: it is somebody's words.
func parse(raw []byte, number int, seen map[string]int) (line, error) {
	var l line
	if err := json.Unmarshal(raw, &l); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return l, fault.New(fault.Invalid, `line %d: wants {"id": ..., "text": "..."}, "question" being text too`, number)
		}
		return l, fault.New(fault.Invalid, "line %d: is not a JSON object", number)
	}
	id := strings.TrimSpace(string(l.ID))
	switch {
	case id == "" || id == "null" || id[0] == '{' || id[0] == '[':
		return l, fault.New(fault.Invalid, `line %d: has no "id" that is text or a number`, number)
	case l.Text == nil:
		return l, fault.New(fault.Invalid, `line %d: has no "text"`, number)
	case seen[id] > 0:
		return l, fault.New(fault.Invalid, "line %d: has the id of line %d", number, seen[id])
	}
	seen[id] = number
	return l, nil
}

func write(to io.Writer, id json.RawMessage, coding themes.Coding) error {
	c := coded{ID: id, Mentions: []mention{}, Review: coding.Review}
	for _, m := range coding.Mentions {
		c.Mentions = append(c.Mentions, mention(m))
	}
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	return enc.Encode(c)
}
