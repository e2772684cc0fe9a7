// Package disclosure keeps figures from describing anybody. It is the one place that knows how counts become figures
// that people may see: small counts are suppressed, enough others with them that nothing small can be worked out by
// subtraction, and the rest are rounded. The default is the "10-5" rule of the Office for National Statistics:
// suppress below 10, round to 5.
//
// Protect is for the one-way tables of a view, ProtectAll for two-way tables with them, Pool for several forums together,
// Differ for figures that follow others, and Dominated for counts that organisations contribute to.
//
// Everything derived from a figure (percentages, orders, charts) must be computed from the protected figures, since a
// percentage of exact counts gives the exact counts away.
package disclosure

// Floor is the lowest threshold: a Rule with a lower one works as one with this. It is in code so that no setting can
// take it away.
const Floor = 10

// MinRound is the finest rounding, in the same way.
const MinRound = 5

// Rule says below what a count is suppressed and to what the others are rounded.
type Rule struct {
	Threshold int `json:"threshold"` // counts below it are suppressed, zero included
	Round     int `json:"round"`     // counts are rounded to the nearest multiple
}

// Default is the rule of ten and five.
var Default = Rule{Threshold: Floor, Round: MinRound}

// Figure is a count as it may be seen: rounded, or suppressed. A suppressed figure's Value is always 0.
type Figure struct {
	Value      int  `json:"value"`
	Suppressed bool `json:"suppressed,omitempty"`
}

// Suppressed is the figure of a count that may not be seen.
var Suppressed = Figure{Suppressed: true}

// Mark is how a suppressed figure is printed, as the Government Statistical Service marks confidential cells.
const Mark = "[c]"

// Percent gives part as a whole percentage of base, from the protected figures alone. There is none where either is
// suppressed or the base is nothing.
func Percent(part, base Figure) *int {
	if part.Suppressed || base.Suppressed || base.Value == 0 {
		return nil
	}
	p := (200*part.Value + base.Value) / (2 * base.Value)
	return &p
}
