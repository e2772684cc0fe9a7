package release

import (
	"maps"
	"strings"

	"voiceforum/shared/calendar"
	"voiceforum/shared/tally"
)

// firstCodebook is the version of the codebook of whatever was kept before the version was kept with it.
const firstCodebook = 1

// Basis is what figures that were shown were made from: exact counts, which nobody sees, and for each view the day
// on which they were counted and the version of the codebook by which they were. Whatever is shown next is compared with it, so that comparing the two describes nobody.
// The zero Basis is that of a forum of which nothing was shown yet.
type Basis struct {
	Counts    tally.Tally             `json:"counts"`
	Counted   map[string]calendar.Day `json:"counted"`             // by view
	Codebooks map[string]int          `json:"codebooks,omitempty"` // by view; version 1 where a view is not named
	Year      *YearBasis              `json:"year,omitempty"`
	Fresh     *FreshBasis             `json:"fresh,omitempty"`
	Quoted    Quoted                  `json:"-"` // kept beside it, because it is looked at far more often
}

// codebook gives the version of the codebook by which a view's counts were made.
func (b Basis) codebook(view string) int {
	if version, ok := b.Codebooks[view]; ok {
		return version
	}
	return firstCodebook
}

// Advance gives the basis of the next figures, from the counts of a day under the source's codebook. View by view, it is the new counts where
// nothing was shown of the view, or where at least the threshold of people are counted differently; otherwise what
// was shown stays. Live figures and releases go by one line of bases, so a release stays at the live figures that
// fewer than ten people differ from.
func (b Basis) Advance(src Source, counts tally.Tally, day calendar.Day) Basis {
	next := Basis{
		Counts: tally.Tally{}, Counted: map[string]calendar.Day{}, Codebooks: map[string]int{},
		Year: b.Year, Fresh: b.Fresh, Quoted: b.Quoted,
	}
	maps.Copy(next.Counted, b.Counted)
	maps.Copy(next.Codebooks, b.Codebooks)
	was, now := byView(b.Counts), byView(counts)
	for _, view := range views {
		old, fresh := was[view.id], now[view.id]
		shown := !src.Rule.Figure(old.Of(view.id, tally.Respondents, tally.All)).Suppressed
		if !shown || src.Rule.Differ(uncrossed(old), uncrossed(fresh)) {
			old = fresh
			next.Counted[view.id], next.Codebooks[view.id] = day, src.Codebook
		}
		next.Counts.Merge(old, 1)
	}
	return next
}

// uncrossed gives a tally without its crossings. They are left out of comparing, because only some counts have them: the
// running tally has none.
func uncrossed(t tally.Tally) tally.Tally {
	plain := make(tally.Tally, len(t))
	for cell, n := range t {
		if _, table, _ := strings.Cut(cell, "|"); !strings.HasPrefix(table, tally.CrossPrefix) {
			plain[cell] = n
		}
	}
	return plain
}

// byView takes a tally apart by views.
func byView(t tally.Tally) map[string]tally.Tally {
	parts := map[string]tally.Tally{}
	for cell, n := range t {
		view, _, _ := strings.Cut(cell, "|")
		if parts[view] == nil {
			parts[view] = tally.Tally{}
		}
		parts[view][cell] = n
	}
	return parts
}
