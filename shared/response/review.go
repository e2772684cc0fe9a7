package response

import (
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
)

// Decision is what a reviewer decided about a text.
type Decision string

// The decisions. A text without one waits, if there is anything to decide.
const (
	Cleared  Decision = "cleared"   // the words may be worked with, and quoted as far as Approved says
	HeldBack Decision = "held-back" // they go nowhere
)

// Span is a stretch of a text's words, in code points: from Start up to, and without, End.
type Span struct {
	Start int `json:"start" dynamodbav:"start"`
	End   int `json:"end"   dynamodbav:"end"`
}

// Label is one place where a reviewer's masks differ from the anonymiser's, so that the anonymiser can learn from it.
// It holds no words: where something was missed, what stands there is its kind; where a mask was wrong, the word is
// part of the anonymised words. It is kept as long as they are, and goes with them.
type Label struct {
	Span
	Kind   string `json:"kind"             dynamodbav:"kind"`             // of identifier, as shared/anonymise names it
	Missed bool   `json:"missed,omitempty" dynamodbav:"missed,omitempty"` // the anonymiser had left it; otherwise it had masked what is none
}

// ThemeLabel is a theme that a reviewer added to a text's themes, or took away.
type ThemeLabel struct {
	Theme  string `json:"theme"            dynamodbav:"theme"`
	Stance string `json:"stance,omitempty" dynamodbav:"stance,omitempty"` // of a theme that was added
	Wrong  bool   `json:"wrong,omitempty"  dynamodbav:"wrong,omitempty"`  // the text is not about it
}

// Review is what reviewers decided about one text.
type Review struct {
	Decision   Decision          `json:"decision"             dynamodbav:"decision"`
	Reason     string            `json:"reason,omitempty"     dynamodbav:"reason,omitempty"`     // why it is held back, from a closed list
	Quotes     []Span            `json:"quotes,omitempty"     dynamodbav:"quotes,omitempty"`     // the words that may be quoted
	Approved   []consent.Purpose `json:"approved,omitempty"   dynamodbav:"approved,omitempty"`   // what the quotes may be used for; never more than is permitted
	Considered []consent.Purpose `json:"considered,omitempty" dynamodbav:"considered,omitempty"` // what was permitted when it was decided
	Labels     []Label           `json:"labels,omitempty"     dynamodbav:"labels,omitempty"`
	Themes     []ThemeLabel      `json:"themes,omitempty"     dynamodbav:"themes,omitempty"`
	By         string            `json:"by"                   dynamodbav:"by"` // the issuer's id of the reviewer
	Day        calendar.Day      `json:"day"                  dynamodbav:"day"`
}

// Clone gives a copy that shares nothing with v.
func (v Review) Clone() Review {
	v.Quotes, v.Approved, v.Considered = slices.Clone(v.Quotes), slices.Clone(v.Approved), slices.Clone(v.Considered)
	v.Labels, v.Themes = slices.Clone(v.Labels), slices.Clone(v.Themes)
	return v
}
