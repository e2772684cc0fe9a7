package release

import (
	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/tally"
)

// crosses gives the two-way tables of a view: the themes and every scale, by channel, by kind of service, and by each
// thing that people chose to say about themselves, protected together with the tables whose margins they have. A cross
// of which nothing may be seen is left out, and so are those of counts that have none.
func (src Source) crosses(view string, counts tally.Tally, total int, drafts []draft) []Cross {
	var sketches []sketch
	var exactly []disclosure.Cross
	for _, said := range drafts {
		if !src.crossed(said.table.ID) {
			continue
		}
		for _, by := range drafts {
			if len(by.table.Rows) < 2 || !src.describes(by.table.ID) {
				continue
			}
			s := sketch{view: view, said: said, by: by}
			if s.known(counts) {
				sketches = append(sketches, s)
				exactly = append(exactly, s.exact(counts))
			}
		}
	}
	if len(exactly) == 0 {
		return nil
	}
	_, protected := src.Rule.ProtectAll(total, exact(drafts), exactly)
	var all []Cross
	for i, s := range sketches {
		if x, some := s.with(protected[exactly[i].ID]); some {
			all = append(all, x)
		}
	}
	return all
}

// crossed reports whether a table's rows are shown by who people are.
func (src Source) crossed(id string) bool {
	qu := src.asking(id)
	return id == AllThemes || qu != nil && qu.Kind == questionnaire.Scale
}

// describes reports whether a table says who people are.
func (src Source) describes(id string) bool {
	qu := src.asking(id)
	return id == tally.Channel || id == tally.Service ||
		qu != nil && qu.Part == questionnaire.AboutYou && qu.Kind == questionnaire.One
}

// asking finds the question that a table is of; nil where it is of none.
func (src Source) asking(id string) *questionnaire.Question {
	for _, qu := range src.questions() {
		if tally.Question+qu.ID == id {
			return qu
		}
	}
	return nil
}

// sketch is a two-way table before its protection: what was said, by who said it.
type sketch struct {
	view     string
	said, by draft
}

func (s sketch) crossing() tally.Crossing {
	return tally.Crossing{Rows: s.said.table.ID, Cols: s.by.table.ID}
}

// of counts the people of a column in a row. A column of kinds of service that are counted together is the sum of theirs.
func (s sketch) of(counts tally.Tally, row, col string) int {
	n, table := 0, s.crossing().Table()
	for _, part := range s.by.parts(col) {
		n += counts.Of(s.view, table, tally.CrossCell(row, part))
	}
	return n
}

// parts gives the cells that a row counts.
func (d draft) parts(row string) []string {
	if parts := d.together[row]; parts != nil {
		return parts
	}
	return []string{row}
}

// known reports whether the counts have the crossing at all: those of live figures and of older releases do not.
func (s sketch) known(counts tally.Tally) bool {
	for _, col := range s.by.counts.Rows {
		if s.of(counts, tally.Asked, col.ID) > 0 {
			return true
		}
	}
	return false
}

// exact gives the counts. Disclosure control has who people are as its rows, and what they said as its columns.
func (s sketch) exact(counts tally.Tally) disclosure.Cross {
	x := disclosure.Cross{
		ID: s.crossing().Table(), Rows: s.by.table.ID, Cols: s.said.table.ID, Counts: map[string]map[string]int{},
	}
	if s.said.counts.Route != nil {
		x.Bases = map[string]int{}
	}
	for _, col := range s.by.counts.Rows {
		x.Counts[col.ID] = map[string]int{}
		for _, row := range s.said.counts.Rows {
			x.Counts[col.ID][row.ID] = s.of(counts, row.ID, col.ID)
		}
		if x.Bases != nil {
			x.Bases[col.ID] = s.of(counts, tally.Asked, col.ID)
		}
	}
	return x
}

// with fills in the figures, and reports whether any of them may be seen.
func (s sketch) with(p disclosure.ProtectedCross) (Cross, bool) {
	x := Cross{
		ID: s.crossing().Table(), View: s.view, Title: s.said.table.Title + " By: " + s.by.table.Title,
		Base: s.said.table.BaseOf, Bases: map[string]Figure{}, Cells: map[string]map[string]Figure{}, Notes: s.said.table.Notes,
	}
	some := false
	for _, col := range s.by.table.Rows {
		x.Cols = append(x.Cols, Heading{ID: col.ID, Label: col.Label})
		x.Bases[col.ID] = seenOr(p.Bases, col.ID)
	}
	for _, row := range s.said.table.Rows {
		x.Rows = append(x.Rows, Heading{ID: row.ID, Label: row.Label})
		x.Cells[row.ID] = map[string]Figure{}
		for _, col := range s.by.table.Rows {
			f := seenOr(p.Cells[col.ID], row.ID)
			x.Cells[row.ID][col.ID] = f
			some = some || !f.Suppressed
		}
	}
	return x, some && !p.Withheld
}

// seenOr gives a figure, suppressed where there is none.
func seenOr(figures map[string]Figure, id string) Figure {
	if f, ok := figures[id]; ok {
		return f
	}
	return Figure{Suppressed: true}
}
