package release

import (
	"math"
	"slices"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/statistics"
	"voiceforum/shared/tally"
)

// verdicts are those of statistics as a release has them.
var verdicts = map[statistics.Verdict]Verdict{
	statistics.Up: Up, statistics.Down: Down, statistics.NoChange: NoClearChange, statistics.TooFew: TooFew,
}

// family gathers the shares of a release that are compared with the forum before, and where each change belongs. All of
// them are judged together, so that a quarter in which nothing changed has at most one chance in ten of a change called.
type family struct {
	pairs []statistics.Pair
	into  []**Change
}

func (f *family) add(before, after statistics.Share, into **Change) {
	f.pairs = append(f.pairs, statistics.Pair{Before: before, After: after, Known: true})
	f.into = append(f.into, into)
}

// compare fills in what changed since the forum before, from the figures that were published of it and nothing else.
//
// A row is compared where both figures may be seen and mean the same: both forums were asked the same version of the
// questions, because that decides what people write about too, themes are of the same version of the codebook, and neither
// table is widened. Not compared are who answered, rows of those who said nothing, and years, which pass by themselves.
func (src Source) compare(r *Release) {
	if src.Before == nil || src.Before.Rule != r.Rule {
		return
	}
	var f family
	for i := range r.Tables {
		t := &r.Tables[i]
		was, ok := src.alike(*r, *t)
		if !ok {
			continue
		}
		for j := range t.Rows {
			if row := &t.Rows[j]; src.tells(row.ID) {
				before, b := seen(was.count(row.ID), was.Base)
				after, a := seen(row.Count, t.Base)
				if a && b {
					f.add(before, after, &row.Change)
				}
			}
		}
	}
	for i := range r.Satisfaction {
		s := &r.Satisfaction[i]
		now, _ := r.Table(s.View, s.Question)
		was, ok := src.alike(*r, now)
		qu := src.of(now.View).asking(now.ID)
		if !ok || qu == nil {
			continue
		}
		before, b := best(was, qu)
		after, a := best(now, qu)
		if a && b {
			f.add(before, after, &s.Change)
		}
	}
	for i, c := range statistics.Changes(f.pairs) {
		*f.into[i] = &Change{
			Since: src.Before.Forum, Verdict: verdicts[c.Verdict], Points: int(math.Round(100 * c.Difference.Points)),
			Within: points(c.Difference.Interval),
		}
	}
}

// alike finds the table of the forum before that a table can be compared with.
func (src Source) alike(r Release, t Table) (Table, bool) {
	was, ok := src.Before.Table(t.View, t.ID)
	if !ok || t.BaseOf == BaseWidened || was.BaseOf == BaseWidened || t.Part != was.Part {
		return was, false
	}
	now, before := r.view(t.View).Questionnaire, src.Before.view(t.View).Questionnaire
	asked := now.ID != "" && now == before
	switch t.Part {
	case Themes:
		return was, asked && r.codebook(t.View) == src.Before.codebook(t.View)
	case Questions:
		return was, asked
	}
	return was, false
}

// tells reports whether a row's share says something that can change.
func (src Source) tells(row string) bool {
	return row != tally.NoAnswer && row != questionnaire.PreferNot && row != disclosure.NotAsked &&
		!slices.Contains(tally.Years(src.Forum), row)
}

func seen(part, base Figure) (statistics.Share, bool) {
	if part.Suppressed || base.Suppressed {
		return statistics.Share{}, false
	}
	share, err := statistics.Of(part.Value, base.Value)
	return share, err == nil
}

// count gives the figure of a row, suppressed where there is none.
func (t Table) count(id string) Figure {
	if r, ok := t.Row(id); ok {
		return r.Count
	}
	return disclosure.Suppressed
}

func (r Release) view(id string) View {
	for _, v := range r.Views {
		if v.ID == id {
			return v
		}
	}
	return View{}
}

// codebook gives the version of the codebook that a view's figures were counted by.
func (r Release) codebook(view string) int {
	if v := r.view(view); v.Codebook != 0 {
		return v.Codebook
	}
	return r.Codebook
}
