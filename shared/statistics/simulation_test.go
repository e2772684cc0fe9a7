package statistics_test

import (
	"math/rand/v2"
	"testing"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/statistics"
)

// A quarter is simulated as it is shown: people choose, counts are protected, and what is left is compared.

const themes = 24

// usual is the part of people who speak of each theme, from rare to common.
func usual(theme int) float64 { return 0.05 + 0.60*float64(theme)/(themes-1) }

// forum gives the published shares of a forum of n people. Themes go together within a person, as they do in life: half
// of the people say more about everything.
func forum(rng *rand.Rand, n int, of func(int) float64) map[string]disclosure.Figure {
	counts := make([]int, themes)
	for range n {
		more := 0.7
		if rng.IntN(2) == 0 {
			more = 1.3
		}
		for i := range counts {
			if rng.Float64() < of(i)*more {
				counts[i]++
			}
		}
	}
	t := disclosure.Table{ID: "themes", Kind: disclosure.Choices, Base: n}
	for i, c := range counts {
		t.Rows = append(t.Rows, disclosure.Row{ID: string(rune('a' + i)), Count: c, Spare: i})
	}
	p := disclosure.Default.Protect(n, []disclosure.Table{t})["themes"]
	p.Rows["base"] = p.Base
	return p.Rows
}

func compared(before, after map[string]disclosure.Figure) []statistics.Change {
	var family []statistics.Pair
	for i := range themes {
		id := string(rune('a' + i))
		pair := statistics.Pair{ID: id, Known: !before[id].Suppressed && !after[id].Suppressed}
		if pair.Known {
			pair.Before, _ = statistics.Of(before[id].Value, before["base"].Value)
			pair.After, _ = statistics.Of(after[id].Value, after["base"].Value)
		}
		family = append(family, pair)
	}
	return statistics.Changes(family)
}

func TestNothingChangedRarelyLooksLikeAChange(t *testing.T) {
	const quarters = 400
	for i, n := range []int{12, 40, 150, 400, 1000} {
		rng := rand.New(rand.NewPCG(uint64(i), 1995))
		alarms := 0
		for range quarters {
			called := false
			for _, c := range compared(forum(rng, n, usual), forum(rng, n+rng.IntN(9), usual)) {
				called = called || c.Verdict == statistics.Up || c.Verdict == statistics.Down
			}
			if called {
				alarms++
			}
		}
		t.Logf("%d people: %.1f%% of quarters have a false alarm", n, 100*float64(alarms)/quarters)
		if float64(alarms) > statistics.FalseAlarms*quarters {
			t.Errorf("%d people: a false alarm in %d of %d quarters", n, alarms, quarters)
		}
	}
}

func TestAPlantedChangeIsFound(t *testing.T) {
	const quarters, planted = 250, 18 // its usual part is 0.52, about where chance is widest
	for i, x := range []struct {
		n  int
		by float64
	}{{300, -0.18}, {400, -0.15}, {1000, -0.10}, {1000, 0.10}} {
		rng := rand.New(rand.NewPCG(uint64(i), 1998))
		changed := func(theme int) float64 {
			if theme == planted {
				return usual(theme) + x.by
			}
			return usual(theme)
		}
		want := statistics.Up
		if x.by < 0 {
			want = statistics.Down
		}
		found := 0
		for range quarters {
			if compared(forum(rng, x.n, usual), forum(rng, x.n, changed))[planted].Verdict == want {
				found++
			}
		}
		smallest := statistics.Smallest(x.n, x.n, themes)
		t.Logf("%d people: a change by %+.2f is found in %.0f%% of quarters; the smallest is put at %.3f", x.n, x.by, 100*float64(found)/quarters, smallest)
		if float64(found) < statistics.Power*quarters {
			t.Errorf("%d people: a change by %+.2f was found in %d of %d quarters", x.n, x.by, found, quarters)
		}
	}
}

func TestVerdicts(t *testing.T) {
	pair := func(before, after statistics.Share) statistics.Pair {
		return statistics.Pair{ID: "x", Before: before, After: after, Known: true}
	}
	for _, c := range []struct {
		name string
		pair statistics.Pair
		want statistics.Verdict
	}{
		{"up", pair(share(100, 400), share(180, 400)), statistics.Up},
		{"down", pair(share(180, 400), share(100, 400)), statistics.Down},
		{"the same of many", pair(share(180, 400), share(185, 400)), statistics.NoChange},
		{"the same of few", pair(share(20, 40), share(20, 40)), statistics.TooFew},
		{"so different that even few tell", pair(share(10, 60), share(50, 60)), statistics.Up},
		{"rounding could have made it", pair(share(10, 30), share(15, 30)), statistics.TooFew},
		{"suppressed", statistics.Pair{ID: "x"}, statistics.TooFew},
		{"known, of nobody", pair(share(0, 0), share(10, 30)), statistics.TooFew},
	} {
		if got := statistics.Changes([]statistics.Pair{c.pair})[0]; got.Verdict != c.want || got.ID != "x" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if len(statistics.Changes(nil)) != 0 {
		t.Error("nothing became something")
	}
}
