package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// oneWay gives a Parts table from the counts of a cross's margin.
func oneWay(id string, n []int) Table {
	t := Table{ID: id}
	for i, c := range n {
		t.Rows = append(t.Rows, Row{ID: fmt.Sprintf("%s%02d", id, i), Count: c, Spare: i})
		t.Base += c
	}
	return t
}

// twoWay gives a Parts cross, its two tables and its total.
func twoWay(counts [][]int) (int, []Table, Cross) {
	rows, cols := make([]int, len(counts)), make([]int, len(counts[0]))
	c := Cross{ID: "x", Rows: "r", Cols: "c", Counts: map[string]map[string]int{}}
	for i := range counts {
		of := map[string]int{}
		for j, n := range counts[i] {
			rows[i] += n
			cols[j] += n
			of[fmt.Sprintf("c%02d", j)] = n
		}
		c.Counts[fmt.Sprintf("r%02d", i)] = of
	}
	r, k := oneWay("r", rows), oneWay("c", cols)
	return r.Base, []Table{r, k}, c
}

func TestLarge(t *testing.T) {
	for _, n := range []int{400, 4000, 20000} {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		counts := make([][]int, 48)
		for i := range counts {
			counts[i] = make([]int, 30)
		}
		for range n {
			counts[int(48*rng.Float64()*rng.Float64())][int(30*rng.Float64()*rng.Float64())]++
		}
		total, tables, c := twoWay(counts)
		start := time.Now()
		_, got := Default.ProtectAll(total, tables, []Cross{c})
		took := time.Since(start)
		shown, large := 0, 0
		for r, row := range got["x"].Cells {
			for k, f := range row {
				if !f.Suppressed {
					shown++
				}
				if c.Counts[r][k] >= 10 {
					large++
				}
			}
		}
		t.Log(n, took, got["x"].Withheld, shown, "of", large, "large")
	}
}
