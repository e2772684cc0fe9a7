package disclosure

import "slices"

// protectAlone finds which cells to suppress of one column of a Choices cross, j, or of those that stand alone, where j
// is -1; it adds them to hidden. Each person is in one of the columns that stand alone, or is a chooser: one who chose
// the column j, or who chose only others. A column for which it cannot be done is suppressed throughout.
//
// In the worlds that are looked at, the choosers of other columns stay as they are. So a row keeps at least as many
// choosers as any other column has there, and no more of them can be without j than the other columns have together,
// because every chooser chose something. Where no column stands alone, people may have chosen nothing, and those who
// did not choose j count as a column of their own.
func (g *grid) protectAlone(k *crossing, j int, hidden map[[2]int]bool) {
	b := newChoices(g, k, j)
	for i := range g.rows {
		b.row(i, hidden)
	}
	b.margins(k)
	if !b.n.protect() {
		for i := range g.rows {
			for c, col := range g.cols {
				if c == j || j < 0 && col.alone {
					hidden[[2]int{i, c}] = true
				}
			}
		}
		return
	}
	for at, e := range b.figures {
		if b.n.edges[e].open {
			hidden[at] = true
		}
	}
}

// choices builds the network of one column of a Choices cross.
type choices struct {
	g         *grid
	n         *network
	column    int
	alone     []int          // columns that stand alone
	figures   map[[2]int]int // edges by row and column
	threshold int
}

func newChoices(g *grid, k *crossing, j int) *choices {
	b := &choices{g: g, column: j, figures: map[[2]int]int{}, threshold: k.rule.Threshold}
	for c, col := range g.cols {
		if col.alone {
			b.alone = append(b.alone, c)
		}
	}
	b.n = newNetwork(b.threshold, 2*len(g.rows)+3+len(b.alone))
	return b
}

// The nodes: rows, the choosers of each row, then these and the columns that stand alone.
func (b *choices) choosers(i int) int { return len(b.g.rows) + i }
func (b *choices) chosen() int        { return 2 * len(b.g.rows) }
func (b *choices) others() int        { return 2*len(b.g.rows) + 1 }
func (b *choices) outside() int       { return 2*len(b.g.rows) + 2 }
func (b *choices) aloneAt(a int) int  { return 2*len(b.g.rows) + 3 + a }

// row adds the edges of a row.
func (b *choices) row(i int, hidden map[[2]int]bool) {
	choosers, most, sum := b.g.bases[i], 0, 0
	for c, n := range b.g.counts[i] {
		switch {
		case b.g.cols[c].alone:
			choosers -= n
		case c != b.column:
			most, sum = max(most, n), sum+n
		}
	}
	for a, c := range b.alone {
		at := [2]int{i, c}
		e := b.g.cell(b.n, i, c, i, b.aloneAt(a))
		b.figures[at] = e
		edge := &b.n.edges[e]
		switch {
		case hidden[at]: // it was seen to with the columns that stand alone
			edge.open, edge.need = true, nothing
		case b.column >= 0 && edge.need == small: // suppressed for another reason, and seen to as well
			edge.need = nothing
		default:
			b.few(e, b.g.bases[i])
		}
	}
	without := endless
	if len(b.alone) > 0 {
		without = sum
	}
	b.n.add(edge{from: i, to: b.choosers(i), value: choosers, low: most, high: endless, open: true, spoken: true})
	if b.column >= 0 {
		e := b.g.cell(b.n, i, b.column, b.choosers(i), b.chosen())
		b.figures[[2]int{i, b.column}] = e
		if len(b.alone) > 0 {
			b.few(e, choosers)
		}
		choosers -= b.g.counts[i][b.column]
	}
	b.n.add(edge{
		from: b.choosers(i), to: b.others(), value: choosers, high: without,
		open: true, spoken: len(b.alone) > 0,
	})
}

// few opens a figure that leaves fewer of a row than the threshold.
func (b *choices) few(e, of int) {
	edge := &b.n.edges[e]
	if !edge.open && edge.figure && of-edge.value < b.threshold {
		edge.open, edge.need = true, wide
	}
}

// margins lets people change between the choosers and the columns standing alone whose sums are suppressed.
func (b *choices) margins(k *crossing) {
	some := false
	for a, c := range b.alone {
		if !k.colShown[b.g.cols[c].ids[0]] {
			some = true
			b.free(b.aloneAt(a))
		}
	}
	if some {
		b.free(b.others())
	}
}

// free lets a column's sum be anything.
func (b *choices) free(node int) {
	sum := 0
	for _, i := range slices.Clone(b.n.at[node]) {
		sum += b.n.edges[i].value
	}
	b.n.add(edge{from: node, to: b.outside(), value: sum, high: endless, open: true, spoken: true})
}
