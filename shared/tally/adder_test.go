package tally_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// said makes up what somebody's texts were found to be about.
func said(rng *rand.Rand) []themes.Mention {
	var all []themes.Mention
	for range rng.IntN(4) {
		all = append(all, themes.Mention{
			Theme:  []string{"believed", "kept-informed", "safety"}[rng.IntN(3)],
			Stance: themes.Stances[rng.IntN(len(themes.Stances))],
		})
	}
	return all
}

func TestAnAdderCountsAsContributionsDo(t *testing.T) {
	q, rng := latest(t), rand.New(rand.NewPCG(7, 7))
	var a, b tally.Adder
	want := tally.Tally{}
	for i := range 400 {
		r, mentions := tallytest.Response(rng, q, response.ID(fmt.Sprint(i))), said(rng)
		c, err := tally.Contribution(q, r, mentions)
		if err != nil {
			t.Fatal(err)
		}
		want.Merge(c, 1)
		part := &a
		if i%3 == 0 {
			part = &b
		}
		if err := part.Add(q, r, mentions); err != nil {
			t.Fatal(err)
		}
	}
	if !a.Tally().Add(b.Tally()).Equal(want) {
		t.Error("adding up gives something else than the contributions do")
	}
	if err := a.Add(q, response.Response{}, nil); err == nil {
		t.Error("a response of another questionnaire was counted")
	}
}

// TestACrossingAddsUpToItsRows holds every crossing against the one-way tables that it divides: over the columns of those
// asked, the cells of a row sum to that row.
func TestACrossingAddsUpToItsRows(t *testing.T) {
	q, rng := latest(t), rand.New(rand.NewPCG(8, 8))
	var plain, crossed tally.Adder
	for i := range 600 {
		r, mentions := tallytest.Response(rng, q, response.ID(fmt.Sprint(i))), said(rng)
		if err := plain.Add(q, r, mentions); err != nil {
			t.Fatal(err)
		}
		if err := crossed.Cross(q, r, mentions); err != nil {
			t.Fatal(err)
		}
	}
	one, two := plain.Tally(), crossed.Tally()
	view, sums := response.Victim.View(), map[string]int{}
	for cell, n := range two {
		parts := strings.Split(cell, "|")
		row, _, ok := strings.Cut(parts[2], "/")
		if len(parts) != 3 || !ok || !strings.HasPrefix(parts[1], tally.CrossPrefix) {
			t.Fatalf("%q is no cell of a crossing", cell)
		}
		sums[tally.Key(parts[0], parts[1], row)] += n
	}
	themed := 0
	for _, theme := range []string{"believed", "kept-informed", "safety"} {
		for _, stance := range themes.Stances {
			themed += one.Of(view, tally.Theme+theme, string(stance))
		}
	}
	for _, c := range tally.Crossings(q) {
		if c.Cols == tally.Service {
			continue
		}
		rows := append(rowsOf(q, c.Rows), tally.Asked)
		for _, row := range rows {
			want := one.Of(view, c.Rows, row)
			if c.Rows == tally.AllThemes && row == tally.Asked {
				want = one.Of(view, tally.Respondents, tally.All)
			}
			if got := sums[tally.Key(view, c.Table(), row)]; got != want {
				t.Errorf("%s, %s: %d people, %d by columns", c.Table(), row, want, got)
			}
		}
		if c.Rows == tally.AllThemes {
			all := 0
			for _, theme := range []string{"believed", "kept-informed", "safety"} {
				all += sums[tally.Key(view, c.Table(), theme)]
			}
			if all != themed || themed == 0 {
				t.Errorf("%s: %d mentions of %d", c.Table(), all, themed)
			}
		}
	}
}

func rowsOf(q *questionnaire.Questionnaire, table string) []string {
	rows := []string{}
	i := slices.IndexFunc(q.Questions, func(qu *questionnaire.Question) bool { return tally.Question+qu.ID == table })
	if i < 0 {
		return rows
	}
	for _, o := range q.Questions[i].Options {
		rows = append(rows, o.ID)
	}
	return append(rows, tally.NoAnswer)
}

// BenchmarkAdder is what adding up one coded response costs: plainly, and with every crossing.
func BenchmarkAdder(b *testing.B) {
	q, rng := latest(b), rand.New(rand.NewPCG(1, 1))
	var sample []response.Response
	var mentions [][]themes.Mention
	for i := range 1000 {
		sample = append(sample, tallytest.Response(rng, q, response.ID(fmt.Sprint(i))))
		mentions = append(mentions, said(rng))
	}
	for name, add := range map[string]func(*tally.Adder, int) error{
		"plain":    func(a *tally.Adder, i int) error { return a.Add(q, sample[i], mentions[i]) },
		"crossing": func(a *tally.Adder, i int) error { return a.Cross(q, sample[i], mentions[i]) },
	} {
		b.Run(name, func(b *testing.B) {
			var a tally.Adder
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if err := add(&a, i%len(sample)); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
