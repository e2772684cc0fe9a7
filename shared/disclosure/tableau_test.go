package disclosure

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// tableau is the simplex method on equations a·x = b with x ≥ 0, kept at a feasible corner from one objective to the
// next. gonum's solver is compared with it below; that one begins afresh for each objective and is too slow to bound
// every cell of a forum.
type tableau struct {
	rows  [][]float64 // the last column is what the basic variables are
	basis []int       // by row
	width int
}

const eps = 1e-9

// newTableau finds a first corner. Corners of such equations are often degenerate, where the method can go round in
// circles; so each variable is taken to be a little more than it is, each by another little, which moves every bound by
// as little.
func newTableau(t testing.TB, a [][]float64, b []float64, width int) *tableau {
	t.Helper()
	x := &tableau{width: width}
	rng := rand.New(rand.NewPCG(1, 2))
	little := make([]float64, width)
	for j := range little {
		little[j] = 1e-5 * (1 + rng.Float64())
	}
	for i := range a {
		row, to, sign := make([]float64, width+len(a)+1), b[i], 1.0
		for j, k := range a[i] {
			to += k * little[j]
		}
		if to < 0 {
			sign = -1
		}
		for j, k := range a[i] {
			row[j] = sign * k
		}
		row[width+i], row[len(row)-1] = 1, sign*to
		x.rows, x.basis = append(x.rows, row), append(x.basis, width+i)
	}
	cost := make([]float64, width+len(a))
	for i := range a {
		cost[width+i] = 1
	}
	if left := x.run(cost, len(cost)); left > 1e-6 {
		t.Fatalf("what is published fits no counts at all: %v is left over", left)
	}
	x.shed()
	return x
}

// shed puts what was added for the first corner out of the basis, and leaves out equations that say nothing new.
func (x *tableau) shed() {
	for i := 0; i < len(x.rows); i++ {
		if x.basis[i] < x.width {
			continue
		}
		in := -1
		for j := range x.width {
			if math.Abs(x.rows[i][j]) > 1e-7 && (in < 0 || math.Abs(x.rows[i][j]) > math.Abs(x.rows[i][in])) {
				in = j
			}
		}
		if in >= 0 {
			x.pivot(i, in)
			continue
		}
		x.rows = append(x.rows[:i], x.rows[i+1:]...)
		x.basis = append(x.basis[:i], x.basis[i+1:]...)
		i--
	}
	for i, row := range x.rows {
		x.rows[i] = append(row[:x.width:x.width], row[len(row)-1])
	}
}

// minimise gives the least of so many times a variable; minus infinity where there is none.
func (x *tableau) minimise(v int, times float64) float64 {
	cost := make([]float64, x.width)
	cost[v] = times
	return x.run(cost, x.width)
}

func (x *tableau) run(cost []float64, width int) float64 {
	reduced := append(append([]float64(nil), cost...), 0)
	for i, row := range x.rows {
		if c := cost[x.basis[i]]; c != 0 {
			for j := range reduced {
				reduced[j] -= c * row[j]
			}
		}
	}
	for {
		in := -1
		for j := range width {
			if reduced[j] < -eps && (in < 0 || reduced[j] < reduced[in]) {
				in = j
			}
		}
		if in < 0 {
			return -reduced[len(reduced)-1]
		}
		out, least := -1, math.Inf(1)
		for i, row := range x.rows {
			if row[in] > eps && row[len(row)-1]/row[in] < least {
				out, least = i, row[len(row)-1]/row[in]
			}
		}
		if out < 0 {
			return math.Inf(-1)
		}
		x.pivot(out, in)
		if f := reduced[in]; f != 0 {
			for j, k := range x.rows[out] {
				reduced[j] -= f * k
			}
		}
	}
}

func (x *tableau) pivot(out, in int) {
	p := x.rows[out]
	f := p[in]
	for j := range p {
		p[j] /= f
	}
	for i, row := range x.rows {
		if f := row[in]; i != out && f != 0 {
			for j, k := range p {
				if k != 0 {
					row[j] -= f * k
				}
			}
		}
	}
	x.basis[out] = in
}

func TestTheTableauAgreesWithGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		const equations, width = 4, 9
		m, truth := mat.NewDense(equations, width, nil), make([]float64, width)
		for j := range truth {
			truth[j] = rng.Float64() * 20
		}
		a, b := make([][]float64, equations), make([]float64, equations)
		for i := range a {
			a[i] = make([]float64, width)
			for j := range a[i] {
				a[i][j] = float64(1+rng.IntN(3)) - 3.5*float64(rng.IntN(2))
				b[i] += a[i][j] * truth[j]
			}
			m.SetRow(i, a[i])
		}
		x := newTableau(t, a, b, width)
		for v := range width {
			cost := make([]float64, width)
			cost[v] = -1
			want, _, err := lp.Simplex(cost, m, b, 0, nil)
			if err == lp.ErrUnbounded {
				want = math.Inf(-1)
			} else if err != nil {
				t.Fatal(err)
			}
			if got := x.minimise(v, -1); math.IsInf(got, 0) != math.IsInf(want, 0) || math.Abs(got-want) > 0.01*math.Max(1, math.Abs(want)) {
				t.Errorf("%v, and gonum says %v", got, want)
			}
		}
	}
}
