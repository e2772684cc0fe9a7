package statistics_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/statistics"
)

func share(people, base int) statistics.Share { return statistics.Share{People: people, Base: base} }

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// The first four are table I of Newcombe 1998 (857–872); the others are prop.test(x, n, correct = FALSE) of R 4.2.2.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		share     statistics.Share
		low, high float64
		by        float64
	}{
		{share(81, 263), 0.2553, 0.3662, 5e-5},
		{share(15, 148), 0.0624, 0.1605, 5e-5},
		{share(0, 20), 0, 0.1611, 5e-5},
		{share(1, 29), 0.0061, 0.1718, 5e-5},
		{share(15, 40), 0.242229791672333, 0.529675608626989, 1e-12},
		{share(10, 400), 0.013635091745936, 0.0454015878716457, 1e-12},
		{share(395, 400), 0.971076263804033, 0.994649249220028, 1e-12},
		{share(0, 0), 0, 1, 0},
	} {
		if got := statistics.Wilson(c.share); !near(got.Low, c.low, c.by) || !near(got.High, c.high, c.by) {
			t.Errorf("%+v: %+v, want %v to %v", c.share, got, c.low, c.high)
		}
	}
}

// Table II of Newcombe 1998 (873–890), method 10, for each of its contrasts.
func TestCompare(t *testing.T) {
	for _, c := range []struct {
		after, before statistics.Share
		low, high     float64
	}{
		{share(56, 70), share(48, 80), 0.0524, 0.3339},
		{share(9, 10), share(3, 10), 0.1705, 0.8090},
		{share(6, 7), share(2, 7), 0.0582, 0.8062},
		{share(5, 56), share(0, 29), -0.0381, 0.1926},
		{share(0, 10), share(0, 20), -0.1611, 0.2775},
		{share(0, 10), share(0, 10), -0.2775, 0.2775},
		{share(10, 10), share(0, 20), 0.6791, 1},
		{share(10, 10), share(0, 10), 0.6075, 1},
	} {
		got := statistics.Compare(c.before, c.after)
		if !near(got.Low, c.low, 5e-5) || !near(got.High, c.high, 5e-5) {
			t.Errorf("%+v less %+v: %+v, want %v to %v", c.after, c.before, got, c.low, c.high)
		}
	}
}

// With R 4.2.2: p = dhyper(a, n, m, a+b); 2 * min(phyper(a-1, n, m, a+b) + p/2, 1 - phyper(a, n, m, a+b) + p/2).
func TestFisherMidP(t *testing.T) {
	for _, c := range []struct {
		before, after statistics.Share
		want          float64
	}{
		{share(15, 55), share(30, 60), 0.0137278699628287},
		{share(15, 40), share(10, 40), 0.240940153065951},
		{share(140, 385), share(200, 400), 0.000117358288181162},
		{share(498000, 1000000), share(500500, 1000000), 0.000406948727303031},
		{share(300, 400000), share(12000, 1000000), 0},
		{share(1, 14), share(7, 12), 0.00773103326879068},
		{share(0, 40), share(0, 60), 1},
		{share(40, 40), share(60, 60), 1},
		{share(0, 0), share(3, 60), 1},
	} {
		got := statistics.FisherMidP(c.before, c.after)
		if !near(got, c.want, 1e-6*c.want+1e-15) {
			t.Errorf("%+v, %+v: %v, want %v", c.before, c.after, got, c.want)
		}
		if back := statistics.FisherMidP(c.after, c.before); !near(back, got, 1e-9) {
			t.Errorf("%+v, %+v: %v one way and %v the other", c.before, c.after, got, back)
		}
	}
}

func BenchmarkFisherMidPOfAMillion(b *testing.B) {
	for b.Loop() {
		statistics.FisherMidP(share(501_000, 1_000_000), share(500_000, 1_000_000))
	}
}

// The fifteen p-values that Benjamini and Hochberg 1995 take as their example: at 0.05, the first four.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	for i, found := range statistics.BenjaminiHochberg(p, 0.05) {
		if found != (i < 4) {
			t.Errorf("%v: %v", p[i], found)
		}
	}
	if len(statistics.BenjaminiHochberg(nil, 0.1)) != 0 {
		t.Error("nothing became something")
	}
	// The largest that is under its line takes those before it along.
	if got := statistics.BenjaminiHochberg([]float64{0.09, 0.08}, 0.1); !got[0] || !got[1] {
		t.Error("the step is not up", got)
	}
}

func TestMeanOf(t *testing.T) {
	got, err := statistics.MeanOf([]int{15, 45}, []float64{0, 1})
	if err != nil || !near(got.Mean, 0.75, 1e-12) || got.People != 60 ||
		!near(got.Low, 0.62, 0.01) || !near(got.High, 0.84, 0.01) {
		t.Error(got, err)
	}
	// Agresti and Coull with z² taken as four: (45+2)/(60+4), by hand 0.734375 ± 1.959964·√(0.734375·0.265625/64).
	if !near(got.Low, 0.626168955968296, 1e-9) || !near(got.High, 0.842581044031704, 1e-9) {
		t.Error(got)
	}
	got, err = statistics.MeanOf([]int{0, 0, 0, 0, 30}, []float64{1, 2, 3, 4, 5})
	if err != nil || got.Mean != 5 || got.High != 5 || got.Low >= 4.9 {
		t.Error("thirty who all say five leave nothing open", got, err)
	}
	for _, c := range []struct {
		counts []int
		scores []float64
	}{
		{nil, nil},
		{[]int{3}, []float64{1}},
		{[]int{3, 4}, []float64{1}},
		{[]int{3, 4}, []float64{1, 1}},
		{[]int{3, -4}, []float64{1, 2}},
		{[]int{0, 0}, []float64{1, 2}},
	} {
		if _, err := statistics.MeanOf(c.counts, c.scores); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v of %v: %v", c.counts, c.scores, err)
		}
	}
}

func TestOfAndPool(t *testing.T) {
	if s, err := statistics.Of(45, 40); err != nil || s != share(40, 40) {
		t.Error(s, err)
	}
	for _, c := range [][2]int{{-1, 40}, {1, 0}, {0, -5}} {
		if _, err := statistics.Of(c[0], c[1]); !fault.Is(err, fault.Invalid) {
			t.Error(c, err)
		}
	}
	if got := statistics.Pool(share(15, 40), share(10, 25)); got != share(25, 65) {
		t.Error(got)
	}
}

// Whatever is asked of it, an interval holds the figure, and everything is a proportion.
func TestIntervalsHoldTheirFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) statistics.Share {
			base := rapid.IntRange(1, 1_000_000).Draw(t, name)
			return share(rapid.IntRange(0, base).Draw(t, name), base)
		}
		a, b := draw("before"), draw("after")
		w, d, p := statistics.Wilson(a), statistics.Compare(a, b), statistics.FisherMidP(a, b)
		if w.Low > a.Proportion() || w.High < a.Proportion() || w.Low < 0 || w.High > 1 {
			t.Fatal(a, w)
		}
		if d.Low > d.Points || d.High < d.Points || d.Low < -1 || d.High > 1 {
			t.Fatal(a, b, d)
		}
		if !(p >= 0 && p <= 1) || statistics.RoundedMidP(a, b) < p-1e-9 {
			t.Fatal(a, b, p, statistics.RoundedMidP(a, b))
		}
	})
}
