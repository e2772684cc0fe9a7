package disclosure

import "container/heap"

// step is one edge on a path, raised or lowered.
type step struct {
	edge int
	up   bool
}

// path finds a way for people to go from one node to another, without one edge: raising edges along them, lowering edges
// against them. It is the shortest through open edges alone, and where figures may be opened the cheapest.
func (n *network) path(from, to, without int, mayOpen bool) []step {
	if mayOpen {
		return n.cheapest(from, to, without)
	}
	for v := range n.cost {
		n.cost[v] = endless
	}
	n.cost[from] = 0
	n.reached = append(n.reached[:0], from)
	for k := 0; k < len(n.reached); k++ {
		v := n.reached[k]
		n.work += len(n.at[v])
		for _, i := range n.at[v] {
			e := &n.edges[i]
			up, next := true, e.to
			if e.from != v {
				up, next = false, e.from
			}
			if !e.open || n.cost[next] == 0 || i == without || n.room(i, up) <= 0 {
				continue
			}
			n.cost[next], n.came[next] = 0, step{i, up}
			if next == to {
				return n.back(from, to)
			}
			n.reached = append(n.reached, next)
		}
	}
	return nil
}

// cheapest finds the way that opens the least. Open edges cost next to nothing, so that of ways as dear the shortest is
// taken.
func (n *network) cheapest(from, to, without int) []step {
	for v := range n.cost {
		n.cost[v] = endless
	}
	n.cost[from] = 0
	for q := (queue{{from, 0}}); len(q) > 0; {
		v := heap.Pop(&q).(place)
		if v.node == to {
			return n.back(from, to)
		}
		if v.cost > n.cost[v.node] {
			continue
		}
		n.work += len(n.at[v.node])
		for _, i := range n.at[v.node] {
			e := &n.edges[i]
			up, next := true, e.to
			if e.from != v.node {
				up, next = false, e.from
			}
			if i == without || n.room(i, up) <= 0 || !e.open && !e.figure {
				continue
			}
			c := v.cost + 1
			if !e.open {
				c += e.cost
			}
			if c < n.cost[next] {
				n.cost[next], n.came[next] = c, step{i, up}
				heap.Push(&q, place{next, c})
			}
		}
	}
	return nil
}

// back gives the way that was found, from its end.
func (n *network) back(from, to int) []step {
	path := n.way[:0]
	for v := to; v != from; {
		s := n.came[v]
		path = append(path, s)
		v = n.edges[s.edge].from
		if !s.up {
			v = n.edges[s.edge].to
		}
	}
	n.way = path
	return path
}

// place is a node that has been reached at a cost.
type place struct{ node, cost int }

// queue is a heap of places, the cheapest first.
type queue []place

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].cost < q[j].cost }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(place)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	p := (*q)[last]
	*q = (*q)[:last]
	return p
}
