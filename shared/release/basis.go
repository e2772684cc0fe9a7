package release

import (
	"maps"
	"strings"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/tally"
)

// Basis is what figures that were shown were made from: exact counts, which nobody sees, and for each view the day
// on which they were counted. Whatever is shown next is compared with it, so that comparing the two describes nobody.
// The zero Basis is that of a forum of which nothing was shown yet.
type Basis struct {
	Counts  tally.Tally             `json:"counts"`
	Counted map[string]calendar.Day `json:"counted"` // by view
	Year    *YearBasis              `json:"year,omitempty"`
	Fresh   *FreshBasis             `json:"fresh,omitempty"`
	Quoted  Quoted                  `json:"-"` // kept beside it, because it is looked at far more often
}

// Advance gives the basis of the next figures, from the counts of a day. View by view, it is the new counts where
// nothing was shown of the view, or where at least the threshold of people are counted differently; otherwise what
// was shown stays. Live figures and releases go by one line of bases, so a release stays at the live figures that
// fewer than ten people differ from.
func (b Basis) Advance(rule disclosure.Rule, counts tally.Tally, day calendar.Day) Basis {
	next := Basis{Counts: tally.Tally{}, Counted: map[string]calendar.Day{}, Year: b.Year, Fresh: b.Fresh, Quoted: b.Quoted}
	maps.Copy(next.Counted, b.Counted)
	was, now := byView(b.Counts), byView(counts)
	for _, view := range views {
		old, fresh := was[view.id], now[view.id]
		shown := !rule.Figure(old.Of(view.id, tally.Respondents, tally.All)).Suppressed
		if !shown || rule.Differ(uncrossed(old), uncrossed(fresh)) {
			old = fresh
			next.Counted[view.id] = day
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
