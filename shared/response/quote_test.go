package response_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/consent"
	"voiceforum/shared/response"
)

// quoted is a response with a cleared text of two quotes, one of them after an emoji, approved and permitted for some uses.
func quoted(channel response.Channel, approved, permitted []consent.Purpose) response.Response {
	var given consent.Event
	for _, p := range permitted {
		given = append(given, consent.Permission{Purpose: p, Given: true})
	}
	return response.Response{
		ID: "one", Version: 4, Channel: channel, Consents: []consent.Event{given},
		Texts: map[string]response.Text{"change": {State: response.Clean, Words: "🙂 It was slow. They were kind."}},
		Reviews: map[string]response.Review{"change": {
			Decision: response.Cleared, Quotes: []response.Span{{Start: 2, End: 13}, {Start: 15, End: 29}}, Approved: approved,
			By: "reviewer-1", Day: "2026-11-24",
		}},
	}
}

func words(quotes []response.Quote) []string {
	var all []string
	for _, q := range quotes {
		all = append(all, q.Words)
	}
	return all
}

func TestAQuoteSaysEverythingOfItself(t *testing.T) {
	both := []consent.Purpose{consent.ForumQuotes, consent.Training}
	r := quoted(response.Victim, both, []consent.Purpose{consent.Counts, consent.ForumQuotes})
	want := response.Quote{
		Response: "one", Question: "change", Span: response.Span{Start: 15, End: 29}, Words: "They were kind",
		Uses: []consent.Purpose{consent.ForumQuotes}, By: "reviewer-1", Day: "2026-11-24",
	}
	got := response.Quotable(r, consent.ForumQuotes)
	if len(got) != 2 || got[0].Words != "It was slow" {
		t.Fatalf("got %+v", got)
	}
	if diff := cmp.Diff(want, got[1]); diff != "" {
		t.Error(diff)
	}
	if got := response.Quotable(r, consent.Training); len(got) > 0 {
		t.Errorf("approved, and not permitted: %+v", got)
	}
	if got := response.Quotable(r, consent.PublicQuotes); len(got) > 0 {
		t.Errorf("neither approved nor permitted: %+v", got)
	}
}

func TestWhoIsQuoted(t *testing.T) {
	forum := []consent.Purpose{consent.ForumQuotes}
	kept := func(change func(*response.Response)) response.Response {
		r := quoted(response.Partner, forum, forum)
		change(&r)
		return r
	}
	for name, c := range map[string]struct {
		r    response.Response
		want int
	}{
		"a person":                          {quoted(response.Victim, forum, forum), 2},
		"a person with help":                {quoted(response.AdvocateAssisted, forum, forum), 2},
		"a client who agreed":               {quoted(response.Partner, forum, forum), 2},
		"a client who was not asked":        {quoted(response.Partner, forum, nil), 0},
		"an officer, whatever was recorded": {quoted(response.Officer, forum, forum), 0},
		"nobody approved it":                {quoted(response.Victim, nil, forum), 0},
		"taken back": {kept(func(r *response.Response) {
			r.Consents = append(r.Consents, consent.Event{{Purpose: consent.ForumQuotes}})
		}), 0},
		"set apart":       {kept(func(r *response.Response) { r.SetApart = true }), 0},
		"held back since": {kept(func(r *response.Response) { r.Texts["change"] = response.Text{State: response.Held} }), 0},
		"words that are shorter by now": {kept(func(r *response.Response) {
			r.Texts["change"] = response.Text{State: response.Clean, Words: "🙂 It was slow."}
		}), 1},
		"withdrawn: the zero response": {response.Response{}, 0},
	} {
		if got := response.Quotable(c.r, consent.ForumQuotes); len(got) != c.want {
			t.Errorf("%s: %d quotes, want %d", name, len(got), c.want)
		}
	}
}

// Whatever is approved and permitted, what is quoted for a use is both, at this moment.
func TestNothingIsQuotedWithoutLeave(t *testing.T) {
	all := []consent.Purpose{consent.ForumQuotes, consent.PublicQuotes, consent.Training, consent.Counts}
	some := rapid.SliceOfDistinct(rapid.SampledFrom(all), rapid.ID[consent.Purpose])
	rapid.Check(t, func(t *rapid.T) {
		approved, permitted := some.Draw(t, "approved"), some.Draw(t, "permitted")
		channel := rapid.SampledFrom([]response.Channel{response.Victim, response.Partner, response.Officer}).Draw(t, "channel")
		r := quoted(channel, approved, permitted)
		for _, use := range all {
			may := slices.Contains(approved, use) && slices.Contains(permitted, use) && channel != response.Officer
			got := response.Quotable(r, use)
			if may != (len(got) == 2) || !may && len(got) > 0 {
				t.Fatalf("for %s: %v", use, words(got))
			}
			for _, q := range got {
				for _, u := range q.Uses {
					if !slices.Contains(approved, u) || !slices.Contains(permitted, u) {
						t.Fatalf("it may be used for %s", u)
					}
				}
			}
		}
	})
}
