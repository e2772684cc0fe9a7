package template

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Load reads the template at path and resolves it. params are the values of its parameters by name; one that is left
// out takes its default. Everything wrong is named at once, in an error of type Problems; a file that cannot be read
// is the operating system's error.
func Load(path string, params map[string]string, resolve Resolver) (*Platform, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	return read(filepath.Base(path), source, params, resolve)
}

// loader reads one template. It goes in three steps, each only where the one before found nothing wrong: the file's
// shape, what refers to what, and what it all comes to.
type loader struct {
	file       string
	resolve    Resolver
	problems   Problems
	parameters map[string]string
	lists      map[string]bool // the parameters that are lists
	resources  map[string]*resource
	order      []string // logical ids
	globals    place    // Globals.Function
	build      goBuild
}

// resource is one entry of Resources, not yet resolved.
type resource struct {
	id         string
	kind       string
	at         place // its key
	properties place
	metadata   place
	dependsOn  place
}

// property gives one property as it stands, before Globals.
func (r *resource) property(name string) place { return r.properties.lookup(name) }

// goBuild is how every function is built.
type goBuild struct {
	tags    []string
	ldFlags string
}

const (
	formatVersion = "2010-09-09"
	transform     = "AWS::Serverless-2016-10-31"
)

func read(file string, source []byte, params map[string]string, resolve Resolver) (*Platform, error) {
	l := &loader{
		file: file, resolve: resolve,
		parameters: map[string]string{}, lists: map[string]bool{}, resources: map[string]*resource{},
	}
	var root place
	var platform *Platform
	steps := []func(){
		func() { root = l.parse(source) },
		func() { l.sections(root, params) },
		func() { platform = l.platform() },
		func() { l.checkCircles() },
	}
	for _, step := range steps {
		step()
		if len(l.problems) > 0 {
			slices.SortStableFunc(l.problems, func(a, b Problem) int { return a.Line - b.Line })
			return nil, l.problems
		}
	}
	return platform, nil
}

// sections reads everything but the resources' properties, and checks every reference.
func (l *loader) sections(root place, params map[string]string) {
	top := l.fields(root, "a template",
		"AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Parameters", "Globals", "Resources", "Outputs")
	if version := top["AWSTemplateFormatVersion"]; !version.absent() && l.literal(version) != formatVersion {
		l.problem(version, "must be %q", formatVersion)
	}
	if l.need(root, top, "Transform", "Resources"); l.literal(top["Transform"]) != transform {
		l.problem(top["Transform"], "must be %s", transform)
	}
	l.literal(top["Description"])
	l.readBuild(top["Metadata"])
	l.readParameters(top["Parameters"], params)
	globals := l.fields(top["Globals"], "Globals", "Function")
	l.globals = globals["Function"]
	for _, e := range l.entries(top["Resources"]) {
		l.declare(e, top["Resources"])
	}
	for _, section := range []string{"Globals", "Resources", "Outputs"} {
		l.checkReferences(top[section])
	}
	for _, e := range l.entries(top["Outputs"]) {
		at := top["Outputs"].child(e.key.Value, e.value)
		l.need(at, l.fields(at, "an output", "Description", "Value"), "Value")
	}
}

func (l *loader) readBuild(metadata place) {
	at := l.fields(metadata, "Metadata", "GoBuild")["GoBuild"]
	build := l.fields(at, "GoBuild", "Tags", "LdFlags")
	l.build = goBuild{tags: l.literals(build["Tags"]), ldFlags: l.literal(build["LdFlags"])}
}

// listParameter is the type of a parameter whose value is texts joined by commas.
const listParameter = "CommaDelimitedList"

// readParameters gives every parameter its value: the one handed over, or its default.
func (l *loader) readParameters(section place, params map[string]string) {
	for _, e := range l.entries(section) {
		name, at := e.key.Value, section.child(e.key.Value, e.value)
		f := l.fields(at, "a parameter", "Type", "Description", "Default", "AllowedPattern", "AllowedValues", "MinValue", "MaxValue", "ConstraintDescription", "NoEcho")
		l.need(at, f, "Type")
		kind := l.literal(f["Type"])
		if !slices.Contains([]string{"", "String", "Number", listParameter}, kind) {
			l.problem(at, "the parameter type %s is not known here", kind)
		}
		l.lists[name] = kind == listParameter
		value, given := params[name]
		switch {
		case given:
		case f["Default"].absent():
			l.problem(at, "no value was given, and there is no default")
		default:
			value = l.literal(f["Default"])
		}
		if given || !f["Default"].absent() {
			l.checkAllowed(at, f, value)
		}
		l.parameters[name] = value
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if _, known := l.parameters[name]; !known {
			l.problem(section, "a value was given for %s, which is not a parameter", name)
		}
	}
}

func (l *loader) checkAllowed(at place, f map[string]place, value string) {
	if pattern := f["AllowedPattern"]; !pattern.absent() {
		whole, err := regexp.Compile("^(?:" + l.literal(pattern) + ")$")
		if err != nil {
			l.problem(pattern, "is not a pattern: %v", err)
		} else if !whole.MatchString(value) {
			l.problem(at, "its value does not match %s", l.literal(pattern))
		}
	}
	for _, bound := range []struct {
		name    string
		outside func(value, bound float64) bool
		says    string
	}{
		{"MinValue", func(value, bound float64) bool { return value < bound }, "below"},
		{"MaxValue", func(value, bound float64) bool { return value > bound }, "above"},
	} {
		at := f[bound.name]
		if at.absent() {
			continue
		}
		limit, err := strconv.ParseFloat(l.literal(at), 64)
		if err != nil || l.literal(f["Type"]) != "Number" {
			l.problem(at, "is a number, of a parameter that is one")
		} else if n, err := strconv.ParseFloat(value, 64); err != nil || bound.outside(n, limit) {
			l.problem(at, "its value is no number or %s it", bound.says)
		}
	}
	if allowed := f["AllowedValues"]; !allowed.absent() && !slices.Contains(l.literals(allowed), value) {
		l.problem(at, "its value is not among %s", strings.Join(l.literals(allowed), ", "))
	}
}

var logicalID = regexp.MustCompile(`^[A-Za-z0-9]{1,255}$`)

// declare notes a resource, so that references to it can be checked before anything is resolved.
func (l *loader) declare(e pair, section place) {
	id, at := e.key.Value, section.child(e.key.Value, e.value)
	if !logicalID.MatchString(id) {
		l.problem(at, "a logical id is made of letters and digits only")
	}
	if _, taken := l.parameters[id]; taken {
		l.problem(at, "is already a parameter")
	}
	f := l.fields(at, "a resource", "Type", "Properties", "Metadata", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy")
	l.need(at, f, "Type")
	kind := l.literal(f["Type"])
	if _, modelled := readers[kind]; kind != "" && !modelled && !cloudOnly[kind] {
		l.problem(f["Type"], "the resource type %s is not known here", kind)
	}
	if properties := f["Properties"]; !properties.absent() && (properties.node.Kind != yaml.MappingNode || isCall(properties.node)) {
		l.problem(properties, "must be a map")
		f["Properties"] = place{}
	}
	for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
		if p := f[policy]; !p.absent() && !slices.Contains([]string{"Retain", "Delete"}, l.literal(p)) {
			l.problem(p, "must be Retain or Delete")
		}
	}
	l.resources[id] = &resource{id, kind, place{e.key, at.path}, f["Properties"], f["Metadata"], f["DependsOn"]}
	l.order = append(l.order, id)
}

// platform resolves every resource in the template's order.
func (l *loader) platform() *Platform {
	p := &Platform{}
	for _, id := range l.order {
		r := l.resources[id]
		for _, name := range l.literals(r.dependsOn) {
			if l.resources[name] == nil {
				l.problem(r.dependsOn, "depends on %s, which is not a resource", name)
			}
		}
		if reader := readers[r.kind]; reader != nil {
			reader(l, p, r)
		}
	}
	l.checkTogether(p)
	return p
}
