package keyness

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Counts says how many people used each term in clauses that no theme claims. Counts of parts of a forum, and of several
// forums, merge. The zero Counts is that of nobody.
//
// They are kept small as Misra and Gries did ("Finding repeated elements", 1982), in the form that merges (Agarwal and
// others, "Mergeable summaries", 2012): of each kind at most twice Most are held, and what would be more is taken off
// evenly. A count is therefore never too high; it is too low by at most a Most-th of all uses, and Short says by how much.
// A forum of some hundred responses is counted exactly.
type Counts struct {
	People int            `json:"people"`          // who were read
	Terms  map[string]int `json:"terms,omitempty"` // a word's stem, or those of two words with a space between
	Forms  map[string]int `json:"forms,omitempty"` // a word as it was written
	Pairs  map[string]int `json:"pairs,omitempty"` // the stems of two words of a clause, in alphabetical order, with a space between
	Short  int            `json:"short,omitempty"` // how many of the people of a term may be missing
}

// Most is how many terms, forms and pairs are kept each, of those that most people used. With some 80 bytes for each,
// Counts take up to 16 MB while they are made, besides the words of one person.
const Most = 1 << 15

// near is within how many words a clause's words make pairs, so that a text without any full stop costs no more than
// others.
const near = 10

// Add counts one person. The clauses are those of everything that the person wrote, as (*themes.Codebook).Unclaimed gives
// them; there may be none. However often somebody uses a term, it counts once. Whoever may not be counted, and whatever
// is not anonymised, must not be given here.
func (c *Counts) Add(clauses [][]string) {
	u := scratch.Get().(*used)
	defer scratch.Put(u)
	for _, clause := range clauses {
		u.clause(clause)
	}
	c.ready()
	c.People++
	tick(c.Terms, u.terms)
	tick(c.Forms, u.forms)
	tick(c.Pairs, u.pairs)
	c.trim()
}

// used is what one person used.
type used struct {
	terms, forms, pairs map[string]bool
	last                []string // the stems of the clause so far
}

var scratch = sync.Pool{New: func() any { return &used{terms: map[string]bool{}, forms: map[string]bool{}, pairs: map[string]bool{}} }}

func (u *used) clause(words []string) {
	u.last = u.last[:0]
	beside := "" // the stem just before; none where a word without content stood
	for _, word := range words {
		if !content(word) {
			beside = ""
			continue
		}
		word = strings.Clone(word) // lest a word keep the whole text alive that it was cut from
		s := stem(word)
		u.forms[word], u.terms[s] = true, true
		if beside != "" && beside != s {
			u.terms[beside+" "+s] = true
		}
		for _, other := range u.last[max(0, len(u.last)-near):] {
			if other != s {
				u.pairs[pair(other, s)] = true
			}
		}
		u.last, beside = append(u.last, s), s
	}
}

// tick counts one person for each term used, and empties what they used.
func tick(counts map[string]int, used map[string]bool) {
	for term := range used {
		counts[term]++
	}
	clear(used)
}

// Merge adds the counts of other people.
func (c *Counts) Merge(o Counts) {
	c.ready()
	c.People += o.People
	c.Short += o.Short
	for _, kind := range [][2]map[string]int{{c.Terms, o.Terms}, {c.Forms, o.Forms}, {c.Pairs, o.Pairs}} {
		for term, n := range kind[1] {
			kind[0][term] += n
		}
	}
	c.trim()
}

func (c *Counts) ready() {
	if c.Terms == nil {
		c.Terms, c.Forms, c.Pairs = map[string]int{}, map[string]int{}, map[string]int{}
	}
}

func (c *Counts) trim() {
	c.Short += trim(c.Terms)
	trim(c.Forms)
	trim(c.Pairs)
}

// trim leaves at most Most of counts that are more than twice as many, and gives what it took off each.
func trim(counts map[string]int) int {
	if len(counts) <= 2*Most {
		return 0
	}
	sizes := slices.Sorted(maps.Values(counts))
	off := sizes[len(sizes)-Most-1]
	for term, n := range counts {
		if n <= off {
			delete(counts, term)
		} else {
			counts[term] = n - off
		}
	}
	return off
}

// pair is the key of two words in Pairs.
func pair(a, b string) string { return min(a, b) + " " + max(a, b) }
