package anonymise

import "regexp"

// match is a find in bytes of the normalised text.
type match struct {
	start, end int
	kind       Kind
	score      float64 // 0 to 1; the surer of two overlapping finds wins
	why        string
}

// recogniser finds one form of one kind of identifier: a pattern whose first group, where it has one, is the
// identifier, and a check that a find must pass. The shape follows Presidio's PatternRecognizer.
type recogniser struct {
	name    string
	kind    Kind
	pattern *regexp.Regexp
	score   float64
	check   func(found string) bool // nil: the pattern is enough
}

func (r recogniser) find(text string) []match {
	var out []match
	for _, loc := range r.pattern.FindAllStringSubmatchIndex(text, -1) {
		start, end := loc[0], loc[1]
		if len(loc) > 2 && loc[2] >= 0 {
			start, end = loc[2], loc[3]
		}
		if r.check == nil || r.check(text[start:end]) {
			out = append(out, match{start, end, r.kind, r.score, r.name})
		}
	}
	return out
}
