package release

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// figureOf reads "60" and "[c]".
func figureOf(t *testing.T, s string) Figure {
	t.Helper()
	if s == disclosure.Mark {
		return Figure{Suppressed: true}
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return Figure{Value: n}
}

// tableOf makes a protected table of the victims' out of "base: row n, row n".
func tableOf(t *testing.T, id, part, figures string) Table {
	t.Helper()
	base, rows, _ := strings.Cut(figures, ": ")
	x := Table{ID: id, View: "victim", Part: part, Kind: Parts, Title: id, Base: figureOf(t, base)}
	for _, row := range strings.Split(rows, ", ") {
		name, n, _ := strings.Cut(row, " ")
		r := Row{ID: name, Label: name, Count: figureOf(t, n)}
		r.Percent, r.Within = shareOf(r.Count, x.Base)
		x.Rows = append(x.Rows, r)
	}
	return x
}

func sourceFor(t *testing.T, forum calendar.Quarter) Source {
	t.Helper()
	q, err := questionnaire.Get("rasso-adult", 1)
	if err != nil {
		t.Fatal(err)
	}
	src := Source{Forum: forum, Questionnaire: q, Codebook: 1, Rule: disclosure.Default}
	if src.Code, err = CodeOf(src); err != nil {
		t.Fatal(err)
	}
	return src
}

func releaseFor(src Source, tables ...Table) Release {
	r := Release{Forum: src.Forum, Codebook: src.Codebook, Rule: src.Rule, Tables: tables}
	r.Views = []View{{ID: "victim", Questionnaire: response.QuestionnaireVersion{ID: src.Questionnaire.ID, Version: src.Questionnaire.Version}}}
	return r
}

func TestWhatARightsRowIs(t *testing.T) {
	src := sourceFor(t, "2026-Q4")
	for name, c := range map[string]struct {
		table, figures string
		widened        bool
		of             string
		want           string // asked met/partly/not met/not apply/don't know, base, percent
	}{
		"all of it may be seen": {
			table: "q.plan-offered", figures: "200: agreed 60, not-agreed 40, not-wanted 20, not-offered 50, dont-know 10, prefer-not 10, no-answer 10",
			want: "200 80/40/50/0/30 170 47%",
		},
		"those who do not know are hidden": {
			table: "q.plan-offered", figures: "180: agreed 60, not-agreed 40, not-wanted 20, not-offered 50, dont-know [c], prefer-not [c], no-answer [c]",
			want: "180 80/40/50/0/[c] 170 47%",
		},
		"a part of it is hidden, and the rest is known": {
			table: "q.plan-offered", figures: "190: agreed 60, not-agreed [c], not-wanted 20, not-offered [c], dont-know 10, prefer-not 10, no-answer 10",
			want: "190 80/[c]/[c]/0/30 160 50%",
		},
		"a part of it is hidden, and the rest too": {
			table: "q.plan-offered", figures: "190: agreed 60, not-agreed 20, not-wanted [c], not-offered 50, dont-know 10, prefer-not [c], no-answer 10",
			want: "190 [c]/20/50/0/[c] [c] ",
		},
		"points of a scale": {
			table: "q.updates", figures: "200: point-1 30, point-2 20, point-3 40, point-4 25, point-5 35, nothing-changed 30, prefer-not 10, no-answer 10",
			want: "200 60/40/50/30/20 150 40%",
		},
		"of several, who knows": {
			table: "q.told-about", of: "support", figures: "200: written-record 90, support 120, none 20, dont-know 20, prefer-not 10, no-answer 10",
			want: "200 120/0/40/0/40 160 75%",
		},
		"of several, who does not know is hidden": {
			table: "q.told-about", of: "support", figures: "200: written-record 90, support 120, none 20, dont-know [c], prefer-not [c], no-answer [c]",
			want: "200 120/0/[c]/0/[c] 200 60%",
		},
		"nobody knows who was asked": {
			table: "q.plan-offered", widened: true, figures: "300: agreed 60, not-agreed 40, not-wanted 20, not-offered 50, dont-know [c], prefer-not [c], no-answer [c], not\u00a0asked [c]",
			want: "[c] 80/40/50/0/[c] 170 47%",
		},
		"nothing may be seen": {
			table: "q.plan-offered", figures: "[c]: agreed [c], not-agreed [c], not-wanted [c], not-offered [c], dont-know [c], prefer-not [c], no-answer [c]",
			want: "[c] [c]/[c]/[c]/0/[c] [c] ",
		},
	} {
		table := tableOf(t, c.table, Questions, pointed(t, src, c.table, c.figures))
		if c.widened {
			table.BaseOf = BaseWidened
		}
		found := 0
		for _, row := range src.rights(releaseFor(src, table)) {
			if c.of != row.Of {
				continue
			}
			found++
			percent := ""
			if row.Percent != nil {
				percent = strconv.Itoa(*row.Percent) + "%"
				if row.Within == nil || row.Within.Low > *row.Percent || row.Within.High < *row.Percent {
					t.Errorf("%s: %s within %v", name, percent, row.Within)
				}
			}
			got := Print(row.Asked) + " " + strings.Join([]string{
				Print(row.Met), Print(row.Partly), Print(row.NotMet), Print(row.NotApply), Print(row.DontKnow),
			}, "/") + " " + Print(row.Base) + " " + percent
			if got != c.want || row.Title == "" || row.Agency != "police" {
				t.Errorf("%s: %q, want %q (%+v)", name, got, c.want, row)
			}
		}
		if found != 1 {
			t.Errorf("%s: %d rows", name, found)
		}
	}
}

// pointed puts a scale's own ids in the place of point-1 to point-5.
func pointed(t *testing.T, src Source, table, figures string) string {
	t.Helper()
	qu, ok := src.Questionnaire.Question(strings.TrimPrefix(table, "q."))
	if !ok {
		t.Fatal(table)
	}
	for _, o := range qu.Options {
		if o.Point > 0 {
			figures = strings.Replace(figures, "point-"+strconv.Itoa(o.Point)+" ", o.ID+" ", 1)
		}
	}
	return figures
}

func TestWhatChangedSinceTheForumBefore(t *testing.T) {
	const many, few = "400: no 300, not-sure 50, sometimes 50", "40: no 30, not-sure [c], sometimes [c]"
	for name, c := range map[string]struct {
		part, before, after string
		change              func(before *Release)
		want                string // of the first row
	}{
		"up":                                {before: "400: no 200, not-sure 150, sometimes 50", after: many, want: "up 25"},
		"down":                              {before: many, after: "400: no 200, not-sure 150, sometimes 50", want: "down -25"},
		"the same":                          {before: many, after: many, want: "no-clear-change 0"},
		"what rounding can make":            {before: many, after: "400: no 305, not-sure 50, sometimes 45", want: "no-clear-change 1"},
		"too few to tell":                   {before: few, after: "40: no 25, not-sure 15, sometimes [c]", want: "too-few -13"},
		"hidden before":                     {before: "40: no [c], not-sure 20, sometimes [c]", after: many, want: ""},
		"hidden now":                        {before: many, after: "40: no [c], not-sure 20, sometimes [c]", want: ""},
		"not asked before":                  {before: "400: not-sure 200, sometimes 200", after: many, want: ""},
		"a new questionnaire":               {before: many, after: many, want: "", change: func(b *Release) { b.Views[0].Questionnaire.Version = 2 }},
		"a new codebook":                    {before: many, after: many, want: "no-clear-change 0", change: func(b *Release) { b.Codebook = 2 }},
		"another rule":                      {before: many, after: many, want: "", change: func(b *Release) { b.Rule.Threshold = 20 }},
		"widened":                           {before: many, after: many, want: "", change: func(b *Release) { b.Tables[0].BaseOf = BaseWidened }},
		"who answered":                      {part: WhoAnswered, before: many, after: many, want: ""},
		"themes":                            {part: Themes, before: many, after: many, want: "no-clear-change 0"},
		"themes of a new codebook":          {part: Themes, before: many, after: many, want: "", change: func(b *Release) { b.Codebook = 2 }},
		"themes of a codebook of their own": {part: Themes, before: many, after: many, want: "", change: func(b *Release) { b.Views[0].Codebook = 2 }},
		"themes, new questions":             {part: Themes, before: many, after: many, want: "", change: func(b *Release) { b.Views[0].Questionnaire.Version = 2 }},
	} {
		part := c.part
		if part == "" {
			part = Questions
		}
		earlier, src := sourceFor(t, "2026-Q3"), sourceFor(t, "2026-Q4")
		before := releaseFor(earlier, tableOf(t, "q.treated-fairly", part, c.before))
		if c.change != nil {
			c.change(&before)
		}
		src.Before = &before
		r := releaseFor(src, tableOf(t, "q.treated-fairly", part, c.after))
		src.compare(&r)
		got := ""
		if change := r.Tables[0].Rows[0].Change; change != nil {
			got = string(change.Verdict) + " " + strconv.Itoa(change.Points)
			if change.Within.Low > change.Points || change.Within.High < change.Points || change.Since != "2026-Q3" {
				t.Errorf("%s: %+v", name, change)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Rows of those who said nothing, and years, are not compared.
func TestWhatSaysNothingIsNotCompared(t *testing.T) {
	const figures = "400: 2026 100, 2025 100, dont-know 100, prefer-not 50, no-answer 50"
	src := sourceFor(t, "2026-Q4")
	before := releaseFor(sourceFor(t, "2026-Q3"), tableOf(t, "q.reported-when", Questions, figures))
	src.Before = &before
	r := releaseFor(src, tableOf(t, "q.reported-when", Questions, figures))
	src.compare(&r)
	for _, row := range r.Tables[0].Rows {
		if (row.Change != nil) != (row.ID == "dont-know") {
			t.Errorf("%s: %v", row.ID, row.Change)
		}
	}
}

func TestSatisfactionNeedsEveryPoint(t *testing.T) {
	src := sourceFor(t, "2026-Q4")
	for figures, want := range map[string]string{
		"200: point-1 20, point-2 20, point-3 40, point-4 40, point-5 60, prefer-not 10, no-answer 10":    "180 3.6",
		"200: point-1 [c], point-2 20, point-3 40, point-4 40, point-5 60, prefer-not [c], no-answer 10":  "[c] ",
		"200: point-1 20, point-2 20, point-3 40, point-4 40, point-5 60, prefer-not [c], no-answer [c]":  "180 3.6",
		"[c]: point-1 [c], point-2 [c], point-3 [c], point-4 [c], point-5 [c], prefer-not [c], other [c]": "[c] ",
	} {
		r := releaseFor(src, tableOf(t, "q.overall", Questions, pointed(t, src, "q.overall", figures)))
		all := src.satisfaction(r)
		if len(all) != 1 {
			t.Fatal(all)
		}
		got := Print(all[0].Base) + " "
		if all[0].Mean != nil {
			got += strconv.FormatFloat(*all[0].Mean, 'f', 1, 64)
			if *all[0].Low >= *all[0].Mean || *all[0].High <= *all[0].Mean {
				t.Error(*all[0].Low, *all[0].High)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", figures, got, want)
		}
	}
}

func TestIntervalsAreWidenedToWholePoints(t *testing.T) {
	for _, c := range []struct {
		part, base string
		percent    int
		within     Interval
	}{
		{"50", "100", 50, Interval{40, 60}},
		{"100", "100", 100, Interval{96, 100}},
		{"15", "10", 100, Interval{72, 100}},
	} {
		percent, within := shareOf(figureOf(t, c.part), figureOf(t, c.base))
		if percent == nil || *percent != c.percent || cmp.Diff(&c.within, within) != "" {
			t.Errorf("%s of %s: %v within %v", c.part, c.base, percent, within)
		}
	}
	for _, pair := range [][2]Figure{{{Suppressed: true}, {Value: 10}}, {{Value: 10}, {Suppressed: true}}, {{}, {}}} {
		if percent, within := shareOf(pair[0], pair[1]); percent != nil || within != nil {
			t.Errorf("%v: %v %v", pair, percent, within)
		}
	}
}
