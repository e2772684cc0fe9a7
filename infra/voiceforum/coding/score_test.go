package coding

import (
	"math"
	"testing"

	"voiceforum/shared/themes"
)

func TestScoreCountsAsScorePyDoes(t *testing.T) {
	mention := func(theme string, stance themes.Stance) themes.Mention {
		return themes.Mention{Theme: theme, Stance: stance, Evidence: []themes.Span{{Start: 0, End: 1}}}
	}
	texts := []labelled{
		{Mentions: []themes.Mention{mention("a", "positive"), mention("b", "negative")}},
		{Mentions: []themes.Mention{mention("a", "negative")}},
		{},
		{},
	}
	f := score(texts, []themes.Coding{
		{Mentions: []themes.Mention{mention("a", "positive"), mention("c", "mixed")}},
		{Mentions: []themes.Mention{mention("a", "positive")}},
		{},
		{Mentions: []themes.Mention{{Theme: "c"}}},
	})
	// a: 2 right; b: 1 missed; c: 2 extra, in no label, so that it is not in the macro F1.
	if got := f.macro(); got != 0.5 {
		t.Errorf("macro F1 is %v", got)
	}
	if got := f.all; got != (tally{right: 2, extra: 2, missed: 1}) {
		t.Errorf("in all %+v", got)
	}
	if f.stance != [2]int{1, 2} || f.none != [2]int{1, 2} || f.unevidence != 1 {
		t.Errorf("stance %v, none %v, without evidence %d", f.stance, f.none, f.unevidence)
	}
	if figure(math.NaN()) != "-" || figure(0.5) != "0.500" {
		t.Error("figures are not written as shares")
	}
}

func TestAThirdIsHeldOutWhateverTheOrder(t *testing.T) {
	held := 0
	for i := range 900 {
		if heldOut(`"` + string(rune('a'+i%26)) + string(rune('0'+i/26)) + `"`) {
			held++
		}
	}
	if held < 250 || held > 350 {
		t.Errorf("%d of 900 are held out", held)
	}
}
