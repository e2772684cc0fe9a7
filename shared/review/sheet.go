package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"voiceforum/shared/response"
)

// Mask hides a stretch of a text.
type Mask struct {
	response.Span        // of the text beneath, in code points
	As            string // what stands in its place, e.g. "[name 2]" or "November 2026"
	Kind          string // what sort of identifier it hides, as far as its place tells
	Missed        bool   // a reviewer put it there earlier

	shown response.Span // where As stands in the words the mask was read from
}

// More is something else that is to be masked, wherever it stands as whole words.
type More struct{ Words, Kind string }

// Sheet is a text with masks over it. The text beneath is what was written, once that is opened; until then it is the
// anonymised words themselves, with no masks that could be taken off.
type Sheet struct {
	Beneath string
	Masks   []Mask           // in order, none over another
	Labels  []response.Label // of earlier reviews, of words that stand unmasked beneath
	Opened  bool             // Beneath is what was written
}

// Closed gives the sheet of a text whose sealed words stay sealed.
func Closed(words string, labels []response.Label) Sheet {
	return Sheet{Beneath: words, Labels: labels}
}

// Result is what a sheet comes to.
type Result struct {
	Words  string
	Labels []response.Label // in Words
	None   []More           // what is nowhere in the text beneath, or masked already
}

// piece is something that stands in place of a stretch of the text beneath.
type piece struct {
	response.Span
	as    string
	label *response.Label // to be moved to where it stands; nil for none
}

// Words gives the anonymised words with some masks taken off, named by where they start beneath, and more put on.
func (s Sheet) Words(off []int, more []More) Result {
	beneath := []rune(s.Beneath)
	var pieces []piece
	for _, m := range s.Masks {
		switch {
		case slices.Contains(off, m.Start):
			pieces = append(pieces, piece{m.Span, string(beneath[m.Start:m.End]), &response.Label{Kind: m.Kind}})
		case m.Missed:
			pieces = append(pieces, piece{m.Span, m.As, &response.Label{Kind: m.Kind, Missed: true}})
		default:
			pieces = append(pieces, piece{Span: m.Span, as: m.As})
		}
	}
	var none []More
	for _, more := range more {
		found := false
		for _, at := range places(beneath, more.Words) {
			if !slices.ContainsFunc(pieces, func(p piece) bool { return at.Start < p.End && p.Start < at.End && !bare(p) }) {
				pieces = slices.DeleteFunc(pieces, func(p piece) bool { return at.Start < p.End && p.Start < at.End })
				pieces = append(pieces, piece{at, "[" + more.Kind + "]", &response.Label{Kind: more.Kind, Missed: true}})
				found = true
			}
		}
		if !found {
			none = append(none, more)
		}
	}
	for _, l := range s.Labels {
		overlaps := func(p piece) bool { return l.Start < p.End && p.Start < l.End }
		if 0 <= l.Start && l.Start < l.End && l.End <= len(beneath) && !slices.ContainsFunc(pieces, overlaps) {
			kept := l
			pieces = append(pieces, piece{l.Span, string(beneath[l.Start:l.End]), &kept})
		}
	}
	words, labels := lay(beneath, pieces)
	return Result{Words: words, Labels: labels, None: none}
}

// bare reports whether a piece is a mask that was just taken off, which another may be put over.
func bare(p piece) bool { return p.label != nil && !p.label.Missed }

// lay puts pieces in their places; of two that begin at one, first the one that stands for nothing.
func lay(beneath []rune, pieces []piece) (string, []response.Label) {
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var out []rune
	var labels []response.Label
	at := 0
	for _, p := range pieces {
		out = append(out, beneath[at:p.Start]...)
		start := len(out)
		out = append(out, []rune(p.as)...)
		if p.label != nil {
			l := *p.label
			l.Span = response.Span{Start: start, End: len(out)}
			labels = append(labels, l)
		}
		at = p.End
	}
	return string(append(out, beneath[at:]...)), labels
}

// places gives where some words stand in a text, as whole words, in any case, with any white space between them.
func places(text []rune, words string) []response.Span {
	want := lowered([]rune(strings.Join(strings.Fields(words), " ")))
	if len(want) == 0 {
		return nil
	}
	in := lowered(text)
	var found []response.Span
	for i := 0; i < len(in); i++ {
		end, ok := matches(in, want, i)
		if ok && edge(in, i-1, want[0]) && edge(in, end, want[len(want)-1]) {
			found = append(found, response.Span{Start: i, End: end})
			i = end - 1
		}
	}
	return found
}

func lowered(s []rune) []rune {
	out := make([]rune, len(s))
	for i, c := range s {
		if c == '’' {
			c = '\''
		}
		out[i] = unicode.ToLower(c)
	}
	return out
}

// matches reports whether want stands at a place, and where it ends.
func matches(in, want []rune, at int) (end int, ok bool) {
	for _, c := range want {
		if at >= len(in) {
			return 0, false
		}
		if c == ' ' && unicode.IsSpace(in[at]) {
			for at < len(in) && unicode.IsSpace(in[at]) {
				at++
			}
			continue
		}
		if in[at] != c {
			return 0, false
		}
		at++
	}
	return at, true
}

// edge reports whether a word that ends or begins with c beside the place does not go on there.
func edge(in []rune, at int, c rune) bool {
	return at < 0 || at >= len(in) || !wordRune(c) || !wordRune(in[at])
}

func wordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }

// Find gives where a quote stands in words, exactly but for white space; ok is false where it does not.
func Find(words, quote string) (at response.Span, ok bool) {
	want, in := []rune(strings.Join(strings.Fields(quote), " ")), []rune(words)
	if len(want) == 0 {
		return response.Span{}, false
	}
	for i := range in {
		if end, ok := matches(in, want, i); ok {
			return response.Span{Start: i, End: end}, true
		}
	}
	return response.Span{}, false
}
