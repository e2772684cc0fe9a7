package themes

import "voiceforum/shared/themes/phrase"

// stanceOf reads one hit in its frames. sure is false where only the words around the hit said how.
func (r *reading) stanceOf(h phrase.Hit, m meaning) (s Stance, sure bool) {
	switch m.says {
	case saysMixed:
		return Mixed, true
	case saysNeutral:
		return Neutral, true
	case saysPositive:
		return r.praise(h, m), true
	case saysNegative:
		return r.complaint(h, m), true
	}
	if s = r.around(h); s == Positive && r.wishes && !r.past(h) {
		s = Negative
	}
	return s, false
}

// past reports whether a hit stands in a clause that tells what was, and so not what should be.
func (r *reading) past(h phrase.Hit) bool {
	c := r.clause[r.words[h.First].Clause]
	for i := c.first; i <= min(c.last, c.first+longestTelling); i++ {
		switch r.words[i].Text {
		case "was", "were", "had", "did", "have", "has":
			return true
		}
	}
	return false
}

// longestTelling is in how many of a clause's first words its tense is looked for.
const longestTelling = 30

// before is how many words before a hit its frames are looked for, in the same turn of the thought.
const before = 20

// frames gives the frames that stand before a hit or among its words.
func (r *reading) frames(h phrase.Hit) (f frame) {
	for i := max(0, h.First-before); i <= h.Last; i++ {
		if i < h.First && r.words[i].Turn != r.words[h.First].Turn {
			continue
		}
		on := r.on[i]
		if on&isHarmless != 0 {
			on &^= isWish | isFear
		}
		f |= on
	}
	return f
}

// praise turns the stance of a rule that speaks well where a frame says that it did not happen.
func (r *reading) praise(h phrase.Hit, m meaning) Stance {
	f := r.frames(h)
	negated := r.negatedBefore(h.First, negationReach) || !m.negated && r.negated(h)
	switch {
	case f&isUnless != 0:
		return Positive
	case negated && f&isFear != 0:
		return Positive
	case negated, f&isWish != 0, r.wishes && !r.past(h), r.ironic(h):
		return Negative
	case f&isPromise != 0 && !r.kept(h):
		return Negative
	case f&isFear != 0:
		return Negative
	case f&isGrudging != 0:
		return Mixed
	}
	return Positive
}

// negated reports whether a word of a hit that speaks well negates its first words or its last.
func (r *reading) negated(h phrase.Hit) bool {
	for i := h.First; i <= min(h.First+negationReach, h.Last-r.finder.Tail(h)); i++ {
		if r.negates(i) {
			return true
		}
	}
	return r.negatedInside(h, h.First)
}

// complaint turns the stance of a rule that speaks badly where a frame says that it did not happen. A negator
// in its first two words is the rule's own.
func (r *reading) complaint(h phrase.Hit, m meaning) Stance {
	f := r.frames(h)
	switch {
	case f&isUnless != 0:
		return Positive
	case f&isFear != 0:
		return Positive
	case !m.negated && (r.negatedBefore(h.First, negationReach) || r.negatedInside(h, h.First+2)):
		return Positive
	}
	return Negative
}

// reach is how many clauses from a hit its frames and its tone are looked for.
const reach = 12

// ironic reports whether the sentence of a hit, or the one after it, marks praise as none.
func (r *reading) ironic(h phrase.Hit) bool { return r.later(h, isIronic) }

// kept reports whether the words after a hit say that the promise was kept.
func (r *reading) kept(h phrase.Hit) bool { return r.later(h, isKept) }

// later reports whether a frame stands in the clauses from a hit on, up to the end of the next sentence.
func (r *reading) later(h phrase.Hit, f frame) bool {
	from := r.words[h.First].Clause
	for c := from; c < min(len(r.clause), from+reach) && r.clause[c].sentence <= r.words[h.First].Sentence+1; c++ {
		if r.clause[c].frames&f != 0 {
			return true
		}
	}
	return false
}

// around weighs the words around a hit of a theme alone: its clauses, then its sentence, then the
// sentences beside it, then all of the text that is near. It is empty where none of them has a tone.
func (r *reading) around(h phrase.Hit) Stance {
	from, to := r.words[h.First].Clause, r.words[h.Last].Clause
	lowest, highest := max(0, from-reach), min(len(r.clause)-1, to+reach)
	sentence := r.words[h.First].Sentence
	for beside := -1; beside <= 1; beside++ {
		if beside >= 0 {
			for from > lowest && r.clause[from-1].sentence >= sentence-beside {
				from--
			}
			for to < highest && r.clause[to+1].sentence <= sentence+beside {
				to++
			}
		}
		if s, ok := r.tone(from, to); ok {
			return s
		}
	}
	switch s, ok := r.tone(lowest, highest); {
	case ok:
		return s
	case r.frames(h)&isPromise == 0:
		return ""
	case r.kept(h):
		return Positive
	}
	return Negative
}

// tone weighs clauses from first to last; ok is false where they have no tone at all.
func (r *reading) tone(first, last int) (s Stance, ok bool) {
	good, bad := 0, 0
	var f frame
	for _, c := range r.clause[first : last+1] {
		f |= c.frames
		if c.good > 0 && c.frames&(isWish|isIronic) != 0 {
			bad += c.good + c.bad
			continue
		}
		good, bad = good+c.good, bad+c.bad
	}
	switch {
	case f&isUnless != 0:
		return Positive, true
	case good > 1 && bad > 1 && good < 2*bad && bad < 2*good:
		return Mixed, true
	case good > bad && f&isGrudging != 0:
		return Mixed, true
	case good > bad:
		return Positive, true
	case bad > good:
		return Negative, true
	case f&isWish != 0:
		return Negative, true
	case f&isMatter != 0:
		return Neutral, true
	}
	return Neutral, false
}
