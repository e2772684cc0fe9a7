// Package packtest makes up releases for tests of the pack: real tables, made by package release from tallies of
// responses of people who do not exist, and the rest of what a release holds. Whatever package release does not make of
// tallies alone (quotes, promises, what is new, the last four forums) is filled in here.
package packtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// world is what releases are made from.
type world struct {
	tb   testing.TB
	rng  *rand.Rand
	book *themes.Codebook
	src  release.Source
	all  map[string]*questionnaire.Questionnaire // by view
}

// Release makes the second release of a forum that so many victims answered, a quarter as many services' pieces of
// feedback and an eighth as many officers'. The same number always gives the same release.
func Release(tb testing.TB, people int) release.Release {
	tb.Helper()
	w := newWorld(tb, people)
	before := release.Make(w.src, 1, "2026-10-03", release.Basis{}.Advance(w.src, w.counts(people, false), "2026-10-02"))
	before.Forum = tallytest.Forum.Previous()
	w.src.Before = &before
	counts := w.counts(people, true)
	r := release.Make(w.src, 2, "2027-01-04", release.Basis{}.Advance(w.src, counts, "2027-01-02"))
	w.fill(&r, counts, people)
	return r
}

func newWorld(tb testing.TB, people int) *world {
	tb.Helper()
	w := &world{tb: tb, rng: rand.New(rand.NewPCG(4, uint64(people))), all: map[string]*questionnaire.Questionnaire{}} //nolint:gosec // made up
	for view, id := range map[string]string{"victim": "rasso-adult", "partner": "partner", "officer": "officer"} {
		q, err := questionnaire.Latest(id)
		w.must(err)
		w.all[view] = q
	}
	book, err := themes.Load()
	w.must(err)
	w.book = book
	w.src = release.Source{
		Forum: tallytest.Forum, Questionnaire: w.all["victim"], Codebook: book.Version, Rule: disclosure.Default,
		Others: map[string]*questionnaire.Questionnaire{"partner": w.all["partner"], "officer": w.all["officer"]},
	}
	w.src.Code, err = release.CodeOf(w.src)
	w.must(err)
	for _, x := range book.Themes {
		w.src.Themes = append(w.src.Themes, release.ThemeTitle{ID: x.ID, Title: x.Title, Rights: x.Rights})
	}
	return w
}

func (w *world) must(err error) {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
}

// counts adds up what a forum's people answered, and in the later of two forums who they are beside what they said. More
// of the later one write of the first theme.
func (w *world) counts(people int, later bool) tally.Tally {
	var total tally.Adder
	add := func(view string, n int, o organisation.Organisation) {
		q := w.all[view]
		for i := range n {
			r := tallytest.Response(w.rng, q, response.ID(fmt.Sprint(view, o.ID, i)))
			r.Channel, r.Consents[0][0].Given = response.Victim, true
			if view != "victim" {
				r.Channel, r.Organisation, r.Service = o.Channel(), string(o.ID), string(o.Kind)
			} else if i%7 == 0 {
				r.Channel = response.AdvocateAssisted
			}
			for _, id := range slices.Sorted(maps.Keys(r.Texts)) {
				r.Texts[id] = response.Text{State: response.Clean, Words: w.words(later)}
			}
			found, err := tally.Code(w.book, r)
			w.must(err)
			mentions := tally.Entry{Mentions: found}.AllMentions()
			w.must(total.Add(q, r, mentions))
			if later {
				w.must(total.Cross(q, r, mentions))
			}
		}
	}
	add("victim", people, organisation.Organisation{})
	for i, k := range []organisation.Kind{organisation.AssaultAndAbuse, organisation.AssaultAndAbuse, organisation.AssaultAndAbuse, organisation.SARC} {
		add("partner", people/16, organisation.Organisation{ID: organisation.ID(fmt.Sprint("service-", i)), Kind: k})
	}
	add("officer", people/8, organisation.Organisation{ID: "force", Kind: organisation.Police})
	return total.Tally()
}

// words gives what somebody wrote: an example of the codebook, of the first themes more often than of the last.
func (w *world) words(later bool) string {
	n := len(w.book.Themes)
	i := min(w.rng.IntN(n), w.rng.IntN(n))
	if later && w.rng.IntN(4) == 0 {
		i = 0
	}
	examples := w.book.Themes[i].Examples
	return examples[min(w.rng.IntN(len(examples)), w.rng.IntN(len(examples)))].Text
}

// forums gives the four forums of which a release's is the last.
func forums() []calendar.Quarter {
	q := tallytest.Forum
	three, two, one := q.Previous(), q.Previous().Previous(), q.Previous().Previous().Previous()
	return []calendar.Quarter{one, two, three, q}
}
