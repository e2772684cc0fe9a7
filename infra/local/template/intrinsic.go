package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// call is one use of an intrinsic function, whichever way it is written.
type call struct {
	name string // "Ref", "GetAtt" or "Sub"
	arg  *yaml.Node
}

var knownCalls = map[string]bool{"Ref": true, "GetAtt": true, "Sub": true}

// asCall reads a node as an intrinsic, in its short form (!Ref X) or its long one ({Ref: X}).
func asCall(n *yaml.Node) (call, bool) {
	if n.Style&yaml.TaggedStyle != 0 {
		name := strings.TrimPrefix(n.Tag, "!")
		return call{name, n}, knownCalls[name]
	}
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		key := n.Content[0].Value
		name := strings.TrimPrefix(key, "Fn::")
		if knownCalls[name] && (name == "Ref") == (key == "Ref") {
			return call{name, n.Content[1]}, true
		}
	}
	return call{}, false
}

func isCall(n *yaml.Node) bool {
	_, is := asCall(n)
	return is
}

// texts gives GetAtt's logical id and attribute, or Sub's text; nil where the argument has another form.
func (c call) texts() []string {
	if c.arg.Kind == yaml.ScalarNode {
		if c.name == "GetAtt" {
			id, attr, found := strings.Cut(c.arg.Value, ".")
			if !found {
				return nil
			}
			return []string{id, attr}
		}
		return []string{c.arg.Value}
	}
	if c.arg.Kind != yaml.SequenceNode || len(c.arg.Content) != 2 || c.arg.Content[0].Kind != yaml.ScalarNode {
		return nil
	}
	first, second := c.arg.Content[0], c.arg.Content[1]
	switch {
	case c.name == "GetAtt" && second.Kind == yaml.ScalarNode:
		return []string{first.Value, second.Value}
	case c.name == "Sub" && second.Kind == yaml.MappingNode && !isCall(second):
		return []string{first.Value}
	}
	return nil
}

// variables gives the map of a Sub that brings its own variables.
func (c call) variables() map[string]*yaml.Node {
	if c.name != "Sub" || c.arg.Kind != yaml.SequenceNode {
		return nil
	}
	own := map[string]*yaml.Node{}
	for _, e := range pairs(c.arg.Content[1]) {
		own[e.key.Value] = e.value
	}
	return own
}

// hole is a ${…} in the text of a Sub: a name, a logical id with an attribute, or ${!…} for ${…} itself.
var hole = regexp.MustCompile(`\$\{([^}]*)\}`)

// reference is one mention of a parameter, a resource or a pseudo-parameter.
type reference struct {
	id   string
	attr string // "" for the value of Ref
	at   place
}

// references lists what a call mentions, without the variables that a Sub brings along.
func (c call) references(at place) []reference {
	switch c.name {
	case "Ref":
		return []reference{{c.arg.Value, "", at}}
	case "GetAtt":
		t := c.texts()
		return []reference{{t[0], t[1], at}}
	}
	own := c.variables()
	var all []reference
	for _, m := range hole.FindAllStringSubmatch(c.texts()[0], -1) {
		if _, mine := own[m[1]]; mine || strings.HasPrefix(m[1], "!") {
			continue
		}
		id, attr, _ := strings.Cut(m[1], ".")
		all = append(all, reference{id, attr, at})
	}
	return all
}

// mentions lists every reference below a place.
func mentions(p place) []reference {
	var all []reference
	if p.absent() {
		return nil
	}
	if c, is := asCall(p.node); is {
		all = c.references(p)
		for name, value := range c.variables() {
			all = append(all, mentions(p.child(name, value))...)
		}
		return all
	}
	if p.node.Kind == yaml.MappingNode {
		for _, e := range pairs(p.node) {
			all = append(all, mentions(p.child(e.key.Value, e.value))...)
		}
		return all
	}
	for i, item := range p.node.Content {
		all = append(all, mentions(p.child(fmt.Sprint(i), item))...)
	}
	return all
}

// checkReferences refuses a reference to nothing, or to an attribute that its type has not.
func (l *loader) checkReferences(p place) {
	for _, r := range mentions(p) {
		resource, isResource := l.resources[r.id]
		_, isParameter := l.parameters[r.id]
		switch {
		case strings.HasPrefix(r.id, "AWS::"):
			if r.attr != "" || !slices.Contains(pseudoParameters, r.id) {
				l.problem(r.at, "the pseudo-parameter %s is not known here", r.id)
			}
		case isParameter && r.attr != "":
			l.problem(r.at, "%s is a parameter and has no attribute %s", r.id, r.attr)
		case isParameter:
		case !isResource:
			l.problem(r.at, "refers to %s, which is neither a resource nor a parameter", quoteEmpty(r.id))
		case r.attr == "StreamArn" && resource.kind == TypeTable && resource.property("StreamSpecification").absent():
			l.problem(r.at, "%s has no stream", r.id)
		case r.attr != "" && !slices.Contains(attributes[resource.kind], r.attr):
			l.problem(r.at, "%s is of type %s, of which no attribute %s is known here", r.id, resource.kind, r.attr)
		}
	}
}

func quoteEmpty(name string) string {
	if name == "" {
		return `""`
	}
	return name
}

// pseudoParameters are those with a value wherever a template runs.
var pseudoParameters = []string{
	"AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName", "AWS::URLSuffix",
}

// attributes lists what GetAtt gives of each type.
var attributes = map[string][]string{
	TypeFunction:                   {"Arn"},
	TypeHTTPAPI:                    {"ApiEndpoint", "ApiId"},
	TypeTable:                      {"Arn", "StreamArn"},
	TypeBucket:                     {"Arn", "DomainName", "RegionalDomainName"},
	TypeQueue:                      {"Arn", "QueueName", "QueueUrl"},
	TypeKey:                        {"Arn", "KeyId"},
	TypePool:                       {"Arn", "ProviderName", "ProviderURL", "UserPoolId"},
	TypePoolClient:                 {"ClientId", "Name"},
	"AWS::Cognito::UserPoolDomain": {"CloudFrontDistribution"},
	"AWS::CloudWatch::Alarm":       {"Arn"},
	"AWS::Logs::LogGroup":          {"Arn"},
	"AWS::SNS::Topic":              {"TopicArn", "TopicName"},
}
