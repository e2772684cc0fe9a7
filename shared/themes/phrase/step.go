package phrase

import "slices"

// set is a choice of atoms: a short list of them, or a bit for each where there are many.
type set struct {
	few  []atom
	bits []uint64
}

// fewest is how many atoms are listed rather than kept as bits: a list of them fits in one line of the cache.
const fewest = 12

// from gives the choices among some sorted ones that begin with an atom.
func from(sorted [][]atom, first atom) [][]atom {
	at := 0
	if len(sorted) > fewest {
		at, _ = slices.BinarySearchFunc(sorted, first, func(seq []atom, a atom) int { return int(seq[0]) - int(a) })
	}
	for at < len(sorted) && sorted[at][0] < first {
		at++
	}
	end := at
	for end < len(sorted) && sorted[end][0] == first {
		end++
	}
	return sorted[at:end]
}

func (s *set) has(atoms []atom) bool {
	for _, a := range atoms {
		if s.bits != nil {
			if s.bits[a>>6]&(1<<(a&63)) != 0 {
				return true
			}
			continue
		}
		for _, f := range s.few {
			if f == a {
				return true
			}
		}
	}
	return false
}

// step is a node made ready: a gap, or one word of a set, or one of several sequences of sets.
type step struct {
	gap      int
	optional bool
	head     *set // the first words of all choices
	one      *set
	more     [][]atom // longer choices, sorted
}

// part is a sequence of steps, and where its rarest word can stand in it.
type part struct {
	not     bool
	far     bool
	steps   []step
	anchors []atom
	before  int // most words before the anchor
	cost    float64
	gates   [2]uint16 // one of the words of each must stand in the sentence
}

// candidate is a rule to try where its anchor stands, with the gates that must be open for it: beside each other in
// memory, because most candidates are dismissed by them.
type candidate struct {
	rule  int32
	gates [2]uint16
}
