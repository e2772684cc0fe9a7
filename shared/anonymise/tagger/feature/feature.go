// Package feature turns each token of a text into the numbers of the buckets that its features fall into: what the token
// looks like, what the word lists say of it, and the same of its neighbours. The tagger and its training share it, so that
// both see the same. Features have no names: each is hashed from numbers that were worked out once for each token, so that
// nothing is joined, looked up or allocated (the hashing trick of Weinberger et al., 2009).
package feature

import (
	"math/bits"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

const (
	// Bits is how many bits a bucket's number has.
	Bits = 18
	// Buckets is how many buckets there are.
	Buckets = 1 << Bits
	// Most is the most features that a token has.
	Most = 64
	// Version changes with the features: weights fit only the version that they were trained for.
	Version = 2
)

// word is what is worked out of a token once.
type word struct {
	hash  uint32    // of the lower-case text; of the length, for digits
	form  uint32    // how it is written: case, kind, length
	cased uint32    // the letters' case alone, with the manner of its sentence and text
	class uint32    // what the word lists say
	front [3]uint32 // its first 2, 3, 4 runes
	back  [4]uint32 // its last 1 to 4 runes
}

// Text is a text ready to give the features of its tokens.
type Text struct {
	words []word
}

// margin is how many empty words stand on either side, so that every token has neighbours.
const margin = 2

// Read works out what the features of a text's tokens need. Classes are those of the tokens' words, one each. The memory
// of a Text that was read before is used again.
func (t *Text) Read(tokens []token.Token, classes []gazetteer.Class) {
	n := len(tokens) + 2*margin
	if cap(t.words) < n {
		t.words = make([]word, n)
	}
	t.words = t.words[:n]
	for i := range margin {
		t.words[i], t.words[n-1-i] = edge, edge
	}
	whole := mannerOf(tokens)
	for from := 0; from < len(tokens); {
		to := from + 1
		for to < len(tokens) && !tokens[to].Starts {
			to++
		}
		manner := mannerOf(tokens[from:to])
		if manner == tooShort {
			manner = whole
		}
		for i := from; i < to; i++ {
			t.words[i+margin].read(&tokens[i], uint32(classes[i]), uint32(manner)<<2|uint32(whole))
		}
		from = to
	}
}

var edge = word{hash: 1, form: 1, cased: 1, class: 1 << 31}

func (w *word) read(tok *token.Token, class, manner uint32) {
	w.hash, w.front, w.back = 0, [3]uint32{}, [4]uint32{}
	c := caseOf(tok)
	w.class = class
	w.cased = uint32(c) | manner<<4
	if tok.Starts {
		w.cased |= 1 << 8
	}
	w.form = uint32(c) | uint32(min(len(tok.Text), 12))<<4
	if tok.Space {
		w.form |= 1 << 8
	}
	if tok.Kind == token.Number {
		w.hash = 0x5bd1e995 * uint32(min(len(tok.Text), 12))
		return
	}
	w.spell(tok.Lower)
}

// spell hashes a word, its beginnings and its ends in one walk each (FNV-1a).
func (w *word) spell(lower string) {
	const offset, prime = 2166136261, 16777619
	h := uint32(offset)
	runes := 0
	for i := range len(lower) {
		if utf8.RuneStart(lower[i]) {
			if runes >= 2 && runes <= 4 {
				w.front[runes-2] = h
			}
			runes++
		}
		h = (h ^ uint32(lower[i])) * prime
	}
	w.hash = h
	for n := runes; n >= 2 && n <= 4; n++ {
		w.front[n-2] = h ^ 0x55555555
	}
	h = offset
	for i, n := len(lower)-1, 0; i >= 0 && n < 4; i-- {
		h = (h ^ uint32(lower[i])) * prime
		if utf8.RuneStart(lower[i]) {
			w.back[n] = h
			n++
		}
	}
}

// letters is the case of a token's letters, or what it is instead of a word.
type letters uint8

const (
	noLetters letters = iota
	small
	capital  // Priya
	loud     // PRIYA
	initial  // P
	inner    // McKay, iPhone
	joined   // Smith-Jones, O'Brien
	foreign  // with letters beyond a to z
	foreignC // the same, beginning with a capital
	number
	mixed
	stop  // . ! ?
	comma // , ;
	quote
	mark
)

func caseOf(tok *token.Token) letters {
	switch tok.Kind {
	case token.Number:
		return number
	case token.Mixed:
		return mixed
	case token.Mark:
		return markOf(tok.Text)
	}
	var upper, lower, other, joins int
	for i := range len(tok.Text) {
		switch c := tok.Text[i]; {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= utf8.RuneSelf:
			other++
		default:
			joins++
		}
	}
	first := tok.Text[0]
	big := first >= 'A' && first <= 'Z'
	switch {
	case other > 0 && (big || tok.Text[:min(2, len(tok.Text))] != tok.Lower[:min(2, len(tok.Lower))]):
		return foreignC
	case other > 0:
		return foreign
	case upper == 0 && lower == 0:
		return noLetters
	case upper == 0:
		return small
	case upper == 1 && lower == 0:
		return initial
	case lower == 0:
		return loud
	case joins > 0 && big:
		return joined
	case upper == 1 && big:
		return capital
	}
	return inner
}

func markOf(text string) letters {
	switch text {
	case ".", "!", "?":
		return stop
	case ",", ";":
		return comma
	case `"`, "'", "“", "”", "‘", "’":
		return quote
	}
	return mark
}

// manner is how a sentence or a text is typed.
type manner uint8

const (
	tooShort manner = iota // as a sentence: look at the text
	lowered                // no capitals to speak of
	usual
	raised // every word begins with a capital, or is in capitals
)

func mannerOf(tokens []token.Token) manner {
	words, capitals := 0, 0
	for i := range tokens {
		tok := &tokens[i]
		if tok.Kind != token.Word || tok.Lower == "i" || tok.Text[0] == '\'' {
			continue
		}
		words++
		if c := tok.Text[0]; c >= 'A' && c <= 'Z' {
			capitals++
		}
	}
	switch {
	case words < 4:
		return tooShort
	case capitals == 0:
		return lowered
	case capitals*10 >= words*7:
		return raised
	}
	return usual
}

// Of gives the buckets of token i, and how many there are.
func (t *Text) Of(i int, out *[Most]uint32) int {
	w := t.words[i : i+2*margin+1 : i+2*margin+1]
	before, back, here, next, after := &w[0], &w[1], &w[2], &w[3], &w[4]
	l := list{out: out}
	l.add(here.hash)
	l.add(back.hash)
	l.add(next.hash)
	l.add(before.hash)
	l.add(after.hash)
	l.add(both(back.hash, here.hash))
	l.add(both(here.hash, next.hash))
	l.add(both(back.hash, next.hash))
	for _, h := range here.front {
		l.add(h)
	}
	for _, h := range here.back {
		l.add(h)
	}
	l.add(here.cased)
	l.add(both(here.cased, here.form))
	l.add(both(back.form, here.cased))
	l.add(both(here.cased, next.form))
	l.add(both(both(back.cased, here.cased), next.cased))
	l.add(here.class)
	l.add(back.class)
	l.add(next.class)
	l.add(both(here.class, here.cased))
	l.add(both(back.class, here.class))
	l.add(both(here.class, next.class))
	l.add(both(both(back.class, here.class), here.cased))
	l.add(both(both(here.class, next.class), here.cased))
	l.add(both(both(back.class, here.class), next.class))
	l.add(both(back.hash, here.class))
	l.add(both(next.hash, here.class))
	l.add(both(both(before.hash, back.hash), here.cased))
	l.add(both(back.hash, here.cased))
	l.add(both(next.hash, here.cased))
	l.add(both(here.back[2], here.cased))
	l.add(both(back.back[2], here.class))
	l.add(both(before.class, here.class))
	l.add(both(here.hash, here.cased))
	for set := here.class; set != 0 && l.n < Most; set &= set - 1 {
		bit := uint32(bits.TrailingZeros32(set))
		l.at(100+bit, here.cased)
	}
	return l.n
}

// list collects buckets. Each feature is told from the others by its number.
type list struct {
	out *[Most]uint32
	n   int
}

func (l *list) add(value uint32) { l.at(uint32(l.n), value) }

func (l *list) at(number, value uint32) {
	h := (value ^ number*0x9e3779b1) * 0x85ebca6b
	h ^= h >> 15
	l.out[l.n&(Most-1)] = h * 0xc2b2ae35 >> (32 - Bits)
	l.n++
}

func both(a, b uint32) uint32 { return (a<<7|a>>25)*0x2c1b3c6d ^ b*0x297a2d39 }
