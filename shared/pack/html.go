package pack

import (
	"bytes"
	_ "embed"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
	"voiceforum/shared/victimscode"
)

//go:embed summary.html
var summarySource string

//go:embed summary.css
var summaryStyle string

var summaryTemplate = template.Must(template.New(Summary).Funcs(template.FuncMap{
	"print":      release.Print,
	"percent":    func(p *int) string { return withUnit(percent(p)) },
	"agency":     func(id string) string { return agencies[id] },
	"stage":      func(id string) string { return stages[id] },
	"bar":        bar,
	"tablesFile": func() string { return Tables },
	"style":      func() template.CSS { return template.CSS(summaryStyle) },
}).Parse(summarySource))

// page is what the summary's template is given.
type page struct {
	release.Release
	Mark  string
	Views []viewPage
}

type viewPage struct {
	release.View
	Held  bool // counted on an earlier day than the release was made
	Parts []partPage
}

type partPage struct {
	ID, Title, Lead string
	Tables          []tablePage
	Hidden          []release.Table // those with no row that may be seen
}

type tablePage struct {
	release.Table
	Code string // the rights that it speaks to, in words
}

// HTML gives a release as one page that needs nothing else: to be read on any screen, printed on A4, and kept.
func HTML(r release.Release) ([]byte, error) {
	code, err := victimscode.Current(r.Forum.First())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's summary", err)
	}
	p := page{Release: r, Mark: disclosure.Mark}
	for _, v := range r.Views {
		view := viewPage{View: v, Held: v.Counted != "" && v.Counted < r.Made}
		for _, part := range []partPage{
			{ID: release.WhoAnswered, Title: "Who answered", Lead: "People could choose not to say any of this."},
			{ID: release.Themes, Title: "What people wrote about", Lead: "Found in people's own words by a program that knows each theme's usual phrases, after names had been taken out."},
			{ID: release.Questions, Title: "What people answered", Lead: "Each question names the rights of the Victims' Code that it speaks to."},
		} {
			for _, t := range r.InPart(v.ID, part.ID) {
				if slices.ContainsFunc(t.Rows, func(row release.Row) bool { return !row.Count.Suppressed }) {
					part.Tables = append(part.Tables, tablePage{t, rightsInWords(code, t.Rights)})
				} else {
					part.Hidden = append(part.Hidden, t)
				}
			}
			view.Parts = append(view.Parts, part)
		}
		p.Views = append(p.Views, view)
	}
	var b bytes.Buffer
	if err := summaryTemplate.Execute(&b, p); err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's summary", err)
	}
	return b.Bytes(), nil
}

// bar gives the length of a row's bar in the unit of the style's columns, from the percentage that is shown.
func bar(p *int) int {
	if p == nil {
		return 0
	}
	return *p
}

func withUnit(percent string) string {
	if percent == disclosure.Mark {
		return percent
	}
	return percent + "%"
}

// rightsInWords names rights of a Code: right 5, information about compensation; right 6, …
func rightsInWords(code victimscode.Code, numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = "right " + strconv.Itoa(n)
		if right, ok := code.Right(n); ok {
			words[i] += ", " + right.Title
		}
	}
	return strings.Join(words, "; ")
}

var agencies = map[string]string{
	"police": "Police", "cps": "Crown Prosecution Service", "courts": "Courts", "support": "Support services", "all": "All agencies",
}

var stages = map[string]string{
	"report": "Report", "investigation": "Investigation", "charge": "Charge", "trial": "Trial", "after": "Afterwards", "all": "Every stage",
}
