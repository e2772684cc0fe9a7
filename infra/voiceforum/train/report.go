package train

import (
	"fmt"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
)

// thresholds are those that the report gives precision and recall at.
var thresholds = []float32{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}

// report measures a tagger on the corpora's own sets for measuring, as written and in lower case.
func report(o Options, lists *gazetteer.Gazetteer, t *tagger.Tagger) error {
	for _, name := range []string{"btc.dev", "wnut.dev"} {
		sentences, err := readCorpora(o.Folder, false, name)
		if err != nil {
			return err
		}
		for _, manner := range []string{"as written", "in lower case"} {
			var examples []example
			for _, s := range sentences {
				if manner != "as written" {
					s = lowered(s)
				}
				examples = append(examples, newExample(lists, s))
			}
			fmt.Fprintf(o.Report, "\n%s, %s (words: precision/recall)\n", name, manner)
			measure(o, t, examples)
		}
	}
	return nil
}

// tally counts words at one threshold.
type tally struct{ right, wrong, missed int }

// measure writes precision and recall, word by word, for each kind at each threshold.
func measure(o Options, t *tagger.Tagger, examples []example) {
	kinds := []tagger.Tag{tagger.Person, tagger.Place, tagger.Org}
	counts := make([][4]tally, len(thresholds))
	for _, e := range examples {
		for i, s := range t.Score(e.tokens, e.classes) {
			scores := [4]float32{tagger.Person: s.Person, tagger.Place: s.Place, tagger.Org: s.Org}
			for n, least := range thresholds {
				for _, k := range kinds {
					counts[n][k].add(scores[k] >= least, e.tags[i] == k)
				}
				counts[n][0].add(max(s.Person, s.Place, s.Org) >= least, e.tags[i] != tagger.Outside)
			}
		}
	}
	fmt.Fprintf(o.Report, "%9s  %-13s %-13s %-13s %-13s\n", "threshold", "person", "place", "organisation", "any name")
	for n, least := range thresholds {
		fmt.Fprintf(o.Report, "%9.1f ", least)
		for _, k := range []tagger.Tag{tagger.Person, tagger.Place, tagger.Org, tagger.Outside} {
			c := counts[n][k]
			fmt.Fprintf(o.Report, "  %.3f/%.3f ", share(c.right, c.wrong), share(c.right, c.missed))
		}
		fmt.Fprintln(o.Report)
	}
}

func (c *tally) add(said, is bool) {
	switch {
	case said && is:
		c.right++
	case said:
		c.wrong++
	case is:
		c.missed++
	}
}

func share(a, rest int) float64 { return float64(a) / float64(max(1, a+rest)) }
