package anonymise

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// origin is where a byte of the normalised text came from, in code points of the text as given.
type origin struct{ start, end int32 }

// normalise puts a text into NFKC and takes out what cannot be seen (zero-width characters, direction marks, soft
// hyphens), because "d\u200bave" must be read as its reader reads it. The origins are nil when nothing changed.
func normalise(text string) (string, []origin) {
	if plain(text) {
		return text, nil
	}
	seen, points := visible(text)
	out := make([]byte, 0, len(seen))
	origins := make([]origin, 0, len(seen))
	var it norm.Iter
	it.InitString(norm.NFKC, seen)
	for !it.Done() {
		from := it.Pos()
		seg := it.Next()
		// A letter that falls into several is given in parts, and only the last moves on.
		o := origin{points[from], points[max(from, it.Pos()-1)] + 1}
		for len(seg) > 0 {
			c, size := utf8.DecodeRune(seg)
			if !invisible(c) {
				out = append(out, seg[:size]...)
				for range size {
					origins = append(origins, o)
				}
			}
			seg = seg[size:]
		}
	}
	return string(out), origins
}

// visible takes out what cannot be seen, and gives for each byte left the code point it came from.
func visible(text string) (string, []int32) {
	out := make([]byte, 0, len(text))
	points := make([]int32, 0, len(text))
	var point int32
	for _, c := range text {
		if !invisible(c) {
			out = utf8.AppendRune(out, c)
			for range utf8.RuneLen(c) {
				points = append(points, point)
			}
		}
		point++
	}
	return string(out), points
}

// plain says that normalising would change nothing.
func plain(text string) bool {
	ascii := true
	for _, c := range text {
		if c >= utf8.RuneSelf {
			ascii = false
		}
		if invisible(c) {
			return false
		}
	}
	return ascii || norm.NFKC.IsNormalString(text)
}

func invisible(c rune) bool {
	switch {
	case c >= ' ' && c < 0x7f, c == '\n', c == '\t', c == '\r':
		return false
	case c == '\u00ad', c == '\ufeff', c == '\u034f', c >= 0xfe00 && c <= 0xfe0f:
		return true
	}
	return unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Cc, c)
}

// spans gives what was found in code points of the text as given.
func (r *reading) spans() []Span {
	out := make([]Span, 0, len(r.found))
	at, point := 0, 0
	for _, m := range r.found {
		s := Span{Kind: m.kind, Why: m.why}
		if r.origin == nil {
			point += utf8.RuneCountInString(r.norm[at:m.start])
			s.Start = point
			point += utf8.RuneCountInString(r.norm[m.start:m.end])
			s.End, at = point, m.end
		} else {
			s.Start, s.End = int(r.origin[m.start].start), int(r.origin[m.end-1].end)
		}
		// Two finds inside one composed character would otherwise share it.
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
