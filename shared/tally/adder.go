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
	views   map[string]*viewSums
	crosses map[crossing]*crossSums
}

// crossing names the crossings of a questionnaire in a view.
type crossing struct {
	view string
	of   *questionnaire.Questionnaire
}

// Add counts a response as Contribution does, with the same errors.
func (a *Adder) Add(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention) error {
	return count(q, r, mentions, a.view(r.Channel.View()))
}

// Cross counts a response under the cells of every Crossing of its questionnaire, and under nothing else. Its errors
// are those of Contribution.
func (a *Adder) Cross(q *questionnaire.Questionnaire, r response.Response, mentions []themes.Mention) error {
	at := crossing{r.Channel.View(), q}
	sums, known := a.crosses[at]
	if !known {
		if a.crosses == nil {
			a.crosses = map[crossing]*crossSums{}
		}
		sums = newCrossSums(q)
		a.crosses[at] = sums
	}
	if err := count(q, r, mentions, sums); err != nil {
		return err
	}
	sums.add(mentions)
	return nil
}

// Tally gives what was added up.
func (a *Adder) Tally() Tally {
	t := Tally{}
	for view, sums := range a.views {
		for name, cells := range sums.tables {
			for _, c := range *cells {
				t[Key(view, name, c.name)] = c.n
			}
		}
	}
	for at, sums := range a.crosses {
		sums.into(t, at.view)
	}
	return t
}

func (a *Adder) view(name string) *viewSums {
	v, known := a.views[name]
	if !known {
		if a.views == nil {
			a.views = map[string]*viewSums{}
		}
		v = &viewSums{tables: map[string]*cellSums{}, questions: map[*questionnaire.Question]*cellSums{}}
		a.views[name] = v
	}
	return v
}

// viewSums is the sheet on which the responses of one view are added up.
type viewSums struct {
	tables    map[string]*cellSums
	questions map[*questionnaire.Question]*cellSums // the same, of questions, so as not to put their names together again
	opened    *cellSums
}

// cellSums are the cells of a table. They are few, and a look through them is faster than a map.
type cellSums []cellSum

type cellSum struct {
	name string
	n    int
}

func (v *viewSums) open(table string) {
	cells, known := v.tables[table]
	if !known {
		cells = new(cellSums)
		v.tables[table] = cells
	}
	v.opened = cells
}

func (v *viewSums) ask(qu *questionnaire.Question) {
	cells, known := v.questions[qu]
	if !known {
		v.open(Question + qu.ID)
		v.questions[qu] = v.opened
		return
	}
	v.opened = cells
}

func (v *viewSums) in(cell string) {
	for i := range *v.opened {
		if c := &(*v.opened)[i]; c.name == cell {
			c.n++
			return
		}
	}
	*v.opened = append(*v.opened, cellSum{cell, 1})
}
