package disclosure

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestRuleHasAFloor(t *testing.T) {
	for _, r := range []Rule{{}, {Threshold: 9, Round: 5}, {Threshold: -10, Round: -5}, {Threshold: 10, Round: 4}, {Threshold: 1, Round: 1}} {
		for n := range 40 {
			if got, want := r.Figure(n), Default.Figure(n); got != want {
				t.Errorf("%v shows %d as %v, not %v", r, n, got, want)
			}
		}
	}
	if f := (Rule{Threshold: 20, Round: 10}).Figure(19); !f.Suppressed {
		t.Errorf("a rule above the floor shows 19 as %v", f)
	}
	if f := (Rule{Threshold: 10, Round: 30}).Figure(10); f != (Figure{Value: 10}) {
		t.Errorf("a rule that rounds by more than its threshold shows 10 as %v", f)
	}
	if p := (Rule{Threshold: 1, Round: 1}).Protect(9, []Table{{ID: "t", Base: 9, Rows: []Row{{ID: "a", Count: 9}}}}); !p["t"].Withheld {
		t.Error("a rule made by hand goes under the floor")
	}
}

func TestFigures(t *testing.T) {
	for n, want := range map[int]Figure{
		-1: Suppressed, 0: Suppressed, 9: Suppressed, 10: {Value: 10}, 12: {Value: 10}, 13: {Value: 15}, 17: {Value: 15}, 18: {Value: 20},
	} {
		if got := Default.Figure(n); got != want {
			t.Errorf("%d is shown as %v, not %v", n, got, want)
		}
	}
	if p := Percent(Figure{Value: 15}, Figure{Value: 40}); p == nil || *p != 38 {
		t.Errorf("15 of 40 is %v", p)
	}
	if Percent(Suppressed, Figure{Value: 40}) != nil || Percent(Figure{Value: 10}, Suppressed) != nil || Percent(Figure{}, Figure{}) != nil {
		t.Error("a percentage of what is not shown")
	}
}

const c = -1 // a suppressed figure, in the tables below

func TestProtect(t *testing.T) {
	rows := func(a, b, c, d int) []Row {
		return []Row{{ID: "a", Count: a}, {ID: "b", Count: b}, {ID: "c", Count: c}, {ID: "d", Count: d, Spare: 1}}
	}
	alone := func(rows []Row) []Row { rows[3].Alone = true; return rows }
	for _, x := range []struct {
		name  string
		table Table
		want  [5]int // base and rows
	}{
		{"all large", Table{Base: 80, Rows: rows(40, 14, 11, 15)}, [5]int{80, 40, 15, 10, 15}},
		{"small base", Table{Base: 9, Rows: rows(9, 0, 0, 0)}, [5]int{c, c, c, c, c}},
		{"one small row takes the spare one with it", Table{Base: 80, Rows: rows(40, 4, 18, 18)}, [5]int{80, 40, c, 20, c}},
		{"zero is small", Table{Base: 80, Rows: rows(40, 0, 20, 20)}, [5]int{80, 40, c, 20, c}},
		{"two small rows that are enough together", Table{Base: 80, Rows: rows(35, 6, 32, 7)}, [5]int{80, 35, c, 30, c}},
		{"two small rows that are not", Table{Base: 80, Rows: rows(30, 4, 41, 5)}, [5]int{80, c, c, 40, c}},
		{"two that can hardly be more", Table{Base: 80, Rows: rows(30, 9, 33, 8)}, [5]int{80, c, c, 35, c}},
		{"everybody says the same", Table{Base: 80, Rows: rows(80, 0, 0, 0)}, [5]int{80, c, c, c, c}},
		{"rows that miss somebody", Table{Base: 80, Rows: rows(40, 20, 10, 9)}, [5]int{c, c, c, c, c}},
		{"a count below zero", Table{Base: 80, Rows: rows(60, 30, -10, 0)}, [5]int{c, c, c, c, c}},
		{"choices", Table{Kind: Choices, Base: 80, Rows: alone(rows(40, 50, 9, 15))}, [5]int{80, 40, 50, c, 15}},
		{"few did not choose it", Table{Kind: Choices, Base: 80, Rows: alone(rows(40, 71, 15, 0))}, [5]int{80, 40, c, 15, c}},
		{"few who chose anything did not", Table{Kind: Choices, Base: 80, Rows: alone(rows(40, 60, 15, 15))}, [5]int{80, 40, c, 15, 15}},
		{"choices that are nearly parts", Table{Kind: Choices, Base: 80, Rows: alone(rows(31, 30, 15, 5))}, [5]int{80, c, 30, 15, c}},
	} {
		t.Run(x.name, func(t *testing.T) {
			x.table.ID = "t"
			p := Default.Protect(x.table.Base, []Table{x.table})["t"]
			got := [5]int{shown(p.Base), shown(p.Rows["a"]), shown(p.Rows["b"]), shown(p.Rows["c"]), shown(p.Rows["d"])}
			if got != x.want {
				t.Errorf("got %v, want %v", got, x.want)
			}
		})
	}
}

func shown(f Figure) int {
	if f.Suppressed {
		return c
	}
	return f.Value
}

func TestRoutedTables(t *testing.T) {
	first := Table{ID: "first", Base: 100, Rows: []Row{
		{ID: "yes", Count: 60}, {ID: "partly", Count: 32}, {ID: "no", Count: 4}, {ID: "no-answer", Count: 4, Spare: 1},
	}}
	then := func(base int, leads ...Lead) Table {
		return Table{ID: "then", Base: base, Rows: []Row{{ID: "x", Count: base - 20}, {ID: "y", Count: 20}}, Route: &Route{From: leads}}
	}
	for _, x := range []struct {
		name              string
		then              Table
		withheld, widened bool
	}{
		{"by a row that is shown", then(60, Lead{Table: "first", Rows: []string{"yes"}}), false, false},
		{"by none of those suppressed", then(60, Lead{Table: "first", Rows: []string{"yes"}}), false, false},
		{"by all that are suppressed", then(40, Lead{Table: "first", Rows: []string{"partly", "no", "no-answer"}}), false, false},
		{"by some of those suppressed", then(96, Lead{Table: "first", Rows: []string{"yes", "partly", "no"}}), false, true},
		{"by rows that do not come to the base", then(59, Lead{Table: "first", Rows: []string{"yes"}}), false, true},
		{"by a table that is not there", then(60, Lead{Table: "other", Rows: []string{"yes"}}), true, false},
		{"by nothing", then(60), true, false},
		{"round in a circle", then(60, Lead{Table: "then", Rows: []string{"x"}}), true, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			p := Default.Protect(100, []Table{x.then, first})
			if p["then"].Withheld != x.withheld || p["then"].Widened != x.widened {
				t.Errorf("withheld %v, widened %v: %v", p["then"].Withheld, p["then"].Widened, p)
			}
			if _, row := p["then"].Rows[NotAsked]; row != x.widened || x.widened && p["then"].Base.Value != 100 {
				t.Errorf("a widened table's base or row is missing, or is there for another: %v", p["then"])
			}
		})
	}
}

// Everybody who chose something is everybody but those in the rows that stand alone. With 53 people, 12 of whom had none
// and 32 of whom chose, 55, 10 and 30 would be shown, which leave at least 9 to those who did not answer, and no more
// can be suppressed.
func TestThoseWhoChoseGiveNobodyElseAway(t *testing.T) {
	for silent, widened := range map[int]bool{0: true, 9: true, 10: false} {
		total := 32 + 12 + silent
		p := Default.Protect(total, []Table{
			{ID: "kinds", Kind: Choices, Base: total, Rows: []Row{
				{ID: "a", Count: 21},
				{ID: "b", Count: 21},
				{ID: "none", Count: 12, Alone: true},
				{ID: "no-answer", Count: silent, Alone: true, Spare: 1},
			}},
			{
				ID: "helped", Base: 32, Rows: []Row{{ID: "x", Count: 16}, {ID: "y", Count: 16}},
				Route: &Route{From: []Lead{{Table: "kinds", Rows: []string{"a", "b"}}}},
			},
		})["helped"]
		if p.Widened != widened || p.Withheld {
			t.Errorf("beside %d without an answer: %+v", silent, p)
		}
	}
}

func TestProtectFollowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, tables := drawView(t)
		want := Default.Protect(total, tables)
		seed := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		seed.Shuffle(len(tables), func(i, j int) { tables[i], tables[j] = tables[j], tables[i] })
		for _, x := range tables {
			seed.Shuffle(len(x.Rows), func(i, j int) { x.Rows[i], x.Rows[j] = x.Rows[j], x.Rows[i] })
		}
		if diff := cmp.Diff(want, Default.Protect(total, tables), cmpopts.IgnoreUnexported(Protected{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNothingSmallIsShownOrLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, tables := drawView(t)
		for id, p := range Default.Protect(total, tables) {
			var x Table
			for _, y := range tables {
				if y.ID == id {
					x = y
				}
			}
			left, hidden := x.Base, false
			for _, row := range x.Rows {
				switch f := p.Rows[row.ID]; {
				case f.Suppressed:
					hidden = true
				case row.Count < Floor, f.Value%MinRound != 0, f.Value-row.Count > 2, row.Count-f.Value > 2:
					t.Fatalf("%d is shown as %v", row.Count, f)
				default:
					left -= row.Count
				}
			}
			if hidden && !p.Withheld && left < Floor {
				t.Fatalf("%d people are left by subtraction in %v", left, p)
			}
		}
	})
}

// drawView draws a chain of tables, each asked of some rows of the one before.
func drawView(t *rapid.T) (int, []Table) {
	total := rapid.IntRange(0, 300).Draw(t, "total")
	base, tables := total, []Table(nil)
	var route *Route
	for _, id := range []string{"first", "second", "third"} {
		x := Table{ID: id, Base: base, Route: route}
		left, next := base, 0
		lead := Lead{Table: id}
		for _, row := range []string{"a", "b", "c", "d", "e"} {
			n := rapid.IntRange(0, left).Draw(t, "count")
			if row == "e" {
				n = left
			}
			left -= n
			x.Rows = append(x.Rows, Row{ID: row, Count: n, Spare: int(row[0] % 2)})
			if rapid.Bool().Draw(t, "leads") {
				lead.Rows, next = append(lead.Rows, row), next+n
			}
		}
		tables = append(tables, x)
		base, route = next, &Route{From: []Lead{lead}}
	}
	return total, tables
}

func TestDiffer(t *testing.T) {
	for _, x := range []struct {
		name       string
		prev, next map[string]int
		want       bool
	}{
		{"nothing before", nil, map[string]int{"a": 10}, true},
		{"too few more", map[string]int{"a": 10}, map[string]int{"a": 19}, false},
		{"enough more", map[string]int{"a": 10}, map[string]int{"a": 20}, true},
		{"enough fewer", map[string]int{"a": 20}, map[string]int{"a": 10}, true},
		{"a cell gone", map[string]int{"a": 10, "b": 50}, map[string]int{"b": 50}, true},
		{"many small changes may all be one person's", map[string]int{}, map[string]int{"a": 9, "b": 9, "c": 9}, false},
		{"same", map[string]int{"a": 50}, map[string]int{"a": 50}, false},
	} {
		if got := Default.Differ(x.prev, x.next); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}
