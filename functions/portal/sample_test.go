package main

import (
	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/release"
)

func shown(n int) release.Figure { return release.Figure{Value: n} }

var suppressed = release.Figure{Suppressed: true}

func percent(n int) *int { return &n }

// sampleRelease is a small release with everything that a page must cope with.
func sampleRelease(q calendar.Quarter, version int) release.Release {
	const view = "victim"
	return release.Release{
		Forum: q, Version: version, Made: "2026-11-23", Rule: disclosure.Default, Codebook: 1,
		Views: []release.View{
			{ID: view, Title: "Victims and survivors", Respondents: shown(120), Counted: "2026-11-20"},
			{ID: "officer", Title: "Officers", Respondents: shown(15), Counted: "2026-11-23"},
		},
		Quotes: []release.Quote{
			{View: view, Theme: "believed", Words: "They took my word <b>for</b> it.", From: "aged 25 to 34"}, {View: view, Words: "The bench was cold."},
		},
		Fresh: []release.Fresh{{Words: []string{"turnstile", "squeaking"}, People: shown(20)}},
		Tables: []release.Table{
			{
				ID: "channel", View: view, Part: release.WhoAnswered, Kind: release.Parts, Title: "How people answered",
				Base: shown(120), BaseOf: release.EveryoneCounted,
				Rows: []release.Row{
					{ID: "victim", Label: "By themselves", Count: shown(110), Percent: percent(92)},
					{ID: "advocate-assisted", Label: "With an advocate's help", Count: suppressed},
				},
			},
			{
				ID: release.AllThemes, View: view, Part: release.Themes, Kind: release.Choices, Title: "Themes",
				Base: shown(120), BaseOf: release.EveryoneCounted, Notes: []string{release.NoteThemes},
				Rows: []release.Row{
					{ID: "kept-informed", Label: "Kept informed", Count: shown(25), Percent: percent(21)},
					{ID: "contact-plan", Label: "Contact plan", Count: suppressed},
					{ID: "believed", Label: "Believed", Count: shown(60), Percent: percent(50)},
				},
			},
			{
				ID: "q.contact-how-often", View: view, Part: release.Questions, Kind: release.Parts, Title: "How often were you contacted?",
				Base: shown(100), BaseOf: "people asked this question", Rights: []int{6, 8}, Agency: "police", Stage: "investigation",
				Rows: []release.Row{{ID: "weekly", Label: "Every week", Count: shown(40), Percent: percent(40)}},
			},
			{
				ID: "channel", View: "officer", Part: release.WhoAnswered, Kind: release.Parts, Title: "How people answered",
				Base: shown(15), BaseOf: release.EveryoneCounted,
				Rows: []release.Row{{ID: "officer", Label: "Handed in by an officer", Count: shown(15), Percent: percent(100)}},
			},
		},
	}
}
