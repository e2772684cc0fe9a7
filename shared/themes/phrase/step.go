package phrase

// set is a choice of atoms: a short list of them, or a bit for each where there are many.
type set struct {
	few  []atom
	bits []uint64
}

// fewest is how many atoms are listed rather than kept as bits: a list of them fits in one line of the cache.
const fewest = 12

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
	more     map[atom][][]*set // longer choices by their first word
}

// part is a sequence of steps, and where its rarest word can stand in it.
type part struct {
	not           bool
	far           bool
	steps         []step
	anchors       []atom
	before, after int // most words before the anchor, and from it on
	cost          float64
	gates         [2]uint16 // one of the words of each must stand in the sentence
}

// candidate is a rule to try where its anchor stands, with the gates that must be open for it: beside each other in
// memory, because most candidates are dismissed by them.
type candidate struct {
	rule  int32
	gates [2]uint16
}
