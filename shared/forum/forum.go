// Package forum is the calendar of the voice of the victim forum: one round a quarter, the days on which it opens,
// closes and meets, and the states it goes through. Days are London's. Everything here is pure: it says what is due
// and what a step leads to, and somebody else stores it.
package forum

import (
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// State is how far a forum has come. It only ever moves forward: open, closed, published.
type State string

// The states, in their order.
const (
	Open      State = "open"      // takes responses
	Closed    State = "closed"    // takes none; its release is made and its facilitators read it
	Published State = "published" // its release has been put before others
)

var order = map[State]int{Open: 1, Closed: 2, Published: 3}

// Before reports whether s comes before t. A state nobody knows comes before every other.
func (s State) Before(t State) bool { return order[s] < order[t] }

// Forum is one quarter's round. Version counts its changes in the store: 0 has not been stored yet.
type Forum struct {
	ID            calendar.Quarter              `json:"id"            dynamodbav:"id"`
	State         State                         `json:"state"         dynamodbav:"state"`
	Opens         calendar.Day                  `json:"opens"         dynamodbav:"opens"`  // the first day
	Closes        calendar.Day                  `json:"closes"        dynamodbav:"closes"` // the last day, itself included
	Meets         calendar.Day                  `json:"meets"         dynamodbav:"meets"`  // see MeetingDay
	Questionnaire response.QuestionnaireVersion `json:"questionnaire" dynamodbav:"questionnaire"`
	Partner       response.QuestionnaireVersion `json:"partner"       dynamodbav:"partner"` // what services answer; empty for the first version
	Officer       response.QuestionnaireVersion `json:"officer"       dynamodbav:"officer"` // what officers answer; empty for the first version
	Version       int                           `json:"version"       dynamodbav:"version"`
}

// New gives the forum of a quarter, open from the quarter's first day to its last.
func New(q calendar.Quarter) Forum {
	return Forum{ID: q, State: Open, Opens: q.First(), Closes: q.Last(), Meets: MeetingDay(q)}
}

// MeetingDay gives the day on which a quarter's forum meets: the second Tuesday of the month after the quarter's
// end, from the 8th to the 14th, which leaves at least a week to read the release.
func MeetingDay(q calendar.Quarter) calendar.Day {
	first := q.Next().First()
	ahead := (int(time.Tuesday) - int(first.Start().Weekday()) + 7) % 7
	return first.Add(ahead + 7)
}

// Takers gives the forums that a response arriving now may belong to, most fitting first; it goes to the first of
// them that is open. That is the current quarter's; once that was closed early, the next quarter's; and while the
// turn of a quarter has not been carried out yet, the one before. So voices always have somewhere to go.
func Takers(now time.Time) []calendar.Quarter {
	q := calendar.QuarterOf(now)
	return []calendar.Quarter{q, q.Next(), q.Previous()}
}

// Close gives the forum as it is once closed on a day. A forum closed before its last day ends on that day. One that
// is closed already is given as it is. Closing a forum before its quarter has begun is a fault.Conflict: the one
// opened after it would be two quarters ahead, where no response looks for it.
func (f Forum) Close(today calendar.Day) (Forum, error) {
	if f.State != Open {
		return f, nil
	}
	if today < f.ID.First() {
		return f, fault.New(fault.Conflict, "forum cannot close before its quarter begins")
	}
	f.State = Closed
	f.Closes = min(f.Closes, today)
	return f, nil
}

// Publish gives the forum as it is once published. One that is published already is given as it is; one that is
// still open is a fault.Conflict.
func (f Forum) Publish() (Forum, error) {
	if f.State == Open {
		return f, fault.New(fault.Conflict, "forum cannot be published while it is open")
	}
	f.State = Published
	return f, nil
}

// Following gives the forum that opens after this one: on its own quarter's first day or, where this one closed
// early, on the very day it closed.
func (f Forum) Following() Forum {
	next := New(f.ID.Next())
	if f.State != Open && f.Closes < f.ID.Last() {
		next.Opens = f.Closes
	}
	return next
}
