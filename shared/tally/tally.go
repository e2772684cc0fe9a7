// Package tally counts a forum. A tally is a map from cells to counts; tallies add and take apart again, so the tally
// of a forum is the sum of what its responses contribute, in whatever order they came, and a withdrawal leaves no
// trace in it. A tally holds exact counts: nobody sees one. What people see is made from it by shared/disclosure.
package tally

import (
	"maps"
	"strings"
)

// Tally maps cells to counts of people. A cell is written view|table|cell:
//
//	victim|respondents|all              people whose answers may be counted
//	victim|channel|advocate-assisted    and |asked
//	victim|q.contact-how-often|weekly   one of the question's options, |no-answer, and |asked: whom the routing asked
//	victim|theme.kept-informed|negative people with this one stance on the theme
//	partner|service|sarc                feedback by the kind of organisation that handed it in, and |asked
//	partner|by.sarc|an-organisation     the same by organisation, so as to know how many they are; it is never shown
//
// A cell that counts nobody is not there. The zero Tally is nil and may be read and added to others.
type Tally map[string]int

// The tables of a tally, and the prefixes of those there are many of.
const (
	Respondents = "respondents"
	Channel     = "channel"
	Question    = "q."     // followed by the question's id
	Theme       = "theme." // followed by the theme's id
	Service     = "service"
	By          = "by." // followed by the kind of organisation
)

// Cells that are not options.
const (
	All      = "all"       // of Respondents
	Asked    = "asked"     // the base of a question or of Channel
	NoAnswer = "no-answer" // asked, and went on without answering
	Earlier  = "earlier"   // a year before those that are counted one by one
)

// Key gives the name of a cell.
func Key(view, table, cell string) string { return view + "|" + table + "|" + cell }

// Of gives the count of a cell.
func (t Tally) Of(view, table, cell string) int { return t[Key(view, table, cell)] }

// Contributions gives how much each organisation of a kind handed in under a view, in no order; those that handed in
// nothing are left out.
func (t Tally) Contributions(view, kind string) []int {
	prefix := Key(view, By+kind, "")
	var parts []int
	for cell, count := range t {
		if count > 0 && strings.HasPrefix(cell, prefix) {
			parts = append(parts, count)
		}
	}
	return parts
}

// Add gives the sum of two tallies. It changes neither.
func (t Tally) Add(u Tally) Tally {
	sum := t.clone(len(u))
	sum.Merge(u, 1)
	return sum
}

// Sub gives t without u: a.Add(b).Sub(b) equals a. It changes neither. A cell may fall below zero where u was never
// part of t; nothing is hidden by stopping at zero.
func (t Tally) Sub(u Tally) Tally {
	difference := t.clone(0)
	difference.Merge(u, -1)
	return difference
}

// Merge adds u into t, times times; -1 takes it out. It changes t, which must not be nil unless u is empty.
func (t Tally) Merge(u Tally, times int) {
	for cell, n := range u {
		if sum := t[cell] + times*n; sum != 0 {
			t[cell] = sum
		} else {
			delete(t, cell)
		}
	}
}

// Equal reports whether both count the same.
func (t Tally) Equal(u Tally) bool { return maps.Equal(t, u) }

func (t Tally) clone(more int) Tally {
	c := make(Tally, len(t)+more)
	for cell, n := range t {
		if n != 0 {
			c[cell] = n
		}
	}
	return c
}
