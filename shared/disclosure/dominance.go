package disclosure

import "slices"

// The rule of dominance, for counts that organisations contribute to. Both halves are the usual ones of magnitude tables:
// A. Hundepool and others, Statistical Disclosure Control (Wiley, 2012), chapter 4.
const (
	// FewestContributors is of how many organisations a row must be: in a row of one, everybody would know whose clients
	// they are, and each of two would know of the other.
	FewestContributors = 3
	// LargestShare is the most, in per cent, that one organisation may have contributed of a row: the (1,k) rule.
	LargestShare = 75
	// Precision is how near, in per cent, the second largest may come to the largest by taking its own from the total:
	// the p% rule.
	Precision = 10
)

// Dominated reports whether a count would tell about one organisation: whether fewer than FewestContributors
// contributed to it, or the largest gave more than LargestShare per cent, or what is left without the two largest is
// less than Precision per cent of the largest. parts are what each organisation contributed; those of nothing do not
// count, and a count that nobody contributed to is not dominated, because it is nobody's.
func Dominated(parts []int) bool {
	var first, second, sum, n int
	for _, p := range parts {
		if p <= 0 {
			continue
		}
		n++
		sum += p
		if p > first {
			first, second = p, first
		} else if p > second {
			second = p
		}
	}
	return n > 0 && (n < FewestContributors || first*100 > sum*LargestShare || (sum-first-second)*100 < first*Precision)
}

// Contributed is a row that organisations contributed to, such as a kind of service. Parts are what each organisation
// contributed.
type Contributed struct {
	ID    string
	Parts []int
}

// MergeDominated gives the rows that must be counted together: those that are dominated, and where they still are when
// taken together, the last of the others with them, one by one. With one row dominated, another goes with it, because
// else it would be the only one under the name of others. Rows that nobody contributed to are left alone. Where even
// all rows together are dominated, ok is false and no row may be shown; all is then everything.
func MergeDominated(rows []Contributed) (together []string, ok bool) {
	merged := map[string]bool{}
	var parts []int
	take := func(c Contributed) {
		merged[c.ID] = true
		parts = append(parts, c.Parts...)
	}
	for _, c := range rows {
		if Dominated(c.Parts) {
			take(c)
		}
	}
	for _, c := range slices.Backward(rows) {
		if len(merged) > 0 && (len(merged) < 2 || Dominated(parts)) && !merged[c.ID] && !empty(c) {
			take(c)
		}
	}
	for _, c := range rows {
		if merged[c.ID] {
			together = append(together, c.ID)
		}
	}
	return together, !Dominated(parts)
}

func empty(c Contributed) bool {
	return !slices.ContainsFunc(c.Parts, func(p int) bool { return p > 0 })
}
