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

// A text that cannot be coded is not one about nothing: its entry says that a reviewer must read it, until one has said
// what it is about.
func TestATextThatIsNotEnglishIsNoted(t *testing.T) {
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := response.Response{
		Consents: []consent.Event{{{Purpose: consent.Counts, Given: true}}},
		Texts: map[string]response.Text{
			"a": {State: response.Clean, Words: "Nikt do mnie nie zadzwonił przez trzy miesiące, a potem przyszedł list."},
			"b": {State: response.Clean, Words: "Nobody rang me for three months."},
		},
	}
	got, err := tally.Read(book, r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": themes.NotEnglish}, got.Review); diff != "" || len(got.Mentions["a"]) > 0 || len(got.Mentions["b"]) == 0 {
		t.Errorf("%+v\n%s", got, diff)
	}
	r.Reviews = map[string]response.Review{"a": {Themes: []response.ThemeLabel{{Theme: "kept-informed", Stance: "negative"}}}}
	if got, err = tally.Read(book, r); err != nil || len(got.Review) > 0 || len(got.Mentions["a"]) != 1 {
		t.Errorf("after a reviewer: %+v, %v", got, err)
	}
}
