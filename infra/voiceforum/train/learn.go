package train

import (
	"math"
	"math/rand/v2"

	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/anonymise/tagger/chain"
	"voiceforum/shared/anonymise/tagger/feature"
)

// The learner's pace, and how strongly weights are drawn to nothing. Both were chosen on btc.dev and wnut.dev.
const (
	pace     = 0.02
	pull     = 1e-3
	softened = 10 // added to the sum of squares, so that the first steps are short
)

// learner fits a conditional random field by stochastic gradient ascent on the likelihood of the tags, each weight at its
// own falling pace (AdaGrad, Duchi et al., 2011) and drawn to nothing where it is touched (L2).
type learner struct {
	weights []chain.Scores
	seen    []chain.Scores // sums of squared gradients
	moves   chain.Moves
	moved   chain.Moves // the same for the moves

	text    feature.Text
	walk    *chain.Walk
	places  []chain.Scores
	buckets [][feature.Most]uint32
	counts  []int
}

// learnt makes a model of examples, with its curves fitted on those kept aside, and says how far the model's scores are
// from exact ones.
func learnt(learn, keep []example, rounds int, tick func(done, of int)) (*tagger.Model, float32) {
	l := &learner{
		weights: make([]chain.Scores, feature.Buckets),
		seen:    make([]chain.Scores, feature.Buckets),
		walk:    chain.NewWalk(chain.Moves{}),
	}
	draw := rand.New(rand.NewPCG(seed, 2))
	for round := range rounds {
		order := draw.Perm(len(learn))
		for done, i := range order {
			l.step(learn[i])
			if done%1000 == 0 {
				tick(round*len(learn)+done, rounds*len(learn))
			}
		}
	}
	tick(rounds*len(learn), rounds*len(learn))
	model := tagger.Quantise(l.weights, l.moves, l.curves(keep))
	return model, l.gap(model, keep)
}

// gap is the largest difference that eight bits make to the score of a word that was kept aside.
func (l *learner) gap(model *tagger.Model, keep []example) (gap float32) {
	small := tagger.New(model)
	for _, e := range keep {
		l.expect(e)
		for i, s := range small.Score(e.tokens, e.classes) {
			exact := l.places[i]
			for t, v := range map[tagger.Tag]float32{tagger.Person: s.Person, tagger.Place: s.Place, tagger.Org: s.Org} {
				off := v - model.Curves[t].At(exact[t])
				gap = max(gap, off, -off)
			}
		}
	}
	return gap
}

// expect works out the probabilities of the tags of an example's tokens, into places.
func (l *learner) expect(e example) {
	n := len(e.tokens)
	l.text.Read(e.tokens, e.classes)
	for len(l.buckets) < n {
		l.buckets, l.counts = append(l.buckets, [feature.Most]uint32{}), append(l.counts, 0)
	}
	l.places = l.places[:0]
	for i := range n {
		l.counts[i] = l.text.Of(i, &l.buckets[i])
		var sum chain.Scores
		for _, b := range l.buckets[i][:l.counts[i]] {
			for t, w := range &l.weights[b] {
				sum[t] += w
			}
		}
		l.places = append(l.places, sum)
	}
	l.walk.Set(l.moves)
	l.walk.Marginals(l.places)
}

// step learns from one example.
func (l *learner) step(e example) {
	if len(e.tokens) == 0 {
		return
	}
	l.expect(e)
	for i, tag := range e.tags {
		gap := l.places[i]
		for t := range gap {
			gap[t] = -gap[t]
		}
		gap[tag]++
		if 1-l.places[i][tag] > 1e-3 {
			for _, b := range l.buckets[i][:l.counts[i]] {
				ascend(&l.weights[b], &l.seen[b], gap)
			}
		}
		if i > 0 {
			pair := l.walk.Pair(i)
			for a := range pair {
				var gap chain.Scores
				for t := range gap {
					gap[t] = -pair[a][t]
				}
				if tagger.Tag(a) == e.tags[i-1] {
					gap[tag]++
				}
				ascend(&l.moves[a], &l.moved[a], gap)
			}
		}
	}
}

func ascend(weights, seen *chain.Scores, gap chain.Scores) {
	for t, g := range gap {
		g -= pull * weights[t]
		seen[t] += g * g
		weights[t] += pace * g / float32(math.Sqrt(float64(seen[t])+softened))
	}
}

// curves fits, for each tag, the logistic curve that makes frequencies of scores on examples that were kept aside.
func (l *learner) curves(keep []example) (curves [chain.Tags]tagger.Curve) {
	var odds [chain.Tags][]float64
	var truth [chain.Tags][]bool
	for _, e := range keep {
		l.expect(e)
		for i, p := range l.places {
			for t := range p {
				q := math.Min(1-1e-6, math.Max(1e-6, float64(p[t])))
				odds[t] = append(odds[t], math.Log(q/(1-q)))
				truth[t] = append(truth[t], e.tags[i] == tagger.Tag(t))
			}
		}
	}
	for t := range curves {
		curves[t] = fit(odds[t], truth[t])
	}
	return curves
}

// fit finds slope and shift by Newton's method on the likelihood, a little drawn to the straight line.
func fit(odds []float64, truth []bool) tagger.Curve {
	slope, shift := 1.0, 0.0
	const doubt = 1.0
	for range 30 {
		ga, gb := -doubt*(slope-1), -doubt*shift
		haa, hab, hbb := doubt, 0.0, doubt
		for i, x := range odds {
			p := 1 / (1 + math.Exp(-(slope*x + shift)))
			miss := -p
			if truth[i] {
				miss++
			}
			ga, gb = ga+miss*x, gb+miss
			v := p * (1 - p)
			haa, hab, hbb = haa+v*x*x, hab+v*x, hbb+v
		}
		det := haa*hbb - hab*hab
		slope += bounded((hbb*ga - hab*gb) / det)
		shift += bounded((haa*gb - hab*ga) / det)
	}
	return tagger.Curve{Slope: float32(slope), Shift: float32(shift)}
}

// bounded keeps Newton's method from leaping away where nearly every score is certain.
func bounded(step float64) float64 { return math.Min(0.2, math.Max(-0.2, step)) }
