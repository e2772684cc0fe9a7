package summary_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/packtest"
	"voiceforum/shared/pack/summary"
	"voiceforum/shared/release"
	"voiceforum/shared/themes"
)

func written(t *testing.T, r release.Release) string {
	t.Helper()
	html, err := summary.HTML(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

var tag = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)

// glance gives the words of the first page.
func glance(page string) string {
	_, from, _ := strings.Cut(page, `<section class="glance"`)
	first, _, _ := strings.Cut(from, "</section>")
	return strings.Join(strings.Fields(tag.ReplaceAllString("<"+first, " ")), " ")
}

func TestSummaryNeedsNothingElse(t *testing.T) {
	page := written(t, packtest.Release(t, 400))
	for _, outside := range []string{"http:", "https:", "src=", "@import", "<script", "<link", "url(h", "url('", "url(\""} {
		if strings.Contains(page, outside) {
			t.Errorf("the summary has %s", outside)
		}
	}
	for _, needed := range []string{
		`<html lang="en">`, `href="#main"`, "The quarter in one page", "Counts below 10", "rounded to the nearest 5", "[c]", "Victims’ Code: right",
		"It does not measure compliance", "How to cite", "Limits", "October to December 2026", "Release 2", "takes the place of release 1",
		"counted on 2 January 2027", "side by side", "Satisfaction", "Who answered", "Two answers together", "The last 4 forums together", "Every question",
		"Quotes have been taken out of this release",
	} {
		if !strings.Contains(page, needed) {
			t.Errorf("the summary does not say %q", needed)
		}
	}
}

func TestHeadingsTablesAndIDsAreInOrder(t *testing.T) {
	for _, people := range []int{0, 12, 25, 40, 400} {
		page := written(t, packtest.Release(t, people))
		level := 0
		for _, h := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(page, -1) {
			next := int(h[1][0] - '0')
			if next > level+1 {
				t.Errorf("%d people: a heading of level %d follows one of level %d", people, next, level)
			}
			level = next
		}
		if n := strings.Count(page, "<table"); n != strings.Count(page, "<caption") || n != strings.Count(page, "<thead>") {
			t.Errorf("%d people: %d tables, %d captions", people, n, strings.Count(page, "<caption"))
		}
		seen := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%d people: two elements are called %s", people, m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`href="#([^"]*)"|aria-labelledby="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			for _, id := range strings.Fields(m[1] + " " + m[2]) {
				if !seen[id] {
					t.Errorf("%d people: nothing is called %s", people, id)
				}
			}
		}
	}
}

// A small forum is led by words and by the last four forums together, and has no page of marks.
func TestSmallForumsLeadWithWords(t *testing.T) {
	for _, people := range []int{0, 12, 25, 40} {
		page := written(t, packtest.Release(t, people))
		first := glance(page)
		if strings.Index(first, "In people’s own words") > strings.Index(first, "What people said") {
			t.Errorf("%d people: words do not come first", people)
		}
		if people > 0 && !strings.Contains(first, "told of the last forums together, January 2026 to December 2026") {
			t.Errorf("%d people: the year does not lead: %s", people, first)
		}
		if strings.Contains(first, disclosure.Mark) {
			t.Errorf("%d people: the first page has a mark in place of a figure", people)
		}
		rows, marked := 0, 0
		for _, row := range regexp.MustCompile(`(?s)<tr><th scope="row">.*?</tr>`).FindAllString(page, -1) {
			rows++
			if strings.Contains(row, ">[c]<") {
				marked++
			}
		}
		if 2*marked > rows {
			t.Errorf("%d people: %d of %d rows are marks", people, marked, rows)
		}
	}
	if first := glance(written(t, packtest.Release(t, 400))); strings.Index(first, "In people’s own words") < strings.Index(first, "What people said") {
		t.Error("a large forum does not lead with what people said")
	}
}

// made is a release whose sentences can be told in advance.
func made() release.Release {
	n := func(v int) *int { return &v }
	f := func(v int) release.Figure { return release.Figure{Value: v} }
	x := func(v float64) *float64 { return &v }
	row := func(id, label string, count, percent int, c *release.Change) release.Row {
		return release.Row{ID: id, Label: label, Count: f(count), Percent: n(percent), Within: &release.Interval{Low: percent - 7, High: percent + 8}, Change: c}
	}
	up := &release.Change{Since: "2026-Q3", Verdict: release.Up, Points: 12, Within: release.Interval{Low: 4, High: 20}}
	down := &release.Change{Since: "2026-Q3", Verdict: release.Down, Points: -20, Within: release.Interval{Low: -30, High: -10}}
	unsure := &release.Change{Since: "2026-Q3", Verdict: release.TooFew, Points: 1, Within: release.Interval{Low: -30, High: 32}}
	return release.Release{
		Forum: "2026-Q4", Version: 1, Made: "2027-01-04", Rule: disclosure.Default,
		Views: []release.View{{ID: "victim", Title: "Victims and survivors", Respondents: f(150), Counted: "2027-01-04"}, {ID: "partner", Respondents: f(30)}},
		Tables: []release.Table{
			{ID: "themes", View: "victim", Part: release.Themes, Kind: release.Choices, Title: "What people wrote about", Base: f(150), BaseOf: "people", Rows: []release.Row{
				row("believed", "Being believed", 30, 20, down), row("kept-informed", "Being kept informed", 60, 40, up),
			}},
			{ID: "theme.kept-informed", View: "victim", Part: release.Themes, Kind: release.Parts, Theme: "kept-informed", Title: "Being kept informed", Base: f(60), BaseOf: "people who wrote about this", Rows: []release.Row{
				row("positive", "Spoke well of it", 10, 17, nil), row("negative", "Spoke badly of it", 45, 75, unsure), {ID: "mixed", Label: "Both", Count: disclosure.Suppressed},
			}},
			{ID: "q.plan", View: "victim", Part: release.Questions, Kind: release.Parts, Title: "Were you offered a plan?", Base: f(120), BaseOf: "people"},
		},
		Rights: []release.RightRow{
			{View: "victim", Right: 6, Title: "information", Agency: "police", Stage: "investigation", Question: "q.plan", Asked: f(120), Met: f(30), Partly: f(40), NotMet: f(50), DontKnow: disclosure.Suppressed, Base: f(120), Percent: n(25), Within: &release.Interval{Low: 18, High: 33}},
			{View: "victim", Right: 4, Title: "support", Agency: "support", Stage: "all", Question: "q.plan", Of: "Yes", Asked: f(120), Met: f(90), Base: f(120), Percent: n(75), Within: &release.Interval{Low: 66, High: 82}},
		},
		Satisfaction: []release.Satisfaction{{View: "victim", Title: "How happy are you?", Base: f(140), Mean: x(2.8), Low: x(2.6), High: x(3)}},
		Fresh:        []release.Fresh{{Words: []string{"tag", "curfew"}, People: f(25)}},
		Promises:     []release.Promise{{Theme: "believed", Agency: "cps", What: "Write in plain words.", By: "2026-12-01", State: "in-hand", Forum: "2026-Q3"}},
		Quotes:       []release.Quote{{View: "victim", Theme: "believed", Stance: themes.Positive, Words: "They believed me."}, {View: "officer", Words: "I rang her myself."}},
	}
}

func TestTheFirstPageInSentences(t *testing.T) {
	first := glance(written(t, made()))
	for _, sentence := range []string{
		"About 150 victims and survivors answered and agreed to be counted. Pieces of feedback from partner services: about 30, counted apart.",
		"Being kept informed: About 60 of 150 people wrote about it: 40% (33% to 48%). Of these, about 45 spoke badly of it and 10 spoke well of it. How the others spoke cannot be shown.",
		"“How happy are you?”: On average 2.8 out of 5 (2.6 to 3.0), of about 140 people.",
		"Met least often: right 6, information (Police): “Were you offered a plan?”: met for about 30 of 120 people, 25% (18% to 33%).",
		"Met most often: right 4, support (Support services): “Were you offered a plan?”, “Yes”: met for about 90 of 120 people, 75% (66% to 82%).",
		"Wrote about “being believed”: Down 20 points (10 to 30) since July to September 2026; now 20% of 150.",
		"Wrote about “being kept informed”: Up 12 points (4 to 20) since July to September 2026; now 40% of 150.",
		"Of 3 comparisons with the forum before, 2 show a clear change, and in 1 too few people answered to tell.",
		"Not named yet: the words “tag” and “curfew”, used by about 25 people.",
		"Crown Prosecution Service, on “being believed”: Write in plain words, by 1 December 2026 (forum of July to September 2026). Now: in hand.",
		"They believed me.",
	} {
		if !strings.Contains(first, sentence) {
			t.Errorf("it does not say: %s\n%s", sentence, first)
		}
	}
	if strings.Contains(first, "I rang her myself") {
		t.Error("an officer is quoted")
	}
}

func TestNothingIsSaidPlainly(t *testing.T) {
	r := made()
	r.Views = []release.View{{ID: "victim", Respondents: disclosure.Suppressed}}
	r.Tables, r.Rights, r.Satisfaction, r.Fresh, r.Promises, r.Quotes = nil, nil, nil, nil, nil, nil
	first := glance(written(t, r))
	for _, sentence := range []string{
		"Fewer than 10 victims and survivors answered and agreed to be counted.",
		"Too few people answered to say in numbers what they said without describing somebody.",
		"Nothing can be compared with the forum before",
		"No words outside the themes stood out.",
		"No agency’s promise is on record from an earlier forum.",
	} {
		if !strings.Contains(first, sentence) {
			t.Errorf("it does not say: %s\n%s", sentence, first)
		}
	}
}

func TestSummaryIsSafeFromWhatItShows(t *testing.T) {
	const hostile = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x`
	r := made()
	r.Tables = slices.Clone(r.Tables)
	for i := range r.Tables {
		r.Tables[i].Title, r.Tables[i].Notes, r.Tables[i].BaseOf = hostile, []string{hostile}, hostile
	}
	r.Tables[0].Rows[0].Label = hostile
	r.Quotes = []release.Quote{{View: "victim", Theme: hostile, Words: hostile, From: hostile}}
	r.Fresh[0].Words, r.Fresh[0].Name, r.Promises[0].What, r.Promises[0].State = []string{hostile}, hostile, hostile, hostile
	r.Rights[0].Title, r.Rights[0].Of, r.Satisfaction[0].Title = hostile, hostile, hostile
	r.Views[0].Title = hostile
	page := written(t, r)
	for _, markup := range []string{"<script", "<img", `" onclick`} {
		if strings.Contains(page, markup) {
			t.Errorf("a text became %s", markup)
		}
	}
}
