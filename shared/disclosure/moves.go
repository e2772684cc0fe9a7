package disclosure

import "slices"

// unlimited is more people than there are, and small enough to be added up.
const unlimited = 1 << 40

// move is people going from row to row: what changes, and which way.
type move []change

type change struct{ row, by int }

// moves gives the moves that raise a row by sign, or the base, which is row 0.
func (s *runs) moves(row, sign int) []move {
	all := make([]move, 0, len(s.rows)+1)
	if s.kind == Choices && (row > 0 || !slices.Contains(s.alone, true)) {
		all = append(all, move{{row, sign}})
	}
	for other := 1; other < len(s.rows); other++ {
		switch {
		case other == row:
			all = append(all, move{{row, sign}, {0, sign}})
		case row == 0:
			all = append(all, move{{row, sign}, {other, sign}})
		default:
			all = append(all, move{{row, sign}, {other, -sign}})
		}
	}
	return all
}

// make makes a move, quarter by quarter as far as it goes but so that what it is for changes by no more than most, from
// one quarter to before another. It gives by how much that changed.
func (s *runs) make(m move, from, to, most int) int {
	n := len(s.quarters)
	up, down := make([]int, n), make([]int, n)
	some := false
	for k := range s.quarters {
		up[k], down[k] = s.room(k, m, 1), s.room(k, m, -1)
		some = some || k >= from && k < to && up[k] > 0
	}
	if !some {
		return 0
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
	again := true
	shorten := func(at, by int) {
		if by < far[at] {
			far[at], again = by, true
		}
	}
	for again {
		again = false
		for k := range s.quarters {
			shorten(k+1, far[k]+up[k])
		}
		for k := len(s.quarters) - 1; k >= 0; k-- {
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
	b := bound{unlimited}
	for _, c := range m {
		if q.known[c.row] {
			return 0
		}
		b.keep(q.count[c.row], c.by*times)
		if c.row == 0 {
			b.keep(q.room, -c.by*times)
		}
	}
	if s.kind == Choices {
		s.possible(q, m, times, &b)
	}
	return b.least
}

// bound is how often a change can be made.
type bound struct{ least int }

// keep keeps what is left of something at nothing or more.
func (b *bound) keep(left, change int) {
	if change < 0 {
		b.least = max(0, min(b.least, left/-change))
	}
}

// possible keeps choices possible: each is of choosers, and where people must be in some row, choosers chose something.
func (s *runs) possible(q quarter, m move, times int, b *bound) {
	choosers, change, sum, changed, alone := q.count[0], 0, 0, 0, false
	for row := 1; row < len(s.rows); row++ {
		if s.alone[row] {
			choosers, alone = choosers-q.count[row], true
		} else {
			sum += q.count[row]
		}
	}
	for _, c := range m {
		switch {
		case c.row == 0:
			change += c.by * times
		case s.alone[c.row]:
			change -= c.by * times
		default:
			changed += c.by * times
		}
	}
	for row := 1; row < len(s.rows); row++ {
		if s.alone[row] {
			continue
		}
		less := change
		for _, c := range m {
			if c.row == row {
				less -= c.by * times
			}
		}
		b.keep(choosers-q.count[row], less)
	}
	b.keep(choosers, change)
	if alone {
		b.keep(sum-choosers, changed-change)
	}
}
