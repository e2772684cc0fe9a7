package packtest

import (
	"voiceforum/shared/release"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// fill fills in what a release holds besides what was made of its tallies.
func (w *world) fill(r *release.Release, counts tally.Tally, people int) {
	if r.Year == nil {
		r.Year = w.year(counts, people)
	}
	if r.Quotes == nil {
		r.Quotes = w.quotes(*r)
	}
	if r.Fresh == nil {
		r.Fresh = []release.Fresh{{Words: []string{"scaffolding", "ladder", "roof"}, People: w.src.Rule.Figure(people / 9)}}
		if people >= 100 {
			r.Fresh = append(r.Fresh, release.Fresh{Words: []string{"lanyard", "badge"}, People: release.Figure{Suppressed: true}, Name: "Badges that people wear"})
		}
	}
	if r.Promises == nil {
		r.Promises = []release.Promise{
			{Theme: "kept-informed", Agency: "police", What: "Ring everybody once a month, news or none", By: "2026-12-01", State: "in-hand", Forum: tallytest.Forum.Previous()},
			{Theme: "court-dates", Agency: "courts", What: "Tell people of a new date within a day", By: "2026-11-15", State: "done", Forum: tallytest.Forum.Previous()},
		}
	}
	r.TakenBack = true
}

// year pools the forum with three more of its size.
func (w *world) year(counts tally.Tally, people int) *release.Year {
	pooled := counts.Add(w.counts(3*people, false))
	src := w.src
	src.Before = nil
	made := release.Make(src, 1, "2027-01-04", release.Basis{}.Advance(src, pooled, "2027-01-02"))
	y := &release.Year{Forums: forums(), Respondents: made.Views[0].Respondents}
	for _, t := range made.Tables {
		if t.View == "victim" && t.Part != release.WhoAnswered {
			y.Tables = append(y.Tables, t)
		}
	}
	return y
}

// quotes takes two examples of each of the first themes for somebody's words.
func (w *world) quotes(r release.Release) []release.Quote {
	var all []release.Quote
	for i, t := range w.book.Themes[:min(9, len(w.book.Themes))] {
		for n, x := range t.Examples {
			if n > 1 || x.Absent {
				continue
			}
			q := release.Quote{View: "victim", Theme: t.ID, Stance: x.Stance, Words: x.Text}
			if i%2 == 0 && !r.Views[0].Respondents.Suppressed {
				q.From = "a person who answered by themselves"
			}
			all = append(all, q)
		}
	}
	return append(all, release.Quote{View: "partner", Theme: "safety", Stance: themes.Negative, Words: "Our client was not told <when> he was let out & met him at the shop."})
}
