package template

import (
	"regexp"
	"strings"
)

// policies reads a function's policies, which are written out: what a named policy allows is for somebody else to say.
func (l *loader) policies(p place) []Statement {
	var all []Statement
	for _, item := range l.items(p) {
		if item.node.ShortTag() == "!!str" {
			l.problem(item, "a policy by name is not known here; write its statements out")
			continue
		}
		f := l.fields(item, "a policy", "Version", "Statement")
		l.need(item, f, "Statement")
		l.oneOf(f["Version"], "", "2012-10-17")
		for _, statement := range l.items(f["Statement"]) {
			all = append(all, l.statement(statement))
		}
	}
	return all
}

func (l *loader) statement(p place) Statement {
	f := l.fields(p, "a statement", "Sid", "Effect", "Action", "Resource", "Condition")
	l.need(p, f, "Effect", "Action", "Resource")
	l.text(f["Sid"])
	s := Statement{
		Effect:    l.oneOf(f["Effect"], "", "Allow", "Deny"),
		Actions:   l.oneOrMore(f["Action"]),
		Resources: l.oneOrMore(f["Resource"]),
	}
	for _, operator := range l.entries(f["Condition"]) {
		at := f["Condition"].child(operator.key.Value, operator.value)
		keys := map[string][]string{}
		for _, e := range l.entries(at) {
			keys[e.key.Value] = l.oneOrMore(at.child(e.key.Value, e.value))
		}
		if s.Conditions == nil {
			s.Conditions = map[string]map[string][]string{}
		}
		s.Conditions[operator.key.Value] = keys
	}
	return s
}

// May reports whether a function's statements could ever allow an action on a resource, as IAM reads them: wildcards
// count, a Deny without a condition wins, and a condition is taken to be met where it would allow.
func (f Function) May(action, resource string) bool {
	allowed := false
	for _, s := range f.Statements {
		if !matchesAny(s.Actions, action, true) || !matchesAny(s.Resources, resource, false) {
			continue
		}
		switch {
		case s.Effect == "Allow":
			allowed = true
		case s.Effect == "Deny" && len(s.Conditions) == 0:
			return false
		}
	}
	return allowed
}

func matchesAny(patterns []string, text string, anyCase bool) bool {
	for _, pattern := range patterns {
		if anyCase {
			pattern, text = strings.ToLower(pattern), strings.ToLower(text)
		}
		expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		if regexp.MustCompile("(?s)^" + expression + "$").MatchString(text) {
			return true
		}
	}
	return false
}
