// Package prose cuts a text into words as people say them, with their places, sentences and clauses.
//
// Words are those of Unicode's annex 29, made plain: lower case, short forms opened ("didn't" is "did not"), text-speak
// and common misspellings written out, a placeholder such as "[name 1]" as one word "[name]". What was written stays
// where it was: every word knows the code points that it came from.
package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Word is one plain word.
type Word struct {
	Text       string // lower case
	Start, End int    // code points of the text as given, End exclusive
	Sentence   int    // counted from 0
	Turn       int    // a stretch in which the thought does not turn ("but", "although"), counted from 0 over the text
	Clause     int    // the smallest stretch with one thought in it, counted from 0 over the text
	Capital    bool   // begins with a capital letter inside a sentence
	Number     bool   // is made of digits
	Question   bool   // its sentence ends with a question mark
}

// Language is what must be known to read people's writing.
type Language struct {
	Spellings map[string][]string // a word as it is written, and the words that are meant
	Turns     map[string]bool     // words at which a thought turns
	Subjects  map[string]bool     // words that begin a new clause after "and", "so", "because" or a comma
}

// abbreviations end with a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "no": true, "vs": true, "etc": true, "approx": true, "ref": true, "e.g": true, "i.e": true,
}

// joins are the words after which a subject begins a new clause.
var joins = map[string]bool{"and": true, "so": true, "because": true, "while": true, "when": true, "then": true}

// reader is the state of one cutting.
type reader struct {
	lang                   *Language
	text, plain            string // as given, and lower-cased byte for byte
	out                    []Word
	at                     int // code points before the token in hand
	sentence, turn, clause int
	opened                 bool // nothing stands in this sentence yet
	joined                 bool // a comma stood just before
	newTurn, newClause     bool // the next word begins one
	first                  int  // of out, in this sentence
	from                   int  // of out, in this text
}

// Split cuts a text, which must be UTF-8, and appends its words to into. Time grows as the text does.
func (l *Language) Split(text string, into []Word) []Word {
	r := &reader{lang: l, text: text, plain: lowered(text), out: into, opened: true, first: len(into), from: len(into)}
	for tokens := words.FromString(r.plain); tokens.Next(); {
		r.token(tokens)
	}
	return r.out
}

// lowered gives the text in lower case, each letter in as many bytes as it had.
func lowered(text string) string {
	out := []byte(text)
	for i := 0; i < len(out); {
		if c := out[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				out[i] = c + 'a' - 'A'
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(out[i:])
		if lower := unicode.ToLower(r); utf8.RuneLen(lower) == n {
			utf8.EncodeRune(out[i:], lower)
		}
		i += n
	}
	return string(out)
}

func (r *reader) token(tokens *words.Iterator[string]) {
	value, from := tokens.Value(), tokens.Start()
	start := r.at
	r.at += utf8.RuneCountInString(value)
	c, _ := utf8.DecodeRuneInString(value)
	switch {
	case c == '[':
		if n := placeholder(r.plain[from:]); n > 0 {
			kind, _, _ := strings.Cut(r.plain[from+1:from+n-1], " ")
			for tokens.End() < from+n && tokens.Next() {
				continue
			}
			r.at = start + utf8.RuneCountInString(r.plain[from:tokens.End()])
			r.word("["+kind+"]", start, r.at, false)
		}
	case unicode.IsLetter(c) || unicode.IsDigit(c):
		r.letters(value, start, unicode.IsUpper(firstRune(r.text[from:])))
	case c == '£':
		r.word("pounds", start, r.at, false)
	default:
		r.mark(c, from)
	}
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// longestPlaceholder bounds the search for a placeholder's end, so that a text of brackets is read in linear time.
const longestPlaceholder = 40

// placeholder gives the length in bytes of "[name]" or "[name 1]" at the head of s, or 0.
func placeholder(s string) int {
	end := strings.IndexByte(s[:min(len(s), longestPlaceholder)], ']')
	if end < 2 {
		return 0
	}
	for _, c := range s[1:end] {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != ' ' && c != '-' {
			return 0
		}
	}
	return end + 1
}

// letters takes a token of letters and digits: apart at full stops with no space after them, as people type.
func (r *reader) letters(value string, start int, capital bool) {
	for strings.Contains(value, ".") && !unicode.IsDigit(firstRune(value)) {
		head, rest, _ := strings.Cut(value, ".")
		if utf8.RuneCountInString(head) < 2 || len(rest) < 2 {
			break
		}
		n := utf8.RuneCountInString(head)
		r.spelled(head, start, start+n, capital)
		r.end(false)
		value, start, capital = rest, start+n+1, false
	}
	r.spelled(value, start, start+utf8.RuneCountInString(value), capital)
}

// spelled adds what a written word means.
func (r *reader) spelled(value string, start, end int, capital bool) {
	if strings.Contains(value, "’") {
		value = strings.ReplaceAll(value, "’", "'")
	}
	if meant, ok := r.lang.Spellings[value]; ok {
		for _, w := range meant {
			r.word(w, start, end, false)
		}
		return
	}
	i := strings.IndexByte(value, '\'')
	if i <= 0 {
		r.word(value, start, end, capital)
		return
	}
	head, tail := value[:i], value[i:]
	if tail == "'t" && len(head) > 1 && strings.HasSuffix(head, "n") {
		r.word(strings.TrimSuffix(head, "n"), start, end, false)
		r.word("not", start, end, false)
		return
	}
	r.word(head, start, end, capital)
	if whole, ok := shortened[tail]; ok {
		r.word(whole, start, end, false)
	}
}

// shortened are the endings that stand for a word; 's may be "is", "has" or a possessive, so that it stands for none.
var shortened = map[string]string{"'ve": "have", "'ll": "will", "'d": "would", "'re": "are", "'m": "am"}

func (r *reader) word(w string, start, end int, capital bool) {
	if !r.opened {
		last := r.out[len(r.out)-1].Text
		switch {
		case r.lang.Turns[w] && last != "as" && last != "not": // "as though", "not yet"
			r.newTurn = true
		case (joins[last] || r.joined) && r.lang.Subjects[w]:
			r.newClause = true
		}
	}
	if len(r.out) > r.from {
		if r.newTurn {
			r.turn++
		}
		if r.newTurn || r.newClause {
			r.clause++
		}
	}
	r.out = append(r.out, Word{
		Text: w, Start: start, End: end, Sentence: r.sentence, Turn: r.turn, Clause: r.clause,
		Capital: capital && !r.opened, Number: w[0] >= '0' && w[0] <= '9',
	})
	r.opened, r.joined, r.newTurn, r.newClause = false, false, false, false
}

// mark takes a token without letters, at a byte of the text.
func (r *reader) mark(c rune, from int) {
	switch c {
	case '.':
		if n := len(r.out); n > 0 && !r.opened && (abbreviations[r.out[n-1].Text] || len(r.out[n-1].Text) == 1 && r.out[n-1].Capital) {
			return
		}
		r.end(false)
	case '?':
		r.end(true)
	case '!', ';', '…', '\n', '\r', '\u2028', '\u2029':
		r.end(false)
	case ',':
		r.joined = true
	case '(', ')', '–', '—', ':':
		r.cut()
	case '-':
		if from > 0 && r.text[from-1] == ' ' {
			r.cut()
		}
	}
}

// cut begins a new clause inside a sentence.
func (r *reader) cut() {
	if !r.opened {
		r.newClause, r.joined = true, false
	}
}

// end closes a sentence.
func (r *reader) end(question bool) {
	if r.opened {
		return
	}
	if question {
		for i := r.first; i < len(r.out); i++ {
			r.out[i].Question = true
		}
	}
	r.sentence++
	r.opened, r.joined, r.first = true, false, len(r.out)
	r.newTurn, r.newClause = true, true
}

// NewLanguage makes a language from spellings, each the words meant with spaces between and how else they are written,
// and from the words that turn a thought or begin a clause.
func NewLanguage(spellings map[string][]string, turns, subjects []string) Language {
	l := Language{Spellings: map[string][]string{}, Turns: map[string]bool{}, Subjects: map[string]bool{}}
	for meant, all := range spellings {
		for _, written := range all {
			l.Spellings[written] = strings.Fields(meant)
		}
	}
	for _, w := range turns {
		l.Turns[w] = true
	}
	for _, w := range subjects {
		l.Subjects[w] = true
	}
	return l
}
