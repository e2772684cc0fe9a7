package main

import (
	"strings"

	"voiceforum/shared/release"
)

// quoteLine is somebody's words, and what may be said of where they stand.
type quoteLine struct{ Words, About string }

// quoteLines lays out a release's quotes, in its order.
func quoteLines(r release.Release) []quoteLine {
	lines := make([]quoteLine, len(r.Quotes))
	for i, q := range r.Quotes {
		var about []string
		for _, part := range []string{viewTitle(r, q.View), rowLabel(r, q.View, release.AllThemes, q.Theme), stanceLabel(r, q), q.From} {
			if part != "" {
				about = append(about, part)
			}
		}
		lines[i] = quoteLine{Words: q.Words, About: strings.Join(about, " · ")}
	}
	return lines
}

func viewTitle(r release.Release, view string) string {
	for _, v := range r.Views {
		if v.ID == view {
			return v.Title
		}
	}
	return ""
}

func stanceLabel(r release.Release, q release.Quote) string {
	if q.Theme == "" {
		return ""
	}
	return rowLabel(r, q.View, "theme."+q.Theme, string(q.Stance))
}

func rowLabel(r release.Release, view, table, row string) string {
	t, _ := r.Table(view, table)
	x, _ := t.Row(row)
	return x.Label
}

// freshLines lays out what is new: a name where a facilitator gave one, the words, and how many people used the first.
func freshLines(r release.Release) []string {
	lines := make([]string, len(r.Fresh))
	for i, f := range r.Fresh {
		words := strings.Join(f.Words, ", ")
		if f.Name != "" {
			words = f.Name + ": " + words
		}
		lines[i] = texts().T("portal.release.new-words", words, release.Print(f.People))
	}
	return lines
}
