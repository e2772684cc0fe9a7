package forum

import (
	"slices"
	"strings"
	"time"

	"voiceforum/shared/calendar"
)

// Change is one forum as it must become. Version is that of the forum it replaces, 0 where it is to be created; a
// created one has no questionnaire yet: whoever stores it names the latest.
type Change struct {
	Was State // empty where it is to be created
	Forum
}

// Due gives what the calendar asks for at a moment, in the order in which it is to be done: forums past their last
// day close, the current quarter's is open, a quarter that was missed altogether is caught up, and where the current
// one closed early the next is open. existing is what is stored, in any order. Done, the same moment asks for nothing
// more; so runs may be repeated, and missed for weeks, and end in the same state.
func Due(now time.Time, existing []Forum) []Change {
	today, current := calendar.DayOf(now), calendar.QuarterOf(now)
	forums := slices.Clone(existing)
	slices.SortFunc(forums, func(a, b Forum) int { return strings.Compare(string(a.ID), string(b.ID)) })

	var due []Change
	settle := func(f Forum, was State) Forum {
		if f.State == Open && f.Closes < today {
			f, _ = f.Close(f.Closes) // its quarter has begun: its last day is past
		}
		if f.State != was {
			due = append(due, Change{Was: was, Forum: f})
		}
		return f
	}
	for i, f := range forums {
		forums[i] = settle(f, f.State)
	}
	if len(forums) == 0 {
		return append(due, Change{Forum: New(current)})
	}
	last := forums[len(forums)-1]
	for last.ID < current || last.ID == current && last.State != Open {
		last = settle(last.Following(), "")
	}
	return due
}
