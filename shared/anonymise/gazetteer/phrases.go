package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/token"
)

// PhraseKind says what a run of words is.
type PhraseKind uint8

const (
	// Place is a place that is masked: below the size of the big ones.
	Place PhraseKind = iota + 1
	// BigPlace is big enough to be kept: Birmingham, London, the West Midlands; and a country of several words, of which
	// the engine masks that somebody comes from it.
	BigPlace
	// Keep is a public body, a term of the field or a brand, never masked.
	Keep
	// School is the name of a school, college, nursery or university.
	School
	// Faith is the name of a mosque, church, gurdwara, temple or synagogue.
	Faith
	// Venue is the name of a pub, shop, hospital, surgery, park, hall, hostel or club.
	Venue
)

// Phrase is a run of tokens that belong together.
type Phrase struct {
	First, Last int // Places in the slice of tokens, Last inclusive.
	Kind        PhraseKind
	// Small says that a place of everyday words ("great bridge") stands in lower case, where it may be no place.
	Small bool
	Why   string // A fixed phrase that says which list or pattern; never words of the text.
}

// entry is the value of a phrase in its transducer.
type entry uint64

// The values of the phrases' transducer. The builder writes them, so their
// numbers are part of the file.
const (
	entryLocal entry = iota + 1
	entryGB
	entryWorld
	entryBig
	entryKeep
	entryVenue

	// NeedsCapitals marks a phrase of everyday words ("Hill Top"), which is one
	// only where each of its words has a capital. Only the builder sets it.
	NeedsCapitals = 1 << 8
	// NeedsShouting marks an abbreviation that is a word or a name in lower case: MASH, DARA, FLO.
	NeedsShouting = 1 << 9
)

var entries = map[entry]Phrase{
	entryLocal: {Kind: Place, Why: "list of West Midlands places"},
	entryGB:    {Kind: Place, Why: "list of British and Irish places"},
	entryWorld: {Kind: Place, Why: "list of places abroad"},
	entryBig:   {Kind: BigPlace, Why: "list of places that are kept"},
	entryKeep:  {Kind: Keep, Why: "list of public bodies and the field's words"},
	entryVenue: {Kind: Venue, Why: "list of venues"},
}

// longestPhrase is the most tokens that a listed phrase may have, marks
// included; the builder refuses longer ones.
const longestPhrase = 9

// Phrases finds listed phrases and names built to a pattern ("X primary
// school"). They are whole tokens, in order, and do not overlap: the longest
// that begins first wins. Apostrophes, accents, hyphens and the case say
// nothing: "king's-heath" is "Kings Heath". A single word is given only when
// it can be nothing else than what it is listed as; what else is a place is
// in Class. Time is linear.
//
// listed is what Listed gives of each token that is a Word, and 0 of the others, so that nobody asks twice.
func (g *Gazetteer) Phrases(tokens []token.Token, listed []Class) []Phrase {
	l := g.readers.Get().(*lookup)
	defer g.readers.Put(l)
	s := scan{l: l, tokens: tokens, class: listed}
	return s.phrases()
}

type scan struct {
	l      *lookup
	tokens []token.Token
	class  []Class
	// done is the first token that no phrase but a place has used; patterns never reach back before it.
	done int
}

func (s *scan) phrases() []Phrase {
	var out []Phrase
	for i := 0; i < len(s.tokens); {
		p, ok := s.at(i)
		if !ok {
			i++
			continue
		}
		// A school may take up the place or the faith that is in its name.
		for n := len(out); n > 0 && out[n-1].Last >= p.First; n = len(out) {
			p.First = min(p.First, out[n-1].First)
			out = out[:n-1]
		}
		out = append(out, p)
		i = p.Last + 1
		if p.Kind != Place && p.Kind != BigPlace {
			s.done = i
		}
	}
	return out
}

// at gives the longer of the listed phrase that begins at token i and of the name that is built to a pattern there.
func (s *scan) at(i int) (Phrase, bool) {
	built, isBuilt := s.named(i)
	listed, isListed := s.listed(i)
	switch {
	case !isListed, isBuilt && listed.Small:
		return built, isBuilt
	case !isBuilt, listed.Last > built.Last, listed.Last == built.Last && built.First == i:
		return listed, true
	case built.First == i && built.Last == listed.Last+1 && s.tokens[built.Last].Lower == "'s":
		// "St Albans's" is the town.
		return listed, true
	}
	return built, isBuilt
}

// listed gives the longest listed phrase that begins at token i.
func (s *scan) listed(i int) (Phrase, bool) {
	if !s.opens(i) {
		return Phrase{}, false
	}
	var best Phrase
	key := make([]byte, 0, 2*longestWord)
	for j := i; j < len(s.tokens) && j < i+longestPhrase; j++ {
		var more bool
		key, more = s.appendKey(key, i, j)
		if !more {
			break
		}
		if v, found, err := s.l.phrases.Get(key); err == nil && found && s.tokens[j].Kind != token.Mark {
			p := entries[entry(v&^(NeedsCapitals|NeedsShouting))]
			p.Small = v&NeedsCapitals != 0 && !s.titled(i, j)
			if p.Small && (p.Kind != Place || i == j || best.Kind != 0) || v&NeedsShouting != 0 && !s.shouted(i, j) {
				continue
			}
			best = p
			best.First, best.Last = i, j
		}
	}
	return best, best.Kind != 0
}

// titled reports whether each word from i to j has a capital and is not shouted.
func (s *scan) titled(i, j int) bool {
	for _, t := range s.tokens[i : j+1] {
		first, width := utf8.DecodeRuneInString(t.Text)
		if t.Kind == token.Word && t.Text[0] != '\'' && (!unicode.IsUpper(first) || len(t.Text) > 1 && t.Text[width:] == strings.ToUpper(t.Text[width:])) {
			return false
		}
	}
	return true
}

// shouted reports whether the words from i to j are in capitals throughout.
func (s *scan) shouted(i, j int) bool {
	for _, t := range s.tokens[i : j+1] {
		if t.Text == t.Lower || t.Text != strings.ToUpper(t.Text) {
			return false
		}
	}
	return true
}

func (s *scan) opens(i int) bool {
	if s.class[i]&Opens != 0 {
		return true
	}
	head, _, hyphened := strings.Cut(s.tokens[i].Lower, "-")
	plain := strings.ReplaceAll(head, "'", "") // "b'ham" is keyed without its apostrophe
	return (hyphened || plain != head) && len(plain) < longestWord && s.l.class(plain)&Opens != 0
}

// appendKey adds token j of a phrase that begins at token i to the key. It
// reports false where no phrase can go on.
func (s *scan) appendKey(key []byte, i, j int) ([]byte, bool) {
	t := s.tokens[j]
	if len(t.Lower) > longestWord {
		return key, false
	}
	switch {
	case t.Kind != token.Mark:
		if j > i && (t.Space || s.tokens[j-1].Kind == token.Mark) {
			key = append(key, ' ')
		}
		return appendPlain(key, t.Lower), true
	case t.Lower == "&":
		return append(key, " and"...), true
	case t.Lower == "-" || t.Lower == "/", !t.Space && (t.Lower == "'" || t.Lower == "’"):
		return key, true
	case t.Lower == "." && !t.Space && s.tokens[j-1].Lower == "st":
		return key, true
	}
	return key, false
}

// appendPlain adds a word as phrases are keyed: without accents and
// apostrophes, its hyphens as spaces.
func appendPlain(key []byte, lower string) []byte {
	lower = Fold(lower)
	for i := range len(lower) {
		switch lower[i] {
		case '\'':
		case '-':
			key = append(key, ' ')
		default:
			key = append(key, lower[i])
		}
	}
	return key
}

// Key is how a phrase is looked up: lower-case, without accents and
// apostrophes, its hyphens as spaces. The builder uses it.
func Key(phrase string) string {
	var key []byte
	for _, w := range strings.Fields(strings.ToLower(phrase)) {
		if len(key) > 0 {
			key = append(key, ' ')
		}
		if w == "&" {
			w = "and"
		}
		key = appendPlain(key, strings.TrimSuffix(w, "."))
	}
	return string(key)
}
