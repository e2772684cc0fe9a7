package disclosure

import (
	"maps"
	"slices"
)

// protect finds the cells of a cross that may not be seen, those of the cross before it first.
func (x *crossings) protect(k *crossing) {
	if x.done[k.ID] {
		return
	}
	x.done[k.ID] = true
	if k.outer != nil {
		x.protect(k.outer)
		if !k.outer.fits {
			k.fits = false
		}
		for row := range k.asked {
			k.asked[row] = k.asked[row] && k.outer.parts[k.lead].shown[row]
		}
	}
	if !k.fits {
		return
	}
	g := k.grid()
	if !k.looseEnough(g) {
		k.fits = false
		return
	}
	if k.col.Kind == Parts {
		k.fits = g.protectParts(k)
	} else {
		g.protectChoices(k)
	}
}

// grid is a cross as it is worked out. Rows whose base is suppressed are one row together, and so are, in a Parts cross,
// columns that are: people can be thought to change places among them without any figure showing it, so that a cell in
// one of them can be anything up to what they have together, and that is what must not be small.
type grid struct {
	rows, cols []line
	counts     [][]int // by row and column
	bases      []int   // by row
}

// line is a row or column of a grid: one of the cross, or several together.
type line struct {
	ids   []string
	shown bool
	alone bool
}

func lines(rows []Row, shown map[string]bool) []line {
	var all []line
	var together line
	for _, row := range rows {
		if shown[row.ID] {
			all = append(all, line{ids: []string{row.ID}, shown: true, alone: row.Alone})
		} else {
			together.ids = append(together.ids, row.ID)
		}
	}
	if len(together.ids) > 0 {
		all = append(all, together)
	}
	return all
}

func (k *crossing) grid() *grid {
	g := &grid{rows: lines(k.row.Rows, k.asked), cols: lines(k.col.Rows, k.colShown)}
	if k.col.Kind == Choices {
		g.cols = nil
		for _, col := range k.col.Rows {
			g.cols = append(g.cols, line{ids: []string{col.ID}, shown: k.colShown[col.ID], alone: col.Alone})
		}
	}
	people := map[string]int{}
	for _, row := range k.row.Rows {
		people[row.ID] = k.base(row)
	}
	for _, row := range g.rows {
		counts, base := make([]int, len(g.cols)), 0
		for _, id := range row.ids {
			base += people[id]
			for j, col := range g.cols {
				counts[j] += k.sum(id, col.ids)
			}
		}
		g.counts, g.bases = append(g.counts, counts), append(g.bases, base)
	}
	return g
}

// looseEnough reports whether each row whose people are shown, but not how many of them were asked, can be thought to
// have as few of each column as it needs. The number asked is at least as loose as it needs to be, by the cross before;
// where it is below the threshold it can be none, and all its cells with it.
func (k *crossing) looseEnough(g *grid) bool {
	if k.outer == nil || g.rows[len(g.rows)-1].shown {
		return true
	}
	together := g.counts[len(g.counts)-1]
	people := g.bases[len(g.bases)-1]
	for _, row := range k.row.Rows {
		base := k.base(row)
		if k.asked[row.ID] || base < k.rule.Threshold || !k.outermost().asked[row.ID] {
			continue
		}
		for j, col := range g.cols {
			n, least := k.sum(row.ID, col.ids), max(0, base+together[j]-people)
			if n < k.rule.Threshold && least > 0 || n >= k.rule.Threshold && min(base, together[j])-least < k.rule.Threshold {
				return false
			}
		}
	}
	return true
}

func (k *crossing) outermost() *crossing {
	for k.outer != nil {
		k = k.outer
	}
	return k
}

// What opening a figure costs. A base costs its whole row in the crosses after it.
const (
	cellCost = 1_000_000
	baseCost = 8 * cellCost
	spareFor = 1_000 // less for each place later in its row or column
)

func (g *grid) cell(n *network, i, j, from, to int) int {
	return n.add(edge{
		from: from, to: to, value: g.counts[i][j], high: endless,
		figure: g.rows[i].shown && g.cols[j].shown, open: !g.rows[i].shown || !g.cols[j].shown,
		cost: cellCost - spareFor*(i+j),
	})
}

// partsNetwork is a Parts cross as a network, with where its figures are in it: by row and column, and by row and lead.
type partsNetwork struct {
	n            *network
	leads        []string
	cells, bases map[[2]int]int
}

func (g *grid) network(k *crossing) partsNetwork {
	leads := slices.Sorted(maps.Keys(k.parts))
	p := partsNetwork{
		n:     newNetwork(k.rule.Threshold, len(g.rows)*(1+len(leads))+len(g.cols)),
		leads: leads, cells: map[[2]int]int{}, bases: map[[2]int]int{},
	}
	column := func(j int) int { return len(g.rows)*(1+len(leads)) + j }
	for i, row := range g.rows {
		from := make([]int, len(g.cols))
		for j := range from {
			from[j] = i
		}
		for l, lead := range leads {
			node, sum := len(g.rows)*(1+l)+i, 0
			for j, col := range g.cols {
				if slices.Contains(k.parts[lead].cols, col.ids[0]) {
					from[j] = node
					sum += g.counts[i][j]
				}
			}
			p.bases[[2]int{i, l}] = p.n.add(edge{from: i, to: node, value: sum, high: endless, figure: row.shown, open: !row.shown, cost: baseCost})
		}
		for j := range g.cols {
			p.cells[[2]int{i, j}] = g.cell(p.n, i, j, from[j], column(j))
		}
	}
	return p
}

// protectParts finds which cells to suppress where each person is in one column, and which bases of the crosses after
// this one. It reports whether that can be done.
func (g *grid) protectParts(k *crossing) bool {
	p := g.network(k)
	if !p.n.protect() {
		return false
	}
	for at, e := range p.cells {
		if row, col := g.rows[at[0]], g.cols[at[1]]; row.shown && col.shown && p.n.edges[e].open {
			k.hidden[[2]string{row.ids[0], col.ids[0]}] = true
		}
	}
	for at, e := range p.bases {
		if row := g.rows[at[0]]; row.shown {
			k.parts[p.leads[at[1]]].shown[row.ids[0]] = !p.n.edges[e].open
		}
	}
	return true
}

// protectChoices finds which cells to suppress where each column is a yes or no of its own: the columns that stand alone
// first, then the others one by one, because a person's choices are tied to each other by those alone.
func (g *grid) protectChoices(k *crossing) {
	alone := map[[2]int]bool{} // cells to be suppressed
	if slices.ContainsFunc(g.cols, func(l line) bool { return l.alone }) {
		g.protectAlone(k, -1, alone)
	}
	for j, col := range g.cols {
		if col.shown && !col.alone {
			g.protectAlone(k, j, alone)
		}
	}
	for at := range alone {
		if row := g.rows[at[0]]; row.shown {
			k.hidden[[2]string{row.ids[0], g.cols[at[1]].ids[0]}] = true
		}
	}
	for _, p := range k.parts { // of one choice, as join sees to
		for _, row := range g.rows {
			p.shown[row.ids[0]] = row.shown && k.colShown[p.cols[0]] && !k.hidden[[2]string{row.ids[0], p.cols[0]}]
		}
	}
}
