package tagger

import (
	"encoding/binary"
	"errors"
	"math"

	"voiceforum/shared/anonymise/tagger/chain"
	"voiceforum/shared/anonymise/tagger/feature"
)

// Model is what training makes: a weight for each bucket and tag, in 8 bits, and the few numbers beside them.
type Model struct {
	Scale  chain.Scores // what one step of a weight is worth, for each tag
	Moves  chain.Moves
	Curves [chain.Tags]Curve // Outside's is not used

	weights []byte // four to a bucket, in the order of the tags; middle is nothing
}

// Curve is a logistic curve over a probability's log odds.
type Curve struct{ Slope, Shift float32 }

// middle is the byte that stands for a weight of 0.
const middle = 128

// A model's bytes: magic, feature version, scale, moves, curves, then the weights; numbers are little-endian.
const (
	magic  = 0x31544656 // "VFT1"
	header = 4 * (2 + chain.Tags + chain.Tags*chain.Tags + 2*chain.Tags)
	size   = header + chain.Tags*feature.Buckets
)

// ErrModel means that bytes are not a model, or one for other features than this build's.
var ErrModel = errors.New("not a model for this version of the features; train again")

// Quantise makes a model of a float's weights, feature.Buckets of them. The largest weight of each tag becomes 127 steps,
// so each weight is off by at most half of Scale.
func Quantise(weights []chain.Scores, moves chain.Moves, curves [chain.Tags]Curve) *Model {
	m := &Model{Moves: moves, Curves: curves, weights: make([]byte, chain.Tags*len(weights))}
	for t := range chain.Tags {
		var largest float32
		for _, w := range weights {
			largest = max(largest, w[t], -w[t])
		}
		m.Scale[t] = max(largest, 1e-9) / 127
		for b, w := range weights {
			m.weights[chain.Tags*b+t] = byte(middle + int(math.Round(float64(w[t]/m.Scale[t]))))
		}
	}
	return m
}

// Encode gives a model's bytes.
func (m *Model) Encode() []byte {
	out := make([]byte, 0, size)
	out = binary.LittleEndian.AppendUint32(out, magic)
	out = binary.LittleEndian.AppendUint32(out, feature.Version)
	m.numbers(func(v *float32) { out = binary.LittleEndian.AppendUint32(out, math.Float32bits(*v)) })
	return append(out, m.weights...)
}

// Decode reads a model. It keeps the bytes, which must not change. The error is ErrModel.
func Decode(bytes []byte) (*Model, error) {
	if len(bytes) != size || binary.LittleEndian.Uint32(bytes) != magic ||
		binary.LittleEndian.Uint32(bytes[4:]) != feature.Version {
		return nil, ErrModel
	}
	m := &Model{weights: bytes[header:]}
	at := 8
	m.numbers(func(v *float32) {
		*v = math.Float32frombits(binary.LittleEndian.Uint32(bytes[at:]))
		at += 4
	})
	return m, nil
}

// numbers visits the few numbers beside the weights, in the order in which they are stored.
func (m *Model) numbers(visit func(*float32)) {
	for t := range m.Scale {
		visit(&m.Scale[t])
	}
	for a := range m.Moves {
		for b := range m.Moves[a] {
			visit(&m.Moves[a][b])
		}
	}
	for t := range m.Curves {
		visit(&m.Curves[t].Slope)
		visit(&m.Curves[t].Shift)
	}
}
