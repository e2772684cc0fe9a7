package release_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

func source(t *testing.T) (release.Source, *themes.Codebook) {
	t.Helper()
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		t.Fatal(err)
	}
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	src := release.Source{Forum: tallytest.Forum, Questionnaire: q, Codebook: book.Version, Rule: disclosure.Default}
	for _, x := range book.Themes {
		src.Themes = append(src.Themes, release.ThemeTitle{ID: x.ID, Title: x.Title, Rights: x.Rights})
	}
	return src, book
}

// crowd gives what each of some invented people adds.
func crowd(t *testing.T, src release.Source, book *themes.Codebook, seed uint64, people int) []tally.Tally {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 3))
	all := make([]tally.Tally, people)
	for i := range all {
		e, _, err := tally.NewEntry(src.Questionnaire, book, 1, tallytest.Response(rng, src.Questionnaire, response.ID(fmt.Sprint(i))))
		if err != nil {
			t.Fatal(err)
		}
		all[i] = e.Counts
	}
	return all
}

func sum(parts []tally.Tally) tally.Tally {
	total := tally.Tally{}
	for _, p := range parts {
		total.Merge(p, 1)
	}
	return total
}

func TestNoFigureIsExactOrSmall(t *testing.T) {
	src, book := source(t)
	for _, people := range []int{0, 5, 12, 40, 150, 600} {
		counts := sum(crowd(t, src, book, uint64(people), people))
		r := release.Make(src, 1, "2027-01-01", release.Basis{}.Advance(src, counts, "2027-01-01"))
		shown, widened := 0, 0
		check := func(where string, f release.Figure) {
			if f.Suppressed && f.Value != 0 || !f.Suppressed && (f.Value < 10 || f.Value%5 != 0) {
				t.Errorf("%d people, %s: %+v", people, where, f)
			}
		}
		for _, table := range r.Tables {
			check(table.ID, table.Base)
			if !table.Suppressed() {
				shown++
			}
			for _, row := range table.Rows {
				check(table.ID+" "+row.ID, row.Count)
				if want := disclosure.Percent(row.Count, table.Base); !cmp.Equal(want, row.Percent) {
					t.Errorf("%s %s: a percentage of something else", table.ID, row.ID)
				}
				if row.ID == disclosure.NotAsked {
					widened++
				}
			}
		}
		t.Logf("%d people: %d of %d tables show something, %d widened", people, shown, len(r.Tables), widened)
		if people >= 150 && shown < len(r.Tables)/4 {
			t.Errorf("%d people and only %d tables of %d show anything", people, shown, len(r.Tables))
		}
	}
}

func TestTheSameGivesTheSame(t *testing.T) {
	src, book := source(t)
	people := crowd(t, src, book, 1, 120)
	first := release.Make(src, 1, "2027-01-01", release.Basis{}.Advance(src, sum(people), "2027-01-01"))
	slices.Reverse(people)
	second := release.Make(src, 1, "2027-01-01", release.Basis{}.Advance(src, sum(people), "2027-01-01"))
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(second)
	if string(a) != string(b) || !first.SameFigures(second) {
		t.Error("the order of people shows")
	}
	if len(a) > 300_000 {
		t.Errorf("a release of %d bytes", len(a))
	}
	var back release.Release
	if err := json.Unmarshal(a, &back); err != nil || !cmp.Equal(first, back) {
		t.Error("a release does not survive its JSON", err, cmp.Diff(first, back))
	}
}

// TestTwoLooks takes people one by one, with a look after each: what is shown of a view may change only when at least
// ten of its people are counted differently than at the look that changed it last.
func TestTwoLooks(t *testing.T) {
	src, book := source(t)
	people := crowd(t, src, book, 2, 160)
	rng := rand.New(rand.NewPCG(9, 9))
	var basis release.Basis
	var before release.Release
	in, since := map[int]bool{}, map[string]map[int]bool{"victim": {}, "partner": {}, "officer": {}}
	counts, changes := tally.Tally{}, 0
	for range 220 {
		i := rng.IntN(len(people))
		times := 1
		if in[i] {
			times = -1
		}
		in[i] = !in[i]
		counts.Merge(people[i], times)
		for view, changed := range since {
			if people[i].Of(view, tally.Respondents, tally.All) == 1 {
				changed[i] = !changed[i]
			}
		}
		basis = basis.Advance(src, counts, "2026-12-01")
		now := release.Make(src, 0, "2026-12-01", basis)
		for _, view := range now.Views {
			was, seen := respondents(before, view.ID)
			differing := 0
			for _, differs := range since[view.ID] {
				if differs {
					differing++
				}
			}
			same := cmp.Equal(tablesOf(before, view.ID), tablesOf(now, view.ID))
			if seen && !was.Suppressed && !same && differing < 10 {
				t.Fatalf("%s changed though %d people differ", view.ID, differing)
			}
			if !same {
				clear(since[view.ID])
				changes++
			}
		}
		before = now
	}
	if changes < 3 {
		t.Errorf("only %d changes were ever shown", changes)
	}
}

func respondents(r release.Release, view string) (release.Figure, bool) {
	for _, v := range r.Views {
		if v.ID == view {
			return v.Respondents, true
		}
	}
	return release.Figure{}, false
}

func tablesOf(r release.Release, view string) []release.Table {
	var tables []release.Table
	for _, x := range r.Tables {
		if x.View == view {
			tables = append(tables, x)
		}
	}
	return tables
}
