package phrase

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// narrowest gives the two gates of a part that are shut in most sentences, one of them twice where there is one.
func (b *Builder) narrowest(w written) [2]uint16 {
	type costed struct {
		cost float64
		node node
	}
	var all []costed
	for _, n := range w.nodes {
		if n.gap == 0 && !n.optional {
			cost, _ := b.rarity(n)
			all = append(all, costed{cost, n})
		}
	}
	slices.SortStableFunc(all, func(a, b costed) int { return cmp.Compare(a.cost, b.cost) })
	// The first holds the anchor, which stands in the sentence.
	if len(all) > 2 {
		return [2]uint16{b.gate(all[1].node), b.gate(all[2].node)}
	}
	last := b.gate(all[len(all)-1].node)
	return [2]uint16{last, last}
}

// gate numbers the first words of a node: a rule need not be tried in a sentence that has none of them. Nodes with the
// same first words share a gate.
func (b *Builder) gate(n node) uint16 {
	var first []string
	for _, c := range n.choices {
		first = append(first, c[0])
	}
	slices.Sort(first)
	first = slices.Compact(first)
	key := strings.Join(first, "|")
	if g, ok := b.gates[key]; ok {
		return g
	}
	g := uint16(b.book.gates) // as many as different nodes, which Build holds to what a uint16 can count
	b.book.gates++
	b.gates[key] = g
	for _, w := range first {
		a := b.book.words.id[w]
		b.book.opens[a] = append(b.book.opens[a], g)
	}
	return g
}

// rarity gives the cost of waiting for a node: the sum over its choices of how common their first words are.
func (b *Builder) rarity(n node) (cost float64, anchors []atom) {
	for _, c := range n.choices {
		a := b.book.words.id[c[0]]
		if everyday[c[0]] {
			cost += 500
		}
		cost += 1 + math.Sqrt(float64(b.used[a]))
		anchors = append(anchors, a)
	}
	return cost, anchors
}
