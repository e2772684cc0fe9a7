package release

import (
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// yearForums is how many forums a year has.
const yearForums = 4

// PastForums is how many forums before its own a release is told of. All that are tied to it must be: a year shares
// forums with the years before it, those with years before them, and what is left out of that chain gives suppressed
// counts away. Ten years are as good as all.
const PastForums = 10 * yearForums

// Past is an earlier forum as its figures stand.
type Past struct {
	Source Source
	Basis  Basis
}

// YearBasis is a year that was published, with the exact counts that it was made of. Later years are compared with it.
type YearBasis struct {
	Shown  Year                            `json:"shown"`
	Total  int                             `json:"total"`
	Tables []disclosure.Table              `json:"tables"`
	Seen   map[string]disclosure.Protected `json:"seen"`
}

// WithYear gives a release its rolling year, of this forum and up to three before it, and the basis in which it is kept.
// past are the forums before this one, latest first, without a gap. Forums are added up under one version of the codebook
// and of the questionnaire only. The year of a forum is made once, for its first release, and stays; there is none while there is one forum. It
// is of victims, and made by disclosure control from the counts that the forums' own figures were made of, so that the
// year, those figures and earlier years together give away nothing that is suppressed in any of them.
func (src Source) WithYear(r Release, basis Basis, past []Past) (Release, Basis) {
	if basis.Year == nil {
		basis.Year = src.year(basis, past)
	}
	if basis.Year != nil {
		shown := basis.Year.Shown
		r.Year = &shown
	}
	return r, basis
}

func (src Source) year(basis Basis, past []Past) *YearBasis {
	view := response.Victim.View()
	all := append(slices.Clone(past[:min(len(past), PastForums)]), Past{})
	copy(all[1:], all)
	all[0] = Past{Source: src, Basis: basis}
	slices.Reverse(all) // oldest first
	last := len(all) - 1
	first := last
	for first > 0 && last-first < yearForums-1 && all[first-1].alike(all[last], view) {
		first--
	}
	if first == last {
		return nil
	}
	at := map[calendar.Quarter]int{}
	quarters := make([]disclosure.Quarter, len(all))
	for i, p := range all {
		at[p.Source.Forum] = i
		quarters[i] = p.quarter(view)
	}
	w := src.Rule.Pool(quarters, earlier(all, at), first, last)
	y := &YearBasis{Total: w.Total, Tables: w.Tables, Seen: w.Seen}
	for _, p := range all[first:] {
		y.Shown.Forums = append(y.Shown.Forums, p.Source.Forum)
	}
	y.Shown.Respondents = Figure{Suppressed: true}
	for _, d := range src.of(view).drafts(view, basis.Counts, basis.Counts.Of(view, tally.Respondents, tally.All)) {
		p, ok := w.Seen[d.table.ID]
		if !ok || d.table.Part == WhoAnswered {
			continue
		}
		t := d.table.with(p)
		if t.ID == AllThemes {
			y.Shown.Respondents = t.Base
		}
		if !t.Suppressed() {
			y.Shown.Tables = append(y.Shown.Tables, t)
		}
	}
	y.Shown.Notes = []string{NoteYear}
	return y
}

// alike reports whether a view of two forums was asked the same and counted by the same codebook.
func (p Past) alike(other Past, view string) bool {
	a, b := p.Source.of(view).asked, other.Source.of(view).asked
	return a != nil && b != nil && a.ID == b.ID && a.Version == b.Version &&
		p.Basis.codebook(view) == other.Basis.codebook(view)
}

// quarter gives a forum's counts and figures as they stand.
func (p Past) quarter(view string) disclosure.Quarter {
	total := p.Basis.Counts.Of(view, tally.Respondents, tally.All)
	tables := exact(p.Source.of(view).drafts(view, p.Basis.Counts, total))
	return disclosure.Quarter{Total: total, Tables: tables, Seen: p.Source.Rule.Protect(total, tables)}
}

// earlier gives the years that were published before, by their places among some forums.
func earlier(all []Past, at map[calendar.Quarter]int) []disclosure.Window {
	var windows []disclosure.Window
	for _, p := range all {
		y := p.Basis.Year
		if y == nil || len(y.Shown.Forums) == 0 {
			continue
		}
		first, ok := at[y.Shown.Forums[0]]
		if !ok {
			continue
		}
		windows = append(windows, disclosure.Window{
			First: first, Last: first + len(y.Shown.Forums) - 1, Total: y.Total, Tables: y.Tables, Seen: y.Seen,
		})
	}
	return windows
}
