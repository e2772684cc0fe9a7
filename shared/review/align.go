package review

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/response"
)

// Open lays anonymised words over what was written, and finds the masks between them. ok is false where the two are too
// long to be compared; then there are no masks to take off. Of all ways in which one can come from the other it takes
// the one with the fewest changes, and of those the one in which each placeholder stands for something: an alignment as
// of Needleman and Wunsch (1970), over words, white space and marks.
func Open(written, words string, labels []response.Label) (sheet Sheet, ok bool) {
	beneath := anonymise.Read(written)
	masks, ok := align(split(beneath), split(words))
	if !ok {
		return Closed(words, labels), false
	}
	sheet = Sheet{Beneath: beneath, Masks: masks, Opened: true}
	for _, l := range labels {
		if l.Missed {
			for i := range sheet.Masks {
				sheet.Masks[i].Missed = sheet.Masks[i].Missed || sheet.Masks[i].shown == l.Span
			}
			continue
		}
		by := 0
		for _, m := range masks {
			if m.shown.End <= l.Start {
				by = m.End - m.shown.End
			}
		}
		l.Start, l.End = l.Start+by, l.End+by
		sheet.Labels = append(sheet.Labels, l)
	}
	return sheet, true
}

// part is a word, some white space, a mark or a placeholder, where it stands in code points.
type part struct {
	response.Span
	text        string
	placeholder bool
}

// plainForm is a part that is no placeholder.
var plainForm = regexp.MustCompile(`^(?:[\p{L}\p{M}\p{N}'’]+|\s+|(?s:.))`)

func split(s string) []part {
	var parts []part
	for at := 0; s != ""; {
		size := Placeholder(s)
		text := s[:size]
		if size == 0 {
			text = plainForm.FindString(s)
		}
		n := utf8.RuneCountInString(text)
		parts = append(parts, part{response.Span{Start: at, End: at + n}, text, size > 0})
		at, s = at+n, s[len(text):]
	}
	return parts
}

// bareAge stands for an age that a reviewer masked: the anonymiser's own ages have a band.
const bareAge = "[" + string(anonymise.Age) + "]"

// Placeholder gives the length, in bytes, of the placeholder that words begin with, the anonymiser's or a reviewer's; 0
// where they begin with none.
func Placeholder(words string) int {
	if strings.HasPrefix(words, bareAge) {
		return len(bareAge)
	}
	return anonymise.Placeholder(words)
}

// What a step of an alignment costs: a change without a placeholder is dearer than any placeholder, and a placeholder
// that stands for nothing is dearest.
const (
	begins  = 10 // a placeholder begins to stand for a part
	goes    = 1  // and goes on to another
	changes = 40 // a part was left out, or put in
	empty   = 90 // a placeholder stands for nothing
	far     = 1 << 29
)

const mostCells = 5 << 20

// step is how a cell of the alignment was reached.
type step uint8

const (
	same step = iota + 1
	gone
	added
	covers
	covered // the same placeholder covers one more
)

// align finds the masks by which one text became the other.
func align(from, to []part) (masks []Mask, ok bool) {
	head := 0
	for head < len(from) && head < len(to) && from[head].text == to[head].text {
		head++
	}
	tail := 0
	for tail < len(from)-head && tail < len(to)-head && from[len(from)-1-tail].text == to[len(to)-1-tail].text {
		tail++
	}
	a, b := from[head:len(from)-tail], to[head:len(to)-tail]
	if (len(a)+1)*(len(b)+1) > mostCells {
		return nil, false
	}
	return gather(from, to, head, trace(len(a), len(b), steps(a, b))), true
}

// table holds, for each pair of lengths, how it is best reached, with and without a placeholder that is not done.
type table struct{ free, within []step }

func steps(a, b []part) table {
	width := len(b) + 1
	t := table{make([]step, (len(a)+1)*width), make([]step, (len(a)+1)*width)}
	free, within := make([]int, width), make([]int, width)
	aboveFree, aboveWithin := make([]int, width), make([]int, width)
	for i := 0; i <= len(a); i++ {
		free, aboveFree, within, aboveWithin = aboveFree, free, aboveWithin, within
		for j := 0; j <= len(b); j++ {
			at := i*width + j
			free[j], within[j] = far, far
			better := func(cost int, s step) {
				if cost < free[j] {
					free[j], t.free[at] = cost, s
				}
			}
			if i == 0 && j == 0 {
				free[j] = 0
				continue
			}
			if i > 0 && j > 0 && b[j-1].placeholder {
				within[j], t.within[at] = aboveWithin[j]+goes, covered
				if start := aboveFree[j-1] + begins; start < within[j] {
					within[j], t.within[at] = start, covers
				}
				better(within[j], covers)
			}
			if i > 0 && j > 0 && a[i-1].text == b[j-1].text {
				better(aboveFree[j-1], same)
			}
			if i > 0 {
				better(aboveFree[j]+changes, gone)
			}
			if j > 0 {
				cost := changes
				if b[j-1].placeholder {
					cost = empty
				}
				better(free[j-1]+cost, added)
			}
		}
	}
	return t
}

// trace gives the steps of the best way, in order.
func trace(i, j int, t table) []step {
	width := j + 1
	var way []step
	for i > 0 || j > 0 {
		at := i*width + j
		switch s := t.free[at]; s {
		case same:
			way, i, j = append(way, same), i-1, j-1
		case gone:
			way, i = append(way, gone), i-1
		case added:
			way, j = append(way, added), j-1
		default:
			for t.within[i*width+j] == covered {
				way, i = append(way, covered), i-1
			}
			way, i, j = append(way, covers), i-1, j-1
		}
	}
	slices.Reverse(way)
	return way
}

// gather makes masks of a way that begins after head parts that are the same: one of each placeholder, and one of
// changes that stand together.
func gather(a, b []part, head int, way []step) []Mask {
	var masks []Mask
	i, j, open := head, head, false
	for _, s := range way {
		if s == same {
			i, j, open = i+1, j+1, false
			continue
		}
		if s == covers || s != covered && !open {
			from, to := startOf(a, i), startOf(b, j)
			masks = append(masks, Mask{Span: response.Span{Start: from, End: from}, shown: response.Span{Start: to, End: to}})
		}
		m := &masks[len(masks)-1]
		if s == covers || s == gone || s == covered {
			m.End, i = a[i].End, i+1
		}
		if s == covers || s == added {
			m.As, m.shown.End, j = m.As+b[j].text, b[j].End, j+1
		}
		open = s == gone || s == added
	}
	for i := range masks {
		masks[i].Kind = kindOf(masks[i].As)
	}
	return masks
}

// startOf gives where the i-th part begins; after the last, where it ends.
func startOf(parts []part, i int) int {
	switch {
	case i < len(parts):
		return parts[i].Start
	case i > 0:
		return parts[i-1].End
	}
	return 0
}

// kindOf gives the kind of identifier that a placeholder names. Dates keep their month and have none.
func kindOf(as string) string {
	if len(as) > 1 && as[0] == '[' {
		kind, _, _ := strings.Cut(strings.Trim(as, "[]"), " ")
		return kind
	}
	return "date"
}
