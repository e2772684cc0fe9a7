package disclosure

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The attacker of these tests knows every table's meaning and all figures, but not the rule: nothing is taken from a
// figure's being suppressed. Linear programming bounds each suppressed count by everything that is published at once.

// knows writes down what is published. slack is how far each figure may be from the truth: 2 is what rounding to five
// leaves open; with 0 the attacker has somehow learned the exact counts behind all figures shown.
func knows(slack float64, total int, tables []Table, crosses []Cross, seen map[string]Protected, two map[string]ProtectedCross) *linear {
	l := &linear{vars: map[string]int{}}
	l.view(slack, total, tables, crosses, seen, two)
	return l
}

func (l *linear) view(slack float64, total int, tables []Table, crosses []Cross, seen map[string]Protected, two map[string]ProtectedCross) {
	everybody := l.exactly("everybody", total, Default.Figure(total), slack)
	for _, t := range tables {
		l.table(t, tables, seen[t.ID], everybody, slack)
	}
	for _, c := range crosses {
		l.cross(c, tables, crosses, two[c.ID], slack)
	}
}

func (l *linear) exactly(name string, n int, f Figure, slack float64) string {
	switch {
	case f.Suppressed:
		l.of(sum{name: 1})
	case slack == 0:
		l.between(float64(n), sum{name: 1}, float64(n))
	default:
		l.between(float64(f.Value)-slack, sum{name: 1}, float64(f.Value)+slack)
	}
	return name
}

func find(tables []Table, id string) Table {
	return tables[slices.IndexFunc(tables, func(t Table) bool { return t.ID == id })]
}

func (l *linear) table(t Table, tables []Table, p Protected, everybody string, slack float64) {
	base := t.ID + " base"
	outer := everybody
	if t.Route == nil {
		l.between(0, sum{base: 1, everybody: -1}, 0)
	} else {
		lead := t.Route.From[0]
		all := sum{base: 1}
		for _, id := range lead.Rows {
			all[lead.Table+" "+id]--
		}
		if find(tables, lead.Table).Kind == Parts || len(lead.Rows) == 1 {
			l.between(0, all, 0)
		}
		outer = lead.Table + " base"
	}
	if p.Widened {
		l.exactly(outer, p.people, p.Base, slack)
	} else {
		l.exactly(base, t.Base, p.Base, slack)
	}
	parts := sum{base: -1}
	for _, row := range t.Rows {
		parts[l.exactly(t.ID+" "+row.ID, row.Count, p.Rows[row.ID], slack)] = 1
	}
	if t.Kind == Parts {
		l.between(0, parts, 0)
	} else {
		l.choices(t, base, func(row string) string { return t.ID + " " + row })
	}
}

// choices says what a Choices table's rows are to each other.
func (l *linear) choices(t Table, base string, name func(row string) string) {
	some, alone := sum{base: -1}, sum{base: -1}
	for _, row := range t.Rows {
		some[name(row.ID)] = 1
		if row.Alone {
			alone[name(row.ID)] = 1
		}
	}
	l.between(math.Inf(-1), alone, 0)
	if len(alone) > 1 {
		l.between(0, some, math.Inf(1))
	}
	for _, row := range t.Rows {
		if !row.Alone {
			one := sum{name(row.ID): 1}
			for n, k := range alone {
				one[n] = k
			}
			l.between(math.Inf(-1), one, 0)
		}
	}
}

func (l *linear) cross(c Cross, tables []Table, crosses []Cross, p ProtectedCross, slack float64) {
	rows, cols := find(tables, c.Rows), find(tables, c.Cols)
	cell := func(r, k string) string { return c.ID + " " + r + " " + k }
	columns := map[string]sum{}
	for _, k := range cols.Rows {
		columns[k.ID] = sum{cols.ID + " " + k.ID: -1}
	}
	for _, r := range rows.Rows {
		base := c.ID + " base " + r.ID
		n := r.Count
		if c.Bases != nil {
			n = c.Bases[r.ID]
			l.between(math.Inf(-1), sum{base: 1, rows.ID + " " + r.ID: -1}, 0)
		} else {
			l.between(0, sum{base: 1, rows.ID + " " + r.ID: -1}, 0)
		}
		figure := Suppressed
		if p.Bases != nil {
			figure = p.Bases[r.ID]
		}
		l.exactly(base, n, figure, slack)
		if cols.Route != nil {
			l.led(base, c, cols.Route.From[0], crosses, r.ID)
		}
		parts := sum{base: -1}
		for _, k := range cols.Rows {
			figure := Suppressed
			if p.Cells != nil {
				figure = p.Cells[r.ID][k.ID]
			}
			l.exactly(cell(r.ID, k.ID), c.Counts[r.ID][k.ID], figure, slack)
			parts[cell(r.ID, k.ID)] = 1
			columns[k.ID][cell(r.ID, k.ID)] = 1
		}
		if cols.Kind == Parts {
			l.between(0, parts, 0)
		} else {
			l.choices(cols, base, func(k string) string { return cell(r.ID, k) })
		}
	}
	for _, all := range columns {
		l.between(0, all, 0)
	}
}

// led says that those of a row who were asked a question are those who gave the answers that lead to it.
func (l *linear) led(base string, c Cross, lead Lead, crosses []Cross, row string) {
	for _, o := range crosses {
		if o.Rows == c.Rows && o.Cols == lead.Table {
			all := sum{base: -1}
			for _, id := range lead.Rows {
				all[o.ID+" "+row+" "+id] = 1
			}
			l.between(0, all, 0)
		}
	}
}

// tolerance is how far the solver's bounds may be off.
const tolerance = 0.05

// secrets gives the counts that are suppressed where something else of the same column, or of a Parts cross, is shown.
func secrets(tables []Table, crosses []Cross, seen map[string]Protected, two map[string]ProtectedCross) map[string]int {
	found := map[string]int{}
	for _, t := range tables {
		for _, row := range t.Rows {
			if p := seen[t.ID]; !p.Withheld && p.Rows[row.ID].Suppressed {
				found[t.ID+" "+row.ID] = row.Count
			}
		}
	}
	for _, c := range crosses {
		cols := find(tables, c.Cols)
		for _, k := range cols.Rows {
			var hidden []string
			shown := false
			for r, of := range two[c.ID].Cells {
				if of[k.ID].Suppressed {
					hidden = append(hidden, r)
				} else {
					shown = true
				}
			}
			if shown || cols.Kind == Parts && !two[c.ID].Withheld {
				for _, r := range hidden {
					found[c.ID+" "+r+" "+k.ID] = c.Counts[r][k.ID]
				}
			}
		}
	}
	return found
}

// attackLinear bounds all secrets, and says how many of them it bounded too tightly.
func attackLinear(t testing.TB, l *linear, secrets map[string]int) (tried, found int) {
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		low, high := l.bounds(t, name)
		tried++
		if n := secrets[name]; n < Floor && (low > tolerance || high < Floor-tolerance) || n >= Floor && high-low < Floor-tolerance {
			found++
			t.Logf("%s, which is %d, is from %.3f to %.3f", name, n, low, high)
		}
	}
	return tried, found
}

func TestTheAttackerBoundsNothingTooTightly(t *testing.T) {
	for _, x := range []struct{ people, forums int }{{12, 8}, {25, 8}, {40, 10}, {90, 16}, {400, 12}, {1200, 10}} {
		t.Run(fmt.Sprint(x.people, " people"), func(t *testing.T) {
			tried, shown := 0, 0
			for seed := range x.forums {
				rng := rand.New(rand.NewPCG(uint64(seed), uint64(x.people)))
				total, tables, crosses := people(rng, x.people)
				if seed%2 == 1 { // without the crosses that others are asked after
					crosses = slices.DeleteFunc(crosses, func(c Cross) bool { return c.Cols == "q" })
				}
				seen, two := Default.ProtectAll(total, tables, crosses)
				for _, c := range two {
					for _, row := range c.Cells {
						for _, f := range row {
							if !f.Suppressed {
								shown++
							}
						}
					}
				}
				for _, slack := range []float64{0, 2} {
					l := knows(slack, total, tables, crosses, seen, two)
					n, found := attackLinear(t, l, secrets(tables, crosses, seen, two))
					tried += n
					if found > 0 {
						t.Errorf("forum %d, figures known to %v: %d of %d were bounded too tightly", seed, slack, found, n)
					}
				}
			}
			t.Logf("%d bounded; %d cells shown in %d forums", tried, shown, x.forums)
		})
	}
}

// Choices that nearly are parts, with rows that stand alone, are where one choice says most about another.
func TestTheAttackerOnChoices(t *testing.T) {
	tried, shown := 0, 0
	for seed := range 150 {
		rng := rand.New(rand.NewPCG(uint64(seed), 5))
		tables := []Table{
			blank("a", Parts, nil, "x", "y", "z", "no-answer"),
			blank("s", Choices, nil, "s1", "s2", "s3", "none", "no-answer"),
		}
		tables[1].Rows[3].Alone, tables[1].Rows[4].Alone = true, true
		crosses := []Cross{{ID: "x", Rows: "a", Cols: "s", Counts: map[string]map[string]int{}}}
		total, often, quiet := 40+rng.IntN(200), 1+rng.IntN(8), 2+rng.IntN(6)
		for range total {
			in := map[string][]string{"a": {tables[0].Rows[[]int{0, 0, 0, 1, 1, 1, 2, 2, 3}[rng.IntN(9)]].ID}}
			in["s"] = []string{tables[1].Rows[rng.IntN(3)].ID}
			if rng.IntN(often) == 0 {
				in["s"] = several(rng, tables[1])
			}
			if rng.IntN(quiet) == 0 {
				in["s"] = []string{tables[1].Rows[3+rng.IntN(2)].ID}
			}
			count(tables, crosses, in)
		}
		seen, two := Default.ProtectAll(total, tables, crosses)
		n, found := attackLinear(t, knows(0, total, tables, crosses, seen, two), secrets(tables, crosses, seen, two))
		tried += n
		if found > 0 {
			t.Errorf("forum %d: %d of %d were bounded too tightly", seed, found, n)
		}
		for _, of := range two["x"].Cells {
			for _, f := range of {
				if !f.Suppressed {
					shown++
				}
			}
		}
	}
	t.Logf("%d bounded; %d cells shown", tried, shown)
}
