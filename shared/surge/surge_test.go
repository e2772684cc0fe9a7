package surge_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
)

func TestHourOf(t *testing.T) {
	for at, want := range map[string]surge.Hour{
		"2026-11-24T12:30:00Z": {Day: "2026-11-24", Hour: 12},
		"2026-07-01T23:30:00Z": {Day: "2026-07-02", Hour: 0}, // summer time
		"2026-10-25T00:30:00Z": {Day: "2026-10-25", Hour: 1}, // before and
		"2026-10-25T01:30:00Z": {Day: "2026-10-25", Hour: 1}, // after the clocks go back
	} {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := surge.HourOf(moment); got != want {
			t.Errorf("%s: %+v, want %+v", at, got, want)
		}
	}
}

func days(n int, p surge.Passed) []surge.Passed {
	all := make([]surge.Passed, n)
	for i := range all {
		all[i] = p
	}
	return all
}

func TestLimitsOf(t *testing.T) {
	busy, flood := surge.Passed{Busiest: 20, Total: 100}, surge.Passed{Busiest: 5000, Total: 90000}
	for name, c := range map[string]struct {
		before []surge.Passed
		want   surge.Limits
	}{
		"nothing before":       {nil, surge.Limits{Hour: 30, Day: 120}},
		"quiet":                {days(14, surge.Passed{Busiest: 2, Total: 9}), surge.Limits{Hour: 30, Day: 120}},
		"usually busy":         {days(14, busy), surge.Limits{Hour: 60, Day: 300}},
		"busy since a week":    {days(7, busy), surge.Limits{Hour: 30, Day: 120}},
		"busy since eight":     {days(8, busy), surge.Limits{Hour: 60, Day: 300}},
		"a flood of six days":  {append(days(8, busy), days(6, flood)...), surge.Limits{Hour: 60, Day: 300}},
		"a flood all the time": {days(14, flood), surge.Limits{Hour: 300, Day: 1200}},
	} {
		if got := surge.LimitsOf(30, c.before); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// Limits are never below the floor, so that few are never set apart, nor above the ceiling, so that no flood makes
// itself usual; and fewer than half of the days before, whatever happened on them, cannot raise them above what the
// rest explains.
func TestLimitsHoldWhateverHappened(t *testing.T) {
	number := rapid.IntRange(0, 1_000_000)
	rapid.Check(t, func(t *rapid.T) {
		floor := rapid.IntRange(surge.Least, 5000).Draw(t, "floor")
		quiet := surge.Passed{Busiest: rapid.IntRange(0, floor).Draw(t, "busiest"), Total: rapid.IntRange(0, 4*floor).Draw(t, "total")}
		n := rapid.IntRange(0, surge.Days).Draw(t, "odd days")
		before := days(surge.Days-n, quiet)
		for range n {
			before = append(before, surge.Passed{Busiest: number.Draw(t, "busiest"), Total: number.Draw(t, "total")})
		}
		got := surge.LimitsOf(floor, before)
		if got.Hour < floor || got.Day < surge.DayFloors*floor || got.Hour > surge.Ceiling*floor || got.Day > surge.Ceiling*surge.DayFloors*floor {
			t.Fatalf("under a floor of %d: %+v", floor, got)
		}
		explained := surge.LimitsOf(floor, days(surge.Days, quiet))
		if n < surge.Days/2 && (got.Hour > explained.Hour || got.Day > explained.Day) {
			t.Fatalf("%d odd days raise %+v to %+v", n, explained, got)
		}
	})
}

func TestDecisionsThatCannotStand(t *testing.T) {
	good := surge.Decision{Verdict: surge.Withheld, Reason: "alike", By: "person-1", Day: "2026-11-25"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*surge.Decision){
		"no verdict":             func(d *surge.Decision) { d.Verdict = "" },
		"unknown verdict":        func(d *surge.Decision) { d.Verdict = "deleted" },
		"nobody":                 func(d *surge.Decision) { d.By = "" },
		"no day":                 func(d *surge.Decision) { d.Day = "" },
		"no reason":              func(d *surge.Decision) { d.Reason = "" },
		"let through, no reason": func(d *surge.Decision) { d.Verdict, d.Reason = surge.Released, "" },
	} {
		d := good
		change(&d)
		if err := d.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
