package themes

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/fault"
)

// MaxBytes is the longest text that is coded; a longer one is a fault.TooLarge.
const MaxBytes = 64 << 10

// NotEnglish is why a reviewer must read a text that is not surely English: no rule here can say what it is about, and
// "nothing" would be a lie.
const NotEnglish = "not English: for a reviewer"

// Unsure is why a reviewer should read a text that says much and of which little is known: what was found of it stands
// until then.
const Unsure = "unsure: for a reviewer"

// Text is what is coded.
type Text struct {
	Words    string
	Question string // what it answers: the question's id, or its words; empty when there was none
	Doubt    string // why the words are perhaps not English, as shared/anonymise/language says it; empty when they are
}

// Coding is what a text is about.
type Coding struct {
	Mentions []Mention // at most one for a theme, in the order of the codebook
	Review   string    // why a reviewer must read the text: NotEnglish, without any mentions, or Unsure
}

// Code finds what a text, given in answer to a question, is about. It is Read for whoever has asked about the language
// before.
func (c *Codebook) Code(text, question string) ([]Mention, error) {
	coding, err := c.Read(Text{Words: text, Question: question})
	return coding.Mentions, err
}

// Read finds what a text is about: at most one mention a theme, with the clauses that show it as evidence. A text over
// MaxBytes is fault.TooLarge, one that is not UTF-8 is fault.Invalid. Texts without anything to code (none, one letter,
// emoji, "n/a", "no comment") have no mentions. Time grows only as the text does.
func (c *Codebook) Read(t Text) (Coding, error) {
	switch {
	case len(t.Words) > MaxBytes:
		return Coding{}, fault.New(fault.TooLarge, "text to code is over %d bytes", MaxBytes)
	case !utf8.ValidString(t.Words):
		return Coding{}, fault.New(fault.Invalid, "text to code is not UTF-8")
	case t.Doubt != "" || foreign(t.Words):
		return Coding{Review: NotEnglish}, nil
	}
	if len(c.Themes) == 0 {
		return Coding{}, nil
	}
	if err := c.prepare(); err != nil {
		return Coding{}, fault.Wrap(fault.Internal, "make the codebook's rules ready", err)
	}
	r := c.reader()
	coding := r.code(t)
	c.readers.Put(r) // not deferred: one that panicked is left half read
	return coding, nil
}

// code reads a text with everything ready.
func (r *reading) code(t Text) Coding {
	asked := r.asked(t.Question)
	r.read(t.Words)
	r.wishes = slices.Contains(r.book.wishes, t.Question)
	switch {
	case r.empty():
		return Coding{}
	case r.strange():
		return Coding{Review: NotEnglish}
	}
	coding := Coding{Mentions: r.mentions(asked)}
	if r.doubtful(coding.Mentions) {
		coding.Review = Unsure
	}
	return coding
}

// foreign reports whether most letters of a text are of another script than ours. It is only a floor: Polish in Latin
// letters is found by shared/anonymise/language.
func foreign(text string) bool {
	ours, others := 0, 0
	for _, c := range text {
		switch {
		case c < utf8.RuneSelf:
			if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
				ours++
			}
		case unicode.Is(unicode.Latin, c):
			ours++
		case unicode.IsLetter(c):
			others++
		}
	}
	return others > ours
}

// A text of fewer words than these is never taken for another language; of one with more, this share at least is known
// to the rules or among the commonest words of English.
const (
	fewestToTell = 6
	leastKnown   = 0.5
)

// strange reports whether too few words of a text are known for it to be English. What is close to English, or mixed
// with it, is told by shared/anonymise/language.
func (r *reading) strange() bool {
	known, all := 0, 0
	for i, w := range r.words {
		switch {
		case w.Number || w.Text[0] == '[' || w.Capital:
			continue
		case r.finder.Knows(i) || common[w.Text]:
			known++
		}
		all++
	}
	return all >= fewestToTell && float64(known) < leastKnown*float64(all)
}

// Of a text of so many words something should be found, and found more surely than this.
const (
	wordsToTell = 40
	leastSure   = 0.4
)

// doubtful reports whether a text that says much has told little.
func (r *reading) doubtful(mentions []Mention) bool {
	sure := 0.0
	for _, m := range mentions {
		sure = max(sure, m.Score)
	}
	return sure < leastSure && (len(mentions) > 0 || len(r.words) >= wordsToTell)
}

func (c *Codebook) reader() *reading {
	if r, ok := c.readers.Get().(*reading); ok {
		return r
	}
	return &reading{book: c, finder: c.rules.Finder(), themes: make([]found, len(c.Themes)), seen: make([]bool, len(c.meanings))}
}

// place names a rule: the theme's file and the line in it.
func (c *Codebook) place(m meaning) string {
	return fmt.Sprintf("%s:%d", c.Themes[m.theme].ID, m.line)
}
