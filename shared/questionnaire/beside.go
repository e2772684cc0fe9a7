package questionnaire

import (
	"slices"

	"voiceforum/shared/fault"
)

// Shared is one thing that at least two questionnaires ask under the same key, each in its own words.
type Shared struct {
	Key       string
	Kind      Kind
	Questions []*Question // one for each questionnaire, nil where it does not ask
	Rows      []Row       // the answers to choose from; nil for a free text
}

// Row is one answer to choose from, as each questionnaire has it.
type Row struct {
	ID      string     // Option.As
	Options [][]Option // for each questionnaire, the options that say this; none where it does not offer it
}

// Beside puts questionnaires side by side: what at least two of them ask, in the order of the first that asks it, with
// the rows of its answers in that one's order, what only later ones offer before "prefer not to say". The counts of
// the options of one row may be added within one questionnaire, and never across questionnaires: each has a base of
// its own.
//
// Questions under one key that cannot stand beside each other, because their kinds or the words of their scales
// differ, are a fault.Invalid.
func Beside(qs ...*Questionnaire) ([]Shared, error) {
	var all []Shared
	for i, q := range qs {
		for _, qu := range q.Questions {
			k := slices.IndexFunc(all, func(s Shared) bool { return s.Key == qu.Key })
			if k < 0 {
				k = len(all)
				all = append(all, Shared{Key: qu.Key, Kind: qu.Kind, Questions: make([]*Question, len(qs))})
			}
			s := &all[k]
			if s.Kind != qu.Kind {
				return nil, fault.New(fault.Invalid, "questions under the key %s are of different kinds", qu.Key)
			}
			s.Questions[i] = qu
			if err := s.add(i, qu); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(all, func(s Shared) bool {
		asking := slices.DeleteFunc(slices.Clone(s.Questions), func(qu *Question) bool { return qu == nil })
		return len(asking) < 2
	}), nil
}

// add puts the options of questionnaire i's question into their rows.
func (s *Shared) add(i int, qu *Question) error {
	for _, o := range qu.Options {
		k := slices.IndexFunc(s.Rows, func(r Row) bool { return r.ID == o.As })
		if k < 0 {
			k = len(s.Rows)
			if k > 0 && s.Rows[k-1].ID == PreferNot {
				k--
			}
			s.Rows = slices.Insert(s.Rows, k, Row{ID: o.As, Options: make([][]Option, len(s.Questions))})
		}
		for _, others := range s.Rows[k].Options {
			if o.Point > 0 && len(others) > 0 && others[0].Label[English] != o.Label[English] {
				return fault.New(fault.Invalid, "scales under the key %s are of different words", qu.Key)
			}
		}
		s.Rows[k].Options[i] = append(s.Rows[k].Options[i], o)
	}
	return nil
}
