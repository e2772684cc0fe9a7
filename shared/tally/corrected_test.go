package tally_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/consent"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

type twoThemes struct{}

func (twoThemes) Code(string, string) ([]themes.Mention, error) {
	return []themes.Mention{{Theme: "respect", Stance: themes.Positive, Rule: "r:1"}, {Theme: "believed", Stance: themes.Negative, Rule: "b:1"}}, nil
}

func TestAReviewersThemesStandInPlaceOfTheRules(t *testing.T) {
	r := response.Response{
		Consents: []consent.Event{{{Purpose: consent.Counts, Given: true}}},
		Texts:    map[string]response.Text{"a": {State: response.Clean, Words: "x"}, "b": {State: response.Clean, Words: "y"}},
		Reviews: map[string]response.Review{"a": {Themes: []response.ThemeLabel{
			{Theme: "respect", Wrong: true}, {Theme: "believed", Stance: "mixed"}, {Theme: "safety", Stance: "negative"},
		}}},
	}
	got, err := tally.Code(twoThemes{}, r)
	if err != nil {
		t.Fatal(err)
	}
	want := []themes.Mention{{Theme: "believed", Stance: themes.Mixed, Rule: "reviewer"}, {Theme: "safety", Stance: themes.Negative, Rule: "reviewer"}}
	if diff := cmp.Diff(want, got["a"]); diff != "" {
		t.Error(diff)
	}
	if len(got["b"]) != 2 {
		t.Errorf("a text that nobody corrected: %v", got["b"])
	}
}
