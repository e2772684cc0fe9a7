package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// Whatever is taken is one document of JSON that says the same when it is written down and read again.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"feedback": [{"answers": {"a": ["b", 1, -2.5e3, true, null]}}]}`, `{"a": 1, "a": 2}`, `{"a": 1, "\u0061": 2}`, `[1,]`, `{} {}`,
		strings.Repeat("[", 17) + strings.Repeat("]", 17), "\xff", "\ufeff{}", `"\ud800"`, `{"a":}`, "", "nul", `{"": {"": []}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := parseJSON(body)
		if err != nil {
			if malformedWords[err] == "" {
				t.Fatalf("nothing says what to change about: %v", err)
			}
			return
		}
		wire, err := json.Marshal(v)
		if err != nil || !json.Valid(body) {
			t.Fatalf("%v: %q", err, body)
		}
		if again, err := parseJSON(wire); err != nil || !reflect.DeepEqual(v, again) {
			t.Fatalf("%q became %q: %v", body, wire, err)
		}
	})
}
