package chain_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/anonymise/tagger/chain"
)

// TestMarginalsAreSumsOverAllPaths holds the walk to the definition: it adds up every way to tag a short text.
func TestMarginalsAreSumsOverAllPaths(t *testing.T) {
	weight := rapid.Float32Range(-4, 4)
	scores := rapid.Custom(func(t *rapid.T) (s chain.Scores) {
		for i := range s {
			s[i] = weight.Draw(t, "weight")
		}
		return s
	})
	rapid.Check(t, func(t *rapid.T) {
		var moves chain.Moves
		for a := range moves {
			moves[a] = scores.Draw(t, "move")
		}
		places := rapid.SliceOfN(scores, 1, 4).Draw(t, "places")
		want := make([][chain.Tags]float64, len(places))
		total, paths := 0.0, 1<<(2*len(places))
		for path := range paths {
			log := 0.0
			for i := range places {
				tag := path >> (2 * i) & 3
				log += float64(places[i][tag])
				if i > 0 {
					log += float64(moves[path>>(2*i-2)&3][tag])
				}
			}
			total += math.Exp(log)
			for i := range places {
				want[i][path>>(2*i)&3] += math.Exp(log)
			}
		}
		chain.NewWalk(moves).Marginals(places)
		for i := range places {
			for tag, p := range places[i] {
				if math.Abs(float64(p)-want[i][tag]/total) > 1e-4 {
					t.Fatalf("place %d, tag %d: %v, not %v", i, tag, p, want[i][tag]/total)
				}
			}
		}
	})
}

// TestLongAndExtremeTextsStayFinite checks that neither length nor certainty loses the numbers.
func TestLongAndExtremeTextsStayFinite(t *testing.T) {
	places := make([]chain.Scores, 50000)
	for i := range places {
		places[i] = chain.Scores{0, float32(i%7) * 100, -200, 50}
	}
	chain.NewWalk(chain.Moves{{1, -9, 3}, {4}}).Marginals(places)
	for i, p := range places {
		var sum float32
		for _, v := range p {
			sum += v
		}
		if !(sum > 0.999 && sum < 1.001) {
			t.Fatalf("place %d sums to %v", i, sum)
		}
	}
}
