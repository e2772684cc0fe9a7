// Package statistics says how sure a figure is and whether it changed. It works on counts that people may see: those
// of shared/disclosure, suppressed below ten and rounded to five. It must never be given exact counts, because an
// interval worked out from an exact count gives the count away.
//
// Shares and limits are proportions from 0 to 1; means are in the units of their scale. All intervals are of 95%.
// Nothing here speaks of everybody: the people counted are those who chose to answer, and an interval says only how
// far their number alone would let a figure stray.
package statistics

import (
	"math"

	"voiceforum/shared/fault"
)

// Share is so many people of a base, both as published. 0 ≤ People ≤ Base must hold; rounding can bring a part above
// its base, which Of puts right.
type Share struct {
	People int `json:"people"`
	Base   int `json:"base"`
}

// Of gives the share of a part in a base. A part that rounding brought above its base is the whole of it. A part below
// nothing, or a base of nobody, is a fault.Invalid.
func Of(people, base int) (Share, error) {
	if people < 0 || base < 1 {
		return Share{}, fault.New(fault.Invalid, "a share is of a base of at least one, and of no fewer than nobody")
	}
	return Share{People: min(people, base), Base: base}, nil
}

// Proportion gives the share as a proportion; 0 of a base of nobody.
func (s Share) Proportion() float64 {
	if s.Base < 1 {
		return 0
	}
	return float64(s.People) / float64(s.Base)
}

// Pool gives the share over several forums: all the people of all the bases. Rounding adds up too: each forum's part
// and base may be two people off.
func Pool(shares ...Share) Share {
	var all Share
	for _, s := range shares {
		all.People += s.People
		all.Base += s.Base
	}
	return all
}

// Interval is from Low to High, both included.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// z is the normal deviate of intervals of 95%.
var z = quantile(0.975)

// Wilson gives the interval of a share by Wilson's score method, without continuity correction: E. B. Wilson,
// "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
// Association 22 (1927), 209–212; method 3 of R. G. Newcombe, "Two-sided confidence intervals for the single
// proportion", Statistics in Medicine 17 (1998), 857–872. Of a base of nobody it is everything from 0 to 1.
func Wilson(s Share) Interval {
	if s.Base < 1 {
		return Interval{0, 1}
	}
	n, p := float64(s.Base), s.Proportion()
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	low, high := max(0, middle-half), min(1, middle+half)
	if s.People == 0 {
		low = 0
	}
	if s.People == s.Base {
		high = 1
	}
	return Interval{low, high}
}

// Difference is how much higher one share is than another, with its interval: proportions from -1 to 1.
type Difference struct {
	Points float64 `json:"points"`
	Interval
}

// Compare gives how much higher after is than before, with Newcombe's hybrid-score interval: method 10 of R. G.
// Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
// (1998), 873–890.
func Compare(before, after Share) Difference {
	p, q := after.Proportion(), before.Proportion()
	wp, wq := Wilson(after), Wilson(before)
	d := p - q
	return Difference{d, Interval{
		Low:  max(-1, d-math.Hypot(p-wp.Low, wq.High-q)),
		High: min(1, d+math.Hypot(wp.High-p, q-wq.Low)),
	}}
}

// quantile gives the value below which a standard normal variable falls with probability p, by the inverse of the error
// function (Abramowitz and Stegun 1964, 26.2.2 and 7.1.22).
func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
