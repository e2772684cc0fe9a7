package questionnaire

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// reading is one place where the condition of the question at asker reads another question.
type reading struct {
	asker   int
	about   string
	options []*yaml.Node
	node    *yaml.Node
}

// condition reads {question, is}, {all}, {any} or {not}, for the question at the position asker.
func (p *parser) condition(n *yaml.Node, asker, depth int) *Condition {
	f := p.mapping(n, "a condition", nil, []string{"question", "is", "all", "any", "not"})
	_, question := f.values["question"]
	_, is := f.values["is"]
	forms := len(f.values)
	if question && is {
		forms--
	}
	if forms != 1 || question != is || depth == 0 {
		p.fail(n, "a condition is one of: question with is; all; any; not; and at most %d deep", deepest)
		return &Condition{All: []*Condition{}}
	}
	c := &Condition{}
	for key, value := range f.values {
		switch key {
		case "question":
			c.Question = p.id(value, "the question of a condition")
		case "is":
			c.Is = p.optionIDs(value)
		case "not":
			c.Not = p.condition(value, asker, depth-1)
		case "all":
			c.All = p.conditions(value, asker, depth-1)
		case "any":
			c.Any = p.conditions(value, asker, depth-1)
		}
	}
	if question {
		p.reads = append(p.reads, reading{asker: asker, about: c.Question, options: f.values["is"].Content, node: n})
	}
	return c
}

func (p *parser) conditions(n *yaml.Node, asker, depth int) []*Condition {
	list := []*Condition{}
	for _, item := range p.list(n, "conditions", 1, 20) {
		list = append(list, p.condition(item, asker, depth))
	}
	return list
}

// optionIDs reads the options of a condition. A scale's points may be written as the numbers they are.
func (p *parser) optionIDs(n *yaml.Node) []string {
	var ids []string
	for _, item := range p.list(n, "is", 1, mostOptions) {
		if !p.is(item, yaml.ScalarNode, "an option's id", "text") {
			continue
		}
		if slices.Contains(ids, item.Value) {
			p.fail(item, "option %q is there twice", item.Value)
		}
		ids = append(ids, item.Value)
	}
	return ids
}

// checkConditions checks, once every question is known, that each condition reads earlier questions and options of
// theirs, and fills in DependsOn.
func (p *parser) checkConditions() {
	for _, r := range p.reads {
		about := slices.IndexFunc(p.q.Questions, func(qu *Question) bool { return qu.ID == r.about })
		switch {
		case about < 0:
			p.fail(r.node, "the condition is about an unknown question %q", r.about)
			continue
		case about == r.asker:
			p.fail(r.node, "question %q depends on itself", r.about)
		case about > r.asker && p.leadsBack(about, r.asker, map[int]bool{}):
			p.fail(r.node, "question %q and question %q depend on each other, in a circle", p.q.Questions[r.asker].ID, r.about)
		case about > r.asker:
			p.fail(r.node, "the condition is about question %q, which comes later", r.about)
		}
		p.checkOptions(r, p.q.Questions[about])
	}
	for _, qu := range p.q.Questions {
		read := map[string]bool{}
		qu.When.reads(func(id string) { read[id] = true })
		for _, other := range p.q.Questions {
			if read[other.ID] {
				qu.DependsOn = append(qu.DependsOn, other.ID)
			}
		}
	}
}

func (p *parser) checkOptions(r reading, about *Question) {
	if about.Kind == Text {
		p.fail(r.node, "the condition is about question %q, which is a free text", about.ID)
		return
	}
	for _, n := range r.options {
		if _, ok := about.Option(n.Value); !ok {
			p.fail(n, "question %q has no option %q", about.ID, n.Value)
		}
	}
}

// leadsBack reports whether the conditions of the question at from come, through whatever others, to the one at to.
func (p *parser) leadsBack(from, to int, seen map[int]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	return slices.ContainsFunc(p.reads, func(r reading) bool {
		if r.asker != from {
			return false
		}
		next := slices.IndexFunc(p.q.Questions, func(qu *Question) bool { return qu.ID == r.about })
		return next >= 0 && !seen[next] && p.leadsBack(next, to, seen)
	})
}
