package anonymise

import (
	"cmp"
	"slices"
	"strings"
)

// match is a find in bytes of the normalised text.
type match struct {
	start, end int
	kind       Kind
	score      float64 // 0 to 1
	why        string
}

// certain is the score of what is masked; a find below it is a doubt, for which a text is held.
const certain = 0.5

// resolve orders finds and joins those that overlap into one that covers them all, because what any recogniser was sure
// of must not come to light through another. The longest says which kind it is, because it has seen more: an address with
// a postcode in it is an address. Of two as long the surest does.
func resolve(found []match) []match {
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(b.score, a.score), cmp.Compare(a.kind, b.kind))
	})
	out := found[:0]
	var best match
	for _, m := range found {
		n := len(out)
		if n == 0 || m.start >= out[n-1].end {
			out, best = append(out, m), m
			continue
		}
		if cmp.Or(cmp.Compare(m.end-m.start, best.end-best.start), cmp.Compare(m.score, best.score)) > 0 {
			best = m
		}
		end := max(out[n-1].end, m.end)
		out[n-1] = match{out[n-1].start, end, best.kind, best.score, best.why}
	}
	return out
}

// outside leaves out what was found within our own placeholders, so that anonymising twice changes nothing more. What
// only reaches into one stays: writing "[name]" behind an address must not hide the address.
func outside(r *reading, found []match) []match {
	slices.SortFunc(found, func(a, b match) int { return cmp.Compare(a.start, b.start) })
	at := 0
	return slices.DeleteFunc(found, func(m match) bool {
		for at < len(r.tokens) && r.tokens[at].End <= m.start {
			at++
		}
		i := at
		for i < len(r.tokens) && r.own[i] && r.tokens[i].Start < m.end {
			i++
		}
		return i > at && (i == len(r.tokens) || r.tokens[i].Start >= m.end)
	})
}

// joined makes one address of its parts: "Flat 4, 39 Long Meadow Lane".
func joined(r *reading, found []match) []match {
	out := found[:0]
	for _, m := range found {
		if n := len(out); n > 0 && out[n-1].kind == Address && m.kind == Address && m.start-out[n-1].end < 4 && strings.Trim(r.norm[out[n-1].end:m.start], " ,\n") == "" {
			out[n-1].end = m.end
			continue
		}
		out = append(out, m)
	}
	return out
}
