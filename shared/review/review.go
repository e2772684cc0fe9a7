// Package review is how people clear words for the forum: which responses wait for a reviewer and in which order, the
// masks of a text laid over what was written, and what a decision makes of a response. A decision never goes further
// than the person's permissions, and falls where they do.
package review

import (
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// Queue is why a response waits for a reviewer.
type Queue string

// The queues, in the order in which they are worked off.
const (
	Safeguarding Queue = "safeguarding" // the words read as present danger
	Held         Queue = "held"         // the anonymiser was not sure of a text
	Quotes       Queue = "quotes"       // words are permitted to be quoted, and nobody has decided
)

// Queues lists every queue in the order in which they are worked off.
var Queues = []Queue{Safeguarding, Held, Quotes}

// Quoting lists what words can be approved for.
var Quoting = []consent.Purpose{consent.ForumQuotes, consent.PublicQuotes, consent.Training}

// QueueOf gives the first queue that a response waits in; "" where it waits for nobody. What was set apart in a surge
// waits there for nothing but a look at signs of danger, until it is let through.
func QueueOf(r response.Response) Queue {
	held, quotes := false, false
	for question := range r.Texts {
		switch Waits(r, question) {
		case Held:
			held = true
		case Quotes:
			quotes = true
		}
	}
	switch {
	case len(r.Signs) > 0 && r.Seen == "":
		return Safeguarding
	case r.SetApart:
		return ""
	case held:
		return Held
	case quotes:
		return Quotes
	}
	return ""
}

// Waits gives the queue that one text waits in: Held, Quotes or "".
func Waits(r response.Response, question string) Queue {
	decided := r.Reviews[question]
	switch r.Texts[question].State {
	case response.Held:
		if decided.Decision == "" {
			return Held
		}
	case response.Clean:
		for _, p := range Permitted(r) {
			if !slices.Contains(decided.Considered, p) {
				return Quotes
			}
		}
	}
	return ""
}

// Permitted gives what a person permits their words to be quoted for at this moment: of an officer's nothing, whatever was
// recorded.
func Permitted(r response.Response) []consent.Purpose {
	if r.Channel == response.Officer {
		return nil
	}
	var out []consent.Purpose
	for _, p := range Quoting {
		if r.Permits(p) {
			out = append(out, p)
		}
	}
	return out
}

// Decided gives a response with one more decision of its person. Approvals that are no longer permitted fall, and what
// is permitted anew waits to be considered.
func Decided(r response.Response, e consent.Event) response.Response {
	r = r.Clone()
	r.Consents = append(r.Consents, e)
	r.Version++
	permitted := Permitted(r)
	within := func(all []consent.Purpose) []consent.Purpose {
		return slices.DeleteFunc(all, func(p consent.Purpose) bool { return !slices.Contains(permitted, p) })
	}
	for question, v := range r.Reviews {
		v.Approved, v.Considered = within(v.Approved), within(v.Considered)
		r.Reviews[question] = v
	}
	return r
}

// By is who decides, and when.
type By struct {
	Subject string // the issuer's id of the reviewer
	Day     calendar.Day
}

// Clearing is a reviewer's decision that words may be worked with.
type Clearing struct {
	Words    string
	Quotes   []response.Span   // in Words
	Approved []consent.Purpose // what the quotes may be used for
	Labels   []response.Label  // in Words
	Themes   []response.ThemeLabel
}

// Clear gives a response with one text cleared, as its next version. Words that are empty, a quote outside them, an
// approval without a quote, or one that the person does not permit, is a fault.Invalid.
func Clear(r response.Response, question string, c Clearing, by By) (response.Response, error) {
	const op = "clear words"
	if _, ok := r.Texts[question]; !ok || c.Words == "" {
		return r, fault.New(fault.Invalid, "%s: there are none", op)
	}
	permitted, length := Permitted(r), len([]rune(c.Words))
	for _, p := range c.Approved {
		if !slices.Contains(permitted, p) {
			return r, fault.New(fault.Invalid, "%s: not permitted", op)
		}
	}
	for _, q := range c.Quotes {
		if q.Start < 0 || q.Start >= q.End || q.End > length {
			return r, fault.New(fault.Invalid, "%s: a quote is not in them", op)
		}
	}
	if len(c.Approved) > 0 && len(c.Quotes) == 0 {
		return r, fault.New(fault.Invalid, "%s: no quote to approve", op)
	}
	return decide(r, question, response.Text{State: response.Clean, Words: c.Words}, response.Review{
		Decision: response.Cleared, Quotes: c.Quotes, Approved: c.Approved, Considered: permitted, Labels: c.Labels,
		Themes: c.Themes, By: by.Subject, Day: by.Day,
	}), nil
}

// HoldBack gives a response with one text that goes nowhere, as its next version: its words are no longer part of it.
// They stay sealed until their day comes.
func HoldBack(r response.Response, question, reason string, by By) (response.Response, error) {
	if _, ok := r.Texts[question]; !ok || reason == "" {
		return r, fault.New(fault.Invalid, "hold words back: no words, or no reason")
	}
	return decide(r, question, response.Text{State: response.Held}, response.Review{
		Decision: response.HeldBack, Reason: reason, Considered: Permitted(r), By: by.Subject, Day: by.Day,
	}), nil
}

// See gives a response whose signs of danger somebody has looked at, as its next version.
func See(r response.Response, by By) response.Response {
	r = r.Clone()
	r.Seen = by.Day
	r.Version++
	return r
}

func decide(r response.Response, question string, t response.Text, v response.Review) response.Response {
	r = r.Clone()
	if r.Reviews == nil {
		r.Reviews = map[string]response.Review{}
	}
	r.Texts[question], r.Reviews[question] = t, v
	r.Version++
	return r
}
