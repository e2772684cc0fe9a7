package surge_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/response"
	"voiceforum/shared/surge"
)

func answered(words string, choices ...string) response.Response {
	r := response.Response{
		Questionnaire: response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}, Language: "en",
		Answers: map[string][]string{"kept-informed": choices},
	}
	if words != "" {
		r.Texts = map[string]response.Text{"change": {State: response.Clean, Words: words}}
	}
	return r
}

func TestLikeness(t *testing.T) {
	held := answered("", "never")
	held.Texts = map[string]response.Text{"change": {State: response.Held}, "more": {State: response.Held}}
	welsh := answered("Roedd yr aros yn hir", "never")
	welsh.Language = "cy"
	for name, c := range map[string]struct {
		of   []response.Response
		want surge.Likeness
	}{
		"nothing": {},
		"one": {
			[]response.Response{answered("It was slow", "never")},
			surge.Likeness{Looked: 1, Choices: 1, SameMost: 1, Worded: 1, Languages: 1},
		},
		"one hand": {
			[]response.Response{answered("It was slow", "a", "b"), answered(" it  was SLOW\n", "b", "a"), answered("", "a", "b")},
			surge.Likeness{Looked: 3, Choices: 1, SameMost: 3, Worded: 2, Repeated: 2, Languages: 1},
		},
		"many people": {
			[]response.Response{answered("It was slow", "never"), held, welsh, answered("", "often")},
			surge.Likeness{Looked: 4, Choices: 2, SameMost: 3, Worded: 2, Held: 1, Languages: 2},
		},
	} {
		if diff := cmp.Diff(c.want, surge.LikenessOf(c.of)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// In whatever order responses come, and however often one is copied, the figures are what they must be.
func TestLikenessKnowsCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) response.Response {
			return answered(rapid.SampledFrom([]string{"", "slow", "kind"}).Draw(t, "words"), rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "choice"))
		})
		all := rapid.SliceOfN(one, 1, 20).Draw(t, "all")
		l := surge.LikenessOf(all)
		mixed := rapid.Permutation(all).Draw(t, "order")
		if again := surge.LikenessOf(mixed); again != l {
			t.Fatalf("another order: %+v, %+v", l, again)
		}
		twice := surge.LikenessOf(slices.Concat(all, all))
		if twice.Choices != l.Choices || twice.SameMost != 2*l.SameMost || twice.Repeated != 2*l.Worded {
			t.Fatalf("all twice: %+v, %+v", l, twice)
		}
	})
}
