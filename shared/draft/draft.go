// Package draft is what a visit remembers between its pages: the answers not yet sent, or the receipt that somebody
// came back with. A draft is encrypted whole, under a key that only the token in the person's cookie gives, so that
// the table which holds drafts can be read by nobody else, us included.
package draft

import (
	"maps"
	"slices"
	"time"

	"voiceforum/shared/consent"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
)

// Limits of a visit. Every page that is saved keeps the visit for Idle from then, but never beyond Longest from its
// start: a phone left on a table must not stay open all night.
const (
	Idle    = 2 * time.Hour
	Longest = 8 * time.Hour
)

// Kind says what a visit is for.
type Kind string

// The kinds of visit.
const (
	Answering Kind = "answering" // filling in the questionnaire
	Returning Kind = "returning" // came back with a receipt
)

// Alone says how far an assisted visit is with the questions about support, which the person may answer by herself.
type Alone string

// The states of Alone.
const (
	AloneAhead  Alone = ""       // not reached
	AloneOpen   Alone = "open"   // the person has the phone to herself
	AloneClosed Alone = "closed" // handed back: what was answered is kept and not shown again
)

// Contact is how a person may be reached, as she typed it. It leaves the draft only sealed, and only if she agreed.
type Contact struct {
	Name      string `json:"name,omitempty"` // a name that is safe to ask for; may be empty
	How       string `json:"how,omitempty"`  // call, text or email
	Where     string `json:"where,omitempty"`
	When      string `json:"when,omitempty"`      // when it is safe
	Voicemail bool   `json:"voicemail,omitempty"` // whether a message may be left
}

// Draft is a visit's whole state.
type Draft struct {
	Version       int                           `json:"-"` // as stored; 0 while it never was
	Kind          Kind                          `json:"kind"`
	Questionnaire response.QuestionnaireVersion `json:"questionnaire,omitzero"`
	Language      string                        `json:"language"` // BCP 47, of the pages that are shown
	Started       time.Time                     `json:"started"`
	Expires       time.Time                     `json:"expires"`

	Adult       bool                `json:"adult,omitempty"` // said to be 18 or over
	Who         response.Channel    `json:"who,omitempty"`   // Victim or AdvocateAssisted; empty until said
	Alone       Alone               `json:"alone,omitempty"`
	Answers     map[string][]string `json:"answers,omitempty"`     // question id to what was answered
	Passed      map[string]bool     `json:"passed,omitempty"`      // questions whose page was sent, answered or not
	Permissions consent.Event       `json:"permissions,omitempty"` // as shown and decided; empty until the page was sent
	Contact     Contact             `json:"contact,omitzero"`
	ShowAnswers bool                `json:"showAnswers,omitempty"`
	Invitation  invitation.Hash     `json:"invitation,omitempty"` // of the code on her card; empty where she has none

	Receipt receipt.Hash `json:"receipt,omitempty"` // of a Returning visit: what the person came back with
}

// New begins a visit at a moment.
func New(k Kind, language string, now time.Time) Draft {
	d := Draft{Kind: k, Language: language, Started: now.UTC().Truncate(time.Second)}
	return d.Extended(now)
}

// Extended gives the draft with its time counted afresh from now, as far as Longest allows.
func (d Draft) Extended(now time.Time) Draft {
	d.Expires = now.UTC().Truncate(time.Second).Add(Idle)
	if last := d.Started.Add(Longest); d.Expires.After(last) {
		d.Expires = last
	}
	return d
}

// Assisted reports whether a supporter sits beside the person.
func (d Draft) Assisted() bool { return d.Who == response.AdvocateAssisted }

// Permits reports whether the person agreed to a purpose. Before she was asked she did not.
func (d Draft) Permits(p consent.Purpose) bool { return consent.Current(d.Permissions)[p] }

// Decide puts what the person decided in place of what she decided before. Contact details that are no longer permitted
// are forgotten.
func (d *Draft) Decide(e consent.Event) {
	d.Permissions = e
	if !d.Permits(consent.Contact) {
		d.Contact = Contact{}
	}
}

// Refuse takes back one purpose.
func (d *Draft) Refuse(p consent.Purpose) {
	for i := range d.Permissions {
		if d.Permissions[i].Purpose == p {
			d.Permissions[i].Given = false
		}
	}
	d.Decide(d.Permissions)
}

// Left gives the time that remains, never below zero.
func (d Draft) Left(now time.Time) time.Duration { return max(0, d.Expires.Sub(now)) }

// Clone gives a copy that shares nothing with d.
func (d Draft) Clone() Draft {
	c := d
	c.Answers = make(map[string][]string, len(d.Answers))
	for id, a := range d.Answers {
		c.Answers[id] = slices.Clone(a)
	}
	c.Passed = maps.Clone(d.Passed)
	if c.Passed == nil {
		c.Passed = map[string]bool{}
	}
	c.Permissions = slices.Clone(d.Permissions)
	return c
}
