// Package pages holds every page as a template: layouts, components in the markup of the GOV.UK Design System, and one
// file a page. A page defines "main"; its layout puts the rest around it. A page's dot is a View.
package pages

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"sync"

	"voiceforum/web/translations"
)

//go:embed *.html */*.html
var files embed.FS

// Layout is what stands around a page.
type Layout string

// The layouts.
const (
	Public Layout = "layout"        // for people who answer: the way out, the support lines
	Portal Layout = "portal-layout" // for people who sign in
	Bare   Layout = "bare-layout"   // nothing that says where one is
)

// Nothing is the page that says nothing: no name, no lines, no way back. It always stands in the Bare layout.
const Nothing = "errors/nothing"

// Left is shown to whoever goes back after leaving: as Nothing, with a button to begin anew.
const Left = "survey/left"

// Set renders pages in one layout. It is safe for use by several goroutines.
type Set struct {
	files  fs.FS
	layout Layout
	asset  func(string) string
	away   string
	parsed sync.Map // page and language → func() (*template.Template, error)
}

// New makes a Set. asset gives the address of a static file by its plain name, e.g. "style.css"; away is the neutral
// address that "Exit this page" leads to, empty where there is none.
func New(layout Layout, asset func(string) string, away string) *Set {
	return &Set{files: files, layout: layout, asset: asset, away: away}
}

// Execute writes a page, e.g. "survey/question", in the view's language. What it wrote before an error is half a page:
// give it a buffer.
func (s *Set) Execute(w io.Writer, page string, view View) error {
	lang := translations.Get(view.Lang).Lang()
	view.Lang = lang
	load, _ := s.parsed.LoadOrStore(page+"\n"+lang, sync.OnceValues(func() (*template.Template, error) {
		return s.parse(page, lang)
	}))
	t, err := load.(func() (*template.Template, error))()
	if err != nil {
		return err
	}
	if err := t.Execute(w, view); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	return nil
}

// parse reads a page when it is first asked for, so that a function that has just started reads no more than it shows.
func (s *Set) parse(page, lang string) (*template.Template, error) {
	layout := s.layout
	if page == Nothing || page == Left {
		layout = Bare
	}
	name := string(layout) + ".html"
	t, err := template.New(name).Funcs(s.funcs(lang)).ParseFS(s.files, name, "components/*.html", path.Clean(page)+".html")
	if err != nil {
		return nil, fmt.Errorf("parse page %s: %w", page, err)
	}
	return t, nil
}

// funcs are the functions of the templates: texts, addresses, and makers of the components' values.
func (s *Set) funcs(lang string) template.FuncMap {
	texts := translations.Get(lang)
	return template.FuncMap{
		"t":     texts.T,
		"n":     texts.N,
		"dir":   func() string { return translations.Dir(lang) },
		"asset": s.asset,
		"away":  func() string { return s.away },

		"button":    func(text string) Button { return Button{Text: text} },
		"secondary": func(text, name, value string) Button { return Button{text, name, value, Secondary} },
		"warning":   func(text, name, value string) Button { return Button{text, name, value, Warning} },
		"link":      func(text, href string) Link { return Link{text, href} },
		"details":   func(summary string, texts ...string) Details { return Details{summary, texts} },
		"tag":       func(text, colour string) Tag { return Tag{text, colour} },
	}
}
