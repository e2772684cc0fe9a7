package disclosure

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// Every table there is with given margins and given cells, for tables small enough to write them all down.

const littleThreshold = 3 // a threshold under the floor, so that all tables can be tried

// spans gives the least and the most that each cell can be, in the tables with the margins of counts that agree with it
// in the cells that are not hidden.
func spans(counts [][]int, hidden uint) (low, high [][]int) {
	rows, cols := len(counts), len(counts[0])
	left := make([]int, cols)
	low, high = make([][]int, rows), make([][]int, rows)
	for i := range counts {
		low[i], high[i] = make([]int, cols), make([]int, cols)
		for j, n := range counts[i] {
			left[j] += n
			low[i][j], high[i][j] = endless, -1
		}
	}
	table := make([]int, rows*cols)
	var fill func(at, row int)
	fill = func(at, row int) {
		if at == len(table) {
			for k, n := range table {
				i, j := k/cols, k%cols
				low[i][j], high[i][j] = min(low[i][j], n), max(high[i][j], n)
			}
			return
		}
		i, j := at/cols, at%cols
		if j == 0 {
			row = 0
			for _, n := range counts[i] {
				row += n
			}
		}
		from, to := 0, min(row, left[j])
		if hidden&(1<<at) == 0 {
			from, to = counts[i][j], min(to, counts[i][j])
		}
		if j == cols-1 {
			from = max(from, row)
		}
		if i == rows-1 {
			from = max(from, left[j])
		}
		for n := from; n <= to; n++ {
			table[at] = n
			left[j] -= n
			fill(at+1, row-n)
			left[j] += n
		}
	}
	fill(0, 0)
	return low, high
}

// safe reports whether all hidden cells are left what they need.
func safe(counts [][]int, hidden uint) bool {
	low, high := spans(counts, hidden)
	for i := range counts {
		for j, n := range counts[i] {
			switch {
			case hidden&(1<<(i*len(counts[i])+j)) == 0:
				if n < littleThreshold {
					return false
				}
			case n < littleThreshold && (low[i][j] > 0 || high[i][j] < littleThreshold), high[i][j]-low[i][j] < littleThreshold:
				return false
			}
		}
	}
	return true
}

// pattern gives the cells that are hidden by this package; none where it says that it cannot be done.
func pattern(counts [][]int) (hidden uint, ok bool) {
	_, tables, c := twoWay(counts)
	k := &crossing{Cross: c, rule: Rule{Threshold: littleThreshold}, row: tables[0], col: tables[1], hidden: map[[2]string]bool{}}
	k.asked, k.colShown = map[string]bool{}, map[string]bool{}
	for _, r := range k.row.Rows {
		k.asked[r.ID] = true
	}
	for _, r := range k.col.Rows {
		k.colShown[r.ID] = true
	}
	if !k.grid().protectParts(k) {
		return 0, false
	}
	for i := range counts {
		for j := range counts[i] {
			if k.hidden[[2]string{fmt.Sprintf("r%02d", i), fmt.Sprintf("c%02d", j)}] {
				hidden |= 1 << (i*len(counts[i]) + j)
			}
		}
	}
	return hidden, true
}

func TestAllSmallTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	done, impossible, more, fewest := 0, 0, 0, 0
	for range 400 {
		rows, cols := 2+rng.IntN(2), 2+rng.IntN(2)
		counts := make([][]int, rows)
		for i := range counts {
			counts[i] = make([]int, cols)
			for j := range counts[i] {
				counts[i][j] = rng.IntN(4 + rng.IntN(6))
			}
		}
		hidden, ok := pattern(counts)
		everything := uint(1)<<(rows*cols) - 1
		if !ok {
			impossible++
			if safe(counts, everything) {
				t.Errorf("%v is given up, and could be protected", counts)
			}
			continue
		}
		if !safe(counts, hidden) {
			t.Fatalf("%v is not safe with %b hidden", counts, hidden)
		}
		least := rows * cols
		for other := range everything + 1 {
			if n := bits.OnesCount(other); n < least && safe(counts, other) {
				least = n
			}
		}
		done++
		fewest += least
		more += bits.OnesCount(hidden) - least
	}
	t.Logf("%d tables protected, with %d cells more than the fewest, which are %d; %d cannot be", done, more, fewest, impossible)
	if more*20 > fewest || done < 150 {
		t.Error("that is more than one in twenty, or hardly any table was protected")
	}
}
