package themes_test

import (
	"strings"
	"testing"

	"voiceforum/shared/themes"
)

func coded(t *testing.T, text, question string) map[string]themes.Stance {
	t.Helper()
	mentions, err := book(t).Code(text, question)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]themes.Stance{}
	for _, m := range mentions {
		found[m.Theme] = m.Stance
	}
	return found
}

// Of pairs of sentences that differ by a negation, a wish, a promise or a fear, 19 in 20 must be told apart.
func TestStancesOfPairsAreToldApart(t *testing.T) {
	right, all := 0, 0
	for _, text := range labelled(t, "challenge.jsonl") {
		for _, want := range text.Mentions {
			all++
			if coded(t, text.Text, "")[want.Theme] == want.Stance {
				right++
			}
		}
	}
	if all < 200 || right*20 < all*19 {
		t.Errorf("%d of %d are right", right, all)
	}
}

// Our own texts hold the coder to what it reached; see the benchmark for the figures.
func TestOurOwnTextsAreCodedAsBefore(t *testing.T) {
	var right, extra, missed, stances, none, empty int
	for _, text := range append(labelled(t, "feedback.jsonl"), labelled(t, "second.jsonl")...) {
		got := coded(t, text.Text, text.Question)
		if len(text.Mentions) == 0 {
			if empty++; len(got) == 0 {
				none++
			}
		}
		extra += len(got)
		for _, want := range text.Mentions {
			stance, ok := got[want.Theme]
			if !ok {
				missed++
				continue
			}
			right, extra = right+1, extra-1
			if stance == want.Stance {
				stances++
			}
		}
	}
	if f1 := float64(2*right) / float64(2*right+extra+missed); f1 < 0.8 {
		t.Errorf("micro F1 is %.3f", f1)
	}
	if stances*5 < right*4 || none*5 < empty*4 {
		t.Errorf("stances right: %d of %d; texts without a theme left alone: %d of %d", stances, right, none, empty)
	}
}

func TestTheQuestionIsEvidence(t *testing.T) {
	const vague = "It was not good at all, the phone."
	if got := coded(t, vague, ""); len(got) != 0 {
		t.Fatalf("without a question: %v", got)
	}
	for _, question := range []string{"phone-and-records", "Did the police keep your phone?"} {
		if got := coded(t, vague, question); got["phone-and-records"] != themes.Negative {
			t.Errorf("in answer to %q: %v", question, got)
		}
	}
}

func TestAnAnswerToWhatShouldChangeIsAWish(t *testing.T) {
	for text, want := range map[string]themes.Stance{
		"Keep me informed every week.":            themes.Negative,
		"I was kept informed, so change nothing.": themes.Positive,
	} {
		if got := coded(t, text, "one-change")["kept-informed"]; got != want {
			t.Errorf("%q is %q, want %s", text, got, want)
		}
	}
}

func TestATextThatIsNotEnglishGoesToAReviewer(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		name string
		text themes.Text
		want string
	}{
		{"doubted", themes.Text{Words: "nikt do mnie nie zadzwonił", Doubt: "words of another language than English"}, themes.NotEnglish},
		{"Urdu", themes.Text{Words: "کسی نے مجھے فون نہیں کیا"}, themes.NotEnglish},
		{"Cyrillic", themes.Text{Words: "Никто мне не позвонил"}, themes.NotEnglish},
		{"a name in Chinese", themes.Text{Words: "Nobody rang me for three months. 谢谢"}, ""},
		{"one letter", themes.Text{Words: "x"}, ""},
		{"emoji", themes.Text{Words: "😀👍🏽"}, ""},
		{"nothing", themes.Text{}, ""},
	} {
		got, err := b.Read(c.text)
		if err != nil || got.Review != c.want || c.want != "" && len(got.Mentions) > 0 {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if _, err := b.Read(themes.Text{Words: "\xff"}); err == nil {
		t.Error("what is not UTF-8 is accepted")
	}
}

func TestPlaceholdersDoNotHideAThemeOrMakeOne(t *testing.T) {
	if got := coded(t, "[name 1] never rang me back, and [name 2] at [place] did not either.", ""); got["kept-informed"] != themes.Negative {
		t.Errorf("found %v", got)
	}
	if got := coded(t, strings.Repeat("[name 1] [place] [phone] ", 3), ""); len(got) != 0 {
		t.Errorf("placeholders alone are %v", got)
	}
}
