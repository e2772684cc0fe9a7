package summary

import (
	"fmt"
	"html/template"

	"voiceforum/shared/pack/chart"
	"voiceforum/shared/release"
)

// stanceLooks are the patterns of the stances, the same in every chart.
var stanceLooks = map[string]chart.Look{"positive": chart.Solid, "negative": chart.Hatched, "mixed": chart.Dotted, "neutral": chart.Empty}

// themesPart is what people wrote about.
type themesPart struct {
	Period string // where it is the last four forums together
	All    *table
	Stood  template.HTML // how they spoke of each, side by side
	Each   []themePart
	Few    []quote // of themes without figures
	Hidden string
	Others []themeView // of services and officers
}

type themePart struct {
	Heading string
	table
	Quotes []quote
}

type themeView struct {
	Title string
	table
}

func (w *writer) themesPart() themesPart {
	var p themesPart
	tables, key := w.theirThemes(), "victim"
	if w.leads() {
		p.Period, key = span(w.Year.Forums), "year"
	}
	if all, ok := tableOf(tables, release.AllThemes); ok && anyShown(all) {
		t := w.table(all)
		t.Chart = bars(all, key+"-themes-chart", "What people wrote about", nil)
		p.All = &t
	}
	p.Stood = stood(tables, key)
	for _, t := range tables {
		if t.Part != release.Themes || t.ID == release.AllThemes {
			continue
		}
		part := themePart{t.Title, w.table(t), w.quotes(t.Theme, len(w.Release.Quotes))}
		if w.small { // they stand before the themes
			part.Quotes = nil
		}
		for i := range part.Quotes {
			part.Quotes[i].Theme = ""
		}
		switch {
		case anyShown(t):
			part.Caption = "How they spoke of it"
			if shown(t) > 1 {
				part.Chart = bars(t, key+"-"+t.ID+"-chart", "How people spoke of “"+lower(t.Title)+"”", stanceLooks)
			}
			p.Each = append(p.Each, part)
		default:
			p.Hidden = "Of themes that have no table here, too few people spoke in any one way to show it; or nobody did, which is not shown either."
			for _, q := range part.Quotes {
				q.Theme = t.Title
				p.Few = append(p.Few, q)
			}
		}
	}
	for _, v := range w.Views {
		if t, ok := w.Table(v.ID, release.AllThemes); ok && v.ID != w.victim && anyShown(t) {
			one := w.table(t)
			one.Caption = "What " + map[string]string{"partner": "partner services", "officer": "officers"}[v.ID] + " wrote about"
			one.Chart = bars(t, v.ID+"-themes-chart", one.Caption, nil)
			p.Others = append(p.Others, themeView{v.Title, one})
		}
	}
	return p
}

// stood draws for each theme whose stances may be seen what part of the people spoke how.
func stood(tables []release.Table, key string) template.HTML {
	parts := []chart.Part{
		{Label: "Spoke well of it", Look: chart.Solid},
		{Label: "Spoke badly of it", Look: chart.Hatched},
		{Label: "Both", Look: chart.Dotted},
		{Label: "Neither", Look: chart.Empty},
	}
	var stacks []chart.Stack
	for _, t := range tables {
		if t.Part != release.Themes || t.ID == release.AllThemes || !anyShown(t) {
			continue
		}
		s := chart.Stack{Label: fmt.Sprintf("%s (%d people)", t.Title, t.Base.Value)}
		for _, id := range []string{"positive", "negative", "mixed", "neutral"} {
			n := 0
			if r, ok := t.Row(id); ok && r.Percent != nil {
				n = *r.Percent
			}
			s.Parts = append(s.Parts, n)
		}
		stacks = append(stacks, s)
	}
	if len(stacks) < 2 {
		return ""
	}
	return chart.Stacks(chart.Text{
		ID: key + "-stood", Title: "How people spoke of each theme",
		Description: "A bar for each theme, made up of those who spoke well of it, badly, both and neither. Where a part is left blank, too few people to show. The tables under each theme have the figures.",
	}, parts, stacks)
}
