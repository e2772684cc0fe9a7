package words

// nearness knows what lies one slip of the finger from everyday words: such a
// name is left to the other evidence, since in lower case it is more often a
// misspelling.
type nearness struct {
	words   map[string]bool
	deleted map[string]bool
}

// shortest is how long an everyday word must be for its misspellings to count:
// shorter ones lie one letter from half of all names.
const shortest = 5

func nearWords(everyday []string) *nearness {
	n := &nearness{words: map[string]bool{}, deleted: map[string]bool{}}
	for _, w := range everyday {
		if len(w) < shortest {
			continue
		}
		n.words[w] = true
		for i := range len(w) {
			n.deleted[w[:i]+w[i+1:]] = true
		}
	}
	return n
}

// close reports whether a word becomes an everyday one when a letter is left
// out, put in or doubled, or two neighbours change places. A letter exchanged
// for another makes too many names (Helen, Heled) look like slips.
func (n *nearness) close(w string) bool {
	if n.deleted[w] || n.words[w] {
		return true
	}
	for i := range len(w) {
		if n.words[w[:i]+w[i+1:]] {
			return true
		}
		if i+1 < len(w) && n.words[w[:i]+w[i+1:i+2]+w[i:i+1]+w[i+2:]] {
			return true
		}
	}
	return false
}
