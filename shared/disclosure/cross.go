package disclosure

// Cross is a two-way table of exact counts: the people in each row of one table of the view who are in each row of
// another, such as a characteristic by theme, a characteristic by the options of a question, or a kind of service by
// option. The table whose rows are the cross's rows must be about everybody in the view. Counts that are not there are
// zero.
type Cross struct {
	ID     string
	Rows   string                    // the id of the table whose rows are the rows of the cross
	Cols   string                    // the id of the table whose rows are its columns
	Bases  map[string]int            // by row: how many of its people are in the base of Cols
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
// suppressed, in the tables or in each other.
func (r Rule) ProtectAll(total int, tables []Table, crosses []Cross) (map[string]Protected, map[string]ProtectedCross) {
	seen := make(map[string]ProtectedCross, len(crosses))
	for _, c := range crosses {
		seen[c.ID] = ProtectedCross{Withheld: true}
	}
	return r.Protect(total, tables), seen
}
