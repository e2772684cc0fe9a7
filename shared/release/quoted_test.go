package release_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/release"
	"voiceforum/shared/response"
)

// Whoever takes words back, in whatever order: afterwards no release has them, every other quote is where it was, and a
// new version is made where, and only where, the newest had some.
func TestRecall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stored []release.Release
		quoted := release.Quoted{By: map[int][]release.Quotation{}}
		versions := rapid.IntRange(1, 4).Draw(t, "versions")
		for v := 1; v <= versions; v++ {
			r := release.Release{Version: v, Forum: "2026-Q4", Made: "2027-01-01"}
			for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 0, 6, rapid.ID[int]).Draw(t, "quotes") {
				words := fmt.Sprint("words ", n)
				r.Quotes = append(r.Quotes, release.Quote{Words: words})
				quoted.By[v] = append(quoted.By[v], release.Quotation{Response: response.ID(fmt.Sprint(n)), Hash: release.HashOf(words)})
			}
			stored = append(stored, r)
		}
		var fallen []release.Quotation
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 9), 1, 4, rapid.ID[int]).Draw(t, "fallen") {
			fallen = append(fallen, release.Quotation{Response: response.ID(fmt.Sprint(n)), Hash: release.HashOf(fmt.Sprint("words ", n))})
		}
		next, changed := quoted.Recall(stored, fallen, "2027-02-01")
		after := map[int]release.Release{}
		for _, r := range stored {
			after[r.Version] = r
		}
		for _, r := range changed {
			after[r.Version] = r
		}
		last := stored[versions-1]
		hit := slices.ContainsFunc(quoted.By[versions], func(q release.Quotation) bool { return slices.Contains(fallen, q) })
		if _, made := after[versions+1]; made != hit {
			t.Fatalf("a new version: %v, want %v", made, hit)
		}
		for v, r := range after {
			if len(r.Quotes) != len(next.By[v]) {
				t.Fatalf("release %d has %d quotes, of %d people", v, len(r.Quotes), len(next.By[v]))
			}
			was := last.Quotes
			if v <= versions {
				was = stored[v-1].Quotes
			}
			for _, q := range was {
				is := slices.Contains(r.Quotes, q)
				gone := slices.ContainsFunc(fallen, func(f release.Quotation) bool { return f.Hash == release.HashOf(q.Words) })
				if is == gone {
					t.Fatalf("release %d: %q is there %v, was taken back %v", v, q.Words, is, gone)
				}
			}
			if v <= versions && slices.Contains(next.Pending, v) != (len(r.Quotes) < len(was)) {
				t.Fatalf("files of release %d are removed: %v", v, next.Pending)
			}
		}
		if hit && (!after[versions+1].TakenBack || last.TakenBack) {
			t.Fatalf("taken back: %v, and before it %v", after[versions+1].TakenBack, last.TakenBack)
		}
	})
}
