package tally

import (
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// Adder adds up many responses without making a tally of each: counting a forum afresh takes memory for its cells, and
// none for its responses. Adders of parts of a forum are merged by their tallies. The zero Adder is ready; it is for
// one goroutine.
type Adder struct {
	counts  map[place]int
	tables  map[*questionnaire.Question]string
	crosses map[*questionnaire.Questionnaire]*layout
	rows    []place // of the response that is being crossed
	cols    []place
}

// place is a cell, its name not yet put together.
type place struct{ view, table, cell string }

// Add counts a response as Contribution does, with the same errors.
func (a *Adder) Add(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention) error {
	view := r.Channel.View()
	a.start()
	return each(q, r, mentions, a.tableOf, func(table, cell string) { a.counts[place{view, table, cell}]++ })
}

// Cross counts a response under the cells of every Crossing of its questionnaire, and under nothing else. Its errors
// are those of Contribution.
func (a *Adder) Cross(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention) error {
	a.start()
	view, layout := r.Channel.View(), a.layoutOf(q)
	a.rows, a.cols = a.rows[:0], a.cols[:0]
	err := each(q, r, mentions, a.tableOf, func(table, cell string) {
		if layout.rows[table] {
			a.rows = append(a.rows, place{view, table, cell})
		}
		if layout.cols[table] && cell != Asked {
			a.cols = append(a.cols, place{view, table, cell})
		}
	})
	if err != nil || len(a.cols) == 0 {
		return err
	}
	for theme := range Combine(mentions) {
		a.rows = append(a.rows, place{view, AllThemes, theme})
	}
	if r.Counts() {
		a.rows = append(a.rows, place{view, AllThemes, Asked})
	}
	for _, row := range a.rows {
		for _, col := range a.cols {
			a.counts[place{view, layout.cross(row.table, col.table), layout.cell(row.cell, col.cell)}]++
		}
	}
	return nil
}

// Tally gives what was added up.
func (a *Adder) Tally() Tally {
	t := make(Tally, len(a.counts))
	for p, n := range a.counts {
		t[Key(p.view, p.table, p.cell)] = n
	}
	return t
}

func (a *Adder) start() {
	if a.counts == nil {
		a.counts = map[place]int{}
		a.tables = map[*questionnaire.Question]string{}
		a.crosses = map[*questionnaire.Questionnaire]*layout{}
	}
}

func (a *Adder) tableOf(qu *questionnaire.Question) string {
	table, known := a.tables[qu]
	if !known {
		table = questionTable(qu)
		a.tables[qu] = table
	}
	return table
}

func (a *Adder) layoutOf(q *questionnaire.Questionnaire) *layout {
	l, known := a.crosses[q]
	if !known {
		l = newLayout(q)
		a.crosses[q] = l
	}
	return l
}
