package release

import (
	"math"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/statistics"
)

// shareOf gives a protected figure as a whole percentage of another, with Wilson's interval in whole points, widened to
// them. There is neither where a figure is suppressed or the base is nothing. A part that rounding brought above its
// base is the whole of it.
func shareOf(part, base Figure) (*int, *Interval) {
	if part.Suppressed || base.Suppressed {
		return nil, nil
	}
	share, err := statistics.Of(part.Value, base.Value)
	if err != nil {
		return nil, nil
	}
	within := points(statistics.Wilson(share))
	return disclosure.Percent(Figure{Value: share.People}, base), &within
}

// points gives an interval of proportions in whole percentage points, widened to them.
func points(i statistics.Interval) Interval {
	const slack = 1e-9 // what arithmetic adds to a whole number is no reason to widen by a point
	return Interval{Low: int(math.Floor(100*i.Low + slack)), High: int(math.Ceil(100*i.High - slack))}
}
