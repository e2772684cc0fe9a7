package questionnaire

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	shortestLimit = 50 // characters; less is a label, not an answer
	longestLimit  = 5000
	mostOptions   = 25
	deepest       = 5 // conditions within conditions; more cannot be followed by a reader
)

// reserved are ids that no option in a file may have: tallies count under them.
var reserved = []string{PreferNot, "all", "asked", "answered"}

func (p *parser) question(n *yaml.Node, s Section, sectionWhen *yaml.Node) {
	f := p.mapping(n, "a question", []string{"id", "kind", "title"},
		[]string{"key", "column", "required", "hint", "why", "options", "scale", "limit", "when", "rights", "agency", "stage", "theme"})
	qu := &Question{
		ID: p.id(f.values["id"], "a question's id"), Key: p.id(f.values["key"], "a question's key"),
		Part: s.Part, Section: s.ID,
		Kind:  Kind(p.oneOf(f.values["kind"], "kind", []string{string(One), string(Several), string(Scale), string(Text), string(Month)})),
		Title: p.said(f.values["title"], "a question's title"), Hint: p.said(f.values["hint"], "a question's hint"),
		Why: p.said(f.values["why"], "a question's why"),
	}
	if qu.Key == "" {
		qu.Key = qu.ID
	}
	if p.q.index[qu.ID] != nil {
		p.fail(n, "question %q is there twice", qu.ID)
	}
	if slices.ContainsFunc(p.q.Questions, func(other *Question) bool { return other.Key == qu.Key && other.ID != qu.ID }) {
		p.fail(n, "key %q is there twice", qu.Key)
	}
	p.handedIn(qu, f)
	p.choices(qu, f)
	p.meaning(qu, f)
	for _, when := range []*yaml.Node{sectionWhen, f.values["when"]} {
		if when != nil {
			qu.When = both(qu.When, p.condition(when, len(p.q.Questions), deepest))
		}
	}
	p.q.Questions = append(p.q.Questions, qu)
	p.q.index[qu.ID] = qu
}

// both joins a section's condition and a question's own.
func both(a, b *Condition) *Condition {
	if a == nil {
		return b
	}
	return &Condition{All: []*Condition{a, b}}
}

// choices reads how a question may be answered, which depends on its kind.
func (p *parser) choices(qu *Question, f fields) {
	own := map[Kind][]string{One: {"options"}, Several: {"options"}, Scale: {"scale", "options"}, Text: {"limit"}, Month: {"options"}}
	for _, key := range []string{"options", "scale", "limit"} {
		if n := f.values[key]; n != nil && qu.Kind != "" && !slices.Contains(own[qu.Kind], key) {
			p.fail(n, "a question of the kind %s has no key %q", qu.Kind, key)
		}
	}
	for _, key := range own[qu.Kind][:min(1, len(own[qu.Kind]))] {
		if f.values[key] == nil && qu.Kind != Month {
			p.fail(f.node, "question %q, of the kind %s, lacks the key %q", qu.ID, qu.Kind, key)
		}
	}
	switch qu.Kind {
	case Text:
		qu.Limit = p.number(f.values["limit"], "limit", shortestLimit, longestLimit)
		if qu.Before = p.before; p.before == nil {
			p.fail(f.node, "question %q is a free text, so the questionnaire needs before-text", qu.ID)
		}
		if p.texts++; p.texts > MaxTexts {
			p.fail(f.node, "question %q is one free text too many: a questionnaire has at most %d", qu.ID, MaxTexts)
		}
		return
	case Scale:
		name := p.text(f.values["scale"], "scale")
		points, ok := p.scales[name]
		if n := f.values["scale"]; n != nil && !ok {
			p.fail(n, "unknown scale %q", name)
		}
		qu.Options = slices.Clone(points)
	}
	p.options(qu, f.values["options"])
	if !qu.Required {
		qu.Options = append(qu.Options, Option{ID: PreferNot, As: PreferNot, Label: p.preferNot, Exclusive: true})
	}
}

func (p *parser) options(qu *Question, n *yaml.Node) {
	least := 1
	if qu.Kind == One || qu.Kind == Several {
		least = 2
	}
	for _, item := range p.list(n, "options", least, mostOptions) {
		f := p.mapping(item, "an option", []string{"id", "label"}, []string{"as", "hint", "exclusive"})
		o := Option{
			ID: p.id(f.values["id"], "an option's id"), As: p.id(f.values["as"], "an option's as"), Label: p.said(f.values["label"], "an option's label"),
			Hint: p.said(f.values["hint"], "an option's hint"), Exclusive: p.flag(f.values["exclusive"], "exclusive"),
		}
		if _, taken := qu.Option(o.ID); taken {
			p.fail(item, "option %q is there twice", o.ID)
		}
		p.counterpart(qu, &o, item)
		if slices.Contains(reserved, o.ID) {
			p.fail(item, "option id %q is taken: %q is added to every question, and the others are names in tallies", o.ID, PreferNot)
		}
		if f.values["exclusive"] != nil && qu.Kind != Several {
			p.fail(item, "only a question of the kind several has exclusive options")
		}
		qu.Options = append(qu.Options, o)
	}
}

// counterpart settles which option of other questionnaires an option stands beside. People may choose several options,
// so that two of them cannot be counted as one.
func (p *parser) counterpart(qu *Question, o *Option, n *yaml.Node) {
	switch {
	case o.As == "":
		o.As = o.ID
	case o.As == o.ID || slices.Contains(reserved, o.As):
		p.fail(n, "option %q cannot stand beside %q; leave as out", o.ID, o.As)
	}
	if qu.Kind == Several && slices.ContainsFunc(qu.Options, func(other Option) bool { return other.As == o.As && other.ID != o.ID }) {
		p.fail(n, "option %q stands beside the same answer as another one, and people may choose both", o.ID)
	}
}

var columnForm = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*([ -][A-Za-z0-9]+)*$`)

// handedIn reads what only questionnaires have that services and officers hand in, by program or spreadsheet.
func (p *parser) handedIn(qu *Question, f fields) {
	column, required := f.values["column"], f.values["required"]
	if p.q.View == Victim {
		for key, n := range map[string]*yaml.Node{"column": column, "required": required} {
			if n != nil {
				p.fail(n, "a victim's question has no key %q", key)
			}
		}
		return
	}
	qu.Column = p.text(column, "a question's column")
	switch {
	case column == nil:
		p.fail(f.node, "question %q lacks the key %q", qu.ID, "column")
	case len(qu.Column) > LongestColumn || !columnForm.MatchString(qu.Column):
		p.fail(column, "column %q must begin with a capital, be English letters and digits in words, and at most %d characters", qu.Column, LongestColumn)
	case slices.ContainsFunc(p.q.Questions, func(other *Question) bool { return strings.EqualFold(other.Column, qu.Column) }):
		p.fail(column, "column %q is there twice", qu.Column)
	}
	if qu.Required = p.flag(required, "required"); qu.Required && qu.Kind != One {
		p.fail(required, "only a question of the kind %s can be required", One)
	}
}

// meaning reads what a question speaks to: about-you questions say why they are asked; all others name a right, an
// agency and a stage.
func (p *parser) meaning(qu *Question, f fields) {
	needed, refused := []string{"rights", "agency", "stage"}, []string{"why"}
	if qu.Part == AboutYou {
		needed, refused = []string{"why"}, []string{"rights", "agency", "stage", "theme"}
		if qu.Kind == Text || qu.Kind == Month {
			p.fail(f.node, "about-you question %q must offer options: words and dates could tell who somebody is", qu.ID)
		}
	}
	for _, key := range needed {
		if f.values[key] == nil {
			p.fail(f.node, "question %q lacks the key %q", qu.ID, key)
		}
	}
	for _, key := range refused {
		if n := f.values[key]; n != nil {
			p.fail(n, "question %q, in the part %s, has no key %q", qu.ID, qu.Part, key)
		}
	}
	for _, n := range p.list(f.values["rights"], "rights", 1, len(p.code.Rights)) {
		right := p.number(n, "a right", 1, len(p.code.Rights))
		if slices.Contains(qu.Rights, right) && right != 0 {
			p.fail(n, "right %d is there twice", right)
		}
		qu.Rights = append(qu.Rights, right)
	}
	qu.Agency = p.oneOf(f.values["agency"], "agency", Agencies)
	qu.Stage = p.oneOf(f.values["stage"], "stage", Stages)
	qu.Theme = p.oneOf(f.values["theme"], "theme", Themes)
}
