package release_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
)

// crossedCrowd gives what invented people add up to, with their crossings, who they are beside what they said.
func crossedCrowd(t *testing.T, src release.Source, seed uint64, people int) tally.Tally {
	t.Helper()
	_, book := source(t)
	rng := rand.New(rand.NewPCG(seed, 5))
	var adder tally.Adder
	for i := range people {
		r := tallytest.Response(rng, src.Questionnaire, response.ID(fmt.Sprint(i)))
		if r.Channel.View() != "victim" {
			r.Channel = response.Victim
		}
		found, err := tally.Code(book, r)
		if err != nil {
			t.Fatal(err)
		}
		mentions := tally.Entry{Mentions: found}.AllMentions()
		for _, add := range []error{adder.Add(src.Questionnaire, r, mentions), adder.Cross(src.Questionnaire, r, mentions)} {
			if add != nil {
				t.Fatal(add)
			}
		}
	}
	return adder.Tally()
}

func TestCrosses(t *testing.T) {
	src, _ := source(t)
	counts := crossedCrowd(t, src, 1, 400)
	start := time.Now()
	r := made(src, counts)
	t.Logf("%d crosses in %s", len(r.Crosses), time.Since(start))
	found := map[string]release.Cross{}
	for _, x := range r.Crosses {
		found[x.ID] = x
	}
	for _, id := range []string{"x.themes.q.sex", "x.q.overall.q.sex", "x.q.overall.q.age"} {
		x, ok := found[id]
		if !ok {
			t.Fatalf("no %s", id)
		}
		for _, row := range x.Rows {
			for _, col := range x.Cols {
				f, n := x.Cells[row.ID][col.ID], counts.Of("victim", id, tally.CrossCell(row.ID, col.ID))
				if f.Suppressed && f.Value != 0 || !f.Suppressed && (n < 10 || f != src.Rule.Figure(n)) {
					t.Errorf("%s: %s by %s is shown as %v, of %d", id, row.ID, col.ID, f, n)
				}
			}
		}
		for _, col := range x.Cols {
			table, _ := r.Table("victim", id[len(id)-len("q.sex"):])
			for _, row := range table.Rows {
				if row.ID == col.ID && id == "x.q.overall.q.sex" && x.Bases[col.ID] != row.Count {
					t.Errorf("%s: %s are %v, and %v in their own table", id, col.ID, x.Bases[col.ID], row.Count)
				}
			}
		}
	}
	if live := release.Make(src, 0, "2027-01-01", release.Basis{}.Advance(src, counts, "2027-01-01")); live.Crosses != nil || !cmp.Equal(live.Tables, r.Tables) {
		t.Error("live figures have crosses, or other tables")
	}
	if few := made(src, crossedCrowd(t, src, 2, 25)); len(few.Crosses) > 3 {
		t.Errorf("25 people have %d crosses to show", len(few.Crosses))
	}
	if !cmp.Equal(r, made(src, crossedCrowd(t, src, 1, 400))) {
		t.Error("the same people make another release")
	}
}

// A count that lacks crossings, as the running tally does, neither shows any nor makes a view that is not new look new.
func TestCountsWithoutCrossingsAreComparedByTheRest(t *testing.T) {
	src, _ := source(t)
	counts := crossedCrowd(t, src, 3, 100)
	plain := tally.Tally{}
	for cell, n := range counts {
		plain[cell] = n
	}
	for cell := range plain {
		if len(cell) > 9 && cell[:9] == "victim|x." {
			delete(plain, cell)
		}
	}
	basis := release.Basis{}.Advance(src, plain, "2026-12-01")
	if again := basis.Advance(src, counts, "2026-12-02"); !again.Counts.Equal(plain) {
		t.Error("crossings alone made a view new")
	}
	if r := release.Make(src, 1, "2026-12-02", basis); r.Crosses != nil {
		t.Errorf("%d crosses of counts that have none", len(r.Crosses))
	}
}
