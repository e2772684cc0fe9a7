package anonymise

import (
	"context"
	"fmt"
	"sort"
	"sync"
	"time"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
	"voiceforum/shared/fault"
)

// SecondOpinion is another finder of identifiers, whose finds are masked beside ours.
type SecondOpinion interface {
	// Detect gives the identifiers in a text, in any order, in code points of the text as given. It ends when the
	// context does.
	Detect(ctx context.Context, text string) ([]Span, error)
}

// Seconded is an Engine that asks for a second opinion of every text.
type Seconded struct {
	engine  *Engine
	opinion SecondOpinion
	within  time.Duration
	failed  func(error)
}

// WithSecondOpinion gives the engine with a second opinion, which is waited for no longer than within. A text of which
// it could not be had is held. Failed is told why; what it is told holds nothing of the text.
func (e *Engine) WithSecondOpinion(opinion SecondOpinion, within time.Duration, failed func(error)) *Seconded {
	return &Seconded{engine: e, opinion: opinion, within: within, failed: failed}
}

// noOpinion is why a text is held whose second opinion failed.
const noOpinion = "the second opinion could not be had"

// Anonymise does what Engine.Anonymise does, and joins to what it found what the second opinion did before anything is
// replaced. What is never masked stays so. A text that the engine refuses is not shown to the second opinion.
func (s *Seconded) Anonymise(texts []string) ([]Result, error) {
	var opinions []opinion
	results, err := s.engine.anonymise(texts, func() [][]Span {
		opinions = s.ask(texts)
		told := make([][]Span, len(texts))
		for i, o := range opinions {
			told[i] = o.spans
		}
		return told
	})
	if err != nil {
		return nil, err
	}
	for i, o := range opinions {
		if o.err != nil {
			results[i].Verdict, results[i].Why = Held, noOpinion
			s.failed(o.err)
		}
	}
	return results, nil
}

// opinion is what was said of one text.
type opinion struct {
	spans []Span
	err   error
}

// ask asks about all texts at once: a response has a few.
func (s *Seconded) ask(texts []string) []opinion {
	ctx, cancel := context.WithTimeout(context.Background(), s.within)
	defer cancel()
	opinions := make([]opinion, len(texts))
	var all sync.WaitGroup
	for i, text := range texts {
		all.Go(func() { opinions[i] = s.one(ctx, text) })
	}
	all.Wait()
	return opinions
}

// one asks about one text, and waits no longer than the context lives, whatever the other side does.
func (s *Seconded) one(ctx context.Context, text string) opinion {
	answer := make(chan opinion, 1)
	go func() { answer <- s.detect(ctx, text) }()
	select {
	case o := <-answer:
		return o
	case <-ctx.Done():
		return opinion{err: fault.Wrap(fault.Unavailable, "wait for a second opinion", ctx.Err())}
	}
}

func (s *Seconded) detect(ctx context.Context, text string) (o opinion) {
	defer func() {
		// What a panic carries may quote the text, so that only its type is told.
		if p := recover(); p != nil {
			o = opinion{err: fault.New(fault.Internal, "second opinion panicked with a %s", fmt.Sprintf("%T", p))}
		}
	}()
	spans, err := s.opinion.Detect(ctx, text)
	if err != nil {
		return opinion{err: fault.New(fault.KindOf(err), "ask for a second opinion")}
	}
	points := utf8.RuneCountInString(text)
	for _, span := range spans {
		if span.Start < 0 || span.Start >= span.End || span.End > points || span.Kind == "" {
			return opinion{err: fault.New(fault.Internal, "second opinion gave a span outside the text, or of no kind")}
		}
	}
	return opinion{spans: spans}
}

// seconding is the score of what a second opinion found: enough to be masked, and less than what says more of its kind.
const seconding = 0.51

// hear joins to what was found what somebody else did, in whole words and without what is never masked.
func (r *reading) hear(spans []Span) {
	if len(spans) == 0 {
		return
	}
	starts, ends := r.points()
	for _, s := range spans {
		first, last := -1, -1
		from := sort.Search(len(ends), func(i int) bool { return ends[i] > s.Start })
		for i := from; i < len(starts) && starts[i] < s.End; i++ {
			if r.spared(i, s.Kind) {
				continue
			}
			if first < 0 {
				first = i
			}
			last = i
		}
		if first >= 0 {
			r.add(first, last, s.Kind, seconding, "second opinion")
		}
	}
	r.settle(r.found)
}

// spared says that a token at the edge of a find is left standing: it is never masked, is ours already, or is no word.
func (r *reading) spared(i int, kind Kind) bool {
	const unmasked = gazetteer.Country | gazetteer.Month | gazetteer.Weekday | gazetteer.Title | gazetteer.Field | gazetteer.Stop
	if k := r.tokens[i]; r.own[i] || k.Kind == token.Mark {
		return true
	}
	return kind != Date && (r.kept[i] || r.is(i, unmasked) && !r.is(i, gazetteer.Name))
}

// points gives where each token begins and ends in code points of the text as given.
func (r *reading) points() (starts, ends []int) {
	starts, ends = make([]int, len(r.tokens)), make([]int, len(r.tokens))
	at, point := 0, 0
	for i, k := range r.tokens {
		if r.origin != nil {
			starts[i], ends[i] = int(r.origin[k.Start].start), int(r.origin[k.End-1].end)
			continue
		}
		point += utf8.RuneCountInString(r.norm[at:k.Start])
		starts[i] = point
		point += utf8.RuneCountInString(r.norm[k.Start:k.End])
		ends[i], at = point, k.End
	}
	return starts, ends
}
