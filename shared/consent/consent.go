// Package consent is what people agreed to: one permission a purpose, each with the wording shown, its language, its
// version and the day. Permissions are only ever added; the latest for a purpose counts. The fields follow the
// consent record structure of ISO/IEC TS 27560:2023.
package consent

import (
	"slices"

	"voiceforum/shared/calendar"
)

// Purpose is one thing that may be done with what a person said.
type Purpose string

// The purposes, in the order in which they are asked.
const (
	Counts       Purpose = "counts"        // use my answers in the forum's counts
	ForumQuotes  Purpose = "forum-quotes"  // quote my words, without my name, at the forum
	PublicQuotes Purpose = "public-quotes" // quote my words, without my name, in public
	Training     Purpose = "training"      // use my words in training
	Contact      Purpose = "contact"       // contact me
)

// Purposes lists every purpose in the order in which they are asked.
var Purposes = []Purpose{Counts, ForumQuotes, PublicQuotes, Training, Contact}

// Permission is one answer to one purpose: given or not, under which wording, in which language, on which day.
type Permission struct {
	Purpose  Purpose      `json:"purpose"  dynamodbav:"purpose"`
	Given    bool         `json:"given"    dynamodbav:"given"`
	Wording  int          `json:"wording"  dynamodbav:"wording"`  // the version of the wording that was shown
	Language string       `json:"language" dynamodbav:"language"` // BCP 47, of the wording that was shown
	Day      calendar.Day `json:"day"      dynamodbav:"day"`
}

// Event is what one person decided in one go: when sending, or when they came back. Events are appended, never changed.
type Event []Permission

// MostEvents is how many events a person may have before nothing more can be given: far more than anybody decides, and
// few enough for one item of a database. What was given can always be taken back; each event that takes back takes back
// something, so that few come after the last that gives.
const MostEvents = 500

// Gives reports whether an event gives any permission.
func (e Event) Gives() bool {
	return slices.ContainsFunc(e, func(p Permission) bool { return p.Given })
}

// Current gives, from events in the order in which they happened, what stands for each purpose.
// A purpose nobody answered is not given.
func Current(events ...Event) map[Purpose]bool {
	now := make(map[Purpose]bool, len(Purposes))
	for _, p := range Purposes {
		now[p] = false
	}
	for _, e := range events {
		for _, p := range e {
			now[p.Purpose] = p.Given
		}
	}
	return now
}
