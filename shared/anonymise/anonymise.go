// Package anonymise takes identifiers out of what people wrote. It says what it found and why, gives the words back
// with each identifier replaced by its kind, and says whether the result may be called clean or must be held for a
// reviewer. It fails closed: on any doubt (an error, a second pass that still finds something, a text that is not
// confidently English or not confidently free of names) the verdict is Held and the words stay sealed.
//
// One response's texts are anonymised together, so that the same person is the same placeholder in all of them. The
// mapping from names to placeholders lives no longer than the call.
package anonymise

import (
	"cmp"
	"slices"
	"unicode/utf8"

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
	recognisers []recogniser
	lexicon     *lexicon
}

// New makes an engine with the recognisers of this package.
func New() (*Engine, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "load the anonymiser's word lists", err)
	}
	return &Engine{recognisers: structured(), lexicon: lex}, nil
}

// Anonymise reads one response's texts together and gives one result for each, in the same order. A text that is not
// UTF-8 is a fault.Invalid and one over MaxBytes a fault.TooLarge; then there is no result for any of them.
func (e *Engine) Anonymise(texts []string) ([]Result, error) {
	people := newPeople()
	results := make([]Result, len(texts))
	read := make([]reading, len(texts))
	for i, text := range texts {
		if len(text) > MaxBytes {
			return nil, fault.New(fault.TooLarge, "text to anonymise is over %d bytes", MaxBytes)
		}
		if !utf8.ValidString(text) {
			return nil, fault.New(fault.Invalid, "text to anonymise is not UTF-8")
		}
		read[i] = newReading(text)
		read[i].found = e.find(read[i], people)
	}
	// A name seen once is masked in every text of the response, so names are looked for again when all are known.
	for i := range read {
		read[i].found = resolve(append(read[i].found, people.mentions(read[i])...))
		results[i] = e.result(read[i], people)
	}
	return results, nil
}

// find gives the spans of one text, in bytes of its normalised form, and tells people whom it met.
func (e *Engine) find(r reading, people *people) []match {
	var found []match
	for _, rec := range e.recognisers {
		found = append(found, rec.find(r.norm)...)
	}
	found = append(found, e.lexicon.names(r.norm)...)
	found = resolve(outside(placeholder.FindAllStringIndex(r.norm, -1), found))
	for _, m := range found {
		if m.kind == Name {
			people.meet(r.norm[m.start:m.end])
		}
	}
	return found
}

// outside leaves out what was found within our own placeholders, so that anonymising twice changes nothing more. What
// only reaches into one stays: writing "[name]" behind an address must not hide the address.
func outside(placeholders [][]int, found []match) []match {
	return slices.DeleteFunc(found, func(m match) bool {
		return slices.ContainsFunc(placeholders, func(p []int) bool { return p[0] <= m.start && m.end <= p[1] })
	})
}

// resolve orders matches and removes overlaps: the surer wins, then the longer, then the earlier.
func resolve(found []match) []match {
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(a.start, b.start))
	})
	var kept []match
	for _, m := range found {
		if m.start < m.end && !slices.ContainsFunc(kept, func(k match) bool { return m.start < k.end && k.start < m.end }) {
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b match) int { return cmp.Compare(a.start, b.start) })
	return kept
}

// result replaces what was found and looks at the outcome once more.
func (e *Engine) result(r reading, people *people) Result {
	words := replace(r.norm, r.found, people)
	res := Result{Words: words, Spans: r.spans(), Verdict: Clean}
	if why := e.doubt(r, words); why != "" {
		res.Verdict, res.Why = Held, why
	}
	return res
}

// doubt gives the reason to hold a text for a reviewer, or nothing where there is none. The second pass reads the
// outcome as if somebody had sent it, so that a clean text is one in which nothing more is found.
func (e *Engine) doubt(r reading, words string) string {
	if again := newReading(words); again.norm != words || len(e.find(again, newPeople())) > 0 {
		return "something is left after the first pass"
	}
	return e.lexicon.doubt(r.norm, r.found)
}
