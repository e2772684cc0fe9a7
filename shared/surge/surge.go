// Package surge keeps a flood of invented answers from drowning a quarter. Responses that came by a service's card are
// let through. Of the others, so many are let through in an hour and in a day as are usual, and the rest are set apart:
// taken in like any other, told nothing, and in no count until a person has looked at them. Nobody is silenced by it:
// whoever looks lets all of a day through, honest ones among them, by one decision.
package surge

import (
	"slices"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

// The rule. What is usual is the lower median of the days before today, by each day's busiest hour and by its total; a
// day on which nobody came counts as zero. It is moved by what happens on more than half of the days, not by one flood.
//
//	hour: max(floor, Times × the median busiest hour), at most Ceiling × floor
//	day:  max(DayFloors × floor, Times × the median total), at most Ceiling × DayFloors × floor
//
// What was set apart is in no count of the days before, so that a flood that lasts raises what is usual only to the
// limits that it met, after Days/2+1 days, and never beyond the ceiling.
const (
	Days      = 14 // before today
	Times     = 3
	DayFloors = 4
	Ceiling   = 10

	// Least is the lowest floor there may be: what so few people do in an hour is no surge, and setting them apart
	// would be a way to keep people from being counted.
	Least = 10
)

// Hour is an hour of London's clock. As summer time ends, two hours of one day are one.
type Hour struct {
	Day  calendar.Day
	Hour int // 0 to 23
}

// HourOf gives the hour in which t falls.
func HourOf(t time.Time) Hour {
	return Hour{Day: calendar.DayOf(t), Hour: t.In(calendar.London).Hour()}
}

// Passed is how many responses without a card were let through on a day.
type Passed struct {
	Busiest int // in the busiest hour
	Total   int
}

// Limits is how many responses without a card are let through.
type Limits struct{ Hour, Day int }

// LimitsOf gives the limits under a floor, by what was let through on the Days before; days that are missing among them
// count as zero.
func LimitsOf(floor int, before []Passed) Limits {
	before = slices.Concat(before, make([]Passed, max(0, Days-len(before))))
	usual := func(of func(Passed) int) int {
		all := make([]int, len(before))
		for i, p := range before {
			all[i] = of(p)
		}
		slices.Sort(all)
		return all[(len(all)-1)/2]
	}
	limit := func(floor, usual int) int { return min(max(floor, Times*usual), Ceiling*floor) }
	return Limits{
		Hour: limit(floor, usual(func(p Passed) int { return p.Busiest })),
		Day:  limit(DayFloors*floor, usual(func(p Passed) int { return p.Total })),
	}
}

// Window is what is looked at and decided on together: the responses to one forum that were set apart on one day.
// Nothing finer than the day is known of a response.
type Window struct {
	Forum calendar.Quarter
	Day   calendar.Day
}

// Pile is where a response is that was set apart. Either pile is out of every count.
type Pile string

// The piles.
const (
	PileWaiting  Pile = "surge"    // nobody has decided on it
	PileWithheld Pile = "withheld" // a person decided to withhold it
)

// Piles are all piles: first what somebody must decide on.
var Piles = []Pile{PileWaiting, PileWithheld}

// Verdict is what a person decided about a window.
type Verdict string

// The verdicts. Either may be followed by the other: what was withheld is kept, and can still be let through.
const (
	Released Verdict = "released" // its responses count like any other
	Withheld Verdict = "withheld" // they stay in no count
)

// Decision is a verdict with its reason.
type Decision struct {
	Verdict Verdict      `dynamodbav:"verdict"`
	Reason  string       `dynamodbav:"reason"` // what was seen, from the audit's closed list
	By      string       `dynamodbav:"by"`     // the reviewer's lasting id
	Day     calendar.Day `dynamodbav:"day"`
}

// Check refuses, with a fault.Invalid, a decision that cannot stand: of no known verdict, by nobody, on no day, or for no
// reason.
func (d Decision) Check() error {
	if d.Verdict != Released && d.Verdict != Withheld || d.Reason == "" || d.By == "" || d.Day == "" {
		return fault.New(fault.Invalid, "decision on a surge lacks its verdict, reason, person or day")
	}
	return nil
}

// State is a window as it stands.
type State struct {
	Window
	Waiting  int       // responses that nobody decided on
	Withheld int       // responses that stay in no count
	Last     *Decision // the latest; nil where there was none
	Number   int       // of the latest decision, from 1; 0 where there was none. The next one names it
}
