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

var (
	noise = regexp.MustCompile(`[^a-z0-9'&,;:.!?()\n -]+`)
	marks = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "–", " - ", "—", " - ", "…", ". ")
)

// plain gives a text in small letters, without what cues do not read, and spelt as they know it.
func plain(text string) string {
	return spell(noise.ReplaceAllString(marks.Replace(strings.ToLower(text)), " "))
}

// A sentence is read in pieces where it is longer than any person's, so that time grows only as the text does; the pieces
// overlap by more than any cue's words are long.
const (
	longestPiece = 1200 // bytes
	overlap      = 400
)

// sentences parts a plain text into sentences, with single spaces.
func sentences(s string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(s, func(c rune) bool { return strings.ContainsRune(".!?;\n", c) }) {
		part = strings.Join(strings.Fields(part), " ")
		for len(part) > longestPiece {
			cut := spaceBefore(part, longestPiece)
			out = append(out, part[:cut])
			part = part[spaceBefore(part, cut-overlap):]
			part = strings.TrimPrefix(part, " ")
		}
		if part != "" {
			out = append(out, part)
		}
	}
	return out
}

// spaceBefore gives where the last space up to a place is, or the place where there is none near.
func spaceBefore(s string, at int) int {
	if found := strings.LastIndexByte(s[max(0, at-overlap/2):at], ' '); found >= 0 {
		return max(0, at-overlap/2) + found
	}
	return at
}
