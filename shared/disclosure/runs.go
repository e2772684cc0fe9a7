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
	rows      []string // in an order that no count decides, the base not among them
	open      []string // of a Choices table, the rows that do not stand alone
	alone     []string
	quarters  []quarter
	windows   []span
	reach     [2]int // the quarters that are tied to the window that is decided on
}

type quarter struct {
	count map[string]int // by row; baseRow for the base
	known map[string]bool
	room  int // how many more people the base could have
}

// span is a published window: from before one quarter to after another.
type span struct {
	from, to int
	known    map[string]bool
	withheld bool
}

// newRuns gathers what is published of a table. The last window is the one that is decided on. It is not possible where
// an earlier one that shares a quarter with it was made of other counts, or of a table of another kind.
func newRuns(rule Rule, t Table, quarters []Quarter, windows []Window) (*runs, bool) {
	s := &runs{threshold: rule.Threshold, kind: t.Kind}
	spare := map[string]Row{}
	last := windows[len(windows)-1]
	for k, q := range quarters {
		o, there := of(q.Tables, t.ID)
		if there && o.Kind != t.Kind && k >= last.First && k <= last.Last {
			return nil, false
		}
		p := q.Seen[t.ID]
		in := quarter{count: map[string]int{}, known: map[string]bool{}, room: unlimited}
		if there && o.Kind == t.Kind {
			in.count, in.known = o.counts(), p.shown()
			if p.Widened {
				in.room = p.people - o.Base
			}
			for _, row := range o.Rows {
				spare[row.ID] = row
			}
		} else {
			in.known[baseRow] = true
		}
		s.quarters = append(s.quarters, in)
	}
	for _, row := range bySpare(slices.Collect(maps.Values(spare))) {
		s.rows = append(s.rows, row.ID)
		if row.Alone {
			s.alone = append(s.alone, row.ID)
		} else {
			s.open = append(s.open, row.ID)
		}
		for _, q := range s.quarters {
			if _, there := q.count[row.ID]; !there {
				q.known[row.ID] = true // not asked at that forum: nobody
			}
		}
	}
	return s, s.gather(t.ID, windows)
}

// gather takes in the windows, and finds which quarters are tied to the last by windows that share quarters.
func (s *runs) gather(id string, windows []Window) bool {
	last := windows[len(windows)-1]
	for _, w := range windows {
		t, there := of(w.Tables, id)
		p := w.Seen[id]
		if !there || w.First < 0 || w.Last >= len(s.quarters) {
			continue
		}
		if !s.sameCounts(t, w) {
			if w.First <= last.Last && last.First <= w.Last {
				return false
			}
			continue
		}
		s.windows = append(s.windows, span{w.First, w.Last + 1, p.shown(), p.Withheld})
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
	for row, n := range t.counts() {
		if n != s.sum(row, w.First, w.Last+1) {
			return false
		}
	}
	return true
}

func (s *runs) sum(row string, from, to int) int {
	n := 0
	for _, q := range s.quarters[from:to] {
		n += q.count[row]
	}
	return n
}

// tight finds a row of which some quarter's figure, or some window's, is bounded too tightly.
func (s *runs) tight() (row string, found bool) {
	for k := s.reach[0]; k < s.reach[1]; k++ {
		for _, row := range append([]string{baseRow}, s.rows...) {
			if !s.quarters[k].known[row] && !s.loose(row, k, k+1) {
				return row, true
			}
		}
	}
	for _, w := range s.windows {
		for _, row := range s.rows {
			if !w.withheld && !w.known[row] && !s.loose(row, w.from, w.to) {
				return row, true
			}
		}
	}
	return "", false
}

// loose reports whether a suppressed figure, of the quarters from one to before another, is left what it needs.
func (s *runs) loose(row string, from, to int) bool {
	n := s.sum(row, from, to)
	if n < s.threshold {
		return s.push(row, from, to, 1, s.threshold-n) >= s.threshold-n && s.push(row, from, to, -1, n) >= n
	}
	up := s.push(row, from, to, 1, s.threshold)
	return up >= s.threshold || up+s.push(row, from, to, -1, s.threshold-up) >= s.threshold
}

// push gives by how much a figure can be raised, or lowered where sign is -1, up to so much.
func (s *runs) push(row string, from, to, sign, amount int) int {
	w := s.world()
	got := 0
	for again := true; again && got < amount; {
		again = false
		for _, m := range s.moves(row) {
			for i := range m {
				m[i].by *= sign
			}
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
		w.quarters[k].count = maps.Clone(w.quarters[k].count)
	}
	return &w
}
