package masking

import (
	"io"
	"testing"

	"voiceforum/shared/anonymise"
)

// floor is what masking never falls below on a set of the project's own, and what it never goes above.
type floor struct {
	structured, names, masked, precision, kept float64 // shares, at least
	held, leaking, leakingOfNames              int     // texts, at most
}

// floors lie one or two finds under what was measured when they were set, so that a rule may give and take, and a loss shows.
// Whoever makes masking better raises them.
var floors = map[string]floor{
	"own-hard":          {1, 0.975, 0.965, 0.985, 0.98, 11, 8, 1},
	"own-letters":       {1, 0.97, 0.98, 0.98, 0.97, 2, 0, 0},
	"own-officers":      {1, 0.97, 0.98, 0.98, 0.98, 1, 0, 0},
	"own-second-writer": {1, 0.98, 0.99, 0.985, 0.975, 8, 1, 0},
	"own-services":      {1, 0.97, 0.98, 0.98, 0.98, 2, 0, 0},
	"own-survivors":     {1, 0.96, 0.98, 0.985, 0.985, 6, 1, 1},
}

func TestMaskingOfOurOwnTextsDoesNotGetWorse(t *testing.T) {
	engine, err := anonymise.New()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{Options: Options{Root: "../../..", Out: io.Discard}, engine: engine, dir: t.TempDir(), sets: map[string]outcome{}}
	paths, _, err := b.own()
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(floors) {
		t.Errorf("%d sets have %d floors", len(paths), len(floors))
	}
	for _, path := range paths {
		if err := b.measure(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	for name, least := range floors {
		set, measured := b.sets[name]
		if !measured {
			t.Errorf("%s was not measured", name)
		}
		for figure, share := range map[string][2]float64{
			"structured": {set.figures.Structured, least.structured}, "names": {set.figures.Names, least.names}, "masked": {set.figures.Masked, least.masked},
			"precision": {set.figures.SpanPrecision, least.precision}, "kept": {set.figures.Kept, least.kept},
		} {
			if !(share[0] >= share[1]) { // NaN falls short too
				t.Errorf("%s: %s is %.4f, under %.3f", name, figure, share[0], share[1])
			}
		}
		for figure, texts := range map[string][2]int{
			"held": {set.held, least.held}, "clean but leaking": {set.leaking, least.leaking}, "clean but leaking a name": {set.leakingOfNames, least.leakingOfNames},
		} {
			if texts[0] > texts[1] {
				t.Errorf("%s: %d texts are %s, over %d", name, texts[0], figure, texts[1])
			}
		}
	}
}
