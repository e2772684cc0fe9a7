package quotes

import (
	"voiceforum/shared/release"
	"voiceforum/shared/tally"
)

// from gives the first trait of a speaker that may be said: the one for which at least the threshold of people are in
// its row and in the quote's place at once, as far as figures that may be seen can show. "" where there is none.
func from(r release.Release, at place, traits []Trait) string {
	for _, t := range traits {
		if together(r, at, t) >= r.Rule.Threshold {
			return t.Words
		}
	}
	return ""
}

// together gives how many people at least are in a trait's row and in a place. Of so many people in all, those in two
// groups are at least both groups less all (C. E. Bonferroni, 1936). Groups are taken at their smallest before rounding,
// and all at its largest.
func together(r release.Release, at place, t Trait) int {
	row, ok := rowOf(r, at.view, t.Table, t.Row)
	if !ok {
		return 0
	}
	slack := r.Rule.Round / 2
	fewest := func(figure int) int { return max(figure-slack, r.Rule.Threshold) } // what is shown is the threshold at least
	least, all := fewest(row), 0
	for _, v := range r.Views {
		if v.ID == at.view {
			all = v.Respondents.Value + slack
		}
	}
	if at.theme == "" {
		return least
	}
	about, ok := rowOf(r, at.view, release.AllThemes, at.theme)
	if !ok {
		return 0
	}
	least += fewest(about) - all
	if crossed, ok := crossedOf(r, at, t); ok {
		least = fewest(crossed)
	}
	if at.stance == "" {
		return least
	}
	so, ok := rowOf(r, at.view, tally.Theme+at.theme, string(at.stance))
	if !ok {
		return 0
	}
	return least + fewest(so) - (about + slack)
}

// rowOf gives the figure of a row; false where it may not be seen.
func rowOf(r release.Release, view, table, row string) (int, bool) {
	t, _ := r.Table(view, table)
	x, ok := t.Row(row)
	return x.Count.Value, ok && !x.Count.Suppressed
}

// crossedOf gives how many of those in a trait's row spoke of a theme, where the release shows that.
func crossedOf(r release.Release, at place, t Trait) (int, bool) {
	crossing := tally.Crossing{Rows: release.AllThemes, Cols: t.Table}
	for _, x := range r.Crosses {
		if x.View == at.view && x.ID == crossing.Table() {
			f, ok := x.Cells[at.theme][t.Row]
			return f.Value, ok && !f.Suppressed
		}
	}
	return 0, false
}
