package tally

import (
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/themes"
)

// AllThemes is the rows' table of a Crossing that has a row for every theme: those who spoke of it, whatever their stance.
const AllThemes = "themes"

// CrossPrefix begins the name of a table that crosses two others.
const CrossPrefix = "x."

// Crossing names two tables whose people are counted together, each row by each column. Releases show them, live figures
// do not, so that what people said about themselves is kept with their answers nowhere but in the responses.
//
// Its cells are those of the rows' table, Asked and NoAnswer among them, by those of the columns'. In a tally they are
//
//	victim|x.q.overall.q.age|point-4/age-18-to-24
//	victim|x.themes.channel|kept-informed/advocate-assisted
type Crossing struct{ Rows, Cols string }

// Table gives the name of the crossing's table.
func (c Crossing) Table() string { return CrossPrefix + c.Rows + "." + c.Cols }

// CrossCell gives the name of a cell of a crossing.
func CrossCell(row, col string) string { return row + "/" + col }

// Crossings gives what is crossed of a questionnaire: the themes and every scale, by channel, by kind of service, and by
// each thing that people chose to say about themselves. A channel of one row, and services where there are none, are
// left out by whoever shows them.
func Crossings(q *questionnaire.Questionnaire) []Crossing {
	rows, cols := []string{AllThemes}, []string{Channel, Service}
	for _, qu := range q.Questions {
		switch {
		case qu.Part == questionnaire.AboutYou && qu.Kind == questionnaire.One:
			cols = append(cols, Question+qu.ID)
		case qu.Kind == questionnaire.Scale:
			rows = append(rows, Question+qu.ID)
		}
	}
	all := make([]Crossing, 0, len(rows)*len(cols))
	for _, row := range rows {
		for _, col := range cols {
			all = append(all, Crossing{row, col})
		}
	}
	return all
}

// crossSums are the crossings of a questionnaire in one view, added up, and the sheet on which the cells of one response
// are gathered first.
type crossSums struct {
	rows, cols places
	sums       [][]int // by row and column, as far as they were seen

	table        string
	inRow, inCol []int
}

func newCrossSums(q *questionnaire.Questionnaire) *crossSums {
	s := &crossSums{rows: newPlaces(), cols: newPlaces()}
	for _, c := range Crossings(q) {
		s.rows.of[c.Rows], s.cols.of[c.Cols] = true, true
	}
	return s
}

func (s *crossSums) open(table string)              { s.table = table }
func (s *crossSums) ask(qu *questionnaire.Question) { s.table = Question + qu.ID }

func (s *crossSums) in(cell string) {
	if s.rows.of[s.table] {
		s.inRow = append(s.inRow, s.rows.number(place{s.table, cell}))
	}
	if s.cols.of[s.table] && cell != Asked {
		s.inCol = append(s.inCol, s.cols.number(place{s.table, cell}))
	}
}

// add counts what was gathered of a response, with a row for every theme that it speaks of, and begins the next. Whoever
// may not be counted is in no column.
func (s *crossSums) add(mentions []themes.Mention) {
	s.open(AllThemes)
	s.in(Asked)
	for theme := range Combine(mentions) {
		s.in(theme)
	}
	for _, row := range s.inRow {
		for len(s.sums) <= row {
			s.sums = append(s.sums, nil)
		}
		for _, col := range s.inCol {
			for len(s.sums[row]) <= col {
				s.sums[row] = append(s.sums[row], 0)
			}
			s.sums[row][col]++
		}
	}
	s.inRow, s.inCol = s.inRow[:0], s.inCol[:0]
}

// into adds the cells of a view to a tally.
func (s *crossSums) into(t Tally, view string) {
	for row, cols := range s.sums {
		for col, n := range cols {
			if r, c := s.rows.all[row], s.cols.all[col]; n > 0 {
				t[Key(view, Crossing{r.table, c.table}.Table(), CrossCell(r.cell, c.cell))] += n
			}
		}
	}
}

// place is a cell of a table.
type place struct{ table, cell string }

// places numbers the cells of some tables.
type places struct {
	of      map[string]bool // the tables
	numbers map[place]int
	all     []place
}

func newPlaces() places { return places{of: map[string]bool{}, numbers: map[place]int{}} }

func (p *places) number(at place) int {
	n, known := p.numbers[at]
	if !known {
		n = len(p.all)
		p.numbers[at] = n
		p.all = append(p.all, at)
	}
	return n
}
