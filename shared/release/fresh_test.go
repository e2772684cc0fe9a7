package release_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/keyness"
	"voiceforum/shared/release"
)

// words gives people of whom so many wrote of a thing, and the rest of this and that.
func words(people, wrote int, of string) keyness.Counts {
	var c keyness.Counts
	for i := range people {
		clause := []string{"garden", fmt.Sprint("path", i%40)}
		if i < wrote {
			clause = []string{"the", of, "queue"}
		}
		c.Add([][]string{clause})
	}
	return c
}

func TestWhatIsNewIsToldFromTheYearBeforeAndStays(t *testing.T) {
	src, _ := source(t)
	earlier, _ := source(t)
	earlier.Forum = src.Forum.Previous()
	_, before := earlier.WithFresh(release.Release{}, release.Basis{}, words(300, 0, ""), nil)
	past := []release.Past{{Source: earlier, Basis: stored(t, before)}}

	first, basis := src.WithFresh(release.Release{}, release.Basis{}, words(300, 40, "turnstile"), past)
	if len(first.Fresh) == 0 || first.Fresh[0].People.Value != 40 || first.Fresh[0].Name != "" {
		t.Fatalf("new is %v", first.Fresh)
	}
	basis.Fresh.Shown[0].Name = "The way in"
	basis = stored(t, basis)
	if len(basis.Fresh.Counts.Pairs)+len(basis.Fresh.Counts.Forms) > 0 {
		t.Error("more is kept than later forums need")
	}
	for term, n := range basis.Fresh.Counts.Terms {
		if n < 10 {
			t.Errorf("%q is kept, which %d people used", term, n)
		}
	}
	again, same := src.WithFresh(release.Release{}, basis, words(300, 45, "turnstile"), past)
	if !cmp.Equal(again.Fresh, basis.Fresh.Shown) || !cmp.Equal(same, basis) {
		t.Errorf("five people changed what is new: %v", again.Fresh)
	}
	if more, _ := src.WithFresh(release.Release{}, basis, words(300, 60, "turnstile"), past); more.Fresh[0].People.Value != 60 {
		t.Errorf("twenty people did not: %v", more.Fresh)
	}
	past[0].Basis.Fresh.Codebook++
	if none, _ := src.WithFresh(release.Release{}, release.Basis{}, words(300, 40, "turnstile"), past); none.Fresh != nil {
		t.Errorf("compared across codebooks: %v", none.Fresh)
	}
	if none, _ := src.WithFresh(release.Release{}, release.Basis{}, words(300, 40, "turnstile"), nil); none.Fresh != nil {
		t.Errorf("compared with nothing: %v", none.Fresh)
	}
}

func TestOnlyTheCommonestTermsAreKept(t *testing.T) {
	src, _ := source(t)
	many := keyness.Counts{People: 100_000, Terms: map[string]int{}}
	for i := range 30_000 {
		many.Terms[fmt.Sprint("term", i)] = 1 + i/1000
	}
	_, basis := src.WithFresh(release.Release{}, release.Basis{}, many, nil)
	kept := basis.Fresh.Counts
	if len(kept.Terms) > 10_000 || len(kept.Terms) < 9_000 || basis.Fresh.Below != 21 || kept.Terms["term29999"] != 30 || kept.Terms["term19999"] != 0 {
		t.Errorf("%d terms kept, short by %d", len(kept.Terms), kept.Short)
	}
	if len(many.Terms) != 30_000 {
		t.Error("what was given was changed")
	}
}

// One person by whom a word comes to the threshold, or leaves it, changes nothing that is shown.
func TestOnePersonDoesNotChangeWhatIsNew(t *testing.T) {
	src, _ := source(t)
	for _, people := range [][2]int{{9, 10}, {10, 9}, {9, 18}, {0, 9}} {
		_, basis := src.WithFresh(release.Release{}, release.Basis{}, words(300, people[0], "turnstile"), nil)
		_, same := src.WithFresh(release.Release{}, stored(t, basis), words(300, people[1], "turnstile"), nil)
		if !cmp.Equal(stored(t, basis), same) {
			t.Errorf("%d people, and then %d, were told apart", people[0], people[1])
		}
	}
	_, none := src.WithFresh(release.Release{}, release.Basis{}, words(5, 1, "turnstile"), nil)
	if _, same := src.WithFresh(release.Release{}, stored(t, none), words(6, 1, "turnstile"), nil); !cmp.Equal(stored(t, none), same) {
		t.Error("one among six was told apart")
	}
	_, basis := src.WithFresh(release.Release{}, release.Basis{}, words(300, 9, "turnstile"), nil)
	if _, other := src.WithFresh(release.Release{}, stored(t, basis), words(300, 19, "turnstile"), nil); cmp.Equal(stored(t, basis), other) {
		t.Error("ten people were not told apart")
	}
}
