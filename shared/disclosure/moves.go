package disclosure

import "slices"

// unlimited is more people than there are, and small enough to be added up.
const unlimited = 1 << 40

// move is people going from row to row: what changes, and which way.
type move []change

type change struct {
	row string
	by  int
}

// moves gives the moves that raise a row, or the base.
func (s *runs) moves(row string) []move {
	var all []move
	if s.kind == Choices && (row != baseRow || len(s.alone) == 0) {
		all = append(all, move{{row, 1}})
	}
	for _, other := range s.rows {
		switch {
		case other == row:
			all = append(all, move{{row, 1}, {baseRow, 1}})
		case row == baseRow:
			all = append(all, move{{row, 1}, {other, 1}})
		default:
			all = append(all, move{{row, 1}, {other, -1}})
		}
	}
	return all
}

// make makes a move, quarter by quarter as far as it goes but so that what it is for changes by no more than most, from
// one quarter to before another. It gives by how much that changed.
func (s *runs) make(m move, from, to, most int) int {
	n := len(s.quarters)
	up, down := make([]int, n), make([]int, n)
	for k := range s.quarters {
		up[k], down[k] = s.room(k, m, 1), s.room(k, m, -1)
	}
	far := s.farthest(m, up, down, from)
	got := min(far[to], most)
	if got <= 0 {
		return 0
	}
	for k := range s.quarters {
		for _, c := range m {
			s.quarters[k].count[c.row] += c.by * (min(far[k+1], got) - min(far[k], got))
		}
	}
	return got
}

// farthest gives, for each running sum, how far it can be moved from that before a quarter. All of them can be moved so
// far at once.
func (s *runs) farthest(m move, up, down []int, from int) []int {
	far := make([]int, len(s.quarters)+1)
	for k := range far {
		far[k] = unlimited * 2
	}
	far[from] = 0
	for again := true; again; {
		again = false
		shorten := func(at, by int) {
			if by < far[at] {
				far[at], again = by, true
			}
		}
		for k := range s.quarters {
			shorten(k+1, far[k]+up[k])
			shorten(k, far[k+1]+down[k])
		}
		for _, w := range s.windows {
			if slices.ContainsFunc(m, func(c change) bool { return w.known[c.row] }) {
				shorten(w.to, far[w.from])
				shorten(w.from, far[w.to])
			}
		}
	}
	return far
}

// room gives how many people can make a move in a quarter, or with times -1 the opposite one.
func (s *runs) room(k int, m move, times int) int {
	q := s.quarters[k]
	by := map[string]int{}
	for _, c := range m {
		if q.known[c.row] {
			return 0
		}
		by[c.row] += c.by * times
	}
	least := unlimited
	bound := func(left, change int) { // left stays at nothing or more
		if change < 0 {
			least = min(least, left/-change)
		}
	}
	for row := range by {
		bound(q.count[row], by[row])
	}
	bound(q.room, -by[baseRow])
	if s.kind == Choices {
		s.bound(q, by, bound)
	}
	return max(0, least)
}

// bound keeps choices possible: each is of choosers, and where people must be in some row, choosers chose something.
func (s *runs) bound(q quarter, by map[string]int, bound func(left, change int)) {
	choosers, change := q.count[baseRow], by[baseRow]
	for _, row := range s.alone {
		choosers, change = choosers-q.count[row], change-by[row]
	}
	sum, changed := 0, 0
	for _, row := range s.open {
		bound(choosers-q.count[row], change-by[row])
		sum, changed = sum+q.count[row], changed+by[row]
	}
	bound(choosers, change)
	if len(s.alone) > 0 {
		bound(sum-choosers, changed-change)
	}
}
