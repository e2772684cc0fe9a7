package anonymise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/anonymise/token"
)

// reading is a text made plain and split, as every recogniser sees it. A
// recogniser begins at a token and looks a bounded way around it, so that the
// time of all of them together is linear in the text.
type reading struct {
	norm   string
	origin []origin // for each byte of norm, the code points it came from; nil when nothing was changed
	tokens []token.Token
	own    []bool // for each token, that it is part of a placeholder of ours
	caps   []bool // for each token, that it stands in a sentence written in capitals, which then say nothing
	words  int    // tokens that are words of more than a letter
	upper  int    // of those, in capitals throughout

	lists   *gazetteer.Gazetteer
	known   map[string]known  // by word in lower case
	class   []gazetteer.Class // for each token, what the lists say
	score   []tagger.Score    // for each token, what the tagger says
	marks   []mark            // for each token, what it begins or announces
	phrases []gazetteer.Phrase
	kept    []bool // for each token, that it is part of what is never masked
	taken   []bool // for each token, that a recogniser of some form has found it
	lost    []bool // for each token, that it is a name and the s of a lost apostrophe

	web    int  // the token after the last that a web address was followed to
	listed int  // the token after the last that a list of numbers was followed to
	chat   int8 // whether the text writes 2 for "to": 0 not yet known, 1 yes, -1 no

	found   []match
	persons []match // of the finds, the names, before a longer find took one in
	doubts  []int   // tokens that come near a name

	odd       []int // everyday words with a capital that nothing explains
	strangers int   // words of which it was asked whether they are a slip
}

func newReading(text string) *reading {
	r := &reading{}
	r.norm, r.origin = normalise(text)
	r.tokens = token.Split(r.norm)
	r.own = make([]bool, len(r.tokens))
	r.caps = make([]bool, len(r.tokens))
	r.markOwn()
	r.markCaps()
	return r
}

// known is what the lists say of a word, wherever it stands.
type known struct {
	marks         mark
	listed, class gazetteer.Class
	lost          bool // a name and the s of a lost apostrophe
	asked         bool // whether slip is known
	slip          bool // no list knows it, and it is an everyday word misspelt
}

// know asks the lists and the tagger for every token.
func (r *reading) know(e *Engine) {
	n := len(r.tokens)
	r.lists = e.words
	listed := make([]gazetteer.Class, n)
	r.marks = make([]mark, n)
	r.class, r.kept, r.lost = make([]gazetteer.Class, n), make([]bool, n), make([]bool, n)
	for i, k := range r.tokens {
		if r.own[i] || k.Kind != token.Word {
			continue
		}
		w, met := r.known[k.Lower]
		if !met {
			w.listed = e.words.Listed(k.Lower)
			w.class = e.classOf(k, w.listed&^gazetteer.Opens)
			w.lost = w.class != 0 && strings.HasSuffix(k.Lower, "s") && w.listed&^gazetteer.Opens == 0
			w.marks = marksOf(k.Lower)
			r.known[k.Lower] = w
		}
		listed[i], r.marks[i] = w.listed, w.marks
		r.class[i], r.lost[i] = w.class, w.lost
		// "Hoi-Ling" is no English word for being made of two.
		if h := strings.IndexAny(k.Text, "-‐"); h > 1 && h+1 < len(k.Text) && startsUpper(k.Text) && startsUpper(k.Text[h+1:]) && !capitals(k.Text[:h]) &&
			!r.class[i].Any(gazetteer.Name|gazetteer.Country|gazetteer.Field|placeClass) {
			r.class[i] = 0
		}
	}
	r.taken = make([]bool, n)
	r.score = e.tagger.Score(r.tokens, r.class)
	r.phrases = e.words.Phrases(r.tokens, listed)
	for _, p := range r.phrases {
		if p.Kind == gazetteer.Keep || p.Kind == gazetteer.BigPlace {
			for i := p.First; i <= p.Last; i++ {
				r.kept[i] = true
			}
		}
	}
}

// take notes which tokens have been found, so that nobody looks for names in a reference. In a story that is known there may
// be names.
func (r *reading) take() {
	at := 0
	for _, m := range resolve(slices.Clone(r.found)) {
		for at < len(r.tokens) && r.tokens[at].End <= m.start {
			at++
		}
		for ; at < len(r.tokens) && r.tokens[at].Start < m.end; at++ {
			r.taken[at] = m.kind != Other
		}
	}
}

// markOwn finds the placeholders that this package writes.
func (r *reading) markOwn() {
	for i, k := range r.tokens {
		if k.Text != "[" {
			continue
		}
		end := placeholder.FindStringIndex(r.window(i))
		if end == nil {
			continue
		}
		for j := i; j < len(r.tokens) && r.tokens[j].End <= k.Start+end[1]; j++ {
			r.own[j] = true
		}
	}
}

// markCaps finds the sentences that are shouted.
func (r *reading) markCaps() {
	for from := 0; from < len(r.tokens); {
		to, words, upper := from, 0, 0
		for ; to < len(r.tokens) && (to == from || !r.tokens[to].Starts || r.tokens[to-1].Starts); to++ {
			if k := r.tokens[to]; k.Kind == token.Word && !r.own[to] && utf8.RuneCountInString(k.Text) > 1 {
				words++
				if capitals(k.Text) {
					upper++
				}
			}
		}
		r.words, r.upper = r.words+words, r.upper+upper
		for i := from; i < to; i++ {
			r.caps[i] = words > 2 && upper*10 >= words*7
		}
		from = to
	}
	// A short sentence between shouted ones is shouted too.
	if r.words > 4 && r.upper*10 >= r.words*7 {
		for i := range r.caps {
			r.caps[i] = true
		}
	}
}

// windowBytes is how much of the text a pattern may see from where it begins.
const windowBytes = 96

// window gives the text from a token on, cut between runes.
func (r *reading) window(i int) string {
	start := r.tokens[i].Start
	end := min(start+windowBytes, len(r.norm))
	for end < len(r.norm) && !utf8.RuneStart(r.norm[end]) {
		end--
	}
	return r.norm[start:end]
}

// at gives a token, or an empty mark where there is none or only a placeholder.
func (r *reading) at(i int) token.Token {
	if i < 0 || i >= len(r.tokens) || r.own[i] {
		return token.Token{Kind: token.Mark}
	}
	return r.tokens[i]
}

// lower gives the word at a token in lower case, or "" where there is no word.
func (r *reading) lower(i int) string {
	if k := r.at(i); k.Kind == token.Word {
		return k.Lower
	}
	return ""
}

// capital says that a word begins with a capital that means something.
func (r *reading) capital(i int) bool {
	k := r.at(i)
	return k.Kind == token.Word && !r.caps[i] && startsUpper(k.Text)
}

// near says that one of the words stands within some tokens before or after a token. In the farther half of those before
// it, the beginning of a sentence ends the search.
func (r *reading) near(i, before, after int, words map[string]bool) bool {
	for j := i - 1; j >= max(0, i-before); j-- {
		if words[r.at(j).Lower] {
			return true
		}
		if r.tokens[j].Starts && j < i-before/2 {
			break
		}
	}
	for j := i + 1; j <= i+after && j < len(r.tokens); j++ {
		if words[r.at(j).Lower] {
			return true
		}
	}
	return false
}

// tokenAt gives the first token that ends after a byte.
func (r *reading) tokenAt(i, byteEnd int) int {
	for i < len(r.tokens) && r.tokens[i].End < byteEnd {
		i++
	}
	return min(i, len(r.tokens)-1)
}

// glued says that a token follows the one before it without white space.
func (r *reading) glued(i int) bool {
	return i > 0 && i < len(r.tokens) && !r.tokens[i].Space
}

// add notes a find from one token to another, the last inclusive.
func (r *reading) add(first, last int, kind Kind, score float64, why string) {
	r.found = append(r.found, match{r.tokens[first].Start, r.tokens[last].End, kind, score, why})
}

func startsUpper(w string) bool {
	c, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(c)
}

// capitals says that a word has no small letter and at least two capitals.
func capitals(w string) bool {
	n := 0
	for _, c := range w {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			n++
		}
	}
	return n > 1
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
