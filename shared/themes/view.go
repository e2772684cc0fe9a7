package themes

import "voiceforum/shared/themes/phrase"

// view is one hit with the stance that it has in its frames.
type view struct {
	phrase.Hit
	meaning
	stance Stance // empty where nothing says how
	sure   bool   // the rule said how, not the words around it
	weight float64
}

// firm gives the view that says most: the first of those with the greatest weight.
func (r *reading) firm() view {
	firm := r.views[0]
	for _, v := range r.views {
		if v.weight > firm.weight {
			firm = v
		}
	}
	return firm
}

// settle sums the views of a theme. Where a rule said how, the words around it in the same clause are not asked again.
func (r *reading) settle(t *found) {
	sure, asked := -1, -1 // the clauses of the last view that was sure, and of the last that was not
	for i, v := range r.views {
		clause := r.words[v.First].Clause
		if outdone(r.views, i) || !v.sure && (clause == sure || clause == asked || r.sureBeside(i)) {
			continue
		}
		if v.sure {
			sure = clause
		} else {
			asked = clause
		}
		switch v.stance {
		case Positive:
			t.good += v.weight
		case Negative:
			t.bad += v.weight
		case Mixed:
			t.good, t.bad = t.good+v.weight, t.bad+v.weight
		case Neutral:
			if v.sure && r.later(v.Hit, isUndone) {
				t.bad += v.weight
				continue
			}
			t.plain = t.plain || v.sure
			t.told = true
		}
	}
}

// sureBeside reports whether one of the next views is sure and in the same clause.
func (r *reading) sureBeside(i int) bool {
	for j := i + 1; j < min(len(r.views), i+overlapping); j++ {
		if r.views[j].sure && r.words[r.views[j].First].Clause == r.words[r.views[i].First].Clause {
			return true
		}
	}
	return false
}

// weight is how far the stance of a hit is to be believed: more where the rule said how and the words around it agree,
// less where they say the opposite.
func (r *reading) weight(v view) float64 {
	switch {
	case !v.sure:
		return unsure
	case v.praisesByNegation():
		return agreed
	}
	around, ok := r.tone(r.words[v.First].Clause, r.words[v.Last].Clause)
	switch {
	case !ok || around == Neutral || around == Mixed || v.stance == Mixed || v.stance == Neutral:
		return 1
	case around == v.stance:
		return agreed
	}
	return disputed
}

// What a stance weighs that only the words around said, and a sure one where the words around it have the same tone, or
// the opposite.
const (
	unsure   = 0.4
	agreed   = 1.3
	disputed = 0.5
)

// outdone reports whether another hit over some of the same words says the opposite and is to be believed: the weightier
// one, then praise that demands a negation ("never had to chase"), then the longer one, then the complaint.
func outdone(views []view, i int) bool {
	v := views[i]
	if v.stance == Neutral {
		return false
	}
	for j := max(0, i-overlapping); j < min(len(views), i+overlapping); j++ {
		o := views[j]
		if j == i || o.First > v.Last || o.Last < v.First || o.stance == v.stance || !o.sure || o.stance == Neutral || o.stance == "" {
			continue
		}
		if o.weight != v.weight {
			if o.weight > v.weight {
				return true
			}
			continue
		}
		if o.praisesByNegation() != v.praisesByNegation() {
			if o.praisesByNegation() {
				return true
			}
			continue
		}
		if long, other := v.Last-v.First, o.Last-o.First; long != other {
			if other > long {
				return true
			}
			continue
		}
		if v.stance == Positive {
			return true
		}
	}
	return false
}

func (v view) praisesByNegation() bool {
	return v.says == saysPositive && v.negated && v.stance == Positive
}

// overlapping is among how many hits before and after one those over the same words are looked for.
const overlapping = 16
