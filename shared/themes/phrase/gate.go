package phrase

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// narrowest gives the two gates of a part that are shut in most sentences, open ones where it has fewer.
func (b *Builder) narrowest(w written) [2]uint16 {
	type costed struct {
		cost float64
		node node
	}
	var all []costed
	for _, n := range w.nodes {
		if n.gap == 0 && !n.optional {
			cost, _, _ := b.rarity(n)
			all = append(all, costed{cost, n})
		}
	}
	slices.SortStableFunc(all, func(a, b costed) int { return cmp.Compare(a.cost, b.cost) })
	// The first holds the anchor, which stands in the sentence.
	gates := [2]uint16{open, open}
	for i := 1; i < min(len(all), len(gates)+1); i++ {
		if all[i].cost < mostlyOpen {
			gates[i-1] = b.gate(all[i].node)
		}
	}
	return gates
}

// open is the gate that is never shut, and mostlyOpen the cost of a node from which on its gate would be open nearly
// everywhere: such a gate costs more than it saves.
const (
	open       = 0
	mostlyOpen = 2500
)

// gate numbers the rarest words of a node: a rule need not be tried in a sentence that has none of them. Nodes with the
// same words share a gate.
func (b *Builder) gate(n node) uint16 {
	var words []string
	for _, c := range n.choices {
		words = append(words, c[b.rarest(c)])
	}
	slices.Sort(words)
	words = slices.Compact(words)
	key := strings.Join(words, "|")
	if g, ok := b.gates[key]; ok {
		return g
	}
	g := uint16(b.book.gates) // as many as different nodes, which Build holds to what a uint16 can count
	b.book.gates++
	b.gates[key] = g
	for _, w := range words {
		a := b.book.words.id[w]
		b.book.opens[a] = append(b.book.opens[a], g)
	}
	return g
}

// rarity gives the cost of waiting for a node: the sum over its choices of how common their rarest words are. Those are
// its anchors; the furthest of them stands so many words after the first of its choice.
func (b *Builder) rarity(n node) (cost float64, anchors []atom, furthest int) {
	for _, c := range n.choices {
		i := b.rarest(c)
		cost += b.price(c[i])
		anchors, furthest = append(anchors, b.book.words.id[c[i]]), max(furthest, i)
	}
	return cost, anchors, furthest
}

// rarest gives the place in a choice of its rarest word.
func (b *Builder) rarest(choice []string) int {
	best := 0
	for i, w := range choice {
		if b.price(w) < b.price(choice[best]) {
			best = i
		}
	}
	return best
}

// price stands for how common a word is: by how many rules use it, unless it is known to stand nearly everywhere.
func (b *Builder) price(w string) float64 {
	used := 1 + math.Sqrt(float64(b.used[b.book.words.id[w]]))
	switch {
	case everyday[w]:
		return used + 500
	case frequent[w]:
		return used + 40
	}
	return used
}
