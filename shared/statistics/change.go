package statistics

import (
	"math"
)

// Verdict says in one word what two forums' shares tell.
type Verdict string

// The verdicts.
const (
	Up       Verdict = "up"
	Down     Verdict = "down"
	NoChange Verdict = "no-clear-change"
	TooFew   Verdict = "too-few-to-tell"
)

// The rule by which a change is told.
const (
	// FalseAlarms is the false discovery rate of a family. Where nothing changed, at most this part of quarters has
	// even one change called.
	FalseAlarms = 0.10
	// Telling is the smallest change, as a proportion, that must have been likely to be found for "no clear change" to
	// be said; where it was not, too few answered to tell.
	Telling = 0.20
	// Power is how likely "likely" is.
	Power = 0.80
	// Rounding is how far, at most, a published count is from the exact one.
	Rounding = 2
)

// Pair is one share at two forums. Known is false where either is suppressed.
type Pair struct {
	ID            string
	Before, After Share
	Known         bool
}

// Change is what became of one share. Difference and P mean nothing where it is not Known.
type Change struct {
	ID         string     `json:"id"`
	Verdict    Verdict    `json:"verdict"`
	Known      bool       `json:"known"` // false where either figure is suppressed, which is TooFew too
	Difference Difference `json:"difference"`
	P          float64    `json:"p"`        // by RoundedMidP
	Smallest   float64    `json:"smallest"` // the smallest change that would have been found, see Smallest
}

// Changes gives what became of each share of a family, in the family's order. A family is what is looked at together:
// all themes, or all answers of the questions that are compared. Suppressed pairs are not tested and not counted in it.
//
// A change is Up or Down where it is a discovery by BenjaminiHochberg at FalseAlarms, of p-values that hold however the
// counts were rounded. It is TooFew where it is none and a change of Telling could not have been found with Power, as
// Smallest has it, and NoChange otherwise.
func Changes(family []Pair) []Change {
	changes := make([]Change, len(family))
	var known []int
	var p []float64
	for i, pair := range family {
		changes[i] = Change{ID: pair.ID, Verdict: TooFew}
		if pair.Known && pair.Before.Base > 0 && pair.After.Base > 0 {
			known = append(known, i)
			p = append(p, RoundedMidP(pair.Before, pair.After))
		}
	}
	for k, found := range BenjaminiHochberg(p, FalseAlarms) {
		i := known[k]
		pair, c := family[i], &changes[i]
		c.Known, c.P = true, p[k]
		c.Difference = Compare(pair.Before, pair.After)
		c.Smallest = Smallest(pair.Before.Base, pair.After.Base, len(known))
		switch {
		case found && c.Difference.Points > 0:
			c.Verdict = Up
		case found && c.Difference.Points < 0:
			c.Verdict = Down
		case c.Smallest <= Telling:
			c.Verdict = NoChange
		}
	}
	return changes
}

// RoundedMidP gives FisherMidP at those counts, of all that could be behind two rounded shares, that bring the shares
// nearest to each other: parts and bases each Rounding away. So no change is called that rounding made. It is 1 where
// rounding alone could make the difference.
func RoundedMidP(before, after Share) float64 {
	if before.Proportion() > after.Proportion() {
		before, after = after, before
	}
	before = Share{People: before.People + Rounding, Base: before.Base - Rounding}
	after = Share{People: after.People - Rounding, Base: after.Base + Rounding}
	if before.People > before.Base || after.People < 0 || before.Base < 1 || before.Proportion() >= after.Proportion() {
		return 1
	}
	return FisherMidP(before, after)
}

// Smallest gives the smallest change, as a proportion, that would be found with Power between two bases, were it the
// only one in a family of so many: by the normal approximation with shares near a half, where chance is widest, and
// with what RoundedMidP gives to rounding. It is more than 1 where no change could be found.
func Smallest(before, after, family int) float64 {
	if before < 1 || after < 1 || family < 1 {
		return math.Inf(1)
	}
	n, m := float64(before), float64(after)
	alpha := FalseAlarms / float64(family)
	deviates := quantile(1-alpha/2) + quantile(Power)
	// A part moved by Rounding and a base by as much the other way moves a share of a half by one and a half of them.
	return deviates*math.Sqrt(0.25/n+0.25/m) + 1.5*Rounding*(1/n+1/m)
}
