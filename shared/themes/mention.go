// Package themes finds what a text is about: the themes of a versioned codebook, each with a stance and the words that
// show why.
package themes

// Stance is how somebody speaks of a theme.
type Stance string

// The stances.
const (
	Positive Stance = "positive"
	Negative Stance = "negative"
	Mixed    Stance = "mixed"
	Neutral  Stance = "neutral"
)

// Stances lists every stance in the order in which they are shown.
var Stances = []Stance{Positive, Negative, Mixed, Neutral}

// Span is a stretch of a text, in code points: from Start up to, and without, End.
type Span struct {
	Start int `json:"start" dynamodbav:"start"`
	End   int `json:"end"   dynamodbav:"end"`
}

// Mention is one theme found in one text.
type Mention struct {
	Theme    string  `json:"theme"              dynamodbav:"theme"`
	Stance   Stance  `json:"stance"             dynamodbav:"stance"`
	Evidence []Span  `json:"evidence,omitempty" dynamodbav:"evidence,omitempty"`
	Rule     string  `json:"rule,omitempty"     dynamodbav:"rule,omitempty"` // what found it
	Score    float64 `json:"score,omitempty"    dynamodbav:"score,omitempty"`
}
