package quotes_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/quotes"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

func figure(n int) release.Figure {
	if n == 0 {
		return release.Figure{Suppressed: true}
	}
	return release.Figure{Value: n}
}

// table makes a table of rows: names, and figures; 0 for a figure that may not be seen.
func table(view, id string, rows ...any) release.Table {
	t := release.Table{ID: id, View: view}
	for i := 0; i < len(rows); i += 2 {
		t.Rows = append(t.Rows, release.Row{ID: rows[i].(string), Count: figure(rows[i+1].(int))})
	}
	return t
}

// sample is a release of 100 victims and 20 pieces of services, who spoke of three themes.
func sample() release.Release {
	return release.Release{
		Rule: disclosure.Default,
		Views: []release.View{
			{ID: "victim", Respondents: figure(100)}, {ID: "partner", Respondents: figure(20)}, {ID: "officer", Respondents: figure(50)},
		},
		Tables: []release.Table{
			table("victim", "channel", "victim", 90, "advocate-assisted", 10),
			table("victim", "q.age", "young", 85, "old", 0),
			table("victim", release.AllThemes, "respect", 80, "safety", 30, "at-court", 0),
			table("victim", "theme.respect", "positive", 25, "negative", 60, "mixed", 0, "neutral", 0),
			table("victim", "theme.safety", "positive", 0, "negative", 0, "mixed", 0, "neutral", 0),
			table("victim", "theme.at-court", "positive", 0, "negative", 0, "mixed", 0, "neutral", 0),
			table("partner", release.AllThemes, "respect", 0, "safety", 0, "at-court", 0),
			table("officer", release.AllThemes, "respect", 50, "safety", 50, "at-court", 0),
		},
	}
}

func said(id, words, theme string, stance themes.Stance, speaker ...quotes.Trait) quotes.Candidate {
	c := quotes.Candidate{
		Quotation: quotes.Quotation{Response: response.ID(id), Question: "treated-words", Hash: quotes.Hash(words)},
		View:      "victim", Words: words, Speaker: speaker,
	}
	if theme != "" {
		c.Mentions = []themes.Mention{{Theme: theme, Stance: stance}}
	}
	return c
}

func lines(chosen []quotes.Chosen) []string {
	var all []string
	for _, c := range chosen {
		all = append(all, fmt.Sprintf("%s/%s/%s: %s %s", c.View, c.Theme, c.Stance, c.Words, c.From))
	}
	return all
}

func TestAQuoteStandsWhereItsPlaceMayBeSeen(t *testing.T) {
	partner := said("p", "clients were heard", "respect", themes.Positive)
	partner.View = "partner"
	officer := said("o", "we did well", "respect", themes.Positive)
	officer.View = "officer"
	got := lines(quotes.Choose(sample(), []quotes.Candidate{
		said("a", "they were kind", "respect", themes.Positive),
		said("b", "they were rude", "respect", themes.Negative),
		said("c", "kind on some days", "respect", themes.Mixed),
		said("d", "he was let out and nobody told me", "safety", themes.Negative),
		said("e", "we met him in the corridor", "at-court", themes.Negative),
		said("f", "thank you", "", ""),
		partner, officer,
	}))
	want := []string{
		"victim/respect/positive: they were kind ", "victim/respect/negative: they were rude ", "victim/respect/: kind on some days ",
		"victim/safety/: he was let out and nobody told me ", "victim//: thank you ", "victim//: we met him in the corridor ",
		"partner//: clients were heard ",
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	few := sample()
	few.Views[0].Respondents, few.Views[1].Respondents = figure(0), figure(0)
	if got := quotes.Choose(few, []quotes.Candidate{said("a", "they were kind", "respect", themes.Positive), partner, officer}); len(got) > 0 {
		t.Errorf("words of a view that is too few: %v", lines(got))
	}
}

func TestWhatIsSaidOfASpeakerIsTrueOfEnough(t *testing.T) {
	self, assisted := quotes.Trait{Table: "channel", Row: "victim", Words: "self"}, quotes.Trait{Table: "channel", Row: "advocate-assisted", Words: "assisted"}
	young, old := quotes.Trait{Table: "q.age", Row: "young", Words: "young"}, quotes.Trait{Table: "q.age", Row: "old", Words: "old"}
	crossed := release.Cross{ID: "x.themes.channel", View: "victim", Cells: map[string]map[string]release.Figure{
		"respect": {"victim": figure(75), "advocate-assisted": figure(0)}, "safety": {"victim": figure(20), "advocate-assisted": figure(10)},
	}}
	for name, c := range map[string]struct {
		theme  string
		stance themes.Stance
		trait  quotes.Trait
		cross  bool
		want   string
	}{
		"alone":                               {"", "", assisted, false, "assisted"},
		"alone, hidden":                       {"", "", old, false, ""},
		"alone, of no row":                    {"", "", quotes.Trait{Table: "q.age", Row: "none", Words: "x"}, false, ""},
		"alone, of no table":                  {"", "", quotes.Trait{Table: "q.faith", Row: "none", Words: "x"}, false, ""},
		"most are, and most spoke of it":      {"respect", themes.Negative, self, false, "self"},       // 88+78-102 = 64; 64+58-82 = 40
		"most are, and few spoke so":          {"respect", themes.Positive, self, false, ""},           // 64+23-82 = 5
		"most are, and few spoke so, crossed": {"respect", themes.Positive, self, true, "self"},        // 73+23-82 = 14
		"most are, and some spoke of it":      {"safety", themes.Negative, self, false, "self"},        // 88+28-102 = 14, no stance
		"few are, and most spoke of it":       {"respect", themes.Negative, assisted, false, ""},       // 10+78-102 < 0
		"few are, and it is crossed":          {"safety", themes.Negative, assisted, true, "assisted"}, // shown as 10
		"few are, and the cross is hidden":    {"respect", themes.Negative, assisted, true, ""},
		"most are young":                      {"safety", themes.Negative, young, false, ""}, // 83+28-102 = 9
	} {
		r := sample()
		if c.cross {
			r.Crosses = []release.Cross{crossed}
		}
		chosen := quotes.Choose(r, []quotes.Candidate{said("a", "words", c.theme, c.stance, c.trait)})
		if len(chosen) != 1 || chosen[0].From != c.want {
			t.Errorf("%s: %v, want %q", name, lines(chosen), c.want)
		}
	}
	chosen := quotes.Choose(sample(), []quotes.Candidate{said("a", "words", "", "", old, assisted, self)})
	if chosen[0].From != "assisted" {
		t.Errorf("the first that may be said is %q", chosen[0].From)
	}
}

func TestTheMedoidComesFirstAndThenWhatDiffersMost(t *testing.T) {
	all := []quotes.Candidate{
		said("a", "nobody rang me about the case for weeks", "respect", themes.Negative),
		said("b", "nobody rang me about the case", "respect", themes.Negative),
		said("c", "nobody rang about my case and I worried", "respect", themes.Negative),
		said("d", "the room was cold", "respect", themes.Negative),
		said("e", "nobody rang me when the case changed", "respect", themes.Negative),
	}
	got := quotes.Choose(sample(), all)
	if len(got) != quotes.Each || got[0].Response != "b" && got[0].Response != "a" || got[1].Response != "d" {
		t.Error(lines(got))
	}
	same := quotes.Choose(sample(), []quotes.Candidate{
		said("a", "They were rude to me", "respect", themes.Negative), said("b", "they were rude to me!", "respect", themes.Negative),
	})
	if len(same) != 1 {
		t.Errorf("the same was said twice: %v", lines(same))
	}
}

// Whatever is said by whomever: no two are one person's, no officer's, no place or trait that may not be seen, never
// more than there is room for, and the order of the candidates does not show.
func TestEveryChoiceKeepsTheRules(t *testing.T) {
	words := []string{"they", "never", "rang", "kind", "cold", "court", "room", "week", "letter", "rude", "waited", "told"}
	rapid.Check(t, func(t *rapid.T) {
		var all []quotes.Candidate
		for range rapid.IntRange(0, 60).Draw(t, "candidates") {
			text := ""
			for range rapid.IntRange(1, 6).Draw(t, "length") {
				text += rapid.SampledFrom(words).Draw(t, "word") + " "
			}
			c := said(fmt.Sprint(rapid.IntRange(0, 20).Draw(t, "person")), text, "", "")
			c.View = rapid.SampledFrom([]string{"victim", "partner", "officer"}).Draw(t, "view")
			for range rapid.IntRange(0, 3).Draw(t, "mentions") {
				c.Mentions = append(c.Mentions, themes.Mention{
					Theme:  rapid.SampledFrom([]string{"respect", "safety", "at-court", "unknown"}).Draw(t, "theme"),
					Stance: rapid.SampledFrom(themes.Stances).Draw(t, "stance"),
				})
			}
			all = append(all, c)
		}
		chosen := quotes.Choose(sample(), all)
		people, places := map[response.ID]bool{}, map[[3]string]int{}
		for _, c := range chosen {
			if people[c.Response] {
				t.Fatalf("%s is quoted twice", c.Response)
			}
			people[c.Response] = true
			at := [3]string{c.View, c.Theme, string(c.Stance)}
			places[at]++
			most := quotes.Each
			if c.Theme == "" {
				most = quotes.Loose
			}
			if places[at] > most || c.View == "officer" {
				t.Fatalf("%v", at)
			}
			if c.View == "partner" && c.Theme != "" || c.Theme == "at-court" || c.Theme == "unknown" || c.Theme == "safety" && c.Stance != "" {
				t.Fatalf("%v may not be seen", at)
			}
		}
		rng := rand.New(rand.NewPCG(1, uint64(len(all))))
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(chosen, quotes.Choose(sample(), all)); diff != "" {
			t.Fatal("the order of people shows", diff)
		}
	})
}
