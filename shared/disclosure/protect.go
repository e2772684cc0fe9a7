package disclosure

import (
	"cmp"
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
// these" or "no answer"; in a Parts table every row is so and the mark means nothing.
type Row struct {
	ID    string
	Count int
	Alone bool
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

// Protected is a table as it may be seen. Withheld says that nothing of it may be, its base included.
type Protected struct {
	Base     Figure
	Rows     map[string]Figure
	Withheld bool
}

// Protect gives the tables of one view as they may be seen, by their ids. total is the number of people in the view.
// The outcome depends neither on the order of the tables nor on that of their rows. It does the following.
//
//   - A table whose base is below the threshold is withheld, and so is one whose rows do not fit its base, because
//     then nobody knows what they are.
//   - In a Parts table, rows below the threshold are suppressed, zero included: if zeros were shown, every other
//     suppressed row would be known not to be zero, and a zero speaks about everybody in the base ("nobody was told").
//     Then the smallest of the other rows are suppressed too, until those suppressed are at least two and together
//     at least the threshold: so what is left when the rows shown are taken from the base is never a small count.
//   - In a Choices table, a row is suppressed where those who chose it are fewer than the threshold, and where those who
//     did not are: out of the base, and out of those who are in none of the rows that stand alone. Where only two rows
//     can be chosen together, those who chose both can be worked out, and count in the same way.
//   - A routed table is withheld where its base would give away a count that is suppressed: see leaks.
//   - What is shown is rounded.
//
// Counts below zero and tables with the same id are bugs of the caller, and are withheld.
func (r Rule) Protect(total int, tables []Table) map[string]Protected {
	v := view{rule: r.atLeastFloor(), total: total, tables: make(map[string]Table, len(tables))}
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
	return v.done
}

// Figure gives one count that stands in no table, such as the number of people in a view.
func (r Rule) Figure(n int) Figure {
	if r = r.atLeastFloor(); n < r.Threshold {
		return Suppressed
	}
	return Figure{Value: (n + r.Round/2) / r.Round * r.Round}
}

// atLeastFloor makes a rule that did not come from NewRule, the zero Rule among them, safe.
func (r Rule) atLeastFloor() Rule {
	return Rule{Threshold: max(r.Threshold, Floor), Round: max(r.Round, MinRound)}
}

type view struct {
	rule   Rule
	total  int
	tables map[string]Table
	done   map[string]Protected
}

// small reports whether a count is one that nobody may work out: some people, but too few.
func (v *view) small(n int) bool { return n != 0 && n > -v.rule.Threshold && n < v.rule.Threshold }

// protect gives a table as it may be seen, those that lead into it first.
func (v *view) protect(id string) Protected {
	if p, ok := v.done[id]; ok {
		return p
	}
	t := v.tables[id]
	v.done[id] = withheld(t) // what a route that leads round in a circle finds
	if v.fits(t) && !v.leaks(t) {
		v.done[id] = v.figures(t)
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

func (v *view) figures(t Table) Protected {
	hidden := v.hiddenParts(t)
	if t.Kind == Choices {
		hidden = v.hiddenChoices(t)
	}
	p := Protected{Base: v.rule.Figure(t.Base), Rows: make(map[string]Figure, len(t.Rows))}
	for _, row := range t.Rows {
		if hidden[row.ID] {
			p.Rows[row.ID] = Suppressed
		} else {
			p.Rows[row.ID] = v.rule.Figure(row.Count)
		}
	}
	return p
}

// hiddenParts gives the rows of a Parts table to suppress.
func (v *view) hiddenParts(t Table) map[string]bool {
	rows := slices.Clone(t.Rows)
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.ID, b.ID)) })
	hidden, sum := map[string]bool{}, 0
	for _, row := range rows {
		if row.Count >= v.rule.Threshold && (len(hidden) == 0 || len(hidden) >= 2 && sum >= v.rule.Threshold) {
			break
		}
		hidden[row.ID] = true
		sum += row.Count
	}
	return hidden
}

// hiddenChoices gives the rows of a Choices table to suppress.
func (v *view) hiddenChoices(t Table) map[string]bool {
	choosers, open, both := t.Base, 0, 0
	for _, row := range t.Rows {
		if row.Alone {
			choosers -= row.Count
		} else {
			open++
			both += row.Count
		}
	}
	both -= choosers
	hidden := map[string]bool{}
	for _, row := range t.Rows {
		out := t.Base - row.Count
		if !row.Alone {
			out = choosers - row.Count
		}
		hidden[row.ID] = row.Count < v.rule.Threshold || out < v.rule.Threshold || !row.Alone && open == 2 && v.small(both)
	}
	return hidden
}
