package themes

import (
	"math"
	"slices"

	"voiceforum/shared/themes/phrase"
)

// found is what a text has for one theme so far.
type found struct {
	hits      []phrase.Hit
	mass      float64 // how much its hits tell together
	kept      bool    // they tell enough for it to be mentioned
	strong    bool    // one of them stands by itself
	weak      int     // different weak rules among them
	good, bad float64
	plain     bool // a rule said that it is spoken of plainly
	told      bool // the words around it have a plain tone
}

// How much the hits of a theme must tell together. Set by trial on tuning texts: a text is nearly always about
// something, so that its strongest theme needs little; a theme far behind the strongest is mostly an echo of it.
const (
	enough      = 0.5  // for a theme beside others
	leastEnough = 0.3  // for the strongest theme of a text
	share       = 0.55 // of what the strongest theme has, raised to the power of shareOf
	shareOf     = 0.6  // less than 1, so that a long text about one theme does not hide the others
	weakly      = 0.3  // what a weak hit counts beside another
	alone       = 0.1  // what it counts with none beside it, for a theme that has other hits
	beside      = 12   // words within which that other begins
	sharing     = 0.3  // how fast a word tells less, the more themes have it
	again       = 0.5  // of a hit over words that have told already
)

// telling is how much a word tells by how many themes have it.
var telling = func() (all [mostThemes + 1]float64) {
	for n := range all {
		all[n] = math.Pow(float64(max(n, 1)), -sharing)
	}
	return all
}()

// mentions gathers the hits of each theme, and keeps the themes that they tell of.
func (r *reading) mentions(asked []bool) []Mention {
	for i := range r.themes {
		r.themes[i] = found{hits: r.themes[i].hits[:0]}
	}
	for _, h := range r.hits {
		if m := r.book.meanings[h.Rule]; m.theme != noTheme && m.says != saysExcept && !r.excepted(h, m.theme) {
			r.themes[m.theme].hits = append(r.themes[m.theme].hits, h)
		}
	}
	most := 0.0
	for i := range r.themes {
		r.add(i, asked != nil && asked[i])
		most = max(most, r.themes[i].mass)
	}
	var all []Mention
	bar := share * math.Pow(most, shareOf)
	for i := range r.themes {
		t := &r.themes[i]
		wanted := max(enough, bar)
		switch {
		case asked != nil && asked[i]:
			wanted = 0
		case t.strong && t.mass == most:
			wanted = leastEnough
		}
		t.kept = t.mass > 0 && t.mass >= wanted
	}
	for i := range r.themes {
		if t := &r.themes[i]; t.kept {
			all = append(all, r.mention(i, t))
		}
	}
	return all
}

// add sums what the hits of a theme tell. A rule counts once however often it is found, and less over words that have
// told already; a weak one counts for little without another rule beside it, unless the theme was asked about, and is
// then no evidence.
func (r *reading) add(theme int, asked bool) {
	t := &r.themes[theme]
	kept, told := r.scratch[:0], -1
	for i, h := range t.hits {
		m := r.book.meanings[h.Rule]
		lone := m.says == saysWeakly && !asked && !r.accompanied(t.hits, i)
		if !lone {
			kept = append(kept, h)
		}
		if r.seen[h.Rule] {
			continue
		}
		r.seen[h.Rule] = true
		tells := r.tells(h, m)
		switch {
		case lone:
			tells = alone
		case m.says == saysWeakly:
			t.weak++
		default:
			t.strong = true
		}
		if h.First <= told {
			tells *= again
		}
		t.mass, told = t.mass+tells, max(told, h.Last)
	}
	for _, h := range t.hits {
		r.seen[h.Rule] = false
	}
	r.scratch = kept
	if t.hits = append(t.hits[:0], kept...); !t.strong && t.weak < 2 && !asked {
		t.mass = 0
	}
}

// accompanied reports whether another rule of the theme is found close to a hit, over other words.
func (r *reading) accompanied(hits []phrase.Hit, i int) bool {
	h := hits[i]
	for step := -1; step <= 1; step += 2 {
		for j := i + step; j >= 0 && j < len(hits) && j >= i-overlapping && j <= i+overlapping; j += step {
			o := hits[j]
			if o.First-h.First > beside || h.First-o.First > beside {
				break
			}
			if o.Rule != h.Rule && (o.First != h.First || r.book.meanings[o.Rule].says != saysWeakly) {
				return true
			}
		}
	}
	return false
}

// tells gives how much a hit tells of its theme, from 0 to 1: less the more themes have rules with the same words.
func (r *reading) tells(h phrase.Hit, m meaning) float64 {
	least := len(r.themes)
	for i := h.First; i <= h.Last; i++ {
		if n := r.finder.Sharing(i, m.theme); n > 0 && n < least {
			least = n
		}
	}
	told := telling[least]
	if m.says == saysWeakly {
		told *= weakly
	}
	return told
}

// excepted reports whether a word of a hit is among those that the codebook keeps from a theme.
func (r *reading) excepted(h phrase.Hit, theme int) bool {
	for i := h.First; i <= h.Last; i++ {
		if r.except[i]&(1<<theme) != 0 {
			return true
		}
	}
	return false
}

// mention makes one mention of the hits of a theme.
func (r *reading) mention(theme int, t *found) Mention {
	m := Mention{Theme: r.book.Themes[theme].ID, Score: score(t.mass)}
	r.views = r.views[:0]
	for _, h := range t.hits {
		rule := r.book.meanings[h.Rule]
		v := view{Hit: h, meaning: rule}
		v.stance, v.sure = r.stanceOf(h, rule)
		v.weight = r.weight(v)
		r.views = append(r.views, v)
		m.Evidence = append(m.Evidence, r.evidence(h))
	}
	m.Evidence = joined(m.Evidence)
	m.Rule = r.book.place(r.firm().meaning)
	r.settle(t)
	m.Stance = combined(t.good, t.bad)
	switch {
	case t.plain:
		m.Stance = Neutral
	case t.good == 0 && t.bad == 0 && !t.told && r.personal:
		m.Stance = r.book.Themes[theme].bare
	case m.Stance != Mixed && r.contrasted(theme, m.Stance == Negative):
		m.Stance = Mixed
	}
	return m
}

// combined gives the stance of a theme from what spoke well of it and what badly.
func combined(good, bad float64) Stance {
	const lopsided = 2.4
	switch {
	case good == 0 && bad == 0:
		return Neutral
	case good >= lopsided*bad:
		return Positive
	case bad >= lopsided*good:
		return Negative
	}
	return Mixed
}

// score is how sure the coder is, from 0 to 1.
func score(mass float64) float64 {
	return math.Round(100*(1-math.Exp(-mass))) / 100
}

// evidence is the clause or clauses in which a hit stands.
func (r *reading) evidence(h phrase.Hit) Span {
	first := r.clause[r.words[h.First].Clause].first
	last := r.clause[r.words[h.Last].Clause].last
	return Span{r.words[first].Start, r.words[last].End}
}

// joined sorts spans and makes one of those that overlap.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.Start < last.End {
			last.End = max(last.End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
