package statistics

import (
	"cmp"
	"math"
	"slices"
)

// FisherMidP gives how likely two shares are to be as far apart as they are, or farther, if people at both forums
// answered alike: the two-sided mid-p value of Fisher's exact test, which is twice the smaller tail, with half of the
// likelihood of what was seen. It is from 0 to 1. Mid-p: H. O. Lancaster, "Significance tests in discrete
// distributions", Journal of the American Statistical Association 56 (1961), 223–234. Bases may be up to a million;
// the sum is done in logarithms, from what was seen outwards, until what is left no longer counts.
func FisherMidP(before, after Share) float64 {
	total, yes := before.Base+after.Base, before.People+after.People
	if before.Base < 1 || after.Base < 1 || yes == 0 || yes == total {
		return 1
	}
	seen := after.People
	at := logHypergeometric(seen, after.Base, yes, total)
	least, most := max(0, yes-before.Base), min(yes, after.Base)
	// Each tail is a sum of ratios to the likelihood of what was seen; the ratio of one to the next is a fraction of
	// whole numbers, so nothing overflows and no logarithm is taken again.
	up, down := 0.0, 0.0
	for x, ratio := seen, 1.0; x < most && ratio > tiny*(1+up); x++ {
		ratio *= float64(yes-x) * float64(after.Base-x) / (float64(x+1) * float64(before.Base-yes+x+1))
		up += ratio
	}
	for x, ratio := seen, 1.0; x > least && ratio > tiny*(1+down); x-- {
		ratio *= float64(x) * float64(before.Base-yes+x) / (float64(yes-x+1) * float64(after.Base-x+1))
		down += ratio
	}
	// The tail towards the middle first grows, so it is the other one that is exact to the last digit.
	tail := math.Exp(at + math.Log(0.5+min(up, down)))
	return min(1, 2*tail)
}

// tiny is what a term may be, of the sum before it, for the sum to be done.
const tiny = 1e-17

// logHypergeometric gives the logarithm of the chance that of n people drawn from total, of whom yes say yes, x do.
func logHypergeometric(x, n, yes, total int) float64 {
	return logChoose(yes, x) + logChoose(total-yes, n-x) - logChoose(total, n)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// BenjaminiHochberg says, of each p-value of a family, whether it counts as a discovery at a false discovery rate of
// q: the largest k for which the k-th smallest is at most k·q/m is found, and the k smallest are discoveries. Y.
// Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
// (1995), 289–300. Where nothing changed at all, the chance of even one discovery is at most q.
func BenjaminiHochberg(p []float64, q float64) []bool {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	found := make([]bool, len(p))
	for k := len(order); k > 0; k-- {
		if p[order[k-1]] <= float64(k)*q/float64(len(p)) {
			for _, i := range order[:k] {
				found[i] = true
			}
			break
		}
	}
	return found
}
