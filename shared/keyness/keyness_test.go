package keyness_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/keyness"
)

// vocabulary is small, so that words meet.
var vocabulary = []string{
	"bus", "buses", "park", "parks", "parking", "parked", "portal", "portals", "leaflet", "leaflets", "the", "not", "[name]", "3", "dog",
}

func people() *rapid.Generator[[][][]string] {
	clause := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 6)
	return rapid.SliceOfN(rapid.SliceOfN(clause, 0, 3), 0, 30)
}

func counted(people [][][]string) keyness.Counts {
	var c keyness.Counts
	for _, p := range people {
		c.Add(p)
	}
	return c
}

func TestPartsMergeToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := people().Draw(t, "people")
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		merged := counted(all[cut:])
		merged.Merge(counted(all[:cut]))
		whole := counted(all)
		whole.Merge(keyness.Counts{})
		if diff := cmp.Diff(whole, merged); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whoever knows every figure knows everything that is offered: counts that differ under the same figures give the same.
func TestWhatIsOfferedComesFromFigures(t *testing.T) {
	rule := disclosure.Default
	offered := 0
	rapid.Check(t, func(t *rapid.T) {
		now, before := drawn(t, 300, 40), drawn(t, 1200, 20)
		groups := keyness.New(rule, now, before)
		if diff := cmp.Diff(groups, keyness.New(rule, blurred(t, rule, now), blurred(t, rule, before))); diff != "" {
			t.Fatal(diff)
		}
		for _, g := range groups {
			offered++
			if g.People.Suppressed || g.People.Value < 10 || g.People.Value%5 != 0 {
				t.Fatalf("%v", g)
			}
		}
	})
	if offered < 100 {
		t.Errorf("only %d groups were offered", offered)
	}
}

// drawn makes up the counts of so many people, each term used by at most so many.
func drawn(t *rapid.T, people, most int) keyness.Counts {
	c := keyness.Counts{People: people, Terms: map[string]int{}, Forms: map[string]int{}, Pairs: map[string]int{}}
	words := []string{"bus", "park", "portal", "leaflet", "dog", "ghost", "attic"}
	for _, w := range words {
		for _, form := range []string{w, w + "ing"} {
			c.Forms[form] = rapid.IntRange(1, most).Draw(t, form)
			c.Terms[w] = max(c.Terms[w], c.Forms[form])
		}
		for _, other := range words {
			if w < other {
				n := rapid.IntRange(0, most).Draw(t, "both")
				c.Pairs[w+" "+other] = n
				c.Terms[w+" "+other] = n * rapid.IntRange(0, 1).Draw(t, "beside")
			}
		}
	}
	return c
}

// blurred gives counts with the same figures, each another where it can be.
func blurred(t *rapid.T, rule disclosure.Rule, c keyness.Counts) keyness.Counts {
	other := func(n int) int {
		var same []int
		for m := max(1, n-9); m < n+9; m++ {
			if n > 0 && rule.Figure(m) == rule.Figure(n) {
				same = append(same, m)
			}
		}
		return rapid.SampledFrom(append(same, n)).Draw(t, "count") // what nobody wrote has no spelling
	}
	o := keyness.Counts{People: other(c.People), Terms: map[string]int{}, Forms: map[string]int{}, Pairs: map[string]int{}}
	for _, kind := range [][2]map[string]int{{o.Terms, c.Terms}, {o.Forms, c.Forms}, {o.Pairs, c.Pairs}} {
		for _, term := range slices.Sorted(maps.Keys(kind[1])) {
			kind[0][term] = other(kind[1][term])
		}
	}
	return o
}

// forum is some people who say one thing, and others who say another.
func forum(some int, say string, others int, otherwise string) keyness.Counts {
	var c keyness.Counts
	for range some {
		c.Add([][]string{strings.Fields(say)})
	}
	for range others {
		c.Add([][]string{strings.Fields(otherwise)})
	}
	return c
}

func TestNew(t *testing.T) {
	const usual = "room small"
	before := forum(0, "", 1000, usual)
	short := forum(0, "", 1000, usual)
	short.Short = 60
	for _, c := range []struct {
		name        string
		now, before keyness.Counts
		want        []string
	}{
		{"nine people", forum(9, "dog", 291, usual), before, nil},
		{"ten people", forum(10, "dog", 290, usual), before, []string{"[dog] 10"}},
		{"counts are rounded", forum(14, "dog", 286, usual), before, []string{"[dog] 15"}},
		{"words of one clause", forum(20, "dog ate the homework", 280, usual), before, []string{"[dog ate homework] 20"}},
		{"most wrote the plural", forum(20, "dogs", 280, usual), before, []string{"[dogs] 20"}},
		{"placeholders, numbers, stop words", forum(50, "[name] [place] 12 they were on it", 250, usual), before, nil},
		{"before, it may have been used by as many as are not counted", forum(12, "dog", 288, usual), short, nil},
		{"no earlier forum", forum(50, "dog", 250, usual), keyness.Counts{}, nil},
		{"an earlier forum of nine", forum(50, "dog", 250, usual), forum(0, "", 9, usual), nil},
		{"a small earlier forum makes nothing new", forum(10, "dog", 30, usual), forum(0, "", 20, usual), nil},
		{"a forum of nine", forum(9, "dog", 0, usual), before, nil},
		{"no more than before", forum(30, "dog", 270, usual), forum(100, "dog", 900, usual), nil},
		{"surely more, but not twice as many", forum(1500, "dog", 8500, usual), forum(1000, "dog", 9000, usual), nil},
		{"thrice as many", forum(900, "dog", 2100, usual), forum(1000, "dog", 9000, usual), []string{"[dog] 900"}},
	} {
		var got []string
		for _, g := range keyness.New(disclosure.Default, c.now, c.before) {
			got = append(got, fmt.Sprint(g.Words, " ", g.People.Value))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if got := keyness.New(disclosure.Rule{Threshold: 20}, forum(14, "dog", 286, usual), before); got != nil {
		t.Errorf("under a threshold of 20, 14 people: %v", got)
	}
	if got := keyness.New(disclosure.Rule{Threshold: 2, Round: 1}, forum(9, "dog", 291, usual), before); got != nil {
		t.Errorf("under a threshold below the floor, 9 people: %v", got)
	}
}

func TestTopicsStayApart(t *testing.T) {
	now := forum(20, "the dog barked", 20, "the portal crashed")
	for range 200 {
		now.Add(nil)
	}
	groups := keyness.New(disclosure.Default, now, forum(0, "", 1000, "room small"))
	if len(groups) != 2 || slices.Contains(groups[0].Words, groups[1].Words[0]) {
		t.Errorf("%v", groups)
	}
}

func TestSomebodyCountsOnce(t *testing.T) {
	var c keyness.Counts
	c.Add([][]string{{"dog", "dogs", "dog"}, {"dog"}})
	if c.People != 1 || c.Terms["dog"] != 1 || c.Forms["dog"] != 1 || len(c.Pairs) != 0 {
		t.Errorf("%+v", c)
	}
}

// However many words there are, counts stay small, are never too high, and are too low by no more than they say.
func TestCountsAreBounded(t *testing.T) {
	var parts [3]keyness.Counts
	truth := map[string]int{}
	const everyone = 6000
	for i := range everyone {
		var clauses [][]string
		for j := range 25 {
			w := spelt(i*25 + j)
			clauses = append(clauses, []string{w})
			truth[w]++
		}
		for n := 1; n < 2000; n *= 2 {
			if i%n == 0 {
				w := spelt(1e6 + n)
				clauses = append(clauses, []string{w})
				truth[w]++
			}
		}
		parts[i%3].Add(clauses)
	}
	all := parts[0]
	all.Merge(parts[1])
	all.Merge(parts[2])
	if len(all.Terms) > 2*keyness.Most || all.People != everyone {
		t.Errorf("%d terms of %d people", len(all.Terms), all.People)
	}
	if all.Short == 0 || all.Short > everyone*40/keyness.Most {
		t.Errorf("counts are said to be short by %d", all.Short)
	}
	for w, n := range truth {
		if got := all.Terms[w]; got > n || got < n-all.Short {
			t.Fatalf("%s was used by %d, counted as %d, short by %d", w, n, got, all.Short)
		}
	}
}

// spelt is a word for a number, without any ending that would be taken off.
func spelt(n int) string {
	w := []byte("qqq")
	for ; n > 0; n /= 16 {
		w = append(w, "bcdfghjklmnpqrtv"[n%16])
	}
	return string(append(w, 'x'))
}

func BenchmarkAdd(b *testing.B) {
	var clauses [][]string
	for i := range 10 {
		clauses = append(clauses, []string{"word", "of", spelt(i), "and", spelt(i + 20), "with", spelt(i * i)})
	}
	var c keyness.Counts
	for b.Loop() {
		c.Add(clauses)
	}
}
