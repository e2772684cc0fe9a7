package statistics

import (
	"math"

	"voiceforum/shared/fault"
)

// Mean is the mean of an ordinal scale over so many people, with its interval, in the units of the scale.
type Mean struct {
	Mean   float64 `json:"mean"`
	People int     `json:"people"`
	Interval
}

// endsAdded is how many people are added at each end of the scale for the interval.
const endsAdded = 2

// MeanOf gives the mean of a scale from the published counts of its points: counts[i] people gave scores[i], and scores
// rise. Where any point is suppressed there is no mean. That a step is as wide as the next is the questionnaire's claim,
// not this function's; show the counts beside it.
//
// The interval is that of A. Agresti and B. A. Coull, "Approximate is better than 'exact' for interval estimation of
// binomial proportions", The American Statistician 52 (1998), 119–126, carried from two points to a scale: two people
// are added at each end, and the normal interval of that is taken, kept within the scale. For a scale of two points it
// is theirs; and where all gave one answer it is not a single point. Fewer than two points, scores that do not rise, a
// count below nobody, or nobody at all, is a fault.Invalid.
func MeanOf(counts []int, scores []float64) (Mean, error) {
	if len(counts) != len(scores) || len(counts) < 2 {
		return Mean{}, fault.New(fault.Invalid, "a scale has a count for each of at least two points")
	}
	var people int
	var sum float64
	for i, n := range counts {
		if n < 0 || i > 0 && scores[i] <= scores[i-1] {
			return Mean{}, fault.New(fault.Invalid, "a scale rises, and its counts are of nobody or more")
		}
		people += n
		sum += float64(n) * scores[i]
	}
	if people == 0 {
		return Mean{}, fault.New(fault.Invalid, "nobody gave an answer on the scale")
	}
	low, high := scores[0], scores[len(scores)-1]
	n := float64(people + 2*endsAdded)
	middle := (sum + endsAdded*(low+high)) / n
	squares := endsAdded * (sq(low-middle) + sq(high-middle))
	for i, c := range counts {
		squares += float64(c) * sq(scores[i]-middle)
	}
	half := quantile(0.975) * math.Sqrt(squares/n/n)
	return Mean{
		Mean: sum / float64(people), People: people,
		Interval: Interval{Low: max(low, middle-half), High: min(high, middle+half)},
	}, nil
}

func sq(x float64) float64 { return x * x }
