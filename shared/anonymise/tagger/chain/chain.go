// Package chain holds the arithmetic of a linear chain of tags: how likely each tag is at each place, given how well it
// suits the place and which tags follow each other (the forward-backward algorithm of Rabiner, 1989, as conditional
// random fields use it, Lafferty et al., 2001). The tagger and its training share it.
package chain

import "math"

// Tags is how many tags there are.
const Tags = 4

// Scores is one number for each tag: a log weight, or a probability.
type Scores [Tags]float32

// Moves is the log weight of each tag (second index) right after another (first index).
type Moves [Tags]Scores

// Walk works out the probabilities of one text after another in the same memory. It is not for several goroutines.
type Walk struct {
	moves Moves // no longer logarithms
	here  []Scores
	ahead []Scores
	suits []Scores
}

// NewWalk returns a walk over chains with these moves.
func NewWalk(moves Moves) *Walk {
	w := &Walk{}
	w.Set(moves)
	return w
}

// Set changes the moves.
func (w *Walk) Set(moves Moves) {
	for a := range moves {
		for b := range moves[a] {
			w.moves[a][b] = float32(math.Exp(float64(moves[a][b])))
		}
	}
}

// Marginals replaces each place's log weights by the probabilities of its tags, which sum to 1. Time is linear.
func (w *Walk) Marginals(places []Scores) {
	w.forward(places)
	w.backward()
	for i := range places {
		var p Scores
		for t := range p {
			p[t] = w.here[i][t] * w.ahead[i][t]
		}
		places[i] = scaled(p)
	}
}

// Pair returns how likely each two tags are at places i-1 and i of the text that Marginals saw last.
func (w *Walk) Pair(i int) (p [Tags]Scores) {
	var sum float32
	for a := range p {
		for b := range p[a] {
			p[a][b] = w.here[i-1][a] * w.moves[a][b] * w.suits[i][b] * w.ahead[i][b]
			sum += p[a][b]
		}
	}
	for a := range p {
		for b := range p[a] {
			p[a][b] /= sum
		}
	}
	return p
}

func (w *Walk) forward(places []Scores) {
	w.grow(len(places))
	for i, place := range places {
		w.suits[i] = exponents(place)
		if i == 0 {
			w.here[0] = scaled(w.suits[0])
			continue
		}
		var p Scores
		for a, before := range w.here[i-1] {
			for b := range p {
				p[b] += before * w.moves[a][b]
			}
		}
		for b := range p {
			p[b] *= w.suits[i][b]
		}
		w.here[i] = scaled(p)
	}
}

func (w *Walk) backward() {
	last := len(w.ahead) - 1
	for i := last; i >= 0; i-- {
		if i == last {
			w.ahead[i] = Scores{1, 1, 1, 1}
			continue
		}
		var next, p Scores
		for b := range next {
			next[b] = w.suits[i+1][b] * w.ahead[i+1][b]
		}
		for a := range p {
			for b := range next {
				p[a] += w.moves[a][b] * next[b]
			}
		}
		w.ahead[i] = scaled(p)
	}
}

func (w *Walk) grow(n int) {
	if cap(w.here) < n {
		w.here, w.ahead, w.suits = make([]Scores, n), make([]Scores, n), make([]Scores, n)
	}
	w.here, w.ahead, w.suits = w.here[:n], w.ahead[:n], w.suits[:n]
}

// least keeps every tag possible, so that no sum is 0.
const least = 1e-12

// exponents takes logarithms away. The best tag gets 1, so that nothing overflows.
func exponents(logs Scores) (e Scores) {
	top := logs[0]
	for _, v := range logs[1:] {
		top = max(top, v)
	}
	for t, v := range logs {
		e[t] = max(least, float32(math.Exp(float64(v-top))))
	}
	return e
}

func scaled(p Scores) Scores {
	var sum float32
	for _, v := range p {
		sum += v
	}
	for t := range p {
		p[t] = max(least, p[t]/sum)
	}
	return p
}
