package disclosure

import (
	"maps"
	"slices"
)

// runs holds one table over a run of quarters, and the windows of it that are published. What is known of a row over
// time are differences of its running sum: a quarter's figure is one from a quarter to the next, a window's one over
// several. A world is anything that agrees with what is known, and how far a figure can go in some world is a question
// of shortest paths among the differences, as always with such constraints (Cormen and others, Introduction to
// Algorithms, section 24.4 in the third edition).
//
// The rows of a quarter are tied by their base too. So worlds are looked for by moves in which people go from one row to
// another, or come to or leave a row and its base, or take or drop a choice, by some number in each quarter where what
// the move changes is unknown. Each move leaves a world from which the next begins. A world found so is a possible one;
// one that would need more rows at once in the same move may be missed, and then more is suppressed than is needed.
//
// As in two-way tables, what is shown is taken as known exactly.
type runs struct {
	threshold int
	kind      Kind
	rows      []string // in an order that no count decides; the base is the first
	alone     []bool   // by row, those of a Choices table that stand alone
	quarters  []quarter
	windows   []span
	reach     [2]int // the quarters that are tied to the window that is decided on
}

// quarter is one forum's table, by row.
type quarter struct {
	count []int
	known []bool
	room  int // how many more people the base could have
}

// span is a published window: from before one quarter to after another.
type span struct {
	from, to int
	known    []bool
	withheld bool
}

// newRuns gathers what is published of a table. The last window is the one that is decided on. It is not possible where
// an earlier one that shares a quarter with it was made of other counts, or of a table of another kind.
func newRuns(rule Rule, t Table, quarters []Quarter, windows []Window) (*runs, bool) {
	s := &runs{threshold: rule.Threshold, kind: t.Kind, rows: []string{baseRow}, alone: []bool{false}}
	last := windows[len(windows)-1]
	spare, tables := map[string]Row{}, make([]Table, len(quarters))
	for k, q := range quarters {
		o, there := of(q.Tables, t.ID)
		if there && o.Kind != t.Kind {
			if k >= last.First && k <= last.Last {
				return nil, false
			}
			o = Table{}
		}
		tables[k] = o
		for _, row := range o.Rows {
			spare[row.ID] = row
		}
	}
	for _, row := range bySpare(slices.Collect(maps.Values(spare))) {
		s.rows = append(s.rows, row.ID)
		s.alone = append(s.alone, row.Alone)
	}
	for k, q := range quarters {
		p := q.Seen[t.ID]
		in := quarter{count: s.counts(tables[k]), known: s.known(tables[k], p), room: unlimited}
		if p.Widened {
			in.room = p.people - tables[k].Base
		}
		s.quarters = append(s.quarters, in)
	}
	return s, s.gather(t.ID, windows)
}

// counts gives a table's counts by row.
func (s *runs) counts(t Table) []int {
	n := make([]int, len(s.rows))
	n[0] = t.Base
	for _, row := range t.Rows {
		n[slices.Index(s.rows, row.ID)] = row.Count
	}
	return n
}

// known gives which of a table's figures are known by what was seen of it. Rows that it does not have are: nobody is in
// them, and nobody in a table that is not there.
func (s *runs) known(t Table, p Protected) []bool {
	known := make([]bool, len(s.rows))
	for i, id := range s.rows {
		f, there := p.Rows[id]
		known[i] = there && !f.Suppressed || !slices.ContainsFunc(t.Rows, func(r Row) bool { return r.ID == id })
	}
	known[0] = t.ID == "" || p.Rows != nil && !p.Base.Suppressed && !p.Widened
	return known
}

// gather takes in the windows, and finds which quarters are tied to the last by windows that share quarters.
func (s *runs) gather(id string, windows []Window) bool {
	last := windows[len(windows)-1]
	for _, w := range windows {
		t, there := of(w.Tables, id)
		if !there || w.First < 0 || w.Last >= len(s.quarters) {
			continue
		}
		if !s.sameCounts(t, w) {
			if w.First <= last.Last && last.First <= w.Last {
				return false
			}
			continue
		}
		p := w.Seen[id]
		s.windows = append(s.windows, span{w.First, w.Last + 1, s.known(t, p), p.Withheld})
	}
	s.reach = [2]int{last.First, last.Last + 1}
	for again := true; again; {
		again = false
		for _, w := range s.windows {
			if w.from < s.reach[1] && s.reach[0] < w.to && (w.from < s.reach[0] || w.to > s.reach[1]) {
				s.reach, again = [2]int{min(w.from, s.reach[0]), max(w.to, s.reach[1])}, true
			}
		}
	}
	return true
}

func (s *runs) sameCounts(t Table, w Window) bool {
	if slices.ContainsFunc(t.Rows, func(r Row) bool { return !slices.Contains(s.rows, r.ID) }) {
		return false
	}
	for row, n := range s.counts(t) {
		if n != s.sum(row, w.First, w.Last+1) {
			return false
		}
	}
	return true
}

func (s *runs) sum(row, from, to int) int {
	n := 0
	for _, q := range s.quarters[from:to] {
		n += q.count[row]
	}
	return n
}

// tight finds a row of which some quarter's figure, or some window's, is bounded too tightly.
func (s *runs) tight() (row string, found bool) {
	for k := s.reach[0]; k < s.reach[1]; k++ {
		for row, id := range s.rows {
			if !s.quarters[k].known[row] && !s.loose(row, k, k+1) {
				return id, true
			}
		}
	}
	for _, w := range s.windows {
		for row, id := range s.rows {
			if row > 0 && !w.withheld && !w.known[row] && !s.loose(row, w.from, w.to) {
				return id, true
			}
		}
	}
	return "", false
}

// loose reports whether a suppressed figure, of the quarters from one to before another, is left what it needs.
func (s *runs) loose(row, from, to int) bool {
	n := s.sum(row, from, to)
	if n < s.threshold {
		return s.push(row, from, to, 1, s.threshold-n) >= s.threshold-n && s.push(row, from, to, -1, n) >= n
	}
	up := s.push(row, from, to, 1, s.threshold)
	return up >= s.threshold || up+s.push(row, from, to, -1, s.threshold-up) >= s.threshold
}

// push gives by how much a figure can be raised, or lowered where sign is -1, up to so much.
func (s *runs) push(row, from, to, sign, amount int) int {
	w := s.world()
	got := 0
	for again := true; again && got < amount; {
		again = false
		for _, m := range w.moves(row, sign) {
			if n := w.make(m, from, to, amount-got); n > 0 {
				got += n
				again = true
			}
		}
	}
	return got
}

// world gives a copy of the truth, to be changed.
func (s *runs) world() *runs {
	w := *s
	w.quarters = slices.Clone(s.quarters)
	for k := range w.quarters {
		w.quarters[k].count = slices.Clone(w.quarters[k].count)
	}
	return &w
}
