package visitor

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Form is a form on a page.
type Form struct {
	Action string
	Hidden url.Values // hidden fields, as they stand
	Fields []Field    // what a person can fill in, in order
}

// Field is one thing to fill in: a text, or a choice among values.
type Field struct {
	Name    string
	Kind    string // radio, checkbox, text, textarea, or another input's type
	Choices []string
}

// Field finds a field by its name.
func (f Form) Field(name string) (Field, bool) {
	i := slices.IndexFunc(f.Fields, func(field Field) bool { return field.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return f.Fields[i], true
}

// Form finds the first form that is sent to an address beginning with prefix.
func (p *Page) Form(prefix string) (Form, bool) {
	i := slices.IndexFunc(p.Forms, func(f Form) bool { return strings.HasPrefix(f.Action, prefix) })
	if i < 0 {
		return Form{}, false
	}
	return p.Forms[i], true
}

// read takes from a document what a person would: its title, the text and the forms of its main part.
func read(doc *html.Node) *Page {
	p := &Page{}
	var text strings.Builder
	var walk func(n *html.Node, inMain bool, form *Form)
	walk = func(n *html.Node, inMain bool, form *Form) {
		if n.Type == html.TextNode && inMain {
			text.WriteString(n.Data)
		}
		if n.Type == html.ElementNode {
			switch n.Data {
			case "title":
				if n.FirstChild != nil {
					p.Title = n.FirstChild.Data
				}
			case "main":
				inMain = true
			case "form":
				if inMain && strings.EqualFold(attr(n, "method"), "post") {
					p.Forms = append(p.Forms, Form{Action: attr(n, "action"), Hidden: url.Values{}})
					form = &p.Forms[len(p.Forms)-1]
				}
			case "a":
				if inMain && p.Continue == "" && slices.Contains(strings.Fields(attr(n, "class")), "govuk-button") {
					p.Continue = attr(n, "href")
				}
			case "input", "textarea", "select":
				if form != nil {
					form.add(n)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, inMain, form)
		}
	}
	walk(doc, false, nil)
	p.Text = strings.Join(strings.Fields(text.String()), " ")
	return p
}

func (f *Form) add(n *html.Node) {
	name, value, kind := attr(n, "name"), attr(n, "value"), n.Data
	if kind == "input" {
		kind = attr(n, "type")
	}
	switch {
	case name == "":
	case kind == "hidden":
		f.Hidden.Add(name, value)
	default:
		i := slices.IndexFunc(f.Fields, func(field Field) bool { return field.Name == name })
		if i < 0 {
			f.Fields = append(f.Fields, Field{Name: name, Kind: kind})
			i = len(f.Fields) - 1
		}
		if kind == "radio" || kind == "checkbox" {
			f.Fields[i].Choices = append(f.Fields[i].Choices, value)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
