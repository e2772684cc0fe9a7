package safeguarding

import "testing"

func TestEveryCueHasItsStems(t *testing.T) {
	known := map[string]bool{}
	for _, c := range cues() {
		if known[c.id] {
			t.Errorf("two cues are called %s", c.id)
		}
		known[c.id] = true
		if len(c.stems) == 0 {
			t.Errorf("%s has no stems", c.id)
		}
	}
	for id := range stems {
		if !known[id] {
			t.Errorf("stems of no cue: %s", id)
		}
	}
}
