package tally

import (
	"voiceforum/shared/questionnaire"
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
			cols = append(cols, questionTable(qu))
		case qu.Kind == questionnaire.Scale:
			rows = append(rows, questionTable(qu))
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

// layout is a questionnaire's crossings, and the names of their tables and cells as far as they were needed.
type layout struct {
	rows, cols map[string]bool
	tables     map[[2]string]string
	cells      map[[2]string]string
}

func newLayout(q *questionnaire.Questionnaire) *layout {
	l := &layout{
		rows: map[string]bool{}, cols: map[string]bool{}, tables: map[[2]string]string{}, cells: map[[2]string]string{},
	}
	for _, c := range Crossings(q) {
		l.rows[c.Rows], l.cols[c.Cols] = true, true
		l.tables[[2]string{c.Rows, c.Cols}] = c.Table()
	}
	return l
}

func (l *layout) cross(rows, cols string) string { return l.tables[[2]string{rows, cols}] }

func (l *layout) cell(row, col string) string {
	name, known := l.cells[[2]string{row, col}]
	if !known {
		name = CrossCell(row, col)
		l.cells[[2]string{row, col}] = name
	}
	return name
}
