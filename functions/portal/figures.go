package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/release"
	"voiceforum/web/pages"
)

// figures is the tables of a release, or of live figures, as pages show them.
type figures struct {
	Threshold, Round string // the rule, stated wherever figures are
	Mark             string
	Contents         []pages.Link
	Views            []viewFigures
}

type viewFigures struct {
	Title   string
	People  string // how many people's answers may be counted
	Counted string // the day the figures were counted; empty where it is the release's own
	Parts   []partFigures
}

type partFigures struct {
	ID     string // of the section
	Title  string
	Sorts  []sortLink // ways to sort the part's first table; none where there is one way
	Tables []figureTable
}

type sortLink struct {
	Text, Href string
	Current    bool
}

type figureTable struct {
	Table pages.Table
	Lines []string // below the table: whom it is about, what it speaks to, its notes
}

// order is a way to sort the themes.
type order string

const (
	byCodebook order = ""
	byMentions order = "mentions"
)

func sortOf(r *http.Request) order {
	if r.URL.Query().Get("sort") == string(byMentions) {
		return byMentions
	}
	return byCodebook
}

var parts = []string{release.WhoAnswered, release.Themes, release.Questions}

// figuresOf lays out a release. address is that of the page, for its links to sort.
func figuresOf(r release.Release, by order, address string) figures {
	f := figures{
		Threshold: strconv.Itoa(r.Rule.Threshold), Round: strconv.Itoa(r.Rule.Round), Mark: disclosure.Mark,
	}
	for _, v := range r.Views {
		shown := viewFigures{Title: v.Title, People: release.Print(v.Respondents)}
		if v.Counted != "" && v.Counted != r.Made {
			shown.Counted = v.Counted.Words()
		}
		for _, part := range parts {
			tables := r.InPart(v.ID, part)
			if len(tables) == 0 {
				continue
			}
			p := partFigures{ID: v.ID + "-" + part, Title: texts().T("portal.part." + part)}
			if part == release.Themes {
				p.Sorts = sortLinks(by, address, p.ID)
			}
			for _, t := range tables {
				p.Tables = append(p.Tables, tableOf(t, by, captionOf(t, v, len(r.Views))))
			}
			f.Contents = append(f.Contents, pages.Link{Text: v.Title + ": " + strings.ToLower(p.Title), Href: "#" + p.ID})
			shown.Parts = append(shown.Parts, p)
		}
		f.Views = append(f.Views, shown)
	}
	return f
}

func sortLinks(by order, address, section string) []sortLink {
	return []sortLink{
		{texts().T("portal.sort.codebook"), address + "#" + section, by == byCodebook},
		{texts().T("portal.sort.mentions"), address + "?sort=" + string(byMentions) + "#" + section, by == byMentions},
	}
}

// captionOf names the view where there are several, so that no two tables of a page are called the same.
func captionOf(t release.Table, v release.View, views int) string {
	if views == 1 {
		return t.Title
	}
	return texts().T("portal.figures.caption", t.Title, v.Title)
}

func tableOf(t release.Table, by order, caption string) figureTable {
	rows := t.Rows
	if t.ID == release.AllThemes && by == byMentions {
		rows = slices.Clone(rows)
		slices.SortStableFunc(rows, byShownCount)
	}
	shown := pages.Table{
		Caption: caption,
		Head: []pages.Cell{
			{Text: texts().T("portal.column.answer")},
			{Text: texts().T("portal.column.people"), Numeric: true},
			{Text: texts().T("portal.column.share"), Numeric: true},
		},
	}
	for _, row := range rows {
		shown.Rows = append(shown.Rows, []pages.Cell{
			{Text: row.Label}, {Text: release.Print(row.Count), Numeric: true}, {Text: share(row), Numeric: true},
		})
	}
	return figureTable{Table: shown, Lines: linesOf(t)}
}

// byShownCount puts the largest figure first and suppressed ones last. It compares what is shown, because an order
// by exact counts would give them away.
func byShownCount(a, b release.Row) int { return shownCount(b) - shownCount(a) }

func shownCount(r release.Row) int {
	if r.Count.Suppressed {
		return -1
	}
	return r.Count.Value
}

func share(r release.Row) string {
	if r.Percent == nil {
		return disclosure.Mark
	}
	return strconv.Itoa(*r.Percent) + "%"
}

// linesOf says whom a table is about, what it speaks to, and its notes.
func linesOf(t release.Table) []string {
	lines := []string{texts().T("portal.figures.base", release.Print(t.Base), t.BaseOf)}
	if len(t.Rights) > 0 {
		rights := make([]string, len(t.Rights))
		for i, n := range t.Rights {
			rights[i] = strconv.Itoa(n)
		}
		lines = append(lines, texts().N("portal.figures.rights", len(rights), strings.Join(rights, ", ")))
	}
	if t.Agency != "" && t.Stage != "" {
		lines = append(lines, texts().T("portal.figures.about", texts().T("portal.agency."+t.Agency), texts().T("portal.stage."+t.Stage)))
	}
	return append(lines, t.Notes...)
}
