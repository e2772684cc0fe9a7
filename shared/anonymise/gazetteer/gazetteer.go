// Package gazetteer knows words: which are names, which are everyday English,
// which are places, and which belong to the field and are never masked. Its
// lists are embedded as two finite state transducers that are searched as
// they lie, without being parsed, so that opening them costs next to nothing
// in a Lambda of 128 MB. The command `voiceforum words` builds them from
// public sources and from the hand-written lists in words/.
package gazetteer

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/vellum"
	"golang.org/x/text/unicode/norm"
)

// Class is what is known of a single word, as a set of bits.
type Class uint32

const (
	// First is a first name, a short form or a pet name.
	First Class = 1 << iota
	// Surname is a family name.
	Surname
	// Common is everyday English, found in the smallest dictionary in lower case.
	Common
	// Word is English of a desk dictionary in lower case, or a usual misspelling,
	// chat word or dialect word.
	Word
	// Rare is English that only the largest dictionaries know.
	Rare
	// Stop is a function word or one of the few hundred commonest.
	Stop
	// Field is a word of police, courts and support, or a brand, that is never a name.
	Field
	// NameWord is a name that is also an everyday word: will, hope, mark, grace.
	NameWord
	// PlaceLocal is a district, estate, town or village of the West Midlands, by a single word.
	PlaceLocal
	// PlaceGB is a place elsewhere in Britain or Ireland, by a single word.
	PlaceGB
	// PlaceWorld is a place abroad, below the size of a country, by a single word.
	PlaceWorld
	// Country is a country, nation, nationality, people, language or faith. It is nobody's name; of a country the
	// engine masks that somebody comes from it.
	Country
	// Month is a month or its short form.
	Month
	// Weekday is a day of the week or its short form.
	Weekday
	// Title stands before a name: mr, dr, dc, sgt.
	Title
	// Kin says who somebody is to the writer: mum, nan, ex, brother.
	Kin
	// StrongName is practically only a name, in lower case too: priya, kowalczyk.
	StrongName

	// Opens marks a word that begins a phrase. Class never gives it, Listed does; the builder of the lists sets it.
	Opens Class = 1 << 31
)

// Has reports whether c has every bit of want.
func (c Class) Has(want Class) bool { return c&want == want }

// Any reports whether c has some bit of want.
func (c Class) Any(want Class) bool { return c&want != 0 }

// English is a word that an English dictionary or our list of everyday
// misspellings knows in lower case.
const English = Common | Word | Rare | Stop | Field

// Name is a word that some list has as a name.
const Name = First | Surname | NameWord | StrongName

//go:embed words.fst
var wordsFST []byte

//go:embed phrases.fst
var phrasesFST []byte

// Gazetteer answers what a word or a run of words is. It is safe for
// concurrent use.
type Gazetteer struct {
	words, phrases *vellum.FST
	classes        []byte // four to a class, little-endian
	readers        sync.Pool
}

// lookup is what one goroutine needs to search: the library's readers keep a
// state that they use again.
type lookup struct {
	words, phrases *vellum.Reader
	classes        []byte
	key            []byte
}

// Open makes the embedded lists ready. It fails only if they were built
// wrongly.
func Open() (*Gazetteer, error) {
	classes, rest := SplitWords(wordsFST)
	words, err := vellum.Load(rest)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: words: %w", err)
	}
	phrases, err := vellum.Load(phrasesFST)
	if err != nil {
		return nil, fmt.Errorf("gazetteer: phrases: %w", err)
	}
	g := &Gazetteer{words: words, phrases: phrases, classes: classes}
	g.readers.New = func() any {
		// Reader never fails; its error is there for other kinds of transducer.
		w, _ := words.Reader()
		p, _ := phrases.Reader()
		return &lookup{words: w, phrases: p, classes: classes}
	}
	return g, nil
}

// JoinWords gives words.fst: how many classes there are, the classes themselves in order, then the transducer, whose values
// are places in that order. The commonest class comes first, because small values make a small transducer.
func JoinWords(classes []Class, transducer []byte) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(classes)))
	for _, c := range classes {
		out = binary.LittleEndian.AppendUint32(out, uint32(c))
	}
	return append(out, transducer...)
}

// SplitWords takes apart what JoinWords made: the classes, four bytes to each, and the transducer. Nothing is copied.
func SplitWords(data []byte) (classes, transducer []byte) {
	if len(data) < 4 {
		return nil, nil
	}
	from := min(uint64(len(data)), 4+4*uint64(binary.LittleEndian.Uint32(data)))
	return data[4:from], data[from:]
}

// longestWord is longer than any word in the lists, in bytes; what is longer
// is not looked up.
const longestWord = 48

// Class says what is known of a word given as token.Token.Lower: lower-case,
// with ' as apostrophe, without its possessive. A word with accents that is not listed as
// it stands is looked up without them, and one with hyphens by its parts:
// "okwuosa-finch" is a strong name because one of its parts is, and "re-told"
// a word because all of them are. 0 means unknown.
func (g *Gazetteer) Class(lower string) Class { return g.Listed(lower) &^ Opens }

// Listed is Class with Opens, as Phrases needs it.
func (g *Gazetteer) Listed(lower string) Class {
	l := g.readers.Get().(*lookup)
	defer g.readers.Put(l)
	return l.class(lower)
}

func (l *lookup) class(lower string) Class {
	if lower == "" || len(lower) > longestWord {
		return 0
	}
	if c := l.word(lower); c != 0 {
		return c
	}
	plain := Fold(lower)
	if plain != lower {
		if c := l.word(plain); c != 0 {
			return c
		}
	}
	if strings.Contains(plain, "-") {
		return l.parts(plain)
	}
	return 0
}

// parts gives the class of a hyphenated word that is not listed as a whole: a
// name where one part is practically only a name, or where all are names.
func (l *lookup) parts(w string) Class {
	var some Class
	named, words := true, true
	for part := range strings.SplitSeq(w, "-") {
		c := l.word(part)
		some |= c
		named = named && c.Any(Name)
		words = words && c.Any(English)
	}
	switch {
	case some.Any(StrongName) && !some.Any(Field|Kin|Title|Country):
		return some & (First | Surname | StrongName)
	case named:
		return some & (First | Surname | NameWord)
	case words:
		return Word
	}
	return 0
}

func (l *lookup) word(w string) Class {
	l.key = append(l.key[:0], w...)
	// The error is that of broken data, which Open and the tests have excluded.
	v, found, err := l.words.Get(l.key)
	if err != nil || !found {
		return 0
	}
	return Class(binary.LittleEndian.Uint32(l.classes[4*v:]))
}

// Fold takes the accents off a lower-case word: "siân" is "sian", "wójcik"
// "wojcik", "łukasz" "lukasz".
func Fold(lower string) string {
	if isASCII(lower) {
		return lower
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(lower) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < unicode.MaxASCII:
			b.WriteRune(r)
		default:
			if plain, ok := undecomposed[r]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// undecomposed are letters that Unicode does not split into a letter and its mark.
var undecomposed = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ı': "i", 'ħ': "h", 'ə': "e", 'ŧ': "t", '’': "'",
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
