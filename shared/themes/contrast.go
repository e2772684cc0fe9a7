package themes

import "sort"

// side is a stretch of clauses, last inclusive.
type side struct{ first, last int }

// contrasted reports whether the text turns, from one person, time or practice to another, and speaks well of a theme on
// one side of the turn and badly on the other: "the first never rang, but the one after her rang every week". badly says that all
// of the text together speaks badly of it; a practice that was mended then needs no praise besides.
func (r *reading) contrasted(theme int, badly bool) bool {
	for c := range r.clause {
		if r.clause[c].frames&(isContrast|isMended) == 0 {
			continue
		}
		before, after := r.sides(c)
		was := r.sideTone(theme, before)
		is := r.sideTone(theme, after)
		if r.clause[c].frames&isMended != 0 && is == "" && (was == Negative || was == "" && badly && r.speaks(theme, before)) {
			return true
		}
		if was == Positive && is == Negative || was == Negative && is == Positive {
			return true
		}
	}
	return false
}

// sides gives what stands before a turn and what follows it: the rest of its sentence, or the sentence before where the
// turn begins one, and the sentence after where nothing else follows in its own.
func (r *reading) sides(turn int) (before, after side) {
	sentence := r.clause[turn].sentence
	before, after = side{turn, turn - 1}, side{turn, turn}
	lowest := max(0, turn-reach)
	within := sentence
	if turn > 0 && r.clause[turn-1].sentence < sentence {
		within = r.clause[turn-1].sentence
	}
	for before.first > lowest && r.clause[before.first-1].sentence >= within {
		before.first--
	}
	for after.last+1 < min(len(r.clause), turn+reach) && r.clause[after.last+1].sentence == sentence {
		after.last++
	}
	return before, after
}

// sideTone gives how one side speaks of a theme: as its own rules found there say, or, where there are none, as the words
// there do if no other theme of the text is spoken of in them. It is empty where neither says.
func (r *reading) sideTone(theme int, s side) Stance {
	if s.first > s.last {
		return ""
	}
	var good, bad float64
	from := sort.Search(len(r.views), func(i int) bool { return r.words[r.views[i].First].Clause >= s.first })
	for _, v := range r.views[from:min(len(r.views), from+overlapping)] {
		if r.words[v.First].Clause > s.last {
			break
		}
		if !v.sure {
			continue
		}
		switch v.stance {
		case Positive:
			good += v.weight
		case Negative:
			bad += v.weight
		}
	}
	switch {
	case good > bad:
		return Positive
	case bad > good:
		return Negative
	case r.elsewhere(theme, s):
		return ""
	}
	if tone, ok := r.tone(s.first, s.last); ok && (tone == Positive || tone == Negative) {
		return tone
	}
	return ""
}

// speaks reports whether a rule of the theme is found in a side.
func (r *reading) speaks(theme int, s side) bool {
	hits := r.themes[theme].hits
	from := sort.Search(len(hits), func(i int) bool { return r.words[hits[i].First].Clause >= s.first })
	return from < len(hits) && r.words[hits[from].First].Clause <= s.last
}

// elsewhere reports whether another theme that the text is about has a rule of its own in a side.
func (r *reading) elsewhere(theme int, s side) bool {
	for other := range r.themes {
		t := &r.themes[other]
		if other == theme || !t.kept {
			continue
		}
		from := sort.Search(len(t.hits), func(i int) bool { return r.words[t.hits[i].First].Clause >= s.first })
		for _, h := range t.hits[from:min(len(t.hits), from+overlapping)] {
			if r.words[h.First].Clause <= s.last && r.book.meanings[h.Rule].says != saysWeakly {
				return true
			}
		}
	}
	return false
}
