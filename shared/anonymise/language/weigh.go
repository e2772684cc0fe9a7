package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// weight is what one word says: how much likelier it is, in tenths of a natural logarithm, in the languages that list
// it than in English, and how much likelier in those that do not.
type weight struct {
	listed          set
	here, otherwise int
}

// The weights, chosen on half of the texts in testdata and on English feedback, and confirmed on the other half.
const (
	sure     = 25 // on a language's list, and no word of English
	likeName = 18 // the same, but a name too
	shared   = 6  // on a language's list, and English
	strange  = 8  // on no list
	accented = 15 // on no list, and written with accents
)

// reader weighs the words of one text.
type reader struct {
	*lists
	capitals bool // whether capitals are for names
}

// capitalsTell reports whether a text has capitals for its names only: they say nothing where every word has one.
func capitalsTell(tokens []token.Token) bool {
	words, capitals := 0, 0
	for _, t := range tokens {
		if t.Kind != token.Word && t.Kind != token.Mixed || t.Starts {
			continue
		}
		words++
		if upper(t.Text) {
			capitals++
		}
	}
	return 2*capitals <= words
}

// weigh gives what a word says of its text's language, given what the gazetteer knows of it.
func (r reader) weigh(t token.Token, class gazetteer.Class) weight {
	if strings.HasPrefix(t.Lower, "'") || r.capitals && initials(t.Text) {
		return weight{}
	}
	word := r.find(t.Lower, class)
	w := weight{listed: word.languages, otherwise: r.otherwise(t, word, class)}
	name := class.Any(gazetteer.Name | gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld)
	switch {
	case word.languages == 0:
	case class.Any(gazetteer.Stop|gazetteer.Field) || len(t.Lower) == 1:
	case word.english || word.loan:
		w.here = shared / 2
	case class.Any(gazetteer.Common):
		w.here = shared
	case name && r.capitals && upper(t.Text):
		w.here = shared / 2
	case name || r.capital(t) || len(t.Lower) < 4:
		w.here = likeName
	default:
		w.here = sure
	}
	return w
}

// otherwise is a word's weight for the languages that do not list it.
func (r reader) otherwise(t token.Token, word entry, class gazetteer.Class) int {
	short := len(t.Lower) <= 2
	switch {
	case class.Any(gazetteer.Stop) && short:
		return -10
	case class.Any(gazetteer.Stop):
		return -20
	case class.Any(gazetteer.Field):
		return -3
	case class.Any(gazetteer.Common) && !short:
		return -15
	case class.Any(gazetteer.Kin):
		return -10
	case word.english && short:
		return -4
	case word.english:
		return -12
	case word.loan:
		return 0
	case class.Any(gazetteer.Word):
		return -8
	case class.Any(known) || t.Kind == token.Mixed:
		return 0
	case r.capital(t):
		return 2
	case accents(t.Lower):
		return accented
	}
	return strange
}

// known are the classes of words that any language's text may hold: names, places, titles.
const known = gazetteer.Name | gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld | gazetteer.Country |
	gazetteer.Month | gazetteer.Weekday | gazetteer.Title | gazetteer.Rare

// capital reports whether a word has a capital that its place does not explain.
func (r reader) capital(t token.Token) bool { return r.capitals && !t.Starts && upper(t.Text) }

// upper reports whether the first letter of a word is a capital.
func upper(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.IsUpper(r)
		}
	}
	return false
}

// initials reports whether a word is short and in capitals, such as NHS. Where everything is, longer words tell.
func initials(s string) bool {
	return len(s) > 1 && len(s) <= 4 && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsUpper(r) })
}

func accents(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}
