package template

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// entries gives the pairs of a map; nothing where there is no map.
func (l *loader) entries(p place) []pair {
	if p.absent() {
		return nil
	}
	if p.node.Kind != yaml.MappingNode || isCall(p.node) {
		l.problem(p, "must be a map")
		return nil
	}
	return pairs(p.node)
}

// fields gives the values of a map by name, and refuses names that are not known.
func (l *loader) fields(p place, what string, known ...string) map[string]place {
	all := map[string]place{}
	for _, e := range l.entries(p) {
		if !slices.Contains(known, e.key.Value) {
			l.problem(p.child(e.key.Value, e.key), "%s has no %s that is known here", what, e.key.Value)
			continue
		}
		all[e.key.Value] = p.child(e.key.Value, e.value)
	}
	return all
}

// need refuses a map in which some names are missing.
func (l *loader) need(p place, fields map[string]place, names ...string) {
	for _, name := range names {
		if fields[name].absent() {
			l.problem(p, "%s is missing", name)
		}
	}
}

// items gives the items of a list; nothing where there is no list.
func (l *loader) items(p place) []place {
	if p.absent() {
		return nil
	}
	if p.node.Kind != yaml.SequenceNode || isCall(p.node) {
		l.problem(p, "must be a list")
		return nil
	}
	all := make([]place, len(p.node.Content))
	for i, item := range p.node.Content {
		all[i] = p.child(strconv.Itoa(i), item)
	}
	return all
}

// literal gives text that may not be worked out: the names and sections that CloudFormation reads before intrinsics.
func (l *loader) literal(p place) string {
	if p.absent() {
		return ""
	}
	if isCall(p.node) {
		l.problem(p, "must be plain text, not an intrinsic function")
		return ""
	}
	return l.text(p)
}

// literals gives a list of such texts; one alone may be written without its list.
func (l *loader) literals(p place) []string {
	if p.absent() {
		return nil
	}
	if p.node.Kind != yaml.SequenceNode {
		return []string{l.literal(p)}
	}
	var all []string
	for _, item := range l.items(p) {
		all = append(all, l.literal(item))
	}
	return all
}

// text gives text, worked out.
func (l *loader) text(p place) string { return l.resolved(p, nil) }

// texts gives a list of texts, worked out.
func (l *loader) texts(p place) []string {
	var all []string
	for _, item := range l.items(p) {
		all = append(all, l.text(item))
	}
	return all
}

// oneOrMore gives a list of texts that may be written as a text alone.
func (l *loader) oneOrMore(p place) []string {
	if !p.absent() && (p.node.Kind == yaml.ScalarNode || isCall(p.node)) {
		return []string{l.text(p)}
	}
	return l.texts(p)
}

// oneOf gives text that must be one of a few words; otherwise where it is absent.
func (l *loader) oneOf(p place, otherwise string, words ...string) string {
	if p.absent() {
		return otherwise
	}
	word := l.text(p)
	if !slices.Contains(words, word) {
		l.problem(p, "must be %s", strings.Join(words, " or "))
	}
	return word
}

// whole gives a whole number between two bounds; otherwise where it is absent.
func (l *loader) whole(p place, otherwise, least, most int) int {
	if p.absent() {
		return otherwise
	}
	n, err := strconv.Atoi(l.text(p))
	if err != nil || n < least || n > most {
		l.problem(p, "must be a whole number from %d to %d", least, most)
	}
	return n
}

// seconds gives a whole number of seconds between two bounds.
func (l *loader) seconds(p place, otherwise, least, most int) time.Duration {
	return time.Duration(l.whole(p, otherwise, least, most)) * time.Second
}

// flag gives a truth value; false where it is absent.
func (l *loader) flag(p place) bool {
	return l.oneOf(p, "false", "true", "false") == "true"
}

// target gives the logical id of the resource that a reference leads to; attr is "" for !Ref.
func (l *loader) target(p place, kind, attr string) string {
	if p.absent() {
		return ""
	}
	want := "!Ref"
	if attr != "" {
		want = "!GetAtt …." + attr
	}
	if c, is := asCall(p.node); is && c.name != "Sub" {
		r := c.references(p)[0]
		if target := l.resources[r.id]; r.attr == attr && target != nil && target.kind == kind {
			return r.id
		}
	}
	l.problem(p, "must be %s of a resource of type %s", want, kind)
	return ""
}

// resolved gives a scalar's text with its intrinsic worked out. key, where there is one, gives the addresses of keys.
func (l *loader) resolved(p place, key func(id string) (string, error)) string {
	if p.absent() {
		return ""
	}
	c, is := asCall(p.node)
	switch {
	case is && c.name == "Sub":
		return l.substituted(p, c, key)
	case is:
		return l.value(c.references(p)[0], key)
	case p.node.Kind != yaml.ScalarNode || p.node.ShortTag() == "!!null":
		l.problem(p, "must be text or a number")
		return ""
	}
	return p.node.Value
}

func (l *loader) substituted(p place, c call, key func(string) (string, error)) string {
	own := c.variables()
	return hole.ReplaceAllStringFunc(c.texts()[0], func(match string) string {
		name := match[2 : len(match)-1]
		if literal, is := strings.CutPrefix(name, "!"); is {
			return "${" + literal + "}"
		}
		if value, mine := own[name]; mine {
			return l.resolved(p.child(name, value), key)
		}
		id, attr, _ := strings.Cut(name, ".")
		return l.value(reference{id, attr, p}, key)
	})
}

// value asks the resolver, or finds the parameter. Every reference is known to lead somewhere by now.
func (l *loader) value(r reference, key func(string) (string, error)) string {
	if value, is := l.parameters[r.id]; is {
		if l.lists[r.id] {
			l.problem(r.at, "%s is a list, and one text is wanted", r.id)
		}
		return value
	}
	var value string
	var err error
	resource := l.resources[r.id]
	switch {
	case resource == nil:
		value, err = l.resolve.Pseudo(r.id)
	case r.attr == "":
		value, err = l.resolve.Ref(r.id, resource.kind)
	case key != nil && resource.kind == TypeKey && r.attr == "Arn":
		value, err = key(r.id)
	default:
		value, err = l.resolve.GetAtt(r.id, resource.kind, r.attr)
	}
	if err != nil {
		l.problem(r.at, "%v", err)
	}
	return value
}
