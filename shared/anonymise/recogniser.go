package anonymise

import (
	"regexp"
	"strings"

	"voiceforum/shared/anonymise/token"
)

// recogniser finds one form of one kind of identifier: a pattern that begins at a token, a base score, words around it
// that raise the score, and a check of digits. The shape and the arithmetic are those of Presidio's PatternRecognizer:
// a cue adds 0.35, a check that fails without a cue refuses.
type recogniser struct {
	name    string
	kind    Kind
	pattern *regexp.Regexp // begins with ^ and ends with \b or at white space
	score   float64
	cues    map[string]bool
	before  int                                         // tokens before it in which a cue counts; 0 means 8
	after   int                                         // tokens behind it, in the same sentence, in which a cue counts too
	check   func(r *reading, at int, found string) bool // nil: the pattern is enough
	refuse  func(r *reading, at int, found string) bool // what no cue makes an identifier; nil: nothing
}

const cueScore = 0.35

// try looks for the identifier at a token.
func (c *recogniser) try(r *reading, i int, window string) {
	loc := c.pattern.FindStringIndex(window)
	if loc == nil || loc[1] == 0 || loc[1] == windowBytes && len(r.norm) > r.tokens[i].Start+windowBytes {
		return
	}
	found := strings.TrimRight(window[:loc[1]], " .,-")
	before := c.before
	if before == 0 {
		before = 8
	}
	cued := len(c.cues) > 0 && (r.near(i, before, 0, c.cues) || c.after > 0 && r.follows(i, len(found), c.after, c.cues))
	if !cued && c.check != nil && !c.check(r, i, found) {
		return
	}
	if c.refuse != nil && c.refuse(r, i, found) {
		return
	}
	score := c.score
	if cued {
		score = min(1, score+cueScore)
	}
	if score < certain {
		return
	}
	start := r.tokens[i].Start
	end := start + len(found)
	if c.kind == Date {
		start = r.dayBefore(i)
	}
	r.found = append(r.found, match{start, end, c.kind, score, c.name})
}

// follows says that one of the words stands within some tokens behind a find of so many bytes, in its sentence: "EJ… is my
// passport number".
func (r *reading) follows(i, bytes, after int, words map[string]bool) bool {
	last := r.tokenAt(i, r.tokens[i].Start+bytes)
	for j := last + 1; j <= last+after && j < len(r.tokens) && !r.tokens[j].Starts; j++ {
		if words[r.at(j).Lower] {
			return true
		}
	}
	return false
}

// re compiles a pattern that begins where a token does, in any case.
func re(p string) *regexp.Regexp { return regexp.MustCompile(`^(?i:` + p + `)`) }

// structured runs the recognisers of identifiers that have a form of their own.
func (e *Engine) structured(r *reading) {
	for i, k := range r.tokens {
		if r.own[i] {
			continue
		}
		switch k.Kind {
		case token.Number:
			r.digits(i)
			r.each(e.digitFirst, i)
			r.age(i)
			r.address(i)
		case token.Mixed:
			if k.Text[0] >= '0' && k.Text[0] <= '9' {
				r.digits(i)
				r.each(e.digitFirst, i)
			} else {
				r.each(e.letterFirst, i)
				if asDigits(k) != "" {
					r.digits(i)
				}
			}
			r.mixed(i)
		case token.Word:
			if len(k.Text) <= 5 && r.digitsFollow(i) {
				r.each(e.letterFirst, i)
			}
			r.word(i)
		case token.Mark:
			r.mark(i)
		}
	}
}

func (r *reading) each(all []recogniser, i int) {
	window := r.window(i)
	for j := range all {
		all[j].try(r, i, window)
	}
}

// digitsFollow says that digits come after a token, with at most one mark between.
func (r *reading) digitsFollow(i int) bool {
	j := i + 1
	if k := r.at(j); k.Kind == token.Mark && !k.Space && strings.Contains("-/.", k.Text) {
		j++
	}
	k := r.at(j)
	return k.Kind == token.Number || k.Kind == token.Mixed
}
