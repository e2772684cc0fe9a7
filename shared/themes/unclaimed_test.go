package themes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/themes"
)

func TestUnclaimedAreTheClausesWithoutEvidence(t *testing.T) {
	const text = "Nobody rang me. The buses don't stop there, and [name 1] had to walk."
	rang := []themes.Mention{{Theme: "kept-informed", Evidence: []themes.Span{{Start: 0, End: 14}}}}
	rest := [][]string{{"the", "buses", "do", "not", "stop", "there", "and", "[name]", "had", "to", "walk"}}
	for _, c := range []struct {
		name, text string
		mentions   []themes.Mention
		want       [][]string
	}{
		{"one is claimed", text, rang, rest},
		{"part of a clause", text, []themes.Mention{{Evidence: []themes.Span{{Start: 7, End: 8}}}}, rest},
		{"all are claimed", text, append(rang, themes.Mention{Evidence: []themes.Span{{Start: 20, End: 60}}}), nil},
		{"none is", "The buses.", nil, [][]string{{"the", "buses"}}},
		{"a reviewer said what it is about", text, append(rang, themes.Mention{Theme: "safety"}), nil},
		{"no words", "...", nil, nil},
		{"another script", "کسی نے مجھے فون نہیں کیا", nil, nil},
		{"not UTF-8", "\xff", nil, nil},
		{"too long", strings.Repeat("a ", themes.MaxBytes), nil, nil},
	} {
		got, err := book(t).Unclaimed(c.text, c.mentions)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
