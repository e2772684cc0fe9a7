package anonymise

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// reading is a text made plain for the recognisers, with the way back to the text as given.
type reading struct {
	norm   string
	origin []origin // for each byte of norm, the code points it came from
	found  []match
}

type origin struct{ start, end int }

// newReading puts a text into NFKC and takes out what cannot be seen (zero-width characters, direction marks, soft
// hyphens), because "d\u200bave" must be read as its reader reads it.
func newReading(text string) reading {
	var r reading
	out := make([]byte, 0, len(text))
	point := 0
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	for !it.Done() {
		from := it.Pos()
		seg := it.Next()
		n := utf8.RuneCountInString(text[from:it.Pos()])
		o := origin{point, point + n}
		point += n
		for len(seg) > 0 {
			c, size := utf8.DecodeRune(seg)
			if !invisible(c) {
				out = append(out, seg[:size]...)
				for range size {
					r.origin = append(r.origin, o)
				}
			}
			seg = seg[size:]
		}
	}
	r.norm = string(out)
	return r
}

func invisible(c rune) bool {
	return c == '\u00ad' || c == '\ufeff' || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Cc, c) && c != '\n' && c != '\t' && c != '\r'
}

// spans gives what was found in code points of the text as given.
func (r reading) spans() []Span {
	var out []Span
	for _, m := range r.found {
		s := Span{Start: r.origin[m.start].start, End: r.origin[m.end-1].end, Kind: m.kind, Why: m.why}
		// Two finds inside one composed character would otherwise share it.
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
