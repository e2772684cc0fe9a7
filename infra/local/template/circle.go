package template

import (
	"slices"
	"strings"
)

// checkCircles refuses resources that wait for one another, which CloudFormation cannot make. The arrows are those of
// what SAM turns the template into: an HTTP API's definition names the functions behind its routes, a bucket's
// notifications name the functions they start, and what an event says of a function's role the function waits for.
func (l *loader) checkCircles() {
	next := map[string][]string{}
	for _, id := range l.order {
		r := l.resources[id]
		next[id] = append(next[id], l.literals(r.dependsOn)...)
		for _, e := range l.entries(r.properties) {
			if at := r.properties.child(e.key.Value, e.value); r.kind == TypeFunction && e.key.Value == "Events" {
				l.eventArrows(next, id, at)
			} else {
				next[id] = append(next[id], l.named(at)...)
			}
		}
		if r.kind == TypeFunction {
			next[id] = append(next[id], l.named(l.globals)...)
		}
	}
	done := map[string]bool{}
	for _, id := range l.order {
		if circle := findCircle(next, id, nil, done); circle != nil {
			l.problem(l.resources[circle[0]].at, "waits for itself: %s", strings.Join(circle, " → "))
			return
		}
	}
}

// eventArrows adds what a function's events make wait for what; they have been read before, so their form is right.
func (l *loader) eventArrows(next map[string][]string, function string, events place) {
	for _, e := range l.entries(events) {
		properties := events.child(e.key.Value, e.value).lookup("Properties")
		for _, e := range l.entries(properties) {
			targets := l.named(properties.child(e.key.Value, e.value))
			switch e.key.Value {
			case "ApiId", "Bucket":
				for _, target := range targets {
					next[target] = append(next[target], function)
				}
			case "DestinationConfig":
				next[function] = append(next[function], targets...)
			}
		}
	}
}

// named lists the resources mentioned below a place.
func (l *loader) named(p place) []string {
	var ids []string
	for _, r := range mentions(p) {
		if l.resources[r.id] != nil {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// findCircle walks the arrows from one resource; trail is the way there, done what leads to no circle.
func findCircle(next map[string][]string, id string, trail []string, done map[string]bool) []string {
	if at := slices.Index(trail, id); at >= 0 {
		return append(slices.Clone(trail[at:]), id)
	}
	if done[id] {
		return nil
	}
	trail = append(slices.Clone(trail), id)
	for _, target := range next[id] {
		if circle := findCircle(next, target, trail, done); circle != nil {
			return circle
		}
	}
	done[id] = true
	return nil
}
