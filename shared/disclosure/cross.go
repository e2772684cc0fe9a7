package disclosure

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Cross is a two-way table of exact counts: the people in each row of one table of the view who are in each row of
// another, such as a characteristic by theme, a characteristic by the options of a question, or a kind of service by
// option. Counts that are not there are zero.
type Cross struct {
	ID     string
	Rows   string                    // the id of the Parts table about everybody whose rows are the rows of the cross
	Cols   string                    // the id of the table whose rows are its columns
	Bases  map[string]int            // by row: how many of its people are in the base of Cols; nil where all are
	Counts map[string]map[string]int // by row, then column
}

// ProtectedCross is a cross as it may be seen. Its margins are the figures of the two one-way tables, and no others.
// Bases are the people of each row who are in the base of Cols: where that is everybody, the row's own figure.
// Percentages are of them. Withheld says that nothing of it may be seen.
type ProtectedCross struct {
	Bases    map[string]Figure            // by row
	Cells    map[string]map[string]Figure // by row, then column
	Withheld bool
}

// ProtectAll gives the tables of one view as Protect does, and crosses of them that give away none of what is
// suppressed, in the tables or in each other. The outcome does not depend on the order of anything. It does the
// following, where below means below the threshold.
//
//   - The row or column of a figure that is suppressed in its one-way table is suppressed throughout.
//   - A cell below is suppressed, zero included, and so is one that leaves fewer than the threshold of its row: of a
//     Choices column, those who did not choose it.
//   - Other cells are suppressed until no suppressed cell can be bounded too tightly by rows, columns and what the
//     one-way tables show (see network): one that is below must still be able to be anything from 0 to the threshold, and
//     another anything in a span as wide as the threshold. This holds even for a reader who knew the shown figures
//     exactly.
//   - A column of Choices for which that cannot be done is suppressed throughout, and a cross with columns that are
//     Parts is withheld.
//   - Where Cols is asked of some rows of another table, the people of each row who were asked are figures of the cross
//     with that table too, and protected in both. Where that table is itself asked of some, its cross must be among the
//     crosses. Without it, or where the question depends on several tables or several choices, where its one-way table
//     is widened or withheld, and where two questions are asked of parts of a table's rows that overlap without being
//     the same, the cross is withheld.
//   - Counts that do not fit the tables' own are withheld: nobody knows what they are.
//
// Crosses of one table's rows with different columns, and of different tables' rows with the same columns, are linked by
// their margins alone, and those are fixed in all worlds considered; so they may be shown side by side. A cross of more
// than two ways is not for this, nor is a cross with rows that are themselves made of two tables.
func (r Rule) ProtectAll(total int, tables []Table, crosses []Cross) (map[string]Protected, map[string]ProtectedCross) {
	v := r.view(total, tables)
	x := crossings{view: v, byTables: map[[2]string]*crossing{}, done: map[string]bool{}}
	seen := make(map[string]ProtectedCross, len(crosses))
	sorted := slices.SortedFunc(slices.Values(crosses), func(a, b Cross) int { return cmp.Compare(a.ID, b.ID) })
	for _, c := range sorted {
		if _, twice := seen[c.ID]; twice {
			c.Bases, c.Counts = nil, nil // nobody knows which of the two it is
		}
		x.byTables[[2]string{c.Rows, c.Cols}] = x.crossing(c)
		seen[c.ID] = ProtectedCross{Withheld: true}
	}
	for _, c := range sorted {
		x.join(x.byTables[[2]string{c.Rows, c.Cols}])
	}
	for _, c := range sorted {
		if k := x.byTables[[2]string{c.Rows, c.Cols}]; k.ID == c.ID {
			x.protect(k)
			seen[c.ID] = k.seen()
		}
	}
	return v.done, seen
}

// crossings are the crosses of a view while they are protected.
type crossings struct {
	view     *view
	byTables map[[2]string]*crossing
	done     map[string]bool
}

// crossing is one cross while it is protected.
type crossing struct {
	Cross
	rule     Rule
	row, col Table
	fits     bool
	colShown map[string]bool
	outer    *crossing          // the cross with the table that Cols is asked after
	lead     string             // which part of outer's columns leads here
	parts    map[string]*part   // of the columns, that lead into others, by their rows' ids together
	asked    map[string]bool    // rows whose base may be seen
	hidden   map[[2]string]bool // cells
}

// part is some of a cross's columns together: those from which a further question is asked.
type part struct {
	cols  []string
	shown map[string]bool // rows whose count may be seen
}

func (x *crossings) crossing(c Cross) *crossing {
	v := x.view
	k := &crossing{
		Cross: c, rule: v.rule, row: v.tables[c.Rows], col: v.tables[c.Cols],
		colShown: map[string]bool{}, asked: map[string]bool{}, parts: map[string]*part{}, hidden: map[[2]string]bool{},
	}
	rows, cols := v.done[c.Rows], v.done[c.Cols]
	k.row.Rows, k.col.Rows = bySpare(k.row.Rows), bySpare(k.col.Rows)
	k.fits = k.countsFit() && k.row.Kind == Parts && k.row.Base == v.total && k.row.Route == nil &&
		!rows.Withheld && !rows.Widened && !cols.Withheld && !cols.Widened
	for _, row := range k.row.Rows {
		k.asked[row.ID] = k.fits && !rows.Rows[row.ID].Suppressed
	}
	for _, col := range k.col.Rows {
		k.colShown[col.ID] = k.fits && !cols.Rows[col.ID].Suppressed
	}
	return k
}

// bySpare gives rows in an order that no count decides: the most easily spared last.
func bySpare(rows []Row) []Row {
	return slices.SortedFunc(slices.Values(rows), func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Spare, b.Spare), cmp.Compare(a.ID, b.ID))
	})
}

// base counts a row's people who are in the base of the columns' table.
func (k *crossing) base(row Row) int {
	if k.Bases == nil {
		return row.Count
	}
	return k.Bases[row.ID]
}

// countsFit reports whether a cross's counts are those of its tables.
func (k *crossing) countsFit() bool {
	sums, people := map[string]int{}, 0
	for _, row := range k.row.Rows {
		base, sum, alone := k.base(row), 0, 0
		if base < 0 || base > row.Count {
			return false
		}
		for _, col := range k.col.Rows {
			n := k.Counts[row.ID][col.ID]
			if n < 0 || n > base {
				return false
			}
			sums[col.ID] += n
			sum += n
			if col.Alone {
				alone += n
			}
		}
		if k.col.Kind == Parts && sum != base || alone > base {
			return false
		}
		people += base
	}
	return people == k.col.Base && !slices.ContainsFunc(k.col.Rows, func(col Row) bool { return sums[col.ID] != col.Count })
}

// join ties a cross to the one that its columns are asked after. Where there is none to tie it to, it does not fit.
func (x *crossings) join(k *crossing) {
	route := k.col.Route
	if route == nil || !k.fits || k.outer != nil {
		return
	}
	k.fits = false
	if len(route.From) != 1 || route.From[0].Unasked {
		return
	}
	cols := slices.Compact(slices.Sorted(slices.Values(route.From[0].Rows)))
	outer := x.byTables[[2]string{k.Rows, route.From[0].Table}]
	if outer == nil {
		outer, cols = x.unseen(k, cols), []string{asked}
	}
	if outer == nil || outer == k || !outer.fits || len(cols) != 1 && outer.col.Kind != Parts {
		return
	}
	lead := strings.Join(cols, " ")
	for other, p := range outer.parts {
		if other != lead && slices.ContainsFunc(cols, func(c string) bool { return slices.Contains(p.cols, c) }) {
			return
		}
	}
	for _, row := range k.row.Rows {
		if sum := outer.sum(row.ID, cols); sum != k.base(row) {
			return
		}
	}
	if outer.parts[lead] == nil {
		outer.parts[lead] = &part{cols: cols, shown: map[string]bool{}}
	}
	k.fits, k.outer, k.lead = true, outer, lead
}

// asked is the column of those who were asked, in a cross that is not seen.
const asked = "asked"

// unseen gives the cross that stands for one that is not among the crosses: of who was asked and who was not. It is kept
// under the table that Cols is asked after, and the rows that lead on, so that all that are asked by them share it, and
// none that is asked by others.
func (x *crossings) unseen(k *crossing, lead []string) *crossing {
	outer := x.view.tables[k.col.Route.From[0].Table]
	name := outer.ID + " " + strings.Join(lead, " ")
	if o := x.byTables[[2]string{k.Rows, name}]; o != nil || outer.Route != nil || x.apart(k, outer.ID, name) {
		return o
	}
	o := &crossing{
		Cross: Cross{ID: "who was asked " + k.Rows + " " + name, Rows: k.Rows, Counts: map[string]map[string]int{}},
		rule:  k.rule, row: k.row, col: Table{Base: x.view.total, Rows: []Row{{ID: asked}, {ID: NotAsked, Spare: 1}}},
		fits: true, asked: maps.Clone(k.asked), colShown: map[string]bool{asked: true}, parts: map[string]*part{},
		hidden: map[[2]string]bool{},
	}
	for _, row := range k.row.Rows {
		n := k.base(row)
		o.Counts[row.ID] = map[string]int{asked: n, NotAsked: row.Count - n}
	}
	x.byTables[[2]string{k.Rows, name}] = o
	return o
}

// apart reports whether another cross that stands for one of a table is there already: one by other rows.
func (x *crossings) apart(k *crossing, table, name string) bool {
	for other := range x.byTables {
		if other[0] == k.Rows && other[1] != name && strings.HasPrefix(other[1], table+" ") {
			return true
		}
	}
	return false
}

func (k *crossing) sum(row string, cols []string) int {
	n := 0
	for _, c := range cols {
		n += k.Counts[row][c]
	}
	return n
}

// seen gives the cross as it may be seen.
func (k *crossing) seen() ProtectedCross {
	p := ProtectedCross{Bases: map[string]Figure{}, Cells: map[string]map[string]Figure{}, Withheld: true}
	for _, row := range k.row.Rows {
		p.Bases[row.ID] = Suppressed
		p.Cells[row.ID] = map[string]Figure{}
		for _, col := range k.col.Rows {
			p.Cells[row.ID][col.ID] = Suppressed
			if k.fits && k.asked[row.ID] && k.colShown[col.ID] && !k.hidden[[2]string{row.ID, col.ID}] {
				p.Cells[row.ID][col.ID] = k.rule.Figure(k.Counts[row.ID][col.ID])
				p.Withheld = false
			}
		}
	}
	for _, row := range k.row.Rows {
		if !p.Withheld && k.asked[row.ID] {
			p.Bases[row.ID] = k.rule.Figure(k.base(row))
		}
	}
	return p
}
