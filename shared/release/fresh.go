package release

import (
	"maps"
	"slices"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/keyness"
)

// mostTerms is how many terms of a forum are kept for later ones to be compared with: some 100 KB.
const mostTerms = 10_000

// FreshBasis is what is new in a forum as it was shown, and the words that it was told from: terms alone, and none that
// fewer people used than Below, which is the threshold at least. So nobody's rare words are kept, whoever takes theirs
// back.
type FreshBasis struct {
	Counts   keyness.Counts `json:"counts"`
	Below    int            `json:"below"`
	Shown    []Fresh        `json:"shown,omitempty"`
	Codebook int            `json:"codebook,omitempty"` // by which no theme claimed the words; version 1 where it is not said
}

// WithFresh gives a release what is new in its forum, and the basis in which it is kept. words are those of victims'
// clauses that no theme claims; past are the forums before, latest first. Those of the last year under the same version
// of the codebook are compared with, because what no theme claims depends on it. What was shown stays until at least the
// threshold of people use other words.
func (src Source) WithFresh(r Release, basis Basis, words keyness.Counts, past []Past) (Release, Basis) {
	if basis.Fresh == nil || basis.Fresh.differ(src.Rule, words) {
		var before keyness.Counts
		for _, p := range past[:min(len(past), yearForums)] {
			if p.Basis.Fresh != nil && max(p.Basis.Fresh.Codebook, firstCodebook) == src.Codebook {
				before.Merge(p.Basis.Fresh.Counts)
			}
		}
		next := kept(max(src.Rule.Threshold, disclosure.Floor), words)
		for _, g := range keyness.New(src.Rule, words, before) {
			next.Shown = append(next.Shown, Fresh{Words: g.Words, People: g.People})
		}
		next.Codebook = src.Codebook
		basis.Fresh = &next
	}
	r.Fresh = slices.Clone(basis.Fresh.Shown)
	return r, basis
}

// differ reports whether at least the threshold of people use other words than when this was kept. A term that was not
// kept may have been used by nearly Below.
func (f FreshBasis) differ(rule disclosure.Rule, words keyness.Counts) bool {
	was := make(map[string]int, len(words.Terms))
	maps.Copy(was, f.Counts.Terms)
	for term, n := range words.Terms {
		if _, known := was[term]; !known {
			was[term] = min(n, f.Below-1)
		}
	}
	return rule.Differ(was, words.Terms)
}

// kept gives the terms that at least so many people used, and of those the commonest. A term that is not kept is taken
// for half of what it can have been, as keyness takes what may not be seen.
func kept(below int, words keyness.Counts) FreshBasis {
	if len(words.Terms) > mostTerms {
		sizes := slices.Sorted(maps.Values(words.Terms))
		below = max(below, sizes[len(sizes)-mostTerms-1]+1)
	}
	terms := maps.Clone(words.Terms)
	maps.DeleteFunc(terms, func(_ string, n int) bool { return n < below })
	if terms == nil {
		terms = map[string]int{}
	}
	return FreshBasis{Counts: keyness.Counts{People: words.People, Terms: terms, Short: words.Short + below/2}, Below: below}
}
