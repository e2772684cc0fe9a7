package conformance

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// checker holds one template against a specification.
type checker struct {
	specification
	kinds map[string]string // of the template's resources, by logical id
	lists map[string]bool   // the template's parameters that are lists
	found []string
}

func (c *checker) problem(n *yaml.Node, path, format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf("line %d: %s: %s", n.Line, path, fmt.Sprintf(format, args...)))
}

// check gives everything in a template that the specification does not allow, or asks for and does not find.
func check(spec specification, source []byte) ([]string, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(source, &document); err != nil {
		return nil, err
	}
	root := document.Content[0]
	c := &checker{specification: spec, kinds: map[string]string{}, lists: map[string]bool{}}
	for name, parameter := range values(value(root, "Parameters")) {
		c.lists[name] = value(parameter, "Type").Value == "CommaDelimitedList"
	}
	for id, resource := range values(value(root, "Resources")) {
		c.kinds[id] = value(resource, "Type").Value
	}
	globals := value(value(root, "Globals"), "Function")
	if globals != nil {
		c.object(spec.types["sam:Globals.Function"], globals, "Globals.Function")
	}
	for _, id := range keys(value(root, "Resources")) {
		c.resource(id, value(value(root, "Resources"), id))
	}
	c.references(root, "")
	return c.found, nil
}

func (c *checker) resource(id string, resource *yaml.Node) {
	definition, known := c.resources[c.kinds[id]]
	if !known {
		c.problem(resource, id, "there is no resource type %s", c.kinds[id])
		return
	}
	properties := value(resource, "Properties")
	if properties == nil {
		properties = &yaml.Node{Kind: yaml.MappingNode, Line: resource.Line}
	}
	c.object(definition, properties, id)
	if c.kinds[id] == "AWS::Serverless::Function" {
		for _, name := range keys(value(properties, "Events")) {
			c.event(value(value(properties, "Events"), name), id+".Events."+name)
		}
	}
}

// event checks an event's properties against those of its kind.
func (c *checker) event(event *yaml.Node, path string) {
	of, properties := value(event, "Type"), value(event, "Properties")
	if of == nil || properties == nil {
		return // named as missing by the event's own definition
	}
	id, known := eventProperties[of.Value]
	if !known {
		c.problem(of, path, "the event type %s is not among those checked here", of.Value)
		return
	}
	c.object(c.types[id], properties, path+".Properties")
}

// object checks a map against a definition.
func (c *checker) object(d definition, n *yaml.Node, path string) {
	if n.Kind != yaml.MappingNode || isCall(n) {
		c.problem(n, path, "must be a map")
		return
	}
	for _, name := range keys(n) {
		p, known := d.Properties[name]
		if !known {
			c.problem(n, path, "%s has no property %s", d.Name, name)
			continue
		}
		c.property(p, value(n, name), path+"."+name)
	}
	for name, p := range d.Properties {
		if p.Required && value(n, name) == nil {
			c.problem(n, path, "%s needs the property %s", d.Name, name)
		}
	}
}

// property checks a value against the kinds a property may have; what is wrong is said of the newest one.
func (c *checker) property(p property, n *yaml.Node, path string) {
	var newest []string
	for i, k := range append([]kind{p.Type}, p.PreviousTypes...) {
		attempt := &checker{specification: c.specification, kinds: c.kinds, lists: c.lists}
		attempt.value(k, n, path)
		if len(attempt.found) == 0 {
			return
		}
		if i == 0 {
			newest = attempt.found
		}
	}
	c.found = append(c.found, newest...)
}

var scalars = map[string]*regexp.Regexp{
	"string":    regexp.MustCompile(``),
	"date-time": regexp.MustCompile(`^\d{4}-\d\d-\d\d`),
	"integer":   regexp.MustCompile(`^-?\d+$`),
	"number":    regexp.MustCompile(`^-?\d+(\.\d+)?$`),
	"boolean":   regexp.MustCompile(`^(true|false)$`),
}

func (c *checker) value(k kind, n *yaml.Node, path string) {
	switch k.Type {
	case "array":
		if n.Kind != yaml.SequenceNode || isCall(n) {
			c.problem(n, path, "must be a list")
			return
		}
		for i, item := range n.Content {
			c.value(*k.Element, item, path+"."+strconv.Itoa(i))
		}
	case "map":
		if n.Kind != yaml.MappingNode || isCall(n) {
			c.problem(n, path, "must be a map")
			return
		}
		for _, name := range keys(n) {
			c.value(*k.Element, value(n, name), path+"."+name)
		}
	case "ref":
		c.object(c.types[k.Reference.ID], n, path)
	case "tag":
		c.object(definition{Name: "a tag", Properties: map[string]property{"Key": must(text), "Value": must(text)}}, n, path)
	case "json":
		if n.Kind == yaml.ScalarNode && !isCall(n) {
			c.problem(n, path, "must be a map or a list")
		}
	case "list parameter":
		if n.Tag != "!Ref" || !c.lists[n.Value] {
			c.problem(n, path, "must be a parameter that is a list")
		}
	case "union":
		c.property(property{Type: k.Types[0], PreviousTypes: k.Types[1:]}, n, path)
	default:
		c.scalar(k, n, path)
	}
}

func (c *checker) scalar(k kind, n *yaml.Node, path string) {
	form, known := scalars[k.Type]
	switch {
	case !known:
		c.problem(n, path, "the specification has a kind %q that is not known here", k.Type)
	case n.Tag == "!Ref" && c.lists[n.Value]:
		c.problem(n, path, "must be of the kind %s, and is a list", k.Type)
	case isCall(n):
	case n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null":
		c.problem(n, path, "must be of the kind %s", k.Type)
	case !form.MatchString(n.Value):
		c.problem(n, path, "must be of the kind %s, and is %s", k.Type, n.Value)
	case len(k.AllowedValues) > 0 && !slices.ContainsFunc(k.AllowedValues, func(v any) bool { return fmt.Sprint(v) == n.Value }):
		c.problem(n, path, "may be one of %v, and is %s", k.AllowedValues, n.Value)
	}
}

var hole = regexp.MustCompile(`\$\{([A-Za-z0-9]+)\.([^}]+)\}`)

// references checks that the attributes asked for by !GetAtt and !Sub are there to give.
func (c *checker) references(n *yaml.Node, path string) {
	switch n.Tag {
	case "!GetAtt":
		id, attribute, _ := strings.Cut(n.Value, ".")
		c.attribute(n, path, id, attribute)
	case "!Sub":
		for _, m := range hole.FindAllStringSubmatch(n.Value, -1) {
			c.attribute(n, path, m[1], m[2])
		}
	}
	if n.Kind == yaml.MappingNode {
		for _, name := range keys(n) {
			c.references(value(n, name), strings.TrimPrefix(path+"."+name, "."))
		}
		return
	}
	for i, item := range n.Content {
		c.references(item, path+"."+strconv.Itoa(i))
	}
}

func (c *checker) attribute(n *yaml.Node, path, id, attribute string) {
	if _, known := c.resources[c.kinds[id]].Attributes[attribute]; !known {
		c.problem(n, path, "%s, of type %s, has no attribute %s", id, c.kinds[id], attribute)
	}
}

// isCall reports whether a node is an intrinsic function; the loader has made sure that it is a known one.
func isCall(n *yaml.Node) bool {
	if n.Style&yaml.TaggedStyle != 0 {
		return true
	}
	return n.Kind == yaml.MappingNode && len(n.Content) == 2 &&
		(n.Content[0].Value == "Ref" || strings.HasPrefix(n.Content[0].Value, "Fn::"))
}

// value gives what a map has under a key; nil where there is no map or no such key.
func value(n *yaml.Node, key string) *yaml.Node { return values(n)[key] }

func values(n *yaml.Node) map[string]*yaml.Node {
	all := map[string]*yaml.Node{}
	if n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			all[n.Content[i].Value] = n.Content[i+1]
		}
	}
	return all
}

func keys(n *yaml.Node) []string {
	var all []string
	if n != nil && n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			all = append(all, n.Content[i].Value)
		}
	}
	return all
}
