// Package language says whether a text is confidently English, because the recognisers of identifiers know only
// English: a text in another language, or with one clause of it among English ones, must be read by a person.
//
// Letters of another script settle it. For the Latin script each word has a weight for each language, about ten times
// the logarithm of how much likelier it is there than in English, and the weights are added along the text, beginning
// again whenever the sum falls below nothing. That is Page's cumulative sum (E. S. Page, Continuous inspection
// schemes, Biometrika 41, 1954), the quickest test for a change that begins and ends at unknown words, so that a
// foreign clause is seen however much English stands around it. Time is linear in the length of the text.
package language

import (
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// Why a text is not confidently English.
const (
	otherScript = "letters of another script than the Latin"
	otherWords  = "words of another language than English"
	fewEnglish  = "too few words that are surely English"
)

// enough is the sum at which a run of words is another language's: one long word that is surely another language's and
// is not used in English sentences here, or two shorter ones, or one and several that no dictionary knows.
const enough = 25

// Check gives "" where a text is confidently English, and otherwise the reason why not: one of a few fixed phrases,
// never words of the text. The tokens are those of the whole normalised text, names included, and class gives what
// the gazetteer knows of the i-th of them. It keeps nothing and may be called by several goroutines at once.
func Check(tokens []token.Token, class func(i int) gazetteer.Class) (why string) {
	reader := reader{lists: load(), capitals: capitalsTell(tokens)}
	var sums [languages]int
	var seen census
	for i, t := range tokens {
		if foreignScript(t.Text) {
			return otherScript
		}
		if t.Kind != token.Word && t.Kind != token.Mixed {
			continue
		}
		w := reader.weigh(t, class(i))
		seen.add(w)
		for l := range sums {
			by := w.otherwise
			if w.listed.has(l) {
				by = w.here
			}
			if sums[l] = max(0, sums[l]+by); sums[l] >= enough {
				return otherWords
			}
		}
	}
	return seen.doubt()
}

// census counts the words of a text by what they say of its language.
type census struct{ english, foreign, unknown int }

func (c *census) add(w weight) {
	switch {
	case w.otherwise < 0:
		c.english++
	case w.here >= sure:
		c.foreign++
	case w.otherwise >= strange:
		c.unknown++
	}
}

// doubt gives the reason to doubt a text in which no run of words was another language's.
func (c *census) doubt() string {
	switch {
	case c.english == 0 && c.foreign > 0:
		return otherWords
	case c.foreign+c.unknown > c.english:
		return fewEnglish
	}
	return ""
}

// foreignScript reports whether a piece of text has letters, marks or digits that English is not written with.
func foreignScript(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return foreignRunes(s[i:])
		}
	}
	return false
}

func foreignRunes(s string) bool {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf || unicode.Is(unicode.Latin, r):
		case unicode.IsDigit(r), unicode.IsLetter(r), unicode.IsMark(r) && !unicode.Is(unicode.Inherited, r):
			return true
		}
	}
	return false
}
