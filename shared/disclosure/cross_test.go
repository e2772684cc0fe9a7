package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// oneWay gives a Parts table from the counts of a cross's margin.
func oneWay(id string, n []int) Table {
	t := Table{ID: id}
	for i, c := range n {
		t.Rows = append(t.Rows, Row{ID: fmt.Sprintf("%s%02d", id, i), Count: c, Spare: i})
		t.Base += c
	}
	return t
}

// twoWay gives a Parts cross, its two tables and its total.
func twoWay(counts [][]int) (int, []Table, Cross) {
	rows, cols := make([]int, len(counts)), make([]int, len(counts[0]))
	c := Cross{ID: "x", Rows: "r", Cols: "c", Counts: map[string]map[string]int{}}
	for i := range counts {
		of := map[string]int{}
		for j, n := range counts[i] {
			rows[i] += n
			cols[j] += n
			of[fmt.Sprintf("c%02d", j)] = n
		}
		c.Counts[fmt.Sprintf("r%02d", i)] = of
	}
	r, k := oneWay("r", rows), oneWay("c", cols)
	return r.Base, []Table{r, k}, c
}

// sparse gives a table of 48 rows and 30 columns in which a few cells are large and most are small.
func sparse(people int) (int, []Table, Cross) {
	rng := rand.New(rand.NewPCG(1, uint64(people)))
	counts := make([][]int, 48)
	for i := range counts {
		counts[i] = make([]int, 30)
	}
	for range people {
		counts[int(48*rng.Float64()*rng.Float64())][int(30*rng.Float64()*rng.Float64())]++
	}
	return twoWay(counts)
}

func BenchmarkLargeSparseCross(b *testing.B) {
	for _, people := range []int{400, 4_000, 20_000} {
		total, tables, c := sparse(people)
		b.Run(fmt.Sprint(people, " people"), func(b *testing.B) {
			for b.Loop() {
				Default.ProtectAll(total, tables, []Cross{c})
			}
		})
	}
}

// Large tables take no more than so many looks at a figure, however few of their cells can be shown.
func TestLargeSparseCrossesAreLittleWork(t *testing.T) {
	for _, people := range []int{400, 4_000, 20_000, 100_000} {
		total, tables, c := sparse(people)
		_, seen := Default.ProtectAll(total, tables, []Cross{c})
		shown, large := 0, 0
		for r, row := range seen["x"].Cells {
			for k, f := range row {
				if !f.Suppressed {
					shown++
				}
				if c.Counts[r][k] >= Floor {
					large++
				}
			}
		}
		x := crossings{view: Default.view(total, tables)}
		k := x.crossing(c)
		n := k.grid().network(k).n
		n.protect()
		t.Logf("%d people: %d of %d large cells shown, %d looks", people, shown, large, n.work)
		if n.work > budget/2 || shown < large/2 {
			t.Errorf("%d people: %d of %d large cells shown, after %d looks of %d", people, shown, large, n.work, budget)
		}
	}
}

func TestCrossesFollowNoOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 3))
	for range 30 {
		total, tables, crosses := people(rng, 60+rng.IntN(300))
		tablesSeen, want := Default.ProtectAll(total, tables, crosses)
		rng.Shuffle(len(tables), func(i, j int) { tables[i], tables[j] = tables[j], tables[i] })
		rng.Shuffle(len(crosses), func(i, j int) { crosses[i], crosses[j] = crosses[j], crosses[i] })
		for _, x := range tables {
			rng.Shuffle(len(x.Rows), func(i, j int) { x.Rows[i], x.Rows[j] = x.Rows[j], x.Rows[i] })
		}
		again, got := Default.ProtectAll(total, tables, crosses)
		if diff := cmp.Diff(want, got) + cmp.Diff(tablesSeen, again, cmpopts.IgnoreUnexported(Protected{})); diff != "" {
			t.Fatal(diff)
		}
	}
}

// A cross's margins are the figures of its tables, its cells are rounded, and what is suppressed in a table is
// suppressed in its crosses.
func TestCrossesShowTheFiguresOfTheirTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 5))
	for range 30 {
		total, tables, crosses := people(rng, 100+rng.IntN(900))
		seen, two := Default.ProtectAll(total, tables, crosses)
		for _, c := range crosses {
			p := two[c.ID]
			for r, cells := range p.Cells {
				if c.Bases == nil && !p.Withheld && p.Bases[r] != seen[c.Rows].Rows[r] {
					t.Fatalf("%s: %s is %v, and %v by itself", c.ID, r, p.Bases[r], seen[c.Rows].Rows[r])
				}
				for k, f := range cells {
					n := c.Counts[r][k]
					if f.Suppressed {
						continue
					}
					if seen[c.Rows].Rows[r].Suppressed || seen[c.Cols].Rows[k].Suppressed || p.Bases[r].Suppressed {
						t.Fatalf("%s: %s by %s is shown, and its margins are not", c.ID, r, k)
					}
					if n < Floor || f != Default.Figure(n) {
						t.Fatalf("%s: %d is shown as %v", c.ID, n, f)
					}
				}
			}
		}
	}
}

func TestCrossesThatMakeNoSenseAreWithheld(t *testing.T) {
	good := func() (int, []Table, []Cross) {
		return people(rand.New(rand.NewPCG(8, 8)), 500)
	}
	for name, spoil := range map[string]func(total *int, tables []Table, crosses []Cross){
		"no such rows":                  func(_ *int, _ []Table, c []Cross) { c[1].Rows = "z" },
		"no such columns":               func(_ *int, _ []Table, c []Cross) { c[1].Cols = "z" },
		"a count below nobody":          func(_ *int, _ []Table, c []Cross) { c[1].Counts["woman"]["yes"] = -1 },
		"more than its column":          func(_ *int, _ []Table, c []Cross) { c[1].Counts["woman"]["yes"]++ },
		"one too many in a row":         func(_ *int, _ []Table, c []Cross) { c[1].Counts["man"]["yes"]++; c[1].Counts["woman"]["yes"]-- },
		"a base above its row":          func(_ *int, _ []Table, c []Cross) { c[1].Bases = map[string]int{"woman": 500} },
		"rows that are choices":         func(_ *int, _ []Table, c []Cross) { c[1].Rows = "t" },
		"given twice":                   func(_ *int, _ []Table, c []Cross) { c[2] = c[1] },
		"rows not about everybody":      func(total *int, _ []Table, _ []Cross) { *total += 100 },
		"columns crossed with themself": func(_ *int, _ []Table, c []Cross) { c[1].Rows = "q" },
	} {
		total, tables, crosses := good()
		spoil(&total, tables, crosses)
		if _, seen := Default.ProtectAll(total, tables, crosses); !seen["axq"].Withheld {
			t.Errorf("%s: shown", name)
		}
	}
	total, tables, crosses := good()
	if _, seen := Default.ProtectAll(total, tables, crosses); seen["axq"].Withheld {
		t.Error("withheld as it is")
	}
}
