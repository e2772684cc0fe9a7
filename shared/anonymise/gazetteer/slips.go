package gazetteer

import "strings"

// slipped is what a slip of the finger makes a stranger of.
const slipped = Common | Word | Stop | Field | Kin

// endings are those that a word may have which the lists hold without.
var endings = []string{"s", "'s", "es", "ed", "d", "er", "ers", "ing", "in", "ly", "y", "ish", "ness", "less", "able", "ful", "est"}

// Slip reports whether a word that no list knows is an everyday word all the same: with an ending that the lists lack
// ("choosed"), or one slip of the finger away (a letter left out, put in, doubled or, in longer words, exchanged, or two
// that have changed places: Damerau's four errors). It asks the lists some hundred times.
func (g *Gazetteer) Slip(lower string) bool {
	if len(lower) > longestWord || !isASCII(lower) {
		return false
	}
	l := g.readers.Get().(*lookup)
	defer g.readers.Put(l)
	return l.inflected(lower) || l.near(lower)
}

func (l *lookup) everyday(w string) bool { return l.word(w).Any(slipped) }

func (l *lookup) inflected(w string) bool {
	for _, end := range endings {
		stem, ok := strings.CutSuffix(w, end)
		if !ok || len(stem) < 3 {
			continue
		}
		if n := len(stem); l.everyday(stem) || l.everyday(stem+"e") || stem[n-1] == stem[n-2] && l.everyday(stem[:n-1]) {
			return true
		}
	}
	return false
}

// exchangeFrom is the shortest word in which a letter may have been exchanged for another: shorter ones lie one letter
// from half of all names.
const exchangeFrom = 6

func (l *lookup) near(w string) bool {
	for i := range len(w) {
		if l.everyday(w[:i]+w[i+1:]) || i+1 < len(w) && l.everyday(w[:i]+w[i+1:i+2]+w[i:i+1]+w[i+2:]) {
			return true
		}
	}
	word := []byte(w + " ")
	for i := range len(w) + 1 {
		copy(word[i+1:], w[i:])
		copy(word[:i], w[:i])
		for c := byte('a'); c <= 'z'; c++ {
			if word[i] = c; l.everyday(string(word)) {
				return true
			}
		}
	}
	if len(w) < exchangeFrom {
		return false
	}
	word = []byte(w)
	for i := range word {
		was := word[i]
		for c := byte('a'); c <= 'z'; c++ {
			if word[i] = c; l.everyday(string(word)) {
				return true
			}
		}
		word[i] = was
	}
	return false
}
