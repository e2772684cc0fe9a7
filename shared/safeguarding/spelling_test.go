package safeguarding

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWholeWordsAreSpelt(t *testing.T) {
	for text, want := range map[string]string{
		"i can't go on":                            "i can not go on",
		"cant, wont, shan't":                       "can not, will not, shall not",
		"a significant change":                     "a significant change",
		"the applicant was vacant and significant": "the applicant was vacant and significant",
		"importantly":                              "importantly",
		"she's here, he's there, that's it":        "she is here, he is there, that's it",
		"the cook'd":                               "the cook'd",
		"couldn't've known":                        "could not have known",
		"they'll see we're done":                   "they will see we are done",
		"i i'm tired":                              "i  am tired",
		"hi i am here":                             "hi i am here",
		"self-harm and selfharming":                "self harm and self harming",
		"any more, every day, my self":             "anymore, everyday, myself",
		"under-age and under age":                  "underage and underage",
		"any, more":                                "any, more",
		"just kms":                                 "just kill myself",
		"he lives 20 kms away, 5kms off":           "he lives 20 kms away, 5kms off",
		"a few kms from me":                        "a few kms from me",
		"":                                         "",
		"'can't' 'x":                               "'can not' 'x",
	} {
		if got := spell(text); got != want {
			t.Errorf("%q is spelt %q, want %q", text, got, want)
		}
	}
}

// Words that cues know nothing of are left as they are, wherever they stand.
func TestOtherWordsAreLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"significant", "applicants", "vacant", "the", "importance", "wonted", "20", "skims", "simply", "(one),", "live:"})).Draw(t, "words")
		text := strings.Join(words, " ")
		if got := spell(text); got != text {
			t.Fatalf("%q is spelt %q", text, got)
		}
	})
}

func FuzzSpell(f *testing.F) {
	for _, s := range []string{"i can't", "''", "n't", "my self", "kms 'll", "i'm i'm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := spell(strings.ToLower(s))
		if len(got) > 8*len(s)+16 {
			t.Errorf("%d bytes become %d", len(s), len(got))
		}
	})
}
