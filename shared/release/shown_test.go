package release

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// Whatever stands beside the tables is worked out from what is shown of them: with nothing else at hand, as whoever reads
// a release, it comes out the same.
func TestWhatIsDerivedNeedsOnlyWhatIsShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := sourceOf(t)
		counts := func(label string) tally.Tally {
			people := rapid.IntRange(0, 60).Draw(t, label)
			c := tally.Tally{}
			for _, qu := range src.Questionnaire.Questions {
				if qu.When != nil || qu.Kind == questionnaire.Text {
					continue
				}
				for range people {
					row := tally.NoAnswer
					if n := rapid.IntRange(0, len(qu.Options)).Draw(t, qu.ID); n < len(qu.Options) {
						row = qu.Options[n].ID
					}
					c[tally.Key("victim", tally.Question+qu.ID, row)] += 5
				}
				c[tally.Key("victim", tally.Question+qu.ID, tally.Asked)] = 5 * people
			}
			c[tally.Key("victim", tally.Respondents, tally.All)] = 5 * people
			return c
		}
		before := Make(src, 1, "2026-10-01", Basis{}.Advance(src, counts("before"), "2026-10-01"))
		before.Forum = src.Forum.Previous()
		src.Before = &before
		r := Make(src, 1, "2027-01-01", Basis{}.Advance(src, counts("now"), "2027-01-01"))

		seen := Release{Forum: r.Forum, Codebook: r.Codebook, Rule: r.Rule, Views: r.Views}
		for _, x := range r.Tables {
			x.Rows = slices.Clone(x.Rows)
			for i := range x.Rows {
				x.Rows[i].Change = nil
			}
			seen.Tables = append(seen.Tables, x)
		}
		seen.Rights, seen.Satisfaction, seen.Beside = src.rights(seen), src.satisfaction(seen), src.beside(seen)
		src.compare(&seen)
		if !seen.SameFigures(withoutCounted(r)) || cmp.Diff(r.Rights, seen.Rights)+cmp.Diff(r.Satisfaction, seen.Satisfaction)+cmp.Diff(r.Beside, seen.Beside) != "" {
			t.Fatal("something was worked out from more than what is shown")
		}
	})
}

// withoutCounted gives a release as far as it was put together again.
func withoutCounted(r Release) Release {
	r.Questionnaire = response.QuestionnaireVersion{}
	return r
}

func sourceOf(t *rapid.T) Source {
	q, err := questionnaire.Get("rasso-adult", 1)
	if err != nil {
		t.Fatal(err)
	}
	src := Source{Forum: "2026-Q4", Questionnaire: q, Codebook: 1, Rule: disclosure.Default}
	if src.Code, err = CodeOf(src); err != nil {
		t.Fatal(err)
	}
	return src
}
