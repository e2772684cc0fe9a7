package template

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// place is a node of the template with the path that leads to it. Its node is nil where the template says nothing.
type place struct {
	node *yaml.Node
	path string
}

func (p place) absent() bool { return p.node == nil }

func (p place) child(name string, node *yaml.Node) place {
	if p.path == "" {
		return place{node, name}
	}
	return place{node, p.path + "." + name}
}

// lookup gives the value of a map's key; an absent place where there is none.
func (p place) lookup(name string) place {
	if p.absent() || p.node.Kind != yaml.MappingNode {
		return place{}
	}
	for _, e := range pairs(p.node) {
		if e.key.Value == name {
			return p.child(name, e.value)
		}
	}
	return place{}
}

// pair is one entry of a YAML map.
type pair struct {
	key   *yaml.Node
	value *yaml.Node
}

func pairs(n *yaml.Node) []pair {
	var all []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		all = append(all, pair{n.Content[i], n.Content[i+1]})
	}
	return all
}

// parse reads the one YAML document there is, and refuses what would make two readers of it disagree.
func (l *loader) parse(source []byte) place {
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		l.problem(place{}, "is empty")
		return place{}
	case err != nil:
		l.problem(place{}, "%v", err)
		return place{}
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		l.problem(place{node: &more}, "holds more than one YAML document, or something after the first that is not YAML")
		return place{}
	}
	root := place{node: document.Content[0]}
	l.checkShape(root)
	if len(l.problems) == 0 && (root.node.Kind != yaml.MappingNode || isCall(root.node)) {
		l.problem(root, "must be a map of sections")
	}
	return root
}

// checkShape refuses aliases, doubled keys, unknown tags and malformed intrinsics, everywhere below p.
func (l *loader) checkShape(p place) {
	n := p.node
	if n.Anchor != "" {
		l.problem(p, "anchors are not known here: &%s", n.Anchor)
	}
	l.checkTag(p)
	switch n.Kind {
	case yaml.AliasNode:
		l.problem(p, "aliases are not known here: *%s", n.Value)
	case yaml.SequenceNode:
		for i, item := range n.Content {
			l.checkShape(p.child(strconv.Itoa(i), item))
		}
	case yaml.MappingNode:
		l.checkMap(p)
	case yaml.ScalarNode:
		if plain := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0; plain && old11Bool(n.Value) {
			l.problem(p, "%s is a truth value to CloudFormation, which reads YAML 1.1; write it in quotes, or true or false", n.Value)
		}
	}
}

func (l *loader) checkMap(p place) {
	seen := map[string]int{}
	for _, e := range pairs(p.node) {
		if e.key.Kind != yaml.ScalarNode || e.key.Style&yaml.TaggedStyle != 0 || e.key.Anchor != "" {
			l.problem(place{e.key, p.path}, "a key must be plain text")
			continue
		}
		name, at := e.key.Value, p.child(e.key.Value, e.key)
		switch first, doubled := seen[name]; {
		case name == "<<" && e.key.Tag == "!!merge":
			l.problem(at, "merge keys are not known here")
		case doubled:
			l.problem(at, "is there twice, first on line %d", first)
		case name == "Ref" || strings.HasPrefix(name, "Fn::"):
			l.checkLongForm(p, e)
		}
		seen[name] = e.key.Line
		l.checkShape(p.child(name, e.value))
	}
}

func (l *loader) checkLongForm(p place, e pair) {
	name := strings.TrimPrefix(e.key.Value, "Fn::")
	at := p.child(e.key.Value, e.key)
	switch {
	case !knownCalls[name] || (name == "Ref") != (e.key.Value == "Ref"):
		l.problem(at, "the intrinsic function %s is not known here; Ref, Fn::GetAtt and Fn::Sub are", e.key.Value)
	case len(p.node.Content) != 2:
		l.problem(at, "%s must be alone in its map", e.key.Value)
	default:
		l.checkArgument(at, call{name, e.value})
	}
}

func (l *loader) checkTag(p place) {
	if p.node.Style&yaml.TaggedStyle == 0 {
		return
	}
	name := strings.TrimPrefix(p.node.Tag, "!")
	if !knownCalls[name] {
		l.problem(p, "the intrinsic function %s is not known here; !Ref, !GetAtt and !Sub are", p.node.Tag)
		return
	}
	l.checkArgument(p, call{name, p.node})
}

// checkArgument refuses an intrinsic whose argument has the wrong form, so that nothing later needs to look.
func (l *loader) checkArgument(p place, c call) {
	texts := c.texts()
	switch {
	case c.name == "Ref" && (c.arg.Kind != yaml.ScalarNode || c.arg.Value == ""):
		l.problem(p, "Ref takes one name")
	case c.name == "GetAtt" && (len(texts) != 2 || texts[0] == "" || texts[1] == ""):
		l.problem(p, "GetAtt takes a logical id and an attribute, as in !GetAtt Table.Arn")
	case c.name == "Sub" && len(texts) == 0:
		l.problem(p, "Sub takes text, or a list of text and a map of variables")
	case c.name == "Sub" && strings.Contains(hole.ReplaceAllString(texts[0], ""), "${"):
		l.problem(p, "Sub has a ${ without its }")
	}
}

// old11Bool reports whether YAML 1.1 reads an unquoted word as a truth value although YAML 1.2 does not.
func old11Bool(word string) bool {
	switch strings.ToLower(word) {
	case "y", "n", "yes", "no", "on", "off":
		return true
	}
	return false
}

// problem notes something wrong at a place; reading goes on, so that one run names everything.
func (l *loader) problem(p place, format string, args ...any) {
	line := 0
	if p.node != nil {
		line = p.node.Line
	}
	l.problems = append(l.problems, Problem{l.file, line, p.path, fmt.Sprintf(format, args...)})
}
