package disclosure

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// year draws some forums and pools each four that follow one another, as releases do.
func year(rng *rand.Rand, forums int, size func() int) ([]Quarter, []Window) {
	var quarters []Quarter
	var windows []Window
	for k := range forums {
		total, tables, _ := people(rng, size())
		quarters = append(quarters, Quarter{Total: total, Tables: tables, Seen: Default.Protect(total, tables)})
		if k >= 3 {
			windows = append(windows, Default.Pool(quarters, windows, k-3, k))
		}
	}
	return quarters, windows
}

// knowsYear writes down what is published of quarters and windows.
func knowsYear(slack float64, quarters []Quarter, windows []Window) (*linear, map[string]int) {
	l, all := &linear{vars: map[string]int{}}, map[string]int{}
	note := func(of map[string]int) {
		for name, n := range of {
			all[l.prefix+name] = n
		}
	}
	for k, q := range quarters {
		l.prefix = fmt.Sprint("quarter ", k, " ")
		l.view(slack, q.Total, q.Tables, nil, q.Seen, nil)
		note(secrets(q.Tables, nil, q.Seen, nil))
		if q.Total < Floor {
			all[l.prefix+"everybody"] = q.Total
		}
	}
	for _, w := range windows {
		var shown []Table
		for _, t := range w.Tables {
			if !w.Seen[t.ID].Withheld {
				shown = append(shown, t)
			}
		}
		prefix := fmt.Sprint("window ", w.First, " ")
		for _, t := range shown {
			for _, row := range append([]Row{{ID: "base"}}, t.Rows...) {
				l.prefix = ""
				name := " " + row.ID
				s := sum{prefix + t.ID + name: -1}
				for k := w.First; k <= w.Last; k++ {
					s[fmt.Sprint("quarter ", k, " ", t.ID, name)] = 1
				}
				l.between(0, s, 0)
			}
			l.prefix = prefix
			p := w.Seen[t.ID]
			for _, row := range t.Rows {
				l.exactly(t.ID+" "+row.ID, row.Count, p.Rows[row.ID], slack)
			}
			if p.Widened {
				base := w.Total
				if lead, ok := of(w.Tables, t.Route.From[0].Table); ok {
					base = lead.Base
				}
				l.exactly("wider "+t.ID, base, p.Base, slack)
			} else {
				l.exactly(t.ID+" base", t.Base, p.Base, slack)
			}
		}
		l.prefix = prefix
		note(secrets(shown, nil, w.Seen, nil))
	}
	return l, all
}

func TestPooledForumsGiveNothingAway(t *testing.T) {
	sizes := map[string]func(*rand.Rand) int{
		"12":     func(rng *rand.Rand) int { return 10 + rng.IntN(6) },
		"25":     func(rng *rand.Rand) int { return 20 + rng.IntN(10) },
		"40":     func(rng *rand.Rand) int { return 35 + rng.IntN(15) },
		"400":    func(rng *rand.Rand) int { return 350 + rng.IntN(100) },
		"uneven": func(rng *rand.Rand) int { return []int{6, 12, 25, 40, 120, 400}[rng.IntN(6)] },
	}
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			tried, shown, quartersShow, possible := 0, 0, 0, 0
			for seed := range 6 {
				rng := rand.New(rand.NewPCG(uint64(seed), 99))
				quarters, windows := year(rng, 6, func() int { return size(rng) })
				for _, w := range windows {
					for id, p := range w.Seen {
						for row, f := range p.Rows {
							possible++
							if !f.Suppressed {
								shown++
							}
							if !quarters[w.Last].Seen[id].Rows[row].Suppressed {
								quartersShow++
							}
						}
					}
				}
				for _, slack := range []float64{0, 2} {
					if slack > 0 && seed > 1 {
						break
					}
					l, all := knowsYear(slack, quarters, windows)
					n, found := attackLinear(t, l, all)
					tried += n
					if found > 0 {
						t.Errorf("year %d, figures known to %v: %d of %d bounded too tightly", seed, slack, found, n)
					}
				}
			}
			t.Logf("%d bounded; of %d rows, the rolling year shows %d and its last quarter %d", tried, possible, shown, quartersShow)
		})
	}
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
	quarters, windows := year(rng, 5, func() int { return 400 })
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
