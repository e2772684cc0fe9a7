package phrase

// letters is the size of the alphabet of a trie: a to z, digits, the brackets of placeholders, and 0 for none.
const letters = 26 + 10 + 2 + 1

// letterOf gives the place of a byte in that alphabet, 0 for a byte outside it.
func letterOf(c byte) int {
	switch {
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 1
	case '0' <= c && c <= '9':
		return int(c-'0') + 27
	case c == '[':
		return 37
	case c == ']':
		return 38
	}
	return 0
}

// atom is a word or a stem that rules use, by number; 0 is none.
type atom uint16

// trie finds the atoms that a word is.
type trie struct {
	next  [][letters]uint16
	exact []atom
	stem  []atom
	atoms int // how many there are, 0 included
	id    map[string]atom
}

func newTrie() *trie {
	return &trie{next: make([][letters]uint16, 1), exact: make([]atom, 1), stem: make([]atom, 1), atoms: 1, id: map[string]atom{}}
}

// number is the atom of any number in digits.
const number = "#"

// add gives the atom of a word or a stem written with its *.
func (t *trie) add(w string) atom {
	if a, ok := t.id[w]; ok {
		return a
	}
	a := atom(t.atoms)
	t.atoms++
	t.id[w] = a
	if w == number {
		return a
	}
	at := uint16(0)
	for i := range len(w) {
		if w[i] == '*' {
			t.stem[at] = a
			return a
		}
		c := letterOf(w[i])
		if t.next[at][c] == 0 {
			t.next = append(t.next, [letters]uint16{})
			t.exact = append(t.exact, 0)
			t.stem = append(t.stem, 0)
			t.next[at][c] = uint16(len(t.next) - 1)
		}
		at = t.next[at][c]
	}
	t.exact[at] = a
	return a
}

// of appends the atoms of a word.
func (t *trie) of(w string, isNumber bool, into []atom) []atom {
	if isNumber {
		if a := t.id[number]; a != 0 {
			into = append(into, a)
		}
	}
	at := uint16(0)
	for i := range len(w) {
		c := letterOf(w[i])
		if c == 0 {
			return into
		}
		if at = t.next[at][c]; at == 0 {
			return into
		}
		if a := t.stem[at]; a != 0 {
			into = append(into, a)
		}
	}
	if a := t.exact[at]; a != 0 {
		into = append(into, a)
	}
	return into
}
