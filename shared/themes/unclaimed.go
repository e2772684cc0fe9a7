package themes

import (
	"sort"
	"unicode/utf8"

	"voiceforum/shared/fault"
	"voiceforum/shared/themes/prose"
)

// Unclaimed gives the clauses of a text that none of its mentions stands on, each as its plain words (see package prose).
// A mention without evidence was put there by a reviewer, who has read the whole text: nothing of it is unclaimed then.
// Nor is anything of a text that is over MaxBytes, not UTF-8, or in another script than ours.
func (c *Codebook) Unclaimed(text string, mentions []Mention) ([][]string, error) {
	if len(text) > MaxBytes || !utf8.ValidString(text) || foreign(text) {
		return nil, nil
	}
	if err := c.prepare(); err != nil {
		return nil, fault.Wrap(fault.Internal, "make the codebook's language ready", err)
	}
	words := c.language.Split(text, nil)
	if len(words) == 0 {
		return nil, nil
	}
	claimed := make([]bool, words[len(words)-1].Clause+1)
	for _, m := range mentions {
		if len(m.Evidence) == 0 {
			return nil, nil
		}
		claim(claimed, words, m.Evidence)
	}
	var clauses [][]string
	for i := 0; i < len(words); {
		first := i
		for i < len(words) && words[i].Clause == words[first].Clause {
			i++
		}
		if !claimed[words[first].Clause] {
			clauses = append(clauses, texts(words[first:i]))
		}
	}
	return clauses, nil
}

// claim marks the clauses that have a word within the evidence.
func claim(claimed []bool, words []prose.Word, evidence []Span) {
	for _, s := range evidence {
		i := sort.Search(len(words), func(i int) bool { return words[i].End > s.Start })
		for ; i < len(words) && words[i].Start < s.End; i++ {
			claimed[words[i].Clause] = true
		}
	}
}

func texts(words []prose.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}
