package disclosure

import (
	"math/rand/v2"
	"slices"
)

// people answers as forums are: a characteristic, another, what they wrote about, a question, one asked of some, and
// one with several choices.
func people(rng *rand.Rand, n int) (int, []Table, []Cross) {
	pick := func(w ...float64) int {
		x := rng.Float64()
		for i, p := range w {
			if x -= p; x < 0 {
				return i
			}
		}
		return len(w) - 1
	}
	tables := []Table{
		blank("a", Parts, nil, "woman", "man", "other", "no-answer"),
		blank("b", Parts, nil, "young", "middle", "old", "no-answer"),
		blank("t", Choices, nil, "t1", "t2", "t3"),
		blank("q", Parts, nil, "yes", "partly", "no", "no-answer"),
		blank("f", Parts, &Route{From: []Lead{{Table: "q", Rows: []string{"yes", "partly"}}}}, "well", "badly", "no-answer"),
		blank("s", Choices, nil, "s1", "s2", "s3", "none", "no-answer"),
	}
	tables[5].Rows[3].Alone, tables[5].Rows[4].Alone = true, true
	var crosses []Cross
	for _, rows := range []string{"a", "b"} {
		for _, cols := range []string{"t", "q", "f", "s"} {
			crosses = append(crosses, Cross{ID: rows + "x" + cols, Rows: rows, Cols: cols, Counts: map[string]map[string]int{}})
		}
	}
	for range n {
		in := map[string][]string{
			"a": {tables[0].Rows[pick(0.75, 0.15, 0.05, 0.05)].ID},
			"b": {tables[1].Rows[pick(0.4, 0.3, 0.2, 0.1)].ID},
			"q": {tables[3].Rows[pick(0.45, 0.25, 0.22, 0.08)].ID},
			"t": {},
		}
		for i := range 3 {
			if rng.IntN(2+i*2) == 0 {
				in["t"] = append(in["t"], tables[2].Rows[i].ID)
			}
		}
		if q := in["q"][0]; q == "yes" || q == "partly" {
			in["f"] = []string{tables[4].Rows[pick(0.6, 0.34, 0.06)].ID}
		}
		in["s"] = []string{tables[5].Rows[3+pick(0.7, 0.3)].ID}
		if rng.IntN(3) > 0 {
			in["s"] = several(rng, tables[5])
		}
		count(tables, crosses, in)
	}
	return n, tables, crosses
}

func several(rng *rand.Rand, t Table) []string {
	some := []string{t.Rows[rng.IntN(3)].ID}
	if more := t.Rows[rng.IntN(3)].ID; more != some[0] {
		some = append(some, more)
	}
	return some
}

func blank(id string, kind Kind, route *Route, rows ...string) Table {
	t := Table{ID: id, Kind: kind, Route: route}
	for i, r := range rows {
		t.Rows = append(t.Rows, Row{ID: r, Spare: i})
	}
	return t
}

func count(tables []Table, crosses []Cross, in map[string][]string) {
	for i := range tables {
		t := &tables[i]
		rows, asked := in[t.ID]
		if asked {
			t.Base++
		}
		for k := range t.Rows {
			if slices.Contains(rows, t.Rows[k].ID) {
				t.Rows[k].Count++
			}
		}
	}
	for i := range crosses {
		c := &crosses[i]
		row := in[c.Rows][0]
		if c.Bases == nil && c.Cols == "f" {
			c.Bases = map[string]int{}
		}
		if _, asked := in[c.Cols]; asked && c.Bases != nil {
			c.Bases[row]++
		}
		if c.Counts[row] == nil {
			c.Counts[row] = map[string]int{}
		}
		for _, col := range in[c.Cols] {
			c.Counts[row][col]++
		}
	}
}
