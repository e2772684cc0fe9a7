// Package summary writes a release as one page for people: self-contained HTML to be read on any screen, printed on A4
// and kept. Its first page is the quarter in sentences with numbers; what stands behind them follows.
//
// Every number, order and length in it comes from the release's protected figures. Where too few people answered for
// numbers, it says so in words and leads with what people wrote and with the last four forums together.
package summary

import (
	"bytes"
	"embed"
	"html/template"
	"sync"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/fault"
	"voiceforum/shared/pack/chart"
	"voiceforum/shared/pack/label"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/victimscode"
)

//go:embed page
var files embed.FS

//go:embed page/summary.css
var style string

// templates are parsed when the first summary is written, so that a function that only names files starts sooner.
var templates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page.html").Funcs(template.FuncMap{
		"style":    func() template.CSS { return template.CSS(style + chart.Style) }, //nolint:gosec // our own
		"patterns": chart.Patterns,
	}).ParseFS(files, "page/*.html")
})

// small is below how many people a forum's own figures are mostly suppressed: its summary leads with people's words and
// with the last four forums together.
const small = 50

// page is what the template is given.
type page struct {
	release.Release
	Mark      string
	Before    int // the version that this one takes the place of; 0 where there is none
	Held      []release.View
	Small     bool
	Glance    glance
	Themes    themesPart
	Quotes    []quote // of a small forum, all that are not on the first page
	Rights    []rightsPart
	RightsNot string
	Beside    []besideTable
	BesideNot string
	Scales    *scalesPart
	Who       tablesPart
	Crosses   []besideTable
	CrossNot  string
	Answers   tablesPart
	Year      *yearPart
}

// writer makes the parts of a page of one release.
type writer struct {
	release.Release
	code   victimscode.Code
	small  bool
	victim string
	titles map[string]string // of themes, by id
}

// HTML gives a release's summary. The same release gives the same bytes.
func HTML(r release.Release) ([]byte, error) {
	code, err := victimscode.Current(r.Forum.First())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's summary", err)
	}
	w := newWriter(r, code)
	p := page{
		Release: r, Mark: disclosure.Mark, Before: r.Version - 1, Small: w.small,
		Glance: w.glance(), Themes: w.themesPart(), Scales: w.scales(), Year: w.year(),
		Who: w.tables(release.WhoAnswered), Answers: w.tables(release.Questions),
	}
	p.Rights, p.RightsNot = w.rights()
	p.Beside, p.BesideNot = w.beside()
	p.Crosses, p.CrossNot = w.crosses()
	if w.small {
		all := w.quotes("", len(r.Quotes))
		p.Quotes = all[len(p.Glance.Quotes):]
	}
	for _, v := range r.Views {
		if v.Counted != "" && v.Counted < r.Made {
			p.Held = append(p.Held, v)
		}
	}
	var b bytes.Buffer
	page, err := templates()
	if err == nil {
		err = page.Execute(&b, p)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's summary", err)
	}
	return b.Bytes(), nil
}

func newWriter(r release.Release, code victimscode.Code) *writer {
	w := &writer{Release: r, code: code, victim: response.Victim.View(), small: true, titles: label.Themes(r)}
	for _, v := range r.Views {
		if v.ID == w.victim && !v.Respondents.Suppressed && v.Respondents.Value >= small {
			w.small = false
		}
	}
	return w
}

// leads reports whether the last four forums together stand before the quarter: where it is small, and they are more.
func (w *writer) leads() bool { return w.small && w.Year != nil && len(w.Year.Forums) > 1 }

// theme names a theme by its title.
func (w *writer) theme(id string) string {
	if t, ok := w.titles[id]; ok {
		return t
	}
	return id
}
