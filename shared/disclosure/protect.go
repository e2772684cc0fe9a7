package disclosure

import (
	"cmp"
	"math"
	"slices"
)

// Kind says what a table's rows are to each other.
type Kind int

// The kinds of table.
const (
	Parts   Kind = iota // each person of the base is in exactly one row, so rows sum to the base
	Choices             // each row is a yes or no of its own, out of the base
)

// Table is one table of exact counts, to be protected.
type Table struct {
	ID    string
	Kind  Kind
	Base  int // people the table is about
	Rows  []Row
	Route *Route // how people of the view came to be in the base; nil where all of them are
}

// Row is one exact count. Alone marks, in a Choices table, a row whose people are in no other row, such as "none of
// these" or "no answer"; in a Parts table every row is so and the mark means nothing. Where a row that is large enough
// must be suppressed to protect another, that of the highest Spare is, and of those the one with the first ID.
type Row struct {
	ID    string
	Count int
	Alone bool
	Spare int // the higher, the sooner the row can be spared; must not depend on counts
}

// Route says which rows of other tables lead into a table's base.
type Route struct {
	From []Lead
}

// Lead is the part that one other table has in a route: the rows that lead on. Unasked says that people outside that
// table's base are led on too.
type Lead struct {
	Table   string
	Rows    []string
	Unasked bool
}

// Protected is a table as it may be seen. Withheld says that nothing of it may be, its base included. Widened says
// that its base is a wider one than the table's own: with it comes a row NotAsked, always suppressed.
type Protected struct {
	Base     Figure
	Rows     map[string]Figure
	Withheld bool
	Widened  bool

	people int // the exact count behind Base
}

// NotAsked is the row, of a widened table, of those who are not in the table's own base. No option's id has a space.
const NotAsked = "not asked"

// Protect gives the tables of one view as they may be seen, by their ids. total is the number of people in the view.
// The outcome depends neither on the order of the tables nor on that of their rows. It does the following.
//
//   - A table whose base is below the threshold is withheld, and so is one whose rows do not fit its base, because
//     then nobody knows what they are.
//   - In a Parts table, rows below the threshold are suppressed, zero included: if zeros were shown, every other
//     suppressed row would be known not to be zero, and a zero speaks about everybody in the base ("nobody was told").
//     Unless those suppressed are at least two and together at least the threshold, another row is too: so what is left
//     when the rows shown are taken from the base is never a small count. That other is the one that is easiest to
//     spare, not the smallest: knowing that it was the smallest narrows down what it protects.
//   - In a Choices table, a row is suppressed where those who chose it are fewer than the threshold, and where those who
//     did not are: out of the base, and out of those who are in none of the rows that stand alone. Where only two rows
//     can be chosen together, those who chose both can be worked out, and count in the same way. Where few chose more
//     than one row, the rows nearly sum to the base, and the rule for parts holds as well.
//   - A routed table whose base would give away a count that is suppressed (see leaks) is widened: it is shown out of
//     the base of the table that leads to it, with those who were not asked as a row that is always suppressed, and
//     other rows of at least the threshold with it. Where those shown would still say too much (see bounds) all of them
//     are suppressed, and where the table that leads to it is withheld, it is too.
//   - What is shown is rounded.
//
// Counts below zero and tables with the same id are bugs of the caller, and are withheld.
func (r Rule) Protect(total int, tables []Table) map[string]Protected {
	return r.view(total, tables).done
}

// view protects the tables of a view.
func (r Rule) view(total int, tables []Table) *view {
	v := &view{rule: r.atLeastFloor(), total: total}
	v.protectAll(tables)
	return v
}

func (v *view) protectAll(tables []Table) {
	v.tables = make(map[string]Table, len(tables))
	for _, t := range tables {
		if _, twice := v.tables[t.ID]; twice {
			t.Base = -1
		}
		v.tables[t.ID] = t
	}
	v.done = make(map[string]Protected, len(tables))
	for id := range v.tables {
		v.protect(id)
	}
}

// Figure gives one count that stands in no table, such as the number of people in a view.
func (r Rule) Figure(n int) Figure {
	if r = r.atLeastFloor(); n < r.Threshold {
		return Suppressed
	}
	return Figure{Value: (n + r.Round/2) / r.Round * r.Round}
}

// atLeastFloor makes every rule safe, the zero Rule among them: not under the floor, and not rounding so coarsely that
// people at the threshold show as nobody.
func (r Rule) atLeastFloor() Rule {
	threshold := max(r.Threshold, Floor)
	return Rule{Threshold: threshold, Round: min(max(r.Round, MinRound), threshold)}
}

type view struct {
	rule   Rule
	total  int
	tables map[string]Table
	done   map[string]Protected
	more   map[string]map[string]bool // rows to suppress whatever their counts, by table; baseRow for all of it
}

// protect gives a table as it may be seen, those that lead into it first.
func (v *view) protect(id string) Protected {
	if p, ok := v.done[id]; ok {
		return p
	}
	t := v.tables[id]
	v.done[id] = withheld(t) // what a route that leads round in a circle finds
	switch {
	case !v.fits(t) || v.cutOff(t) || v.more[id][baseRow]:
	case v.leaks(t):
		if p := v.figures(t, v.wider(t), true); p.people >= t.Base {
			if v.bounds(t, p) {
				for row := range p.Rows {
					p.Rows[row] = Suppressed
				}
			}
			v.done[id] = p
		}
	default:
		v.done[id] = v.figures(t, t.Base, false)
	}
	return v.done[id]
}

func withheld(t Table) Protected {
	p := Protected{Base: Suppressed, Rows: make(map[string]Figure, len(t.Rows)), Withheld: true}
	for _, row := range t.Rows {
		p.Rows[row.ID] = Suppressed
	}
	return p
}

// fits reports whether the table's base may be seen by itself and its rows make sense with it.
func (v *view) fits(t Table) bool {
	if t.Base < v.rule.Threshold || t.Base > v.total {
		return false
	}
	sum, alone := 0, 0
	for _, row := range t.Rows {
		if row.Count < 0 || row.Count > t.Base {
			return false
		}
		sum += row.Count
		if row.Alone {
			alone += row.Count
		}
	}
	if t.Kind == Parts {
		return sum == t.Base
	}
	return alone <= t.Base
}

// figures gives a table's figures out of a base, which is the table's own or a wider one.
func (v *view) figures(t Table, base int, widened bool) Protected {
	p := Protected{Base: v.rule.Figure(base), Rows: make(map[string]Figure, len(t.Rows)+1), Widened: widened, people: base}
	hidden := v.hiddenParts(t, widened)
	if t.Kind == Choices {
		hidden = v.hiddenChoices(t)
	}
	for _, row := range t.Rows {
		if hidden[row.ID] {
			p.Rows[row.ID] = Suppressed
		} else {
			p.Rows[row.ID] = v.rule.Figure(row.Count)
		}
	}
	if widened {
		p.Rows[NotAsked] = Suppressed
	}
	return p
}

// hiddenParts gives the rows of a Parts table to suppress. In a widened table, those of its own rows that are
// suppressed must be many enough by themselves, because how many were not asked may be known from elsewhere.
func (v *view) hiddenParts(t Table, widened bool) map[string]bool {
	hidden := map[string]bool{}
	for _, row := range t.Rows {
		if row.Count < v.rule.Threshold || v.more[t.ID][row.ID] {
			hidden[row.ID] = true
		}
	}
	if len(hidden) > 0 || widened {
		v.hideEnough(t, hidden, widened)
	}
	return hidden
}

// margin is how far the sum of suppressed counts stays from the most that they can come to, so that none of them is
// known to be at its most.
const margin = 4

// hideEnough suppresses one more row where those suppressed are fewer than two, or together below the threshold, or
// together nearly as many as counts below the threshold can be. Any row not suppressed yet mends all three.
func (v *view) hideEnough(t Table, hidden map[string]bool, one bool) {
	sum, most := 0, -margin
	var spare []Row
	for _, row := range t.Rows {
		switch {
		case !hidden[row.ID]:
			spare = append(spare, row)
		case row.Count < v.rule.Threshold:
			sum, most = sum+row.Count, most+v.rule.Threshold-1
		default: // suppressed though large: nobody knows how large
			sum, most = sum+row.Count, math.MaxInt32
		}
	}
	enough := sum >= v.rule.Threshold && sum <= most && (one || len(hidden) >= 2)
	if enough || len(spare) == 0 {
		return
	}
	hidden[slices.MinFunc(spare, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Spare, a.Spare), cmp.Compare(a.ID, b.ID))
	}).ID] = true
}

// hiddenChoices gives the rows of a Choices table to suppress. They are held against the table's own base, also where it
// is shown out of a wider one.
func (v *view) hiddenChoices(t Table) map[string]bool {
	choosers, open, more := t.Base, 0, 0
	for _, row := range t.Rows {
		if row.Alone {
			choosers -= row.Count
		} else {
			open++
			more += row.Count
		}
	}
	more -= choosers // choices beyond everybody's first
	hidden := map[string]bool{}
	for _, row := range t.Rows {
		out := t.Base - row.Count
		if !row.Alone {
			out = choosers - row.Count
		}
		if row.Count < v.rule.Threshold || out < v.rule.Threshold || v.more[t.ID][row.ID] ||
			!row.Alone && open == 2 && more > 0 && more < v.rule.Threshold {
			hidden[row.ID] = true
		}
	}
	if len(hidden) > 0 && more < v.rule.Threshold {
		v.hideEnough(t, hidden, false)
	}
	return hidden
}
