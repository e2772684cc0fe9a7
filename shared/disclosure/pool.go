package disclosure

import (
	"cmp"
	"maps"
	"slices"
)

// Quarter is what was published of one forum's view: its exact counts as they were then, and the tables as they were
// seen.
type Quarter struct {
	Total  int
	Tables []Table
	Seen   map[string]Protected
}

// Window is a run of forums counted together: First and Last are places in the list of quarters, both included. It has
// the exact counts it was made of and what was published of it. A release keeps the windows that were published, as it
// keeps the counts behind its own figures, because the next window is compared with them.
type Window struct {
	First, Last int
	Total       int
	Tables      []Table
	Seen        map[string]Protected
}

// Pool gives the tables of one view over a run of forums, such as the rolling year of the last four, as they may be seen
// beside everything published before: the quarters' own figures, later ones than the window's included, and earlier
// windows. quarters are the view in consecutive forums, oldest first; first and last are places in it, both included. Every
// window must be there that shares a forum with this one, or with one that does, and so on, and every forum of them: with
// only the last few, suppressed counts were given away in trials.
//
//   - The sums are protected as Protect does.
//   - A row is suppressed further where its sum, with the quarters' figures and earlier windows, would bound a
//     suppressed figure of any quarter or window too tightly: one that is below the threshold must still be able to be
//     anything from 0 to the threshold, another anything in a span as wide (see runs). Where suppressing rows does not
//     do, the table is withheld.
//   - Tables that are not in every quarter of the window with the same rows, kind and route are left out.
//   - Nothing is shown where an earlier window that shares a quarter was made of other counts of it: a quarter published
//     anew, because enough people differ, is compared with nothing that was made before.
//   - Quarters that are not there, or places out of order, give a window of nothing.
//
// A window with one forum that was too small to show, beside three that were not, is withheld: its base would give that
// forum's away.
func (r Rule) Pool(quarters []Quarter, earlier []Window, first, last int) Window {
	w := Window{First: first, Last: last, Seen: map[string]Protected{}}
	if first < 0 || last >= len(quarters) || first > last {
		return w
	}
	for _, q := range quarters[first : last+1] {
		w.Total += q.Total
	}
	w.Tables = summed(quarters[first : last+1])
	v := &view{rule: r.atLeastFloor(), total: w.Total, more: map[string]map[string]bool{}}
	checked := map[string]Protected{} // what was found to be loose enough
	for again := true; again; {
		v.protectAll(w.Tables)
		again = false
		for _, t := range w.Tables {
			p := v.done[t.ID]
			if c, before := checked[t.ID]; p.Withheld || before && c.sameFigures(p) {
				continue
			}
			if v.hideFor(t, quarters, earlier, w) {
				again = true
			} else {
				checked[t.ID] = p
			}
		}
	}
	w.Seen = v.done
	return w
}

// hideFor suppresses one more row of a pooled table where something is bounded too tightly, or all of them, and reports
// whether it did.
func (v *view) hideFor(t Table, quarters []Quarter, earlier []Window, w Window) bool {
	w.Seen = v.done
	s, ok := newRuns(v.rule, t, quarters, append(slices.Clone(earlier), w))
	row, tight := "", !ok
	if ok {
		row, tight = s.tight()
	}
	if !tight {
		return false
	}
	if v.more[t.ID] == nil {
		v.more[t.ID] = map[string]bool{}
	}
	hide := v.more[t.ID]
	shown := slices.DeleteFunc(bySpare(t.Rows), func(row Row) bool { return v.done[t.ID].Rows[row.ID].Suppressed })
	switch {
	case !ok || len(shown) == 0 || row == baseRow:
		hide[baseRow] = true
	case slices.ContainsFunc(shown, func(r Row) bool { return r.ID == row }):
		hide[row] = true
	default: // suppressed already, so what it is set against is too well known
		hide[shown[len(shown)-1].ID] = true
	}
	return true
}

// baseRow stands for a table's base among its rows, and for the whole of it among those to suppress. No row's id has a
// space.
const baseRow = "the base"

// summed adds up the tables that are in all quarters alike.
func summed(quarters []Quarter) []Table {
	var sums []Table
	for _, t := range quarters[len(quarters)-1].Tables {
		sum := Table{ID: t.ID, Kind: t.Kind, Route: t.Route, Rows: slices.Clone(t.Rows)}
		slices.SortFunc(sum.Rows, func(a, b Row) int { return cmp.Compare(a.ID, b.ID) })
		for i := range sum.Rows {
			sum.Rows[i].Count = 0
		}
		alike := true
		for _, q := range quarters {
			i := slices.IndexFunc(q.Tables, func(o Table) bool { return o.ID == t.ID })
			alike = alike && i >= 0 && sum.add(q.Tables[i])
		}
		if alike {
			sums = append(sums, sum)
		}
	}
	return sums
}

// add adds a table's counts, and reports whether it is of the same rows.
func (t *Table) add(o Table) bool {
	counts := map[string]int{}
	for _, row := range o.Rows {
		counts[row.ID] = row.Count
	}
	same := t.Kind == o.Kind && len(t.Rows) == len(o.Rows) && len(counts) == len(o.Rows) &&
		(t.Route == nil) == (o.Route == nil) && (t.Route == nil || sameRoute(t.Route, o.Route))
	t.Base += o.Base
	for i := range t.Rows {
		n, there := counts[t.Rows[i].ID]
		same = same && there
		t.Rows[i].Count += n
	}
	return same
}

// of gives a table of a list; false where there is none.
func of(tables []Table, id string) (Table, bool) {
	i := slices.IndexFunc(tables, func(t Table) bool { return t.ID == id })
	if i < 0 {
		return Table{}, false
	}
	return tables[i], true
}

// sameFigures reports whether two tables show the same.
func (p Protected) sameFigures(o Protected) bool {
	return p.Base == o.Base && p.Widened == o.Widened && p.Withheld == o.Withheld && maps.Equal(p.Rows, o.Rows)
}
