// Package response is what one person told one forum: the channel it came by, the answers, the words after
// anonymisation, and what may be done with them. It is what the Feedback table holds; nothing in it is as it was
// typed, and nothing in it says when, beyond the day.
package response

import (
	"hash/fnv"
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
)

// ID names a response. It is random to everybody but whoever holds the token it was derived from.
type ID string

// Channel is the way by which a response came.
type Channel string

// The channels. Their counts are shown apart; Victim and AdvocateAssisted are both a victim's own account.
const (
	Victim           Channel = "victim"
	AdvocateAssisted Channel = "advocate-assisted"
	Partner          Channel = "partner"
	Officer          Channel = "officer"
)

// View is whose voice a response counts under in figures. Views are never added together.
func (c Channel) View() string {
	if c == AdvocateAssisted {
		return string(Victim)
	}
	return string(c)
}

// QuestionnaireVersion names the exact questions that were answered.
type QuestionnaireVersion struct {
	ID      string `json:"id"      dynamodbav:"id,omitempty"` // an older engine refuses empty strings
	Version int    `json:"version" dynamodbav:"version"`
}

// TextState says whether anonymised words may be shown to anybody but a reviewer.
type TextState string

// The states of a text.
const (
	Clean TextState = "clean" // the anonymiser is confident; the words may be coded and, with permission, shown
	Held  TextState = "held"  // only a reviewer may see it; there are no words here until they have
)

// Text is one free-text answer after anonymisation. Words is empty while it is held.
type Text struct {
	State TextState `json:"state" dynamodbav:"state"`
	Words string    `json:"words" dynamodbav:"words,omitempty"`
}

// Response is one person's submission to one forum. Version starts at 1 and grows with every change.
type Response struct {
	ID            ID                   `json:"id"            dynamodbav:"id"`
	Version       int                  `json:"version"       dynamodbav:"version"`
	Forum         calendar.Quarter     `json:"forum"         dynamodbav:"forum"`
	Questionnaire QuestionnaireVersion `json:"questionnaire" dynamodbav:"questionnaire"`
	Channel       Channel              `json:"channel"       dynamodbav:"channel"`
	Language      string               `json:"language"      dynamodbav:"language"`
	Received      calendar.Day         `json:"received"      dynamodbav:"received"`
	Answers       map[string][]string  `json:"answers"       dynamodbav:"answers"`     // question id to option ids
	Texts         map[string]Text      `json:"texts"         dynamodbav:"texts"`       // question id to words
	Consents      []consent.Event      `json:"consents"      dynamodbav:"consents"`    // in the order in which they happened; only ever appended to
	ShowAnswers   bool                 `json:"showAnswers"   dynamodbav:"showAnswers"` // the person chose to see their answers again by receipt

	Organisation string `json:"organisation,omitempty" dynamodbav:"organisation,omitempty"` // who handed it in; empty for a victim's own
	Service      string `json:"service,omitempty"      dynamodbav:"service,omitempty"`      // the organisation's kind; empty for a victim's own
	Invited      bool   `json:"invited,omitempty"      dynamodbav:"invited,omitempty"`      // it came by a code that a service handed out
	SetApart     bool   `json:"setApart,omitempty"     dynamodbav:"setApart,omitempty"`     // it came in a surge and waits for a person to look at it; in no count

	Reviews map[string]Review `json:"reviews,omitempty" dynamodbav:"reviews,omitempty"` // question id to what was decided about its words
	Signs   []string          `json:"signs,omitempty"   dynamodbav:"signs,omitempty"`   // cues of danger that the words as typed held; see shared/safeguarding
	Seen    calendar.Day      `json:"seen,omitempty"    dynamodbav:"seen,omitempty"`    // the day on which a reviewer looked at them
}

// Permits reports whether the person's latest word on a purpose is yes.
func (r Response) Permits(p consent.Purpose) bool { return consent.Current(r.Consents...)[p] }

// Counts reports whether the response may enter any figure, base or total: its person permits it, and it waits for
// nothing.
func (r Response) Counts() bool { return r.Permits(consent.Counts) && !r.SetApart }

// Clone gives a copy that shares nothing with r.
func (r Response) Clone() Response {
	c := r
	c.Answers = make(map[string][]string, len(r.Answers))
	for k, v := range r.Answers {
		c.Answers[k] = slices.Clone(v)
	}
	c.Texts = maps.Clone(r.Texts)
	if r.Reviews != nil {
		c.Reviews = make(map[string]Review, len(r.Reviews))
	}
	for k, v := range r.Reviews {
		c.Reviews[k] = v.Clone()
	}
	c.Signs = slices.Clone(r.Signs)
	c.Consents = make([]consent.Event, len(r.Consents))
	for i, e := range r.Consents {
		c.Consents[i] = slices.Clone(e)
	}
	return c
}

// Shards is the number of shards over which a forum's responses and tallies are spread, so that no partition of the
// database takes more than its share of writes. See docs/scaling.md before changing it: it is part of stored keys.
const Shards = 64

// Shard gives the shard, from 0 to Shards-1, of the response with this id.
func (id ID) Shard() int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % Shards)
}
