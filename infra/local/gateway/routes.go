package gateway

import (
	"fmt"
	"slices"
	"strings"

	"voiceforum/infra/local/template"
)

// route is one route key, taken apart.
type route struct {
	key      string // as AWS writes it, e.g. "ANY /portal/{proxy+}"
	method   string // or "ANY"
	segments []string
	function string
	asks     template.Route // what it asks of a token
}

// routes are in the order of HTTP API's precedence: the first that matches is the one.
type routes []route

// match is a route that matched, with the values of its path's parameters.
type match struct {
	key        string
	function   string
	parameters map[string]string
	asks       template.Route
}

func newRoutes(functions []template.Function) (routes, error) {
	var all routes
	taken := make(map[string]string)
	for _, f := range functions {
		for _, r := range f.Routes {
			key := r.Key()
			if other, ok := taken[key]; ok {
				return nil, fmt.Errorf("the route %s belongs to %s and to %s", key, other, f.Name)
			}
			taken[key] = f.Name
			all = append(all, route{key: key, method: r.Method, segments: split(r.Path), function: f.Name, asks: r})
		}
	}
	slices.SortStableFunc(all, precedence)
	return all, nil
}

// split takes a path apart. The root has no segments; a slash at the end makes a last, empty one.
func split(path string) []string {
	path = strings.TrimPrefix(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// rank orders the kinds of segments: a fixed one is more specific than a parameter, and that than a greedy one.
func rank(segment string) int {
	switch {
	case strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "+}"):
		return 2
	case strings.HasPrefix(segment, "{"):
		return 1
	default:
		return 0
	}
}

// precedence puts the most specific path first, and a named method before ANY.
func precedence(a, b route) int {
	for i := range min(len(a.segments), len(b.segments)) {
		if d := rank(a.segments[i]) - rank(b.segments[i]); d != 0 {
			return d
		}
	}
	if d := len(b.segments) - len(a.segments); d != 0 {
		return d
	}
	return isAny(a) - isAny(b)
}

func isAny(r route) int {
	if r.method == "ANY" {
		return 1
	}
	return 0
}

func (all routes) match(method, path string) (match, bool) {
	segments := split(path)
	for _, r := range all {
		if r.method != "ANY" && r.method != method {
			continue
		}
		if parameters, ok := r.read(segments); ok {
			return match{key: r.key, function: r.function, parameters: parameters, asks: r.asks}, true
		}
	}
	return match{}, false
}

// read compares a path with the route's and gives the values of its parameters.
func (r route) read(path []string) (map[string]string, bool) {
	var parameters map[string]string
	keep := func(segment, value string) {
		if parameters == nil {
			parameters = make(map[string]string, 1)
		}
		parameters[strings.Trim(segment, "{+}")] = value
	}
	for i, segment := range r.segments {
		switch rank(segment) {
		case 2:
			if len(path) <= i {
				return nil, false
			}
			keep(segment, strings.Join(path[i:], "/"))
			return parameters, true
		case 1:
			if len(path) <= i || path[i] == "" {
				return nil, false
			}
			keep(segment, path[i])
		default:
			if len(path) <= i || path[i] != segment {
				return nil, false
			}
		}
	}
	return parameters, len(path) == len(r.segments)
}
