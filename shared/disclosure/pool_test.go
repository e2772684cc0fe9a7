package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// years are forums and what was published of them: their tables, crosses of them, and each four that follow one another.
type years struct {
	quarters []Quarter
	crosses  [][]Cross
	two      []map[string]ProtectedCross
	windows  []Window
}

// drawYears draws some forums, pooled as releases do. With crosses, they have but three tables.
func drawYears(rng *rand.Rand, forums int, size func() int, crossed bool) years {
	var y years
	for k := range forums {
		total, tables, crosses := people(rng, size())
		if crossed {
			tables = []Table{tables[0], tables[2], tables[3]}
			crosses = slices.DeleteFunc(crosses, func(c Cross) bool { return c.ID != "axt" && c.ID != "axq" })
		} else {
			crosses = nil
		}
		seen, two := Default.ProtectAll(total, tables, crosses)
		y.quarters = append(y.quarters, Quarter{Total: total, Tables: tables, Seen: seen})
		y.crosses, y.two = append(y.crosses, crosses), append(y.two, two)
		if k >= 3 {
			y.windows = append(y.windows, Default.Pool(y.quarters, y.windows, k-3, k))
		}
	}
	return y
}

// knows writes down what is published of them, and the counts that are suppressed.
func (y years) knows(slack float64) (*linear, map[string]int) {
	l, all := &linear{vars: map[string]int{}}, map[string]int{}
	note := func(of map[string]int) {
		for name, n := range of {
			all[l.prefix+name] = n
		}
	}
	for k, q := range y.quarters {
		l.prefix = fmt.Sprint("quarter ", k, " ")
		l.view(slack, q.Total, q.Tables, y.crosses[k], q.Seen, y.two[k])
		note(secrets(q.Tables, y.crosses[k], q.Seen, y.two[k]))
		if q.Total < Floor {
			all[l.prefix+"everybody"] = q.Total
		}
	}
	for _, w := range y.windows {
		note(l.window(w, slack))
	}
	return l, all
}

// window writes down a window, and gives the counts that are suppressed in it.
func (l *linear) window(w Window, slack float64) map[string]int {
	prefix := fmt.Sprint("window ", w.First, " ")
	var shown []Table
	for _, t := range w.Tables {
		p := w.Seen[t.ID]
		if p.Withheld {
			continue
		}
		shown = append(shown, t)
		l.prefix = ""
		for _, row := range append([]Row{{ID: "base"}}, t.Rows...) {
			s := sum{prefix + t.ID + " " + row.ID: -1}
			for k := w.First; k <= w.Last; k++ {
				s[fmt.Sprint("quarter ", k, " ", t.ID, " ", row.ID)] = 1
			}
			l.between(0, s, 0)
		}
		l.prefix = prefix
		for _, row := range t.Rows {
			l.exactly(t.ID+" "+row.ID, row.Count, p.Rows[row.ID], slack)
		}
		if !p.Widened { // another table's base otherwise, which is known by that
			l.exactly(t.ID+" base", t.Base, p.Base, slack)
		}
	}
	l.prefix = prefix
	return secrets(shown, nil, w.Seen, nil)
}

func TestPooledForumsGiveNothingAway(t *testing.T) {
	for _, x := range []struct {
		name         string
		least, more  int
		years, exact int // how many are tried, and how many of these only by who knows the figures shown exactly
		crossed      bool
	}{
		{"12", 10, 6, 4, 2, false},
		{"25", 20, 10, 4, 2, false},
		{"40", 35, 15, 4, 2, false},
		{"400", 350, 100, 2, 1, false},
		{"uneven", 0, 0, 4, 2, false},
		{"60 with crosses", 55, 20, 8, 8, true},
		{"200 with crosses", 190, 50, 8, 8, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			size := func(rng *rand.Rand) int {
				if x.least == 0 {
					return []int{6, 12, 25, 40, 120, 400}[rng.IntN(6)]
				}
				return x.least + rng.IntN(x.more)
			}
			tried, shown, before, possible := 0, 0, 0, 0
			for seed := range x.years {
				rng := rand.New(rand.NewPCG(uint64(seed), 99))
				y := drawYears(rng, 6, func() int { return size(rng) }, x.crossed)
				for _, w := range y.windows {
					possible, shown, before = tell(w, y.quarters[w.Last], possible, shown, before)
				}
				for _, slack := range []float64{0, 2} {
					if slack > 0 && seed < x.exact {
						continue
					}
					l, all := y.knows(slack)
					n, found := attackLinear(t, l, all)
					tried += n
					if found > 0 {
						t.Errorf("year %d, figures known to %v: %d of %d bounded too tightly", seed, slack, found, n)
					}
				}
			}
			t.Logf("%d bounded; of %d rows, the rolling year shows %d and its last quarter %d", tried, possible, shown, before)
		})
	}
}

// tell counts the rows of a window, those that it shows, and those that its last quarter does.
func tell(w Window, last Quarter, possible, shown, before int) (p, s, b int) {
	for id, seen := range w.Seen {
		for row, f := range seen.Rows {
			possible++
			if !f.Suppressed {
				shown++
			}
			if q := last.Seen[id].Rows[row]; !q.Suppressed {
				before++
			}
		}
	}
	return possible, shown, before
}

// By hand: a row of 4 in one quarter, suppressed there beside one of 12, and shown in the three others.
func TestPoolGivesNoQuarterAway(t *testing.T) {
	quarter := func(a, b, c int) Quarter {
		table := Table{ID: "q", Base: a + b + c, Rows: []Row{{ID: "a", Count: a}, {ID: "b", Count: b, Spare: 1}, {ID: "c", Count: c, Spare: 2}}}
		return Quarter{Total: table.Base, Tables: []Table{table}, Seen: Default.Protect(table.Base, []Table{table})}
	}
	shown := func(w Window) string {
		p, s := w.Seen["q"], ""
		for _, row := range []string{"a", "b", "c"} {
			s += fmt.Sprint(" ", shown(p.Rows[row]))
		}
		return fmt.Sprint(p.Withheld, s)
	}
	for _, x := range []struct {
		name     string
		quarters []Quarter
		want     string
	}{
		{"nothing suppressed", []Quarter{quarter(20, 30, 40), quarter(15, 30, 40), quarter(20, 30, 40), quarter(20, 30, 40)}, "false 75 120 160"},
		{"one quarter suppressed", []Quarter{quarter(20, 30, 40), quarter(4, 30, 12), quarter(20, 30, 40), quarter(20, 30, 40)}, fmt.Sprint("false ", c, " 120 ", c)},
		{"two that together are too few", []Quarter{quarter(3, 30, 40), quarter(4, 30, 40), quarter(20, 30, 40), quarter(20, 30, 40)}, fmt.Sprint("false ", c, " 120 ", c)},
		{"all suppressed, enough together", []Quarter{quarter(5, 6, 7), quarter(4, 7, 8), quarter(6, 6, 9), quarter(7, 5, 8)}, "false 20 25 30"},
		{"one forum too small to show", []Quarter{quarter(20, 30, 40), quarter(1, 2, 3), quarter(20, 30, 40), quarter(20, 30, 40)}, fmt.Sprint("true ", c, " ", c, " ", c)},
	} {
		if got := shown(Default.Pool(x.quarters, nil, 0, 3)); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

func TestPoolRefuses(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	y := drawYears(rng, 5, func() int { return 400 }, false)
	quarters, windows := y.quarters, y.windows
	if len(windows[0].Seen) != 6 || windows[0].Seen["q"].Withheld {
		t.Error("a year of large forums shows nothing", windows[0].Seen)
	}
	anew := slices.Clone(quarters)
	total, tables, _ := people(rng, 500)
	anew[2] = Quarter{Total: total, Tables: tables, Seen: Default.Protect(total, tables)}
	for id, p := range Default.Pool(anew, windows[:1], 1, 4).Seen {
		if !p.Withheld {
			t.Error(id, "is shown though a quarter was published anew since the window before")
		}
	}
	other := slices.Clone(quarters)
	other[3].Tables = slices.Clone(other[3].Tables)
	other[3].Tables[3].Rows = other[3].Tables[3].Rows[1:]
	if w := Default.Pool(other, nil, 1, 4); len(w.Seen) != 5 {
		t.Error("a table with other rows in one quarter was added up")
	}
	for _, places := range [][2]int{{-1, 3}, {0, 5}, {3, 2}} {
		if w := Default.Pool(quarters, nil, places[0], places[1]); len(w.Seen) != 0 {
			t.Error(places, "gave something")
		}
	}
}
