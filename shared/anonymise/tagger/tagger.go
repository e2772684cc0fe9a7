// Package tagger says of each word of a text how likely it is part of a person's, a place's or an organisation's name, from
// how it is written, what the word lists say of it, and the words around it. It is a conditional random field trained by
// `voiceforum train`; docs/model-card.md says on what, how well it does, and where it fails. It is one opinion
// among several: whoever asks decides from which score on a word is masked.
package tagger

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger/chain"
	"voiceforum/shared/anonymise/tagger/feature"
	"voiceforum/shared/anonymise/token"
)

// Tag is what a token is part of.
type Tag uint8

// The tags, in the order of chain.Scores.
const (
	Outside Tag = iota
	Person
	Place
	Org
)

// Score is how likely a token is part of each kind of name, from 0 to 1: the marginal probabilities of the chain, each
// put through a logistic curve fitted on sentences kept from training (Platt, 1999). Of the words like those sentences'
// that score 0.7, about seven in ten are names. The three need not sum to 1 or less.
type Score struct{ Person, Place, Org float32 }

// Tagger scores texts. It is safe for several goroutines.
type Tagger struct {
	model *Model
	rooms sync.Pool
}

// room is the memory that one text at a time is scored in.
type room struct {
	text    feature.Text
	walk    *chain.Walk
	places  []chain.Scores
	buckets [feature.Most]uint32
}

//go:embed weights.bin
var embedded []byte

// Open returns the tagger with its embedded weights. Nothing is copied or parsed. It fails only when the weights were
// trained for other features than this build's.
func Open() (*Tagger, error) {
	model, err := Decode(embedded)
	if err != nil {
		return nil, fmt.Errorf("embedded weights: %w", err)
	}
	return New(model), nil
}

// New returns a tagger with a model's weights.
func New(model *Model) *Tagger {
	t := &Tagger{model: model}
	t.rooms.New = func() any { return &room{walk: chain.NewWalk(model.Moves)} }
	return t
}

// Score scores each token of a text. Classes are what the word lists say of each, as many as there are tokens. Time is
// linear; only the result is allocated.
func (t *Tagger) Score(tokens []token.Token, classes []gazetteer.Class) []Score {
	if len(tokens) == 0 {
		return nil
	}
	r := t.rooms.Get().(*room)
	defer t.rooms.Put(r)
	if cap(r.places) < len(tokens) {
		r.places = make([]chain.Scores, len(tokens))
	}
	r.places = r.places[:len(tokens)]
	r.text.Read(tokens, classes)
	for i := range tokens {
		n := r.text.Of(i, &r.buckets)
		r.places[i] = t.model.suits(r.buckets[:n])
	}
	r.walk.Marginals(r.places)
	scores := make([]Score, len(tokens))
	for i, p := range r.places {
		scores[i] = Score{
			Person: t.model.Curves[Person].At(p[Person]),
			Place:  t.model.Curves[Place].At(p[Place]),
			Org:    t.model.Curves[Org].At(p[Org]),
		}
	}
	return scores
}

// suits adds up what a token's buckets say for each tag. A bucket's four weights are one word, added two by two in lanes of
// sixteen bits: with at most 64 features of 8 bits no lane overflows.
func (m *Model) suits(buckets []uint32) chain.Scores {
	var even, odd uint32
	for _, b := range buckets {
		four := binary.LittleEndian.Uint32(m.weights[4*b:])
		even += four & 0x00ff00ff
		odd += four >> 8 & 0x00ff00ff
	}
	none := int32(middle * len(buckets))
	return chain.Scores{
		m.Scale[0] * float32(int32(even&0xffff)-none),
		m.Scale[1] * float32(int32(odd&0xffff)-none),
		m.Scale[2] * float32(int32(even>>16)-none),
		m.Scale[3] * float32(int32(odd>>16)-none),
	}
}

// At puts a probability through the curve.
func (c Curve) At(p float32) float32 {
	const edge = 1e-6
	q := math.Min(1-edge, math.Max(edge, float64(p)))
	return float32(1 / (1 + math.Exp(-(float64(c.Slope)*math.Log(q/(1-q)) + float64(c.Shift)))))
}
