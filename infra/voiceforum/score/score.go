// Package score holds what the anonymiser found against what is marked in labelled texts. The figures are those that
// the field uses: whole spans masked, by kind; letters and digits masked, as precision and recall; and spans that agree
// by three quarters (intersection over union of their letters and digits, adjoining spans joined, as presidio-research
// counts them), as precision, recall and F2.
package score

import (
	"cmp"
	"maps"
	"slices"
	"unicode"

	"voiceforum/shared/anonymise/labelled"
	"voiceforum/shared/fault"
)

// structured are the types that have a form of their own.
var structured = []string{"postcode", "phone", "email", "url", "reference", "nhs", "ni", "vehicle"}

// Span is part of a text: from Start up to, not including, End, in Unicode code points.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
}

// Pair is a text with the spans that are marked in it and those that were found.
type Pair struct {
	ID, Text    string
	Gold, Found []Span
}

// Count is how many spans of a type are marked, and how many of them are wholly masked.
type Count struct{ Spans, Masked int }

// Figures are the headline figures. Each is between 0 and 1, or NaN where there was nothing to count.
type Figures struct {
	Texts, Spans                      int
	Masked, Structured, Names         float64 // share of marked spans of which every letter and digit is masked
	SpanPrecision                     float64 // share of found spans that are at least half marked
	Kept                              float64 // share of keep spans of which no letter or digit is masked
	CharPrecision, CharRecall, CharF1 float64
	IOUPrecision, IOURecall, IOUF2    float64
	ByType                            map[string]Count
}

// Identifiers scores pairs. A span that is empty or leaves its text is a fault.Invalid.
func Identifiers(pairs []Pair) (Figures, error) {
	c := counts{byType: map[string]Count{}}
	for _, p := range pairs {
		if err := c.add(p); err != nil {
			return Figures{}, err
		}
	}
	return c.figures(len(pairs)), nil
}

// share is a count of some of all.
type share struct{ some, all int }

func (s *share) note(hit bool) {
	s.all++
	if hit {
		s.some++
	}
}

func (s share) ratio() float64 { return ratio(float64(s.some), float64(s.all)) }

func ratio(a, b float64) float64 { return a / b } // 0/0 is NaN

type counts struct {
	byType                      map[string]Count
	kept, precise               share
	truePos, falsePos, falseNeg int // letters and digits
	iouPrecision, iouRecall     share
}

func (c *counts) add(p Pair) error {
	text := []rune(p.Text)
	mask, must := letters{}, letters{}
	for _, s := range slices.Concat(p.Found, p.Gold) {
		if s.Start < 0 || s.End <= s.Start || s.End > len(text) {
			return fault.New(fault.Invalid, "%s: a span from %d to %d is outside the text of %d code points", p.ID, s.Start, s.End, len(text))
		}
	}
	for _, s := range p.Found {
		mask.add(within(text, s))
	}
	for _, s := range p.Gold {
		w := within(text, s)
		if s.Type == labelled.Keep {
			c.kept.note(w.common(mask) == 0)
			continue
		}
		must.add(w)
		n := c.byType[s.Type]
		n.Spans++
		if w.common(mask) == len(w) {
			n.Masked++
		}
		c.byType[s.Type] = n
	}
	both := mask.common(must)
	c.truePos, c.falsePos, c.falseNeg = c.truePos+both, c.falsePos+len(mask)-both, c.falseNeg+len(must)-both
	for _, s := range p.Found {
		w := within(text, s)
		c.precise.note(len(w) > 0 && w.common(must)*2 >= len(w))
	}
	gold := merged(text, slices.DeleteFunc(slices.Clone(p.Gold), func(s Span) bool { return s.Type == labelled.Keep }))
	found := merged(text, p.Found)
	agree(gold, found, &c.iouRecall)
	agree(found, gold, &c.iouPrecision)
	return nil
}

// agree notes for each of own whether what overlaps it among other agrees by three quarters.
func agree(own, other []letters, into *share) {
	for _, a := range own {
		union := letters{}
		for _, b := range other {
			if a.common(b) > 0 {
				union.add(b)
			}
		}
		both := a.common(union)
		into.note(len(union) > 0 && float64(both)/float64(len(a)+len(union)-both) >= 0.75)
	}
}

func (c *counts) figures(texts int) Figures {
	f := Figures{Texts: texts, ByType: c.byType, SpanPrecision: c.precise.ratio(), Kept: c.kept.ratio()}
	var all, formed share
	for kind, n := range c.byType {
		all = share{all.some + n.Masked, all.all + n.Spans}
		if slices.Contains(structured, kind) {
			formed = share{formed.some + n.Masked, formed.all + n.Spans}
		}
	}
	names := c.byType["name"]
	f.Spans, f.Masked, f.Structured, f.Names = all.all, all.ratio(), formed.ratio(), share{names.Masked, names.Spans}.ratio()
	f.CharPrecision = share{c.truePos, c.truePos + c.falsePos}.ratio()
	f.CharRecall = share{c.truePos, c.truePos + c.falseNeg}.ratio()
	f.CharF1 = fBeta(f.CharPrecision, f.CharRecall, 1)
	f.IOUPrecision, f.IOURecall = c.iouPrecision.ratio(), c.iouRecall.ratio()
	f.IOUF2 = fBeta(f.IOUPrecision, f.IOURecall, 2)
	return f
}

// fBeta is van Rijsbergen's F: beta says how many times recall counts more than precision.
func fBeta(precision, recall, beta float64) float64 {
	return ratio((1+beta*beta)*precision*recall, beta*beta*precision+recall)
}

// letters are the places of letters and digits in a text.
type letters map[int]bool

func within(text []rune, s Span) letters {
	l := letters{}
	for i := s.Start; i < s.End; i++ {
		if alphanumeric(text[i]) {
			l[i] = true
		}
	}
	return l
}

func alphanumeric(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }

func (l letters) add(other letters) { maps.Copy(l, other) }

func (l letters) common(other letters) int {
	n := 0
	for i := range l {
		if other[i] {
			n++
		}
	}
	return n
}

// merged joins spans with no letter or digit between them.
func merged(text []rune, spans []Span) []letters {
	spans = slices.SortedFunc(slices.Values(spans), func(a, b Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var joined []Span
	for _, s := range spans {
		if n := len(joined); n > 0 && (s.Start <= joined[n-1].End || !slices.ContainsFunc(text[joined[n-1].End:s.Start], alphanumeric)) {
			joined[n-1].End = max(joined[n-1].End, s.End)
			continue
		}
		joined = append(joined, s)
	}
	var out []letters
	for _, s := range joined {
		if l := within(text, s); len(l) > 0 {
			out = append(out, l)
		}
	}
	return out
}
