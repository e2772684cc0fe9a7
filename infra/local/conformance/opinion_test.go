package conformance

import (
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local/template"
)

// secondOpinions are the functions that may ever show a text to Amazon Comprehend: those that anonymise.
var secondOpinions = []string{"Survey"}

// comprehends lists what functions may ask of Amazon Comprehend.
func comprehends(p *template.Platform) []string {
	return eachAllowed(p, func(_ template.Function, action, _ string) bool {
		return strings.HasPrefix(strings.ToLower(action), "comprehend:")
	})
}

func TestNoTextIsShownToAnybodyUnlessItIsSwitchedOn(t *testing.T) {
	p := load(t, theTemplate(t))
	if all := comprehends(p); len(all) > 0 {
		t.Errorf("by default, %s", strings.Join(all, ", "))
	}
	for _, f := range p.Functions {
		if on := f.Environment["SECOND_OPINION"]; on != "" && on != "Deny" {
			t.Errorf("by default, %s asks: %s", f.Name, on)
		}
	}
}

// Switched on, it is this one action of these functions, and every other rule holds as before.
func TestASecondOpinionAllowsOneActionAndNoMore(t *testing.T) {
	p := load(t, broken(t, "AllowedValues: [Deny, Allow]\n    Default: Deny", "AllowedValues: [Deny, Allow]\n    Default: Allow"))
	var want []string
	for _, f := range secondOpinions {
		want = append(want, f+" may comprehend:DetectPiiEntities on *")
	}
	if got := comprehends(p); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, r := range rules {
		for _, against := range r.check(p) {
			if !slices.Contains(want, against) {
				t.Errorf("%s, but: %s", r.says, against)
			}
		}
	}
	for _, f := range p.Functions {
		if on := f.Environment["SECOND_OPINION"] == "Allow"; on != slices.Contains(secondOpinions, f.Name) {
			t.Errorf("%s asks for a second opinion: %t", f.Name, on)
		}
	}
}
