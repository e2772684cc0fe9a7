package handover_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/handover"
	"voiceforum/shared/questionnaire"
)

// Whatever cleaning takes out of a text, each place that is told holds what was found, in the text as it was sent.
func TestPlacesAreOfTheTextAsItWasSent(t *testing.T) {
	sown := []string{" ", "\n", "\r", "\r\n", "\u2028", "\t", "a", "é", "க", "\u200b", "\u200c", "\u200d", "\u00ad", "\u202e", "\ufe0f", "\U000e0067", "🏴", "\x00", name, "Zeb\u200bedee"}
	rapid.Check(t, func(rt *rapid.T) {
		sent := strings.Join(rapid.SliceOfN(rapid.SampledFrom(sown), 1, 20).Draw(rt, "sent"), "")
		got := screen(t, service, true, item(t, sent))[0]
		if want := strings.Count(questionnaire.CleanText(sent), name); len(got.Masks) != want {
			rt.Fatalf("%d places of %d", len(got.Masks), want)
		}
		runes := []rune(sent)
		var last handover.Mask
		for _, m := range got.Masks {
			if found := questionnaire.CleanText(string(runes[m.Start:m.End])); found != name || m.Start < last.End {
				rt.Fatalf("%q from %d to %d, after %d", found, m.Start, m.End, last.End)
			}
			last = m
		}
	})
}
