package sources

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFilters(t *testing.T) {
	const event = `{"eventName": "INSERT", "dynamodb": {"Keys": {"SK": {"S": "RESPONSE"}}, "NewImage": {"n": {"N": "1"}, "tags": {"SS": ["a", "b"]}, "gone": {"NULL": true}}}}`
	for _, c := range []struct {
		patterns string // a JSON list
		want     bool
	}{
		{`[]`, true},
		{`[{}]`, true},
		{`[{"dynamodb": {"Keys": {"SK": {"S": ["RESPONSE"]}}}}]`, true},
		{`[{"dynamodb": {"Keys": {"SK": {"S": ["RECEIPT"]}}}}]`, false},
		{`[{"dynamodb": {"Keys": {"SK": {"S": ["RECEIPT", "RESPONSE"]}}}}]`, true},
		{`[{"dynamodb": {"Keys": {"SK": {"S": ["RESP"]}}}}]`, false},
		{`[{"dynamodb": {"Keys": {"SK": {"S": [{"prefix": "RESP"}]}}}}]`, true},
		{`[{"dynamodb": {"Keys": {"SK": {"S": [{"suffix": "RESP"}]}}}}]`, false},
		{`[{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}]`, true},
		{`[{"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": ["RECEIPT"]}}}}]`, false},
		{`[{"eventName": [{"anything-but": ["REMOVE"]}]}]`, true},
		{`[{"eventName": [{"anything-but": "INSERT"}]}]`, false},
		{`[{"missing": [{"anything-but": "INSERT"}]}]`, false},
		{`[{"userIdentity": {"type": [{"exists": false}]}}]`, true},
		{`[{"userIdentity": {"type": [{"exists": true}]}}]`, false},
		{`[{"eventName": [{"exists": true}]}]`, true},
		{`[{"dynamodb": {"NewImage": {"tags": {"SS": ["b"]}}}}]`, true},
		{`[{"dynamodb": {"NewImage": {"gone": {"NULL": [true]}}}}]`, true},
		{`[{"dynamodb": {"NewImage": {"n": {"N": [1]}}}}]`, false},
		{`[{"missing": [null]}]`, false},
	} {
		var patterns []json.RawMessage
		if err := json.Unmarshal([]byte(c.patterns), &patterns); err != nil {
			t.Fatal(err)
		}
		f, err := newFilter(patterns)
		if err != nil {
			t.Errorf("%s: %v", c.patterns, err)
			continue
		}
		got, err := f.passes([]byte(event))
		if err != nil || got != c.want {
			t.Errorf("%s: %v, error %v, want %v", c.patterns, got, err, c.want)
		}
	}
}

func TestFilterRulesNotKnownAreNamed(t *testing.T) {
	for pattern, want := range map[string]string{
		`{"a": [{"numeric": [">", 1]}]}`:                   `"numeric"`,
		`{"a": [{"anything-but": {"prefix": "x"}}]}`:       `"anything-but"`,
		`{"a": [{"prefix": {"equals-ignore-case": "x"}}]}`: `"prefix"`,
		`{"$or": [{"a": [1]}, {"b": [2]}]}`:                `"$or"`,
		`{"a": "x"}`:                                       `"a"`,
		`{"a": []}`:                                        `"a"`,
		`["a"]`:                                            "no object",
		`{`:                                                "not JSON",
	} {
		_, err := newFilter([]json.RawMessage{json.RawMessage(pattern)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s named", pattern, err, want)
		}
	}
}
