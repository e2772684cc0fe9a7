package release

import (
	"slices"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/tally"
)

// maxCases is how many ways of answering are tried to understand one condition.
const maxCases = 1 << 14

// route tells disclosure control how people came to be asked a question; nil where everybody is.
//
// Most conditions come down to one earlier question, even those that read several ("reported, and agreed on a plan":
// only who reported was asked about a plan). Whether this one does is found by trying every way of answering the
// questions it depends on. Where it does not, the options that it names stand for what it reads of each question, and
// disclosure control takes more care.
func (src Source) route(qu *questionnaire.Question) *disclosure.Route {
	if qu.When == nil {
		return nil
	}
	cases := src.cases(qu)
	for _, id := range slices.Backward(qu.DependsOn) {
		if lead, ok := src.decides(id, qu.When, cases); ok {
			return &disclosure.Route{From: []disclosure.Lead{lead}}
		}
	}
	route := &disclosure.Route{}
	for _, id := range qu.DependsOn {
		route.From = append(route.From, disclosure.Lead{Table: tally.Question + id, Rows: named(qu.When, id)})
	}
	return route
}

// cases gives every way of answering the questions that decide whether a question applies, one option or none each;
// nil where they are too many.
func (src Source) cases(qu *questionnaire.Question) []questionnaire.Answers {
	deciding := map[string]bool{}
	var mark func(ids []string)
	mark = func(ids []string) {
		for _, id := range ids {
			if q, ok := src.asked.Question(id); ok && !deciding[id] {
				deciding[id] = true
				mark(q.DependsOn)
			}
		}
	}
	mark(qu.DependsOn)
	all := []questionnaire.Answers{{}}
	for _, q := range src.asked.Questions {
		if !deciding[q.ID] {
			continue
		}
		if len(all)*(len(q.Options)+1) > maxCases {
			return nil
		}
		for _, c := range slices.Clone(all) {
			for _, o := range q.Options {
				more := questionnaire.Answers{q.ID: {o.ID}}
				for id, answer := range c {
					more[id] = answer
				}
				if q.When.Met(c) {
					all = append(all, more)
				}
			}
		}
	}
	return all
}

// decides reports whether a condition follows, in every case, from the answer to one question, and from which.
func (src Source) decides(id string, when *questionnaire.Condition, cases []questionnaire.Answers) (disclosure.Lead, bool) {
	lead := disclosure.Lead{Table: tally.Question + id}
	from, ok := src.asked.Question(id)
	if !ok || len(cases) == 0 {
		return lead, false
	}
	met := map[string]bool{} // by row, with disclosure.NotAsked for who was not asked
	for _, c := range cases {
		row := tally.NoAnswer
		switch {
		case !from.When.Met(c):
			row = disclosure.NotAsked
		case len(c[id]) > 0:
			row = c[id][0]
		}
		m := when.Met(c)
		if was, seen := met[row]; seen && was != m {
			return lead, false
		}
		met[row] = m
	}
	for _, row := range src.rows(from) {
		m, tried := met[row.ID]
		if !tried { // a month's year, which no condition can name
			m = met[tally.NoAnswer]
		}
		if m {
			lead.Rows = append(lead.Rows, row.ID)
		}
	}
	lead.Unasked = met[disclosure.NotAsked]
	return lead, true
}

// named gives the options of a question that a condition names.
func named(c *questionnaire.Condition, id string) []string {
	if c == nil {
		return nil
	}
	var options []string
	if c.Question == id {
		options = append(options, c.Is...)
	}
	for _, inner := range slices.Concat(c.All, c.Any) {
		options = append(options, named(inner, id)...)
	}
	return append(options, named(c.Not, id)...)
}
