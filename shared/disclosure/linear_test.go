package disclosure

import (
	"math"
	"testing"
)

// linear is what an attacker knows, as equations and inequalities over counts that cannot be below nothing.
type linear struct {
	vars   map[string]int
	rows   []equation
	prefix string // of the names that are added

	known  map[int]float64 // counts that are plain to see
	place  map[int]int     // of the others, the variables of the solver
	solver *tableau
}

// equation says that a sum lies from low to high.
type equation struct {
	sum       map[int]float64
	low, high float64
}

// sum is so many times each of some counts.
type sum map[string]float64

func (l *linear) of(s sum) map[int]float64 {
	at := make(map[int]float64, len(s))
	for name, times := range s {
		name = l.prefix + name
		if _, ok := l.vars[name]; !ok {
			l.vars[name] = len(l.vars)
		}
		at[l.vars[name]] += times
	}
	return at
}

func (l *linear) between(low float64, s sum, high float64) {
	l.rows = append(l.rows, equation{l.of(s), low, high})
}

// bounds gives the least and the most that a count can be.
func (l *linear) bounds(t testing.TB, name string) (low, high float64) {
	t.Helper()
	if l.solver == nil {
		l.known = l.fixed()
		a, b, place, width := l.standard(l.known)
		l.place, l.solver = place, newTableau(t, a, b, width)
	}
	v := l.vars[name]
	if n, ok := l.known[v]; ok {
		return n, n
	}
	if _, there := l.place[v]; !there { // in no equation
		return 0, math.Inf(1)
	}
	return l.solver.minimise(l.place[v], 1), -l.solver.minimise(l.place[v], -1)
}

// fixed gives the counts that one equation alone says.
func (l *linear) fixed() map[int]float64 {
	fixed := map[int]float64{}
	for more := true; more; {
		more = false
		for _, e := range l.rows {
			if e.low != e.high {
				continue
			}
			rest, open, times := e.low, -1, 0.0
			for v, k := range e.sum {
				if n, ok := fixed[v]; ok {
					rest -= k * n
				} else if k != 0 {
					if open >= 0 {
						open = -2
						break
					}
					open, times = v, k
				}
			}
			if open >= 0 {
				fixed[open], more = rest/times, true
			}
		}
	}
	return fixed
}

// standard writes the equations as sums of counts and slacks that equal something.
func (l *linear) standard(fixed map[int]float64) (a [][]float64, b []float64, place map[int]int, width int) {
	place = map[int]int{}
	for _, e := range l.rows {
		for v, k := range e.sum {
			if _, ok := fixed[v]; !ok && k != 0 {
				if _, ok := place[v]; !ok {
					place[v] = len(place)
				}
			}
		}
	}
	slack := len(place)
	widest := slack + 2*len(l.rows)
	row := func(e equation, to, sign float64) {
		r, some := make([]float64, widest), false
		for v, k := range e.sum {
			if n, ok := fixed[v]; ok {
				to -= k * n
			} else if k != 0 {
				r[place[v]], some = k, true
			}
		}
		if !some {
			return
		}
		if sign != 0 {
			r[slack] = sign
			slack++
		}
		a, b = append(a, r), append(b, to)
	}
	for _, e := range l.rows {
		if e.low == e.high {
			row(e, e.low, 0)
			continue
		}
		if !math.IsInf(e.low, -1) {
			row(e, e.low, -1)
		}
		if !math.IsInf(e.high, 1) {
			row(e, e.high, 1)
		}
	}
	for i := range a {
		a[i] = a[i][:slack]
	}
	return a, b, place, slack
}
