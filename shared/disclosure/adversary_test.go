package disclosure

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
)

// An adversary knows the rule and how this package applies it, and tries every table that could be behind what is
// published. Nothing small may be left to one value, or to few.

// leastValues is how many values a count below the threshold must still be able to have, at the least. It is reached
// only where the base itself is hardly above the threshold, or twice it; elsewhere it is most of 0 to 9.
const leastValues = 3

// published writes down everything that is seen of a view.
func published(p map[string]Protected) string {
	s := make([]byte, 0, 128)
	for _, id := range slices.Sorted(maps.Keys(p)) {
		t := p[id]
		s = strconv.AppendBool(append(s, id...), t.Widened)
		s = figure(append(s, ' '), t.Base)
		for _, row := range slices.Sorted(maps.Keys(t.Rows)) {
			s = figure(append(append(s, ' '), row...), t.Rows[row])
		}
	}
	return string(s)
}

func figure(s []byte, f Figure) []byte {
	if f.Suppressed {
		return append(s, Mark...)
	}
	return strconv.AppendInt(s, int64(f.Value), 10)
}

// world is one set of true tables, with the counts that nobody may work out.
type world struct {
	total   int
	tables  []Table
	secrets map[string]int
}

// attack finds, among worlds that publish the same, the secrets that are left too few values. worlds are all that there
// are up to a total of most; publications that larger worlds could have too are left out.
func attack(t *testing.T, most int, worlds []world) {
	t.Helper()
	possible := map[string]map[string]map[int]bool{}
	for _, w := range worlds {
		if Default.Figure(w.total).Value > most-MinRound/2 {
			continue
		}
		seen := published(Default.Protect(w.total, w.tables))
		if possible[seen] == nil {
			possible[seen] = map[string]map[int]bool{}
		}
		for name, n := range w.secrets {
			if possible[seen][name] == nil {
				possible[seen][name] = map[int]bool{}
			}
			possible[seen][name][n] = true
		}
	}
	narrowest, found := 1<<30, ""
	for seen, secrets := range possible {
		for name, values := range secrets {
			small := slices.ContainsFunc(slices.Collect(maps.Keys(values)), func(n int) bool { return n > 0 && n < Floor })
			if small && len(values) < narrowest {
				narrowest, found = len(values), fmt.Sprint(name, slices.Sorted(maps.Keys(values)), " from ", seen)
			}
		}
	}
	t.Logf("%d worlds, %d publications; the narrowest secret: %s", len(worlds), len(possible), found)
	if narrowest < leastValues {
		t.Errorf("%d values left: %s", narrowest, found)
	}
}

// counts calls f with every list of n counts that come to at most most.
func counts(n, most int, f func([]int)) {
	var fill func(list []int, left int)
	fill = func(list []int, left int) {
		if len(list) == n {
			f(slices.Clone(list))
			return
		}
		for c := range left + 1 {
			fill(append(list, c), left-c)
		}
	}
	fill(nil, most)
}

func rowsOf(names string, counts []int) ([]Row, int) {
	rows, sum := make([]Row, len(counts)), 0
	for i, n := range counts {
		rows[i] = Row{ID: names[i : i+1], Count: n}
		sum += n
	}
	return rows, sum
}

func TestAdversaryLearnsNoSmallPart(t *testing.T) {
	for _, c := range []struct{ rows, most int }{{2, 100}, {3, 52}, {4, 37}} {
		t.Run(fmt.Sprint(c.rows, " rows"), func(t *testing.T) {
			var worlds []world
			counts(c.rows, c.most, func(list []int) {
				rows, sum := rowsOf("abcd", list)
				secrets := map[string]int{"base": sum}
				for _, r := range rows {
					secrets[r.ID] = r.Count
				}
				worlds = append(worlds, world{sum, []Table{{ID: "t", Base: sum, Rows: rows}}, secrets})
			})
			attack(t, c.most, worlds)
		})
	}
}

func TestAdversaryLearnsNoSmallChoice(t *testing.T) {
	const most = 37
	var worlds []world
	counts(4, most, func(list []int) {
		both, a, b, none := list[0], list[1], list[2], list[3]
		base := both + a + b + none
		worlds = append(worlds, world{base, []Table{{ID: "t", Kind: Choices, Base: base, Rows: []Row{
			{ID: "a", Count: both + a}, {ID: "b", Count: both + b}, {ID: "none", Count: none, Alone: true},
		}}}, map[string]int{"both": both, "a": both + a, "b": both + b, "none": none, "not a": b + none, "not b": a + none}})
	})
	attack(t, most, worlds)
}

// A question asked of those in rows b and c of another: its base is their sum.
func TestAdversaryLearnsNothingSmallFromARoutedBase(t *testing.T) {
	const most = 37
	var worlds []world
	counts(3, most, func(list []int) {
		a, x, y := list[0], list[1], list[2]
		total, base := a+x+y, x+y
		for b := range base + 1 { // of those who were asked, who came by the row b; the others came by c
			worlds = append(worlds, world{total, []Table{
				{ID: "first", Base: total, Rows: []Row{{ID: "a", Count: a}, {ID: "b", Count: b}, {ID: "c", Count: base - b}}},
				{
					ID: "then", Base: base, Rows: []Row{{ID: "x", Count: x}, {ID: "y", Count: y}},
					Route: &Route{From: []Lead{{Table: "first", Rows: []string{"b", "c"}}}},
				},
			}, map[string]int{"a": a, "b": b, "c": base - b, "x": x, "y": y, "asked": base}})
		}
	})
	attack(t, most, worlds)
}
