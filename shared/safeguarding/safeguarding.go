// Package safeguarding reads what somebody wrote for signs of present danger: to the person's own life, to a child, or
// from the suspect. It is a small set of cues, each a form of words with a reason in plain English, and guards that say
// when the same words mean something else: what is denied, long past, asked by others, said in passing, or about an
// official. It is tuned to find too much rather than too little. It says nothing about anybody: a person looks, and no
// sign is no promise of safety.
//
// It keeps none of the words. It is read in English alone.
package safeguarding

import (
	"regexp"
	"slices"
	"strings"
)

// Kind is who may be in danger, or from whom.
type Kind string

// The kinds of danger, in the order in which they are shown.
const (
	Self    Kind = "self"    // the person may harm herself or take her own life
	Child   Kind = "child"   // a child may come to harm
	Suspect Kind = "suspect" // the suspect, or those around them, may come to her or harm her
)

// Kinds lists every kind in the order in which they are shown.
var Kinds = []Kind{Self, Child, Suspect}

// Sign is a cue that was found.
type Sign struct {
	Kind Kind
	Cue  string // which of the cues; Why says what it stands for
}

// Read gives the signs in a text, each cue once, by kind. Time grows only as the text does.
func Read(text string) []Sign {
	var found []Sign
	before := ""
	for _, s := range sentences(plain(text)) {
		for i := range cues() {
			c := &cues()[i]
			sign := Sign{c.kind, c.id}
			if !slices.Contains(found, sign) && c.in(before, s) {
				found = append(found, sign)
			}
		}
		before = s
	}
	slices.SortStableFunc(found, func(a, b Sign) int {
		return slices.Index(Kinds, a.Kind) - slices.Index(Kinds, b.Kind)
	})
	return found
}

// KindOf gives the kind of danger that a cue is a sign of; "" for none that is known.
func KindOf(cue string) Kind {
	for _, c := range cues() {
		if c.id == cue {
			return c.kind
		}
	}
	return ""
}

// Why says in plain English what a cue stands for; "" for none that is known.
func Why(cue string) string {
	for _, c := range cues() {
		if c.id == cue {
			return c.why
		}
	}
	return ""
}

// spellings turn the ways of writing the same into one, so that each cue needs to know only that.
var spellings = strings.NewReplacer(
	"won't", "will not", "wont", "will not", "can't", "can not", "cant", "can not", "cannot", "can not",
	"shan't", "shall not", "n't", " not", "dont", "do not", "doesnt", "does not", "didnt", "did not", "isnt", "is not",
	"wasnt", "was not", "havent", "have not", "hasnt", "has not", "wouldnt", "would not",
	"i'm", "i am", "i've", "i have", "i'll", "i will", "i'd", "i would",
	"'ll", " will", "'ve", " have", "'re", " are", "he's", "he is", "who's", "who is", "there's", "there is", "it's", "it is",
	"gonna", "going to", "wanna", "want to", "tryna", "trying to", "kms", "kill myself", "my self", "myself",
	"self-harm", "self harm", "selfharm", "self harm", "any more", "anymore", "every day", "everyday",
	"a & e", "a&e", "under-age", "underage",
)

var (
	spaces = regexp.MustCompile(`[\s_]+`)
	noise  = regexp.MustCompile(`[^a-z0-9'&,;:.!?()\n -]+`)
	ends   = regexp.MustCompile(`[.!?;\n]+`)
	im     = regexp.MustCompile(`\bim\b`)
	ive    = regexp.MustCompile(`\bive\b`)
	hes    = regexp.MustCompile(`\b(s?he)s\b`)
	loneI  = regexp.MustCompile(`\bi i\b`)
)

func plain(text string) string {
	s := strings.ToLower(text)
	s = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "–", " - ", "—", " - ", "…", ". ").Replace(s)
	s = spellings.Replace(noise.ReplaceAllString(s, " "))
	s = ive.ReplaceAllString(im.ReplaceAllString(s, "i am"), "i have")
	return loneI.ReplaceAllString(hes.ReplaceAllString(s, "$1 is"), "i")
}

func sentences(s string) []string {
	var out []string
	for _, part := range ends.Split(s, -1) {
		if part = strings.TrimSpace(spaces.ReplaceAllString(part, " ")); part != "" {
			out = append(out, part)
		}
	}
	return out
}
