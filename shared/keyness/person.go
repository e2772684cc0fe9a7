package keyness

import (
	"maps"
	"slices"

	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// Clauses gives what Counts.Add takes of a response: the clauses of its clean texts that no theme claims. mentions are
// what was found in each text, by question, under the codebook's own version. A response that may not be counted has
// none, and nobody should be added for it.
func Clauses(book *themes.Codebook, r response.Response, mentions map[string][]themes.Mention) ([][]string, error) {
	if !r.Counts() {
		return nil, nil
	}
	var all [][]string
	for _, question := range slices.Sorted(maps.Keys(r.Texts)) {
		if r.Texts[question].State != response.Clean {
			continue
		}
		clauses, err := book.Unclaimed(r.Texts[question].Words, mentions[question])
		if err != nil {
			return nil, err
		}
		all = append(all, clauses...)
	}
	return all, nil
}
