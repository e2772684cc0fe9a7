// Package quotes chooses which of people's own words a release shows. It is given only words that are anonymised,
// approved by a reviewer and permitted at this moment, and it gives nothing away about who said them beyond figures that
// may be seen:
//
//   - Words stand under a theme and a stance only where the release shows how many people spoke so of that theme; under
//     a theme only where it shows how many spoke of it; and otherwise by themselves. Of a view whose people are too few
//     to be shown, there are no words at all. What is said of the speaker (see from.go) is held to the same, together
//     with the theme and the stance. So no quote's context describes fewer people than the threshold, and whether a
//     quote has one tells nothing that the tables do not.
//   - No two are one person's, and none is an officer's.
//   - In each place the first is the medoid, the one most like all the others, and the next is the one least like those
//     chosen. Likeness is the cosine of words weighted by how rare they are.
//
// The outcome depends on neither the order of the candidates nor any count, only on their words and the tables. Who is
// quoted is known to the caller, and to nobody who sees the release.
package quotes

import (
	"cmp"
	"slices"

	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

// How many quotes a release has at most.
const (
	Each  = 2 // under one theme and stance, and under a theme alone
	Loose = 6 // of a view, under no theme
)

// alike is from which likeness on two quotes are taken to say the same.
const alike = 0.8

// Candidate is a quote that may be used, and what is known of it. Mentions are what the quote itself speaks of.
type Candidate struct {
	Quotation
	View     string
	Words    string
	Mentions []themes.Mention
	Speaker  []Trait // what could be said of who speaks, the most telling first
}

// Trait is a row of a table that a speaker is in, and the words for it.
type Trait struct{ Table, Row, Words string }

// Quotation says which words of which response a quote is.
type Quotation = release.Quotation

// Hash gives what a Quotation knows words by.
func Hash(words string) string { return release.HashOf(words) }

func quotation(id response.ID, question, words string) Quotation {
	return Quotation{Response: id, Question: question, Hash: Hash(words)}
}

// Chosen is a quote as a release shows it, and which it is.
type Chosen struct {
	release.Quote
	Quotation
}

// place is where in a release a quote stands; of no theme, or no stance, where that may not be said.
type place struct {
	view, theme string
	stance      themes.Stance
}

// most is how many quotes a place has.
func (p place) most() int {
	if p.theme == "" {
		return Loose
	}
	return Each
}

// Choose chooses quotes for a release whose tables are made, in the order in which they are shown: views in the release's
// order, themes in that of its tables, stances, and then those under no theme.
func Choose(r release.Release, candidates []Candidate) []Chosen {
	pool := newPool(r, candidates)
	chosen := map[place][]int{}
	used := map[response.ID]bool{}
	var taken []int
	for round := range Loose {
		for _, p := range pool.places {
			if round >= p.most() || len(chosen[p]) < round {
				continue
			}
			n, ok := pool.next(p, chosen[p], taken, used)
			if !ok {
				continue
			}
			chosen[p], taken = append(chosen[p], n), append(taken, n)
			used[pool.all[n].Response] = true
		}
	}
	var out []Chosen
	for _, p := range pool.places {
		for _, n := range chosen[p] {
			c := pool.all[n]
			out = append(out, Chosen{
				Quote: release.Quote{
					View: p.view, Theme: p.theme, Stance: p.stance, Words: c.Words, From: from(r, p, c.Speaker),
				},
				Quotation: c.Quotation,
			})
		}
	}
	return out
}

// pool is the candidates, by the places where each could stand.
type pool struct {
	places  []place
	all     []Candidate
	vectors []vector
	in      map[place][]int
}

func newPool(r release.Release, candidates []Candidate) *pool {
	p := &pool{in: map[place][]int{}}
	p.all = slices.DeleteFunc(slices.Clone(candidates), func(c Candidate) bool { return c.View == response.Officer.View() })
	slices.SortFunc(p.all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Words, b.Words), cmp.Compare(a.Response, b.Response), cmp.Compare(a.Question, b.Question))
	})
	words := make([]string, len(p.all))
	for i, c := range p.all {
		words[i] = c.Words
	}
	p.vectors = vectors(words)
	p.places = placesOf(r)
	for i, c := range p.all {
		for _, at := range p.standing(c) {
			p.in[at] = append(p.in[at], i)
		}
	}
	return p
}

// placesOf gives every place of a release, in the order in which they are shown.
func placesOf(r release.Release) []place {
	var places []place
	for _, v := range r.Views {
		if v.Respondents.Suppressed {
			continue
		}
		all, _ := r.Table(v.ID, release.AllThemes)
		for _, row := range all.Rows {
			if row.Count.Suppressed {
				continue
			}
			each, _ := r.Table(v.ID, tally.Theme+row.ID)
			for _, s := range each.Rows {
				if !s.Count.Suppressed {
					places = append(places, place{v.ID, row.ID, themes.Stance(s.ID)})
				}
			}
			places = append(places, place{v.ID, row.ID, ""})
		}
		places = append(places, place{v.ID, "", ""})
	}
	return places
}

// standing gives the places where a quote could stand: for each theme that it speaks of the narrowest that may be said,
// and under none only where that is so of no theme.
func (p *pool) standing(c Candidate) []place {
	var at []place
	for _, m := range c.Mentions {
		for _, one := range []place{{c.View, m.Theme, m.Stance}, {c.View, m.Theme, ""}} {
			if slices.Contains(p.places, one) {
				at = append(at, one)
				break
			}
		}
	}
	if loose := (place{c.View, "", ""}); len(at) == 0 && slices.Contains(p.places, loose) {
		at = append(at, loose)
	}
	return at
}

// next gives the next quote of a place: the medoid of those that are left where none is chosen, and otherwise the one
// whose likeness to those chosen is least. Whoever is quoted already, and what says the same as another quote, is
// passed over.
func (p *pool) next(at place, here, taken []int, used map[response.ID]bool) (int, bool) {
	var left []int
	for _, n := range p.in[at] {
		same := func(other int) bool { return p.vectors[n].cosine(p.vectors[other]) >= alike }
		if !used[p.all[n].Response] && !slices.ContainsFunc(taken, same) {
			left = append(left, n)
		}
	}
	middle := sum(p.vectors, p.in[at])
	best, score, found := 0, 0.0, false
	for _, n := range left {
		s := middle.dot(p.vectors[n])
		if len(here) > 0 {
			s = 0
			for _, other := range here {
				s = min(s, -p.vectors[n].cosine(p.vectors[other]))
			}
		}
		if !found || s > score {
			best, score, found = n, s, true
		}
	}
	return best, found
}
