// Package train makes the weights of the anonymiser's tagger: it reads the corpora of named entities, writes further
// sentences of its own from templates, spoils copies of both as people do who type on a phone, learns, and says how well
// the result does on texts that it has not seen. The same input gives the same bytes.
package train

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/anonymise/token"
)

// Options say what to train on, and how long.
type Options struct {
	// Folder holds btc.train, btc.dev, wnut.train and wnut.dev: a token and its tag on each line, an empty line between
	// sentences.
	Folder string
	// Names holds the gazetteer's own lists of names, to fill templates from as well.
	Names string
	// Out is the file that the weights are written to.
	Out string
	// Fills is how many sentences are made of each template.
	Fills int
	// Rounds is how many times the learner sees everything.
	Rounds int
	// Say is told what is being done.
	Say func(what string)
	// Tick is told how far a long step has come.
	Tick func(done, of int)
	// Report is where the figures are written.
	Report io.Writer
}

// seed makes every run draw the same.
const seed = 20160601

// held is how many of each hundred sentences are kept from training, to fit the curves of the scores.
const held = 5

// Run trains, writes the weights and reports.
func Run(o Options) error {
	lists, err := gazetteer.Open()
	if err != nil {
		return err
	}
	o.Say("reading the corpora")
	corpus, err := readCorpora(o.Folder, true, "btc.train", "wnut.train")
	if err != nil {
		return err
	}
	o.Say("writing sentences from templates")
	f, err := newFiller()
	if err != nil {
		return err
	}
	if err := f.listed(o.Names); err != nil {
		return err
	}
	written, err := f.fromTemplates(o.Fills)
	if err != nil {
		return err
	}
	m := maker{lists: lists, filler: f, draw: rand.New(rand.NewPCG(seed, 1))}
	learn, keep := m.examples(corpus, written)
	o.Say(fmt.Sprintf("learning from %d sentences, %d of them kept aside", len(learn)+len(keep), len(keep)))
	model, gap := learnt(learn, keep, o.Rounds, o.Tick)
	if err := os.WriteFile(o.Out, model.Encode(), 0o644); err != nil {
		return err
	}
	o.Say("measuring")
	fmt.Fprintf(o.Report, "%d sentences learned from, %d kept aside; eight bits change a score by %.3f at most\n", len(learn), len(keep), gap)
	return report(o, lists, tagger.New(model))
}

// example is a sentence as the learner sees it.
type example struct {
	tokens  []token.Token
	classes []gazetteer.Class
	tags    []tagger.Tag
}

func newExample(lists *gazetteer.Gazetteer, s sentence) example {
	e := example{tokens: token.Split(s.text)}
	e.classes = make([]gazetteer.Class, len(e.tokens))
	e.tags = make([]tagger.Tag, len(e.tokens))
	at := 0
	for i, t := range e.tokens {
		e.classes[i] = lists.Class(t.Lower)
		for at < len(s.spans) && s.spans[at].end <= t.Start {
			at++
		}
		if at < len(s.spans) && s.spans[at].start < t.End && (t.Kind != token.Mark || s.spans[at].start < t.Start) {
			e.tags[i] = s.spans[at].tag
		}
	}
	return e
}

// readCorpora reads files of the corpora one after the other.
func readCorpora(folder string, handles bool, names ...string) ([]sentence, error) {
	var all []sentence
	for _, name := range names {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		read, err := readCorpus(f, handles)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, read...)
	}
	return all, nil
}
