package disclosure

import (
	"math"
	"slices"
)

// network holds the figures of a two-way table as flows. Each figure is an edge, from its row to its column, and at
// each node as much comes in as goes out, so that margins stand. What a reader does not know is open; a world is any
// flow that agrees with the truth wherever it is not open. How far an open figure can be raised or lowered in some
// world is a question of maximal flows, which are exact here: a table of two ways is a network, and its worlds are all
// that linear programming could find (Cox, "Network models for complementary cell suppression", Journal of the American
// Statistical Association 90 (1995), 1453–1462).
//
// The margins, and the figures that are shown, are taken as known exactly. Rounding keeps more back than is counted on.
type network struct {
	threshold int
	edges     []edge
	at        [][]int // by node, the edges at it
	flow      []int   // by edge, in the world that is being looked at
	low, high []int   // by edge, the least and the most in any world seen so far
	touched   []int   // edges whose flow is not their value
	opened    []int   // figures opened for the sake of others, in order
	work      int     // edges looked at
	budget    int

	// While a way is looked for: by node, what it costs to get there and by which edge; the nodes in the order in which
	// they were reached; and the way.
	cost    []int
	came    []step
	reached []int
	way     []step
}

// need says what must be left open about an edge.
type need int

const (
	nothing need = iota
	small        // everything from nobody to the threshold
	wide         // a span as wide as the threshold
)

type edge struct {
	from, to  int
	value     int // the exact count
	low, high int // what it can be in any world
	open      bool
	figure    bool // would be shown where it is not open, so it may be opened
	cost      int  // of opening it
	need      need
	spoken    bool // what others need of it is asked of another edge
}

// endless is more people than there are.
const endless = math.MaxInt32

// budget is how many edges are looked at before a table is given up: some 50 milliseconds.
const budget = 20_000_000

func newNetwork(threshold, nodes int) *network {
	return &network{
		threshold: threshold, budget: budget,
		at: make([][]int, nodes), cost: make([]int, nodes), came: make([]step, nodes),
	}
}

// add appends an edge and gives its place. A count below the threshold is small, whether it is a figure or can be worked
// out from figures; another that is open needs nothing unless it is a figure.
func (n *network) add(e edge) int {
	switch {
	case e.spoken:
	case e.value < n.threshold && (e.open || e.figure):
		e.open, e.need = true, small
	case e.open && e.figure:
		e.need = wide
	}
	i := len(n.edges)
	n.edges = append(n.edges, e)
	n.at[e.from] = append(n.at[e.from], i)
	n.at[e.to] = append(n.at[e.to], i)
	return i
}

// protect opens figures until every open one is left what it needs, and reports whether that can be done, within the
// budget. Those it opens for the sake of others are few, the ones of least cost first, but not always the fewest.
func (n *network) protect() bool {
	n.reset()
	for i := range n.edges {
		if !n.satisfy(i, true) {
			return false
		}
	}
	for k := 0; k < len(n.opened); k++ { // which may open more
		if !n.satisfy(n.opened[k], true) {
			return false
		}
	}
	n.trim()
	return true
}

// trim shows figures again that were opened for others and are not needed after all. It is left out for large tables,
// where it would take long and few figures are left to show.
func (n *network) trim() {
	if len(n.edges) > largeTable {
		return
	}
	for _, i := range slices.Backward(n.opened) {
		was := n.edges[i].need
		n.edges[i].open, n.edges[i].need = false, nothing
		if !n.holds() {
			n.edges[i].open, n.edges[i].need = true, was
		}
	}
	n.opened = slices.DeleteFunc(n.opened, func(i int) bool { return !n.edges[i].open })
}

const largeTable = 400

// holds reports whether every open edge is left what it needs as things are.
func (n *network) holds() bool {
	n.reset()
	for i := range n.edges {
		if !n.satisfy(i, false) {
			return false
		}
	}
	return true
}

// reset forgets all worlds but the true one.
func (n *network) reset() {
	n.flow, n.low, n.high = n.flow[:0], n.low[:0], n.high[:0]
	for _, e := range n.edges {
		n.flow, n.low, n.high = append(n.flow, e.value), append(n.low, e.value), append(n.high, e.value)
	}
	n.touched = n.touched[:0]
}

// satisfy looks for worlds that leave an edge what it needs, opening figures where it may.
func (n *network) satisfy(i int, mayOpen bool) bool {
	e := &n.edges[i]
	if !e.open || e.need == nothing {
		return true
	}
	ok := func() bool {
		if e.need == small {
			return n.low[i] <= 0 && n.high[i] >= n.threshold
		}
		return n.high[i]-n.low[i] >= n.threshold
	}
	for _, open := range []bool{false, true} {
		if open && !mayOpen {
			break
		}
		if !ok() {
			top := n.threshold
			if e.need == wide {
				top = n.low[i] + n.threshold
			}
			n.push(i, true, top-e.value, open)
		}
		if !ok() {
			bottom := 0
			if e.need == wide {
				bottom = max(0, n.high[i]-n.threshold)
			}
			n.push(i, false, e.value-bottom, open)
		}
	}
	return ok()
}

// push raises an edge above its value, or lowers it below, by as much as was asked or as much as is possible, and
// notes the worlds that it passes through. Then the true world is back.
func (n *network) push(i int, up bool, amount int, mayOpen bool) {
	e := &n.edges[i]
	if up {
		amount = min(amount, e.high-e.value)
	} else {
		amount = min(amount, e.value-e.low)
	}
	for amount > 0 && n.work < n.budget {
		from, to := e.to, e.from
		if !up {
			from, to = to, from
		}
		path := n.path(from, to, i, mayOpen)
		if path == nil {
			break
		}
		step := amount
		for _, s := range path {
			step = min(step, n.room(s.edge, s.up))
		}
		for _, s := range path {
			if !n.edges[s.edge].open {
				n.open(s.edge)
			}
			n.change(s.edge, s.up, step)
		}
		n.change(i, up, step)
		amount -= step
	}
	for _, t := range n.touched {
		n.flow[t] = n.edges[t].value
	}
	n.touched = n.touched[:0]
}

func (n *network) change(i int, up bool, by int) {
	if !up {
		by = -by
	}
	n.flow[i] += by
	n.low[i], n.high[i] = min(n.low[i], n.flow[i]), max(n.high[i], n.flow[i])
	n.touched = append(n.touched, i)
}

// open opens a figure for the sake of others.
func (n *network) open(i int) {
	n.edges[i].open, n.edges[i].need = true, wide
	n.opened = append(n.opened, i)
}

func (n *network) room(i int, up bool) int {
	if up {
		return n.edges[i].high - n.flow[i]
	}
	return n.flow[i] - n.edges[i].low
}
