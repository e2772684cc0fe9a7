package sources

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// filter decides whether an event goes to a function. An event passes if any pattern matches; without patterns every
// event passes.
type filter []test

// test looks at one value of an event; present is false where the event has none.
type test func(value any, present bool) bool

// newFilter reads patterns of EventBridge's language: nested objects, lists of exact values, prefix, suffix, exists
// and anything-but. Anything else is refused by name.
func newFilter(patterns []json.RawMessage) (filter, error) {
	var f filter
	for _, p := range patterns {
		var parsed any
		if err := json.Unmarshal(p, &parsed); err != nil {
			return nil, fmt.Errorf("a filter pattern is not JSON: %w", err)
		}
		fields, ok := parsed.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("a filter pattern is no object")
		}
		t, err := objectTest(fields)
		if err != nil {
			return nil, err
		}
		f = append(f, t)
	}
	return f, nil
}

// passes decides about an event, which is JSON.
func (f filter) passes(event []byte) (bool, error) {
	if len(f) == 0 {
		return true, nil
	}
	var value any
	if err := json.Unmarshal(event, &value); err != nil {
		return false, fmt.Errorf("a record is not JSON: %w", err)
	}
	for _, t := range f {
		if t(value, true) {
			return true, nil
		}
	}
	return false, nil
}

// objectTest wants every field to pass its own test.
func objectTest(fields map[string]any) (test, error) {
	tests := make(map[string]test, len(fields))
	for name, pattern := range fields {
		var err error
		switch p := pattern.(type) {
		case map[string]any:
			tests[name], err = objectTest(p)
		case []any:
			tests[name], err = listTest(name, p)
		default:
			err = fmt.Errorf("the filter pattern of %q is neither an object nor a list", name)
		}
		if err != nil {
			return nil, err
		}
	}
	return func(value any, _ bool) bool {
		object, _ := value.(map[string]any)
		for name, t := range tests {
			field, present := object[name]
			if !t(field, present) {
				return false
			}
		}
		return true
	}, nil
}

// listTest wants one of the alternatives; of a list in the event, for one of its elements.
func listTest(name string, alternatives []any) (test, error) {
	if len(alternatives) == 0 {
		return nil, fmt.Errorf("the filter pattern of %q allows nothing", name)
	}
	tests := make([]test, len(alternatives))
	for i, a := range alternatives {
		var err error
		if tests[i], err = alternativeTest(name, a); err != nil {
			return nil, err
		}
	}
	return func(value any, present bool) bool {
		values, isList := value.([]any)
		if !isList {
			values = []any{value}
		}
		for _, v := range values {
			for _, t := range tests {
				if t(v, present) {
					return true
				}
			}
		}
		return false
	}, nil
}

func alternativeTest(name string, alternative any) (test, error) {
	rule, ok := alternative.(map[string]any)
	if !ok {
		return func(v any, present bool) bool { return present && v == alternative }, nil
	}
	if len(rule) != 1 {
		return nil, fmt.Errorf("a rule in the filter pattern of %q has %d names instead of one", name, len(rule))
	}
	for operator, operand := range rule {
		if t := ruleTest(operator, operand); t != nil {
			return t, nil
		}
		return nil, fmt.Errorf("the rule %q in the filter pattern of %q is not known here", operator, name)
	}
	panic("sources: a map of one has no entry")
}

// ruleTest gives nil for a rule that it does not know.
func ruleTest(operator string, operand any) test {
	text, isText := operand.(string)
	switch {
	case operator == "prefix" && isText:
		return func(v any, _ bool) bool { s, ok := v.(string); return ok && strings.HasPrefix(s, text) }
	case operator == "suffix" && isText:
		return func(v any, _ bool) bool { s, ok := v.(string); return ok && strings.HasSuffix(s, text) }
	case operator == "exists" && reflect.TypeOf(operand) == reflect.TypeFor[bool]():
		return func(_ any, present bool) bool { return present == operand }
	case operator == "anything-but":
		return exceptTest(operand)
	default:
		return nil
	}
}

func exceptTest(operand any) test {
	excluded, isList := operand.([]any)
	if !isList {
		excluded = []any{operand}
	}
	for _, e := range excluded {
		if _, isRule := e.(map[string]any); isRule {
			return nil
		}
	}
	return func(v any, present bool) bool {
		for _, e := range excluded {
			if v == e {
				return false
			}
		}
		return present
	}
}
