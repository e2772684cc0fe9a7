package keyness_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/consent"
	"voiceforum/shared/keyness"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

func TestClausesAreThoseThatMayBeRead(t *testing.T) {
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := response.Response{
		Channel: response.Victim,
		Texts: map[string]response.Text{
			"a": {State: response.Clean, Words: "Nobody rang me. The car park was full."},
			"b": {State: response.Held, Words: "Held words."},
			"c": {State: response.Clean, Words: "The lift broke."},
		},
	}
	mentions := map[string][]themes.Mention{"a": {{Theme: "kept-informed", Evidence: []themes.Span{{Start: 0, End: 14}}}}}
	for _, c := range []struct {
		given bool
		want  [][]string
	}{
		{true, [][]string{{"the", "car", "park", "was", "full"}, {"the", "lift", "broke"}}},
		{false, nil},
	} {
		r.Consents = []consent.Event{{{Purpose: consent.Counts, Given: c.given, Wording: 1, Language: "en", Day: "2026-11-24"}}}
		got, err := keyness.Clauses(book, r, mentions)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
}
