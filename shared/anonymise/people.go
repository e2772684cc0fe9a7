package anonymise

import (
	"iter"
	"slices"
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// people are the persons named in one response, numbered in the order in which they are first met. They live no longer
// than the call.
type people struct {
	persons []person
	parts   map[string]part
}

// part is a word of somebody's name.
type part struct {
	everyday bool // an everyday word too
	small    bool // met in lower case
}

type person struct {
	parts []string
	title string // mr, mrs, ... when one was given
}

func newPeople() *people { return &people{parts: map[string]part{}} }

// maxPeople is more than one response names; those beyond share a placeholder without a number.
const maxPeople = 200

// partsOf gives the words of a name, and the civil title that stood before them.
func (r *reading) partsOf(m match, first int) (parts []string, title string) {
	for i := first; i < len(r.tokens) && r.tokens[i].Start < m.end; i++ {
		k := r.tokens[i]
		switch {
		case k.Kind != token.Word || k.Text[0] == '\'':
		case civil[k.Lower] && len(parts) == 0:
			title = k.Lower
		default:
			parts = append(parts, r.nameBase(i))
		}
	}
	return parts, title
}

// nameBase takes the s of a lost apostrophe from a name.
func (r *reading) nameBase(i int) string {
	w := r.tokens[i].Lower
	if base, ok := strings.CutSuffix(w, "s"); ok && len(base) > 3 && r.lost[i] {
		return base
	}
	return w
}

// meet takes note of the persons that a text names. Whoever is named only within a longer find gets no number, because
// no placeholder would show it, and is looked for elsewhere all the same.
func (p *people) meet(r *reading) {
	for m, first := range r.eachName(r.found) {
		parts, title := r.partsOf(m, first)
		p.number(parts, title, true)
		p.noteAll(r, m, first)
	}
	for m, first := range r.eachName(r.persons) {
		p.noteAll(r, m, first)
	}
}

// eachName goes through the names among finds in order, each with its first token.
func (r *reading) eachName(found []match) iter.Seq2[match, int] {
	return func(yield func(match, int) bool) {
		at := 0
		for _, m := range found {
			for at < len(r.tokens) && r.tokens[at].End <= m.start {
				at++
			}
			if m.kind == Name && m.score >= certain && !yield(m, at) {
				return
			}
		}
	}
}

// noteAll keeps the words of a name.
func (p *people) noteAll(r *reading, m match, first int) {
	for i := first; i < len(r.tokens) && r.tokens[i].Start < m.end; i++ {
		p.note(r, i)
	}
}

// note keeps a word of a name to look for elsewhere.
func (p *people) note(r *reading, i int) {
	w := r.nameBase(i)
	if r.tokens[i].Kind != token.Word || w[0] == '\'' || r.stopWord(i) || civil[w] || particles[w] || len(w) < 2 && !r.capital(i) {
		return
	}
	was := p.parts[w]
	p.parts[w] = part{
		everyday: was.everyday || len(w) < 3 || r.is(i, everydayClass|gazetteer.Country|gazetteer.Month|gazetteer.Kin|gazetteer.Title),
		small:    was.small || r.caseOf(i) == small && !r.caps[i],
	}
}

// number gives a person's number from 1, or 0 for somebody who is not known and not to be added.
func (p *people) number(parts []string, title string, add bool) int {
	if len(parts) == 0 {
		return 0
	}
	for i := range p.persons {
		if q := &p.persons[i]; q.same(parts, title) {
			if add && len(parts) > len(q.parts) {
				q.parts = parts
			}
			if add && q.title == "" {
				q.title = title
			}
			return i + 1
		}
	}
	if !add || len(p.persons) >= maxPeople {
		return 0
	}
	p.persons = append(p.persons, person{parts, title})
	return len(p.persons)
}

// same says that a name may be this person's: all words of the shorter are in the longer, initials counting for what
// they begin, and the titles do not differ.
func (q person) same(parts []string, title string) bool {
	if q.title != "" && title != "" && q.title != title {
		return false
	}
	short, long := q.parts, parts
	if len(short) > len(long) {
		short, long = long, short
	}
	for _, s := range short {
		if !slices.ContainsFunc(long, func(l string) bool {
			return l == s || len(s) == 1 && strings.HasPrefix(l, s) || len(l) == 1 && strings.HasPrefix(s, l)
		}) {
			return false
		}
	}
	// One initial alone is nobody in particular.
	return len(short[0]) > 1 || len(short) > 1
}

// spread finds, whatever their case, the names that were met anywhere in the response.
func (p *people) spread(r *reading) {
	if len(p.parts) == 0 {
		return
	}
	for i, k := range r.tokens {
		if k.Kind != token.Word || r.own[i] {
			continue
		}
		w := k.Lower
		met, known := p.parts[w]
		if !known && strings.HasSuffix(w, "s") && !r.everyday(i) {
			met, known = p.parts[w[:len(w)-1]]
		}
		switch {
		case len(w) == 1:
			if known && k.Text != "I" && k.Text != "A" && r.letter(i) && !r.glued(i) && r.at(i+1).Text != "." {
				r.add(i, i, Name, 0.6, "initial, named elsewhere")
			}
		case known && (!met.everyday || r.namedHere(i, met)):
			r.add(i, i, Name, 0.6, "named elsewhere")
		case known && len(w) > 2 && !r.kept[i] && !r.is(i, gazetteer.Stop) && (met.small || r.caseOf(i) == initial):
			r.doubts = append(r.doubts, i)
		case !known && i+1 < len(r.tokens) && !r.everyday(i) && len(w) > 1 && p.split(w+r.lower(i+1)):
			r.add(i, i+1, Name, 0.6, "named elsewhere, in two words")
		}
	}
}

// namedHere says that an everyday word that is also a name met elsewhere is the name here.
func (r *reading) namedHere(i int, met part) bool {
	if r.kept[i] {
		return false
	}
	in, s := r.caseOf(i), r.cueBefore(i)+r.cueAfter(i)+float64(r.score[i].Person)
	return in == inside || in == initial && s > 0.2 && len(r.tokens[i].Text) > 2 || in == small && (met.small && s >= 0.3 || s > 0.5)
}

func (p *people) split(joined string) bool {
	met, known := p.parts[joined]
	return known && !met.everyday && len(joined) > 5
}
