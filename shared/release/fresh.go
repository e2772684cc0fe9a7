package release

import (
	"maps"
	"slices"

	"voiceforum/shared/keyness"
)

// mostTerms is how many terms of a forum are kept for later ones to be compared with: some 100 KB.
const mostTerms = 10_000

// FreshBasis is what is new in a forum as it was shown, and the words that it was told from.
type FreshBasis struct {
	Counts keyness.Counts `json:"counts"` // terms alone
	Shown  []Fresh        `json:"shown,omitempty"`
}

// WithFresh gives a release what is new in its forum, and the basis in which it is kept. words are those of victims'
// clauses that no theme claims; past are the forums before, latest first. Those of the last year under the same version
// of the codebook are compared with, because what no theme claims depends on it. What was shown stays until at least the
// threshold of people use other words.
func (src Source) WithFresh(r Release, basis Basis, words keyness.Counts, past []Past) (Release, Basis) {
	now := kept(words)
	if basis.Fresh == nil || src.Rule.Differ(basis.Fresh.Counts.Terms, now.Terms) {
		var before keyness.Counts
		for _, p := range past[:min(len(past), yearForums)] {
			if p.Codebook == src.Codebook && p.Basis.Fresh != nil {
				before.Merge(p.Basis.Fresh.Counts)
			}
		}
		next := &FreshBasis{Counts: now}
		for _, g := range keyness.New(src.Rule, words, before) {
			next.Shown = append(next.Shown, Fresh{Words: g.Words, People: g.People})
		}
		basis.Fresh = next
	}
	r.Fresh = slices.Clone(basis.Fresh.Shown)
	return r, basis
}

// kept gives the terms that most people used. Of the rest, and so of any term, at most so many people may be missing as
// Short says.
func kept(words keyness.Counts) keyness.Counts {
	out := keyness.Counts{People: words.People, Terms: words.Terms, Short: words.Short}
	if len(words.Terms) <= mostTerms {
		return out
	}
	sizes := slices.Sorted(maps.Values(words.Terms))
	dropped := sizes[len(sizes)-mostTerms-1]
	out.Terms = maps.Clone(words.Terms)
	maps.DeleteFunc(out.Terms, func(_ string, n int) bool { return n <= dropped })
	out.Short += dropped
	return out
}
