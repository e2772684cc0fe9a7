// Package anonymise takes identifiers out of what people wrote. It says what it found and why, gives the words back
// with each identifier replaced by its kind, and says whether the result may be called clean or must be held for a
// reviewer. It fails closed: on any doubt (an error, a second pass that still finds something, a text that is not
// confidently English or not confidently free of names) the verdict is Held and the words stay sealed.
//
// One response's texts are anonymised together, so that the same person is the same placeholder in all of them. The
// mapping from names to placeholders lives no longer than the call.
package anonymise

import (
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/fault"
)

// Kind is what sort of identifier a span is.
type Kind string

// The kinds of identifier.
const (
	Name      Kind = "name"
	Place     Kind = "place"
	Address   Kind = "address"
	Postcode  Kind = "postcode"
	Phone     Kind = "phone"
	Email     Kind = "email"
	URL       Kind = "url"
	Date      Kind = "date"
	Age       Kind = "age"
	Reference Kind = "reference"
	NHS       Kind = "nhs"
	NI        Kind = "ni"
	Vehicle   Kind = "vehicle"
	Org       Kind = "org"
	Job       Kind = "job"
	Other     Kind = "other"
)

// Span is one identifier found: from Start up to, not including, End, in Unicode code points of the text as given.
type Span struct {
	Start, End int
	Kind       Kind
	Why        string // the recogniser that found it
}

// Verdict says whether a text may be seen by others than a reviewer.
type Verdict string

// The verdicts.
const (
	Clean Verdict = "clean"
	Held  Verdict = "held"
)

// Result is one text after anonymisation. Words must not be shown to anybody while Verdict is Held.
type Result struct {
	Words   string
	Spans   []Span // ordered, never overlapping
	Verdict Verdict
	Why     string // why it is held; empty when clean
}

// MaxBytes is the longest single text that is read; longer ones are a fault.TooLarge.
const MaxBytes = 64 << 10

// Engine finds identifiers. It keeps nothing of what it reads and may be used by several goroutines at once.
type Engine struct {
	digitFirst, letterFirst []recogniser
	words                   *gazetteer.Gazetteer
	tagger                  *tagger.Tagger
}

// New makes an engine with the recognisers, word lists and tagger of this package.
func New() (*Engine, error) {
	words, err := gazetteer.Open()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "open the anonymiser's word lists", err)
	}
	tag, err := tagger.Open()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "open the anonymiser's tagger", err)
	}
	return &Engine{digitFirst: digitFirst(), letterFirst: letterFirst(), words: words, tagger: tag}, nil
}

// Anonymise reads one response's texts together and gives one result for each, in the same order. A text that is not
// UTF-8 is a fault.Invalid and one over MaxBytes a fault.TooLarge; then there is no result for any of them.
func (e *Engine) Anonymise(texts []string) ([]Result, error) { return e.anonymise(texts, nil) }

// anonymise is Anonymise with what somebody else found in each text, who is asked once the texts are known to be
// readable.
func (e *Engine) anonymise(texts []string, ask func() [][]Span) ([]Result, error) {
	for _, text := range texts {
		if len(text) > MaxBytes {
			return nil, fault.New(fault.TooLarge, "text to anonymise is over %d bytes", MaxBytes)
		}
		if !utf8.ValidString(text) {
			return nil, fault.New(fault.Invalid, "text to anonymise is not UTF-8")
		}
	}
	told := make([][]Span, len(texts))
	if ask != nil {
		told = ask()
	}
	people := newPeople()
	read := make([]*reading, len(texts))
	for i, text := range texts {
		read[i] = e.read(text)
		read[i].hear(told[i])
		people.meet(read[i])
	}
	results := make([]Result, len(texts))
	for i, r := range read {
		// A name seen once is masked in every text of the response, so names are looked for again when all are known.
		people.spread(r)
		r.found = joined(r, resolve(r.found))
		words := r.replace(people)
		results[i] = Result{Words: words, Spans: r.spans(), Verdict: Clean}
		if why := e.doubt(r, words); why != "" {
			results[i].Verdict, results[i].Why = Held, why
		}
	}
	return results, nil
}

// read gives a text with what was found in it, ordered and without overlaps.
func (e *Engine) read(text string) *reading { return e.readKnowing(text, map[string]known{}) }

// readKnowing is read with what is already known of words, which lives no longer than a text and its second pass.
func (e *Engine) readKnowing(text string, words map[string]known) *reading {
	r := newReading(text)
	r.known = words
	r.know(e)
	e.structured(r)
	r.agesAgain()
	r.daysAgain()
	r.take()
	r.jobs()
	r.organisations()
	r.places()
	r.names()
	r.settle(r.found)
	return r
}

// settle orders the finds, and keeps the names among them apart.
func (r *reading) settle(found []match) {
	for _, m := range found {
		if m.kind == Name {
			r.persons = append(r.persons, m)
		}
	}
	r.found = resolve(outside(r, found))
	r.persons = resolve(outside(r, r.persons))
}
