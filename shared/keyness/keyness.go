// Package keyness finds what is new in a forum: words and short pairs of words, in clauses that no theme claims, that
// more people use than did in earlier forums. It groups them by the clauses that they share, and names nothing: a
// facilitator does.
//
// How much more is told by the log-likelihood ratio of Dunning ("Accurate methods for the statistics of surprise and
// coincidence", 1993), which Rayson and Garside use to compare corpora ("Comparing corpora using frequency profiling",
// 2000), over people rather than words, so that nobody counts twice; and, so that a difference that is sure but slight
// is not offered, by Hardie's log ratio ("Log Ratio: an informal introduction", 2014).
//
// Whatever is offered comes from protected counts alone: the choice of terms, their order, their groups, and the number
// beside them. So it tells of nobody: no term that fewer people used than the threshold, no two terms joined by fewer,
// and nothing that could not be worked out from rounded figures, but for how a word is spelt. That has its price: against
// one earlier forum of 300 people a word must be used by some 18 of 300 now, while against four of them 10 will do. So
// compare with the last four forums where there are as many.
package keyness

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"voiceforum/shared/disclosure"
)

// Group is some terms that belong together, none of which fewer people used than the rule's threshold.
type Group struct {
	Words  []string          // a word each, or two with a space between, as people wrote them; most telling first; at most 5
	People disclosure.Figure // who used the first of them; never suppressed
}

const (
	mostGroups = 10
	mostWords  = 5

	// surely is the least log-likelihood ratio: chance alone reaches it for one term in two hundred.
	surely = 7.88
	// times is how many times as large a part of the people must use a term as did before: a log ratio of 1.
	times = 2
	// shared is the part of those who used the rarer of two terms that must have used both in one clause for them to
	// belong together.
	shared = 0.5
)

// term is one that may be offered, with what is known of it from protected counts.
type term struct {
	text   string   // as in Counts.Terms
	stems  []string // of its words
	people disclosure.Figure
	score  float64
}

// New gives what is new in a forum, the most telling first, at most ten groups. before is the counts of earlier forums,
// merged. Where too few people were read in this forum or before, there is nothing to compare, and nothing is new.
//
// What two looks at the same forum offer can differ by one person. Whoever shows it again must therefore keep what was
// shown until the rule's Differ is true of the counts' Terms.
func New(rule disclosure.Rule, now, before Counts) []Group {
	nowPeople, beforePeople := rule.Figure(now.People), rule.Figure(before.People)
	if nowPeople.Suppressed || beforePeople.Suppressed {
		return nil
	}
	var terms []term
	for text, n := range now.Terms {
		people := rule.Figure(n)
		if people.Suppressed {
			continue
		}
		was := assumed(rule, before.Terms[text]+before.Short)
		a, b, all, allBefore := float64(people.Value), was, float64(nowPeople.Value), float64(beforePeople.Value)
		if score := ratio(a, all, b, allBefore); score >= surely && a/all >= times*b/allBefore {
			terms = append(terms, term{text, strings.Fields(text), people, score})
		}
	}
	slices.SortFunc(terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(len(b.stems), len(a.stems)), cmp.Compare(a.text, b.text))
	})
	return now.groups(rule, spoken(terms))
}

// assumed is how many people an earlier count is taken for: as many as its figure says, and half the threshold where
// that is suppressed, whether they were none or nearly ten. So a word can only be new where half the threshold would have
// been few, and a small earlier forum makes nothing new.
func assumed(rule disclosure.Rule, n int) float64 {
	if f := rule.Figure(n); !f.Suppressed {
		return float64(f.Value)
	}
	return float64(max(rule.Threshold, disclosure.Floor)) / 2
}

// ratio is Dunning's log-likelihood ratio (G²) of a out of all against b out of allBefore.
func ratio(a, all, b, allBefore float64) float64 {
	part := (a + b) / (all + allBefore)
	sum := 0.0
	for _, cell := range [][2]float64{
		{a, all * part}, {all - a, all * (1 - part)}, {b, allBefore * part}, {allBefore - b, allBefore * (1 - part)},
	} {
		if cell[0] > 0 {
			sum += cell[0] * math.Log(cell[0]/cell[1])
		}
	}
	return 2 * sum
}

// spoken leaves out the words that stand in a pair of as many people: the pair says more.
func spoken(terms []term) []term {
	within := map[string]int{}
	for _, t := range terms {
		if len(t.stems) > 1 {
			for _, w := range t.stems {
				within[w] = max(within[w], t.people.Value)
			}
		}
	}
	return slices.DeleteFunc(terms, func(t term) bool { return len(t.stems) == 1 && within[t.text] >= t.people.Value })
}

// groups puts each term to the first group whose leading term it belongs to, or makes it the leading term of another
// (Hartigan's leader algorithm, "Clustering Algorithms", 1975).
func (c Counts) groups(rule disclosure.Rule, terms []term) []Group {
	var leaders []term
	var groups []Group
	for _, t := range terms {
		i := slices.IndexFunc(leaders, func(l term) bool { return c.belong(rule, l, t) })
		switch {
		case i >= 0 && len(groups[i].Words) < mostWords:
			groups[i].Words = append(groups[i].Words, c.label(rule, t))
		case i < 0 && len(groups) < mostGroups:
			leaders = append(leaders, t)
			groups = append(groups, Group{Words: []string{c.label(rule, t)}, People: t.people})
		}
	}
	return groups
}

// belong reports whether two terms have a word in common, or enough people used a word of each in one clause.
func (c Counts) belong(rule disclosure.Rule, a, b term) bool {
	for _, v := range a.stems {
		for _, w := range b.stems {
			if v == w {
				return true
			}
			both := rule.Figure(c.Pairs[pair(v, w)]) // of value 0 where it is suppressed
			if float64(both.Value) >= shared*float64(min(a.people.Value, b.people.Value)) {
				return true
			}
		}
	}
	return false
}

// label is a term as people wrote it: each word in the form that most of them wrote, or the shortest where nobody may know
// which that is.
func (c Counts) label(rule disclosure.Rule, t term) string {
	words := slices.Clone(t.stems)
	for i, s := range words {
		words[i] = slices.MinFunc(c.written(s), func(a, b string) int {
			return cmp.Or(
				cmp.Compare(rule.Figure(c.Forms[b]).Value, rule.Figure(c.Forms[a]).Value),
				cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
		})
	}
	return strings.Join(words, " ")
}

// written gives the forms of a stem that people wrote.
func (c Counts) written(s string) []string {
	var forms []string
	for form := range c.Forms {
		if stem(form) == s {
			forms = append(forms, form)
		}
	}
	if len(forms) == 0 {
		return []string{s}
	}
	return forms
}
