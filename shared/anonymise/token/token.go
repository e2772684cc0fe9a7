// Package token splits text into words, numbers and marks, and says which of
// them begin a sentence. Everything that looks for identifiers reads these
// tokens and not the text, so that the text is walked once.
//
// The rules are those that names need, not those of a dictionary: a possessive
// stands apart from its name ("Khan" + "'s"), a double-barrelled or Irish name
// stays whole ("Smith-Jones", "O'Brien"), and letters run together with digits
// stay together ("b15", "34yo"), because that is how people type postcodes,
// plates and ages.
package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says what a token is made of.
type Kind uint8

const (
	// Word is letters, with apostrophes and hyphens inside, or a clitic: 's, 't, 'll.
	Word Kind = iota
	// Number is digits only.
	Number
	// Mixed is letters and digits run together.
	Mixed
	// Mark is one rune that is none of these: punctuation, a symbol, a broken byte.
	Mark
)

// Token is one piece of a text.
type Token struct {
	// Start and End are bytes in the text that was split, End exclusive.
	Start, End int
	// Text is the token as written; Lower the same in lower case, its apostrophes as '.
	Text, Lower string
	Kind        Kind
	// Space says that white space stands before the token.
	Space bool
	// Starts says that the token begins a sentence, a line or the text. Opening
	// quotes, brackets and bullets are looked through: in `- "Yes` all three
	// tokens start.
	Starts bool
}

// Split returns the tokens of a text in order. They do not overlap, and only
// white space lies between them. Time is linear in the length of the text,
// whatever it holds; broken UTF-8 becomes marks of one byte.
func Split(text string) []Token {
	s := splitter{text: text, tokens: make([]Token, 0, pieces(text)), starts: true}
	for s.at < len(text) {
		s.next()
	}
	return s.tokens
}

// pieces counts tokens roughly, so that their memory is asked for once.
func pieces(text string) int {
	n, inside := 0, false
	for i := range len(text) {
		c := text[i]
		alnum := c >= utf8.RuneSelf || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if alnum && !inside || !alnum && c > ' ' {
			n++
		}
		inside = alnum
	}
	return n
}

type splitter struct {
	text   string
	tokens []Token
	at     int
	space  bool
	starts bool
}

// next reads one rune of white space or one token.
func (s *splitter) next() {
	r, width := decode(s.text, s.at)
	if unicode.IsSpace(r) {
		s.space = true
		if r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' {
			s.starts = true
		}
		s.at += width
		return
	}
	if end := s.clitic(); end > 0 {
		s.add(end, Word)
		return
	}
	end, kind := run(s.text, s.at)
	if end == s.at {
		s.add(s.at+width, Mark)
		s.mark(r)
		return
	}
	if kind == Word {
		end = s.joined(end)
	}
	s.add(end, kind)
	s.starts = false
}

// joined carries a word over inner hyphens and apostrophes, as long as letters
// alone follow and those are no clitic.
func (s *splitter) joined(end int) int {
	for {
		r, width := decode(s.text, end)
		if !isHyphen(r) && !isApostrophe(r) {
			return end
		}
		next, kind := run(s.text, end+width)
		if next == end+width || kind != Word {
			return end
		}
		if isApostrophe(r) && clitics[strings.ToLower(first(s.text[end+width:next], 3))] {
			return end
		}
		end = next
	}
}

// clitic returns the end of a clitic that begins here, straight after a word,
// or 0.
func (s *splitter) clitic() int {
	if s.space || len(s.tokens) == 0 || s.tokens[len(s.tokens)-1].Kind == Mark {
		return 0
	}
	r, width := decode(s.text, s.at)
	if !isApostrophe(r) {
		return 0
	}
	end, kind := run(s.text, s.at+width)
	if kind != Word || !clitics[strings.ToLower(first(s.text[s.at+width:end], 3))] {
		return 0
	}
	return end
}

func (s *splitter) add(end int, kind Kind) {
	text := s.text[s.at:end]
	lower := text
	if kind != Mark {
		lower = strings.ToLower(text)
	}
	if strings.Contains(lower, "’") {
		lower = strings.ReplaceAll(lower, "’", "'")
	}
	s.tokens = append(s.tokens, Token{
		Start: s.at, End: end, Text: text, Lower: lower, Kind: kind, Space: s.space, Starts: s.starts,
	})
	s.at, s.space = end, false
}

// mark decides what a mark that was just added says of the next token.
func (s *splitter) mark(r rune) {
	switch r {
	case '!', '?', '…', '•', '·', '▪', '◦', '‣', '。', '؟', '۔':
		s.starts = true
	case '.', ':':
		if s.at < len(s.text) {
			next, _ := decode(s.text, s.at)
			s.starts = s.starts || !unicode.IsLetter(next) && !unicode.IsDigit(next)
		}
		if r == '.' && s.abbreviated() {
			s.starts = false
		}
	}
}

// abbreviated says that the full stop just added belongs to a title or an
// initial ("Dr. Khan", "J. Smith"), after which no sentence starts.
func (s *splitter) abbreviated() bool {
	if len(s.tokens) < 2 {
		return false
	}
	stop, word := s.tokens[len(s.tokens)-1], s.tokens[len(s.tokens)-2]
	if stop.Space || word.Kind != Word {
		return false
	}
	r, width := decode(word.Text, 0)
	return titles[word.Lower] || width == len(word.Text) && unicode.IsUpper(r) && r != 'I'
}

// run returns the end of the letters and digits that begin at a byte, and
// which of the two they are; the byte itself when there are none.
func run(text string, at int) (end int, kind Kind) {
	letters, digits := false, false
	for at < len(text) {
		r, width := decode(text, at)
		switch {
		case unicode.IsDigit(r):
			digits = true
		case unicode.IsLetter(r), unicode.IsMark(r):
			letters = true
		default:
			return at, kindOf(letters, digits)
		}
		at += width
	}
	return at, kindOf(letters, digits)
}

func kindOf(letters, digits bool) Kind {
	switch {
	case letters && digits:
		return Mixed
	case digits:
		return Number
	case letters:
		return Word
	}
	return Mark
}

// decode reads the rune at a byte; at the end of the text a space of no width.
func decode(text string, at int) (rune, int) {
	if at >= len(text) {
		return ' ', 0
	}
	if text[at] < utf8.RuneSelf {
		return rune(text[at]), 1
	}
	return utf8.DecodeRuneInString(text[at:])
}

// first returns a text that is no longer than n bytes, and nothing otherwise.
func first(text string, n int) string {
	if len(text) > n {
		return ""
	}
	return text
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

var clitics = map[string]bool{"s": true, "t": true, "ll": true, "re": true, "ve": true, "d": true, "m": true}

var titles = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "prof": true, "rev": true,
	"sgt": true, "insp": true, "supt": true, "det": true, "no": true, "vs": true,
}
