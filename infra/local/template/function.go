package template

import (
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// globalProperties are those that SAM lets Globals.Function give and that are known here.
var globalProperties = []string{
	"Description", "CodeUri", "Handler", "Runtime", "Architectures", "MemorySize", "Timeout", "Environment",
	"EventInvokeConfig", "LoggingConfig",
}

func (l *loader) function(p *Platform, r *resource) {
	l.checkBuild(r)
	l.fields(l.globals, "Globals.Function", globalProperties...)
	merged := merge(l.globals, r.properties.or(place{nil, r.at.path + ".Properties"}))
	f := l.fields(merged, r.kind, append([]string{"Policies", "Events"}, globalProperties...)...)
	l.need(r.at, f, "CodeUri", "Handler", "Runtime")
	l.oneOf(f["Handler"], "", "bootstrap")
	l.oneOf(f["Runtime"], "", "provided.al2023")
	l.fields(f["LoggingConfig"], "LoggingConfig", "LogGroup", "LogFormat", "ApplicationLogLevel", "SystemLogLevel")
	fn := Function{
		Name:       r.id,
		CodeURI:    l.codeURI(f["CodeUri"]),
		MemoryMB:   l.whole(f["MemorySize"], 128, 128, 10240),
		Timeout:    l.seconds(f["Timeout"], 3, 1, 900),
		Async:      l.async(f["EventInvokeConfig"]),
		Statements: l.policies(f["Policies"]),
		Machine:    l.machine(f["Architectures"]),
		Tags:       l.build.tags,
		LdFlags:    l.build.ldFlags,
	}
	fn.Environment = l.environment(f["Environment"], fn)
	for _, e := range l.entries(f["Events"]) {
		l.event(&fn, e.key.Value, f["Events"].child(e.key.Value, e.value))
	}
	p.Functions = append(p.Functions, fn)
}

// checkBuild refuses a function that `sam build` would build otherwise than infra/local does.
func (l *loader) checkBuild(r *resource) {
	f := l.fields(r.metadata, "a function's Metadata", "BuildMethod", "BuildProperties")
	l.need(r.metadata.or(r.at), f, "BuildMethod")
	l.oneOf(f["BuildMethod"], "", "go1.x")
	l.flag(l.fields(f["BuildProperties"], "BuildProperties", "TrimGoPath")["TrimGoPath"])
}

// machine reads Architectures, a list that Lambda takes only one of.
func (l *loader) machine(p place) string {
	const otherwise = "x86_64"
	if p.absent() {
		return otherwise
	}
	if machines := l.items(p); len(machines) == 1 {
		return l.oneOf(machines[0], otherwise, "arm64", otherwise)
	}
	l.problem(p, "must be a list of one: arm64 or x86_64")
	return otherwise
}

func (l *loader) codeURI(p place) string {
	uri := l.text(p)
	clean := path.Clean(uri)
	if uri != "" && (path.IsAbs(uri) || clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || strings.Contains(uri, "://")) {
		l.problem(p, "must be a folder below the template's")
	}
	return clean
}

// environment resolves a function's variables. A key's address is the private half's only where the function's policy
// lets it decrypt, so that here as in the cloud a writer cannot read what it sealed.
func (l *loader) environment(p place, fn Function) map[string]string {
	variables := l.fields(p, "Environment", "Variables")["Variables"]
	env := map[string]string{}
	for _, e := range l.entries(variables) {
		at := variables.child(e.key.Value, e.value)
		env[e.key.Value] = l.resolved(at, func(id string) (string, error) { return l.keyAddress(at, fn, id) })
	}
	return env
}

func (l *loader) keyAddress(at place, fn Function, id string) (string, error) {
	arn, err := l.resolve.GetAtt(id, TypeKey, "Arn")
	halves, split := l.resolve.(KeyResolver)
	if err != nil || !split {
		return arn, err
	}
	decrypt := fn.May("kms:Decrypt", arn)
	if !decrypt && !fn.May("kms:Encrypt", arn) {
		l.problem(at, "%s is handed the key %s, and its policies let it neither encrypt nor decrypt with it", fn.Name, id)
	}
	return halves.KeyAddress(id, decrypt)
}

// async reads EventInvokeConfig; without it Lambda tries twice more and keeps an event for six hours.
func (l *loader) async(p place) Async {
	f := l.fields(p, "EventInvokeConfig", "MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
	return Async{
		MaxRetries:     l.whole(f["MaximumRetryAttempts"], 2, 0, 2),
		MaxAge:         l.seconds(f["MaximumEventAgeInSeconds"], int(6*time.Hour/time.Second), 60, 21600),
		OnFailureQueue: l.onFailure(f["DestinationConfig"]),
	}
}

// onFailure gives the logical id of the queue that a DestinationConfig names.
func (l *loader) onFailure(p place) string {
	if p.absent() {
		return ""
	}
	destinations := l.fields(p, "DestinationConfig", "OnFailure")
	l.need(p, destinations, "OnFailure")
	f := l.fields(destinations["OnFailure"], "OnFailure", "Type", "Destination")
	l.need(destinations["OnFailure"].or(p), f, "Destination")
	l.oneOf(f["Type"], "", "SQS")
	return l.target(f["Destination"], TypeQueue, "Arn")
}

// merge lays a function's properties over those of Globals as SAM does: maps are merged, lists follow one another,
// anything else is replaced. An intrinsic is never merged into.
func merge(global, own place) place {
	switch {
	case own.absent():
		return place{global.node, own.path}
	case global.absent() || global.node.Kind != own.node.Kind || isCall(global.node) || isCall(own.node):
		return own
	case own.node.Kind == yaml.SequenceNode:
		both := *own.node
		both.Content = append(append([]*yaml.Node{}, global.node.Content...), own.node.Content...)
		return place{&both, own.path}
	case own.node.Kind == yaml.MappingNode:
		return place{mergeMaps(global.node, own), own.path}
	}
	return own
}

func mergeMaps(global *yaml.Node, own place) *yaml.Node {
	both := *own.node
	both.Content = nil
	mine := map[string]*yaml.Node{}
	for _, e := range pairs(own.node) {
		mine[e.key.Value] = e.value
	}
	shared := map[string]bool{}
	for _, e := range pairs(global) {
		shared[e.key.Value] = true
		value := e.value
		if over := mine[e.key.Value]; over != nil {
			value = merge(place{node: e.value}, place{node: over}).node
		}
		both.Content = append(both.Content, e.key, value)
	}
	for _, e := range pairs(own.node) {
		if !shared[e.key.Value] {
			both.Content = append(both.Content, e.key, e.value)
		}
	}
	return &both
}
