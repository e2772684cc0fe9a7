package anonymise

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
)

// opinionOf is a second opinion made of a function.
type opinionOf func(ctx context.Context, text string) ([]Span, error)

func (f opinionOf) Detect(ctx context.Context, text string) ([]Span, error) { return f(ctx, text) }

// finds is a second opinion that finds a word of the text, wherever it stands.
func finds(word string, kind Kind) opinionOf {
	return func(_ context.Context, text string) (spans []Span, err error) {
		for at := 0; ; {
			i := strings.Index(text[at:], word)
			if i < 0 {
				return spans, nil
			}
			start := utf8.RuneCountInString(text[:at+i])
			spans = append(spans, Span{Start: start, End: start + utf8.RuneCountInString(word), Kind: kind})
			at += i + len(word)
		}
	}
}

func seconded(t testing.TB, o SecondOpinion, failed func(error)) *Seconded {
	t.Helper()
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return e.WithSecondOpinion(o, 5*time.Second, failed)
}

func noFailure(t testing.TB) func(error) {
	return func(err error) { t.Errorf("failed: %v", err) }
}

func TestASecondOpinionIsMaskedBesideOurs(t *testing.T) {
	for _, c := range []struct {
		text, word string
		kind       Kind
		want       string
	}{
		{"the lamp was left on all night", "lamp", Name, "the [name] was left on all night"},
		// Ours is masked as before, and what both found once.
		{"i rang 07700 900123 about the lamp", "lamp", Name, "i rang [phone] about the [name]"},
		{"i rang 07700 900123 twice", "07700 900123", Phone, "i rang [phone] twice"},
		// Whole words, whatever their accents, invisible marks and neighbours.
		{"😀 the la\u200bmps were left on", "la\u200bmp", Name, "😀 the [name] were left on"},
		{"the “lamp” was left on", "“lamp”", Name, "the “[name]” was left on"},
		// What is never masked stays, at either edge and alone.
		{"i told West Midlands Police in March", "West Midlands Police", Name, "i told West Midlands Police in March"},
		{"we went to Birmingham by train", "Birmingham", Address, "we went to Birmingham by train"},
		{"i was told at the lamp, Birmingham", "lamp, Birmingham", Address, "i was told at the [address], Birmingham"},
		{"she was told in the end", "the", Other, "she was told in the end"},
		// Our own placeholders are left as they are.
		{"[name] never rang me back", "[name]", Name, "[name] never rang me back"},
	} {
		got, err := seconded(t, finds(c.word, c.kind), noFailure(t)).Anonymise([]string{c.text})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Words != c.want || got[0].Verdict != Clean {
			t.Errorf("%q: got %q (%s %s), want %q", c.text, got[0].Words, got[0].Verdict, got[0].Why, c.want)
		}
	}
}

// Somebody whom only the second opinion knows, in one text, is masked in the others too, under the same number.
func TestANameFromASecondOpinionIsMaskedEverywhere(t *testing.T) {
	only := opinionOf(func(ctx context.Context, text string) ([]Span, error) {
		if strings.HasPrefix(text, "the first") {
			return finds("zorblat", Name)(ctx, text)
		}
		return nil, nil
	})
	got, err := seconded(t, only, noFailure(t)).Anonymise([]string{"the first officer was zorblat", "then zorblat left"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got {
		if strings.Contains(r.Words, "zorblat") {
			t.Errorf("left in %q", r.Words)
		}
	}
}

// Whatever becomes of a second opinion, no text comes out clean without it, the other texts are not touched by it, and
// nothing of the text is told.
func TestATextWithoutItsSecondOpinionIsHeld(t *testing.T) {
	for name, o := range map[string]opinionOf{
		"error": func(_ context.Context, text string) ([]Span, error) { return nil, errors.New(text) },
		"late": func(_ context.Context, text string) ([]Span, error) {
			return []Span{{0, 3, Name, ""}}, errors.New(text)
		},
		"panic":     func(_ context.Context, text string) ([]Span, error) { panic(text) },
		"outside":   func(context.Context, string) ([]Span, error) { return []Span{{0, 1000, Name, ""}}, nil },
		"negative":  func(context.Context, string) ([]Span, error) { return []Span{{-1, 3, Name, ""}}, nil },
		"backwards": func(context.Context, string) ([]Span, error) { return []Span{{3, 3, Name, ""}}, nil },
		"no kind":   func(context.Context, string) ([]Span, error) { return []Span{{0, 3, "", ""}}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			var told []error
			o := opinionOf(func(ctx context.Context, text string) ([]Span, error) {
				if strings.Contains(text, "well") {
					return nil, nil
				}
				return o(ctx, text)
			})
			got, err := seconded(t, o, func(err error) { told = append(told, err) }).Anonymise([]string{
				"it was a long wait", "it went well",
			})
			if err != nil {
				t.Fatal(err)
			}
			if got[0].Verdict != Held || got[0].Why != "the second opinion could not be had" {
				t.Errorf("got %s, %q", got[0].Verdict, got[0].Why)
			}
			if got[1].Verdict != Clean {
				t.Errorf("the other text is %s: %s", got[1].Verdict, got[1].Why)
			}
			if len(told) != 1 || strings.Contains(told[0].Error(), "long wait") {
				t.Errorf("told %v", told)
			}
		})
	}
}

// One that neither answers nor ends is not waited for any longer than was said.
func TestASilentSecondOpinionIsNotWaitedFor(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		silent := make(chan struct{})
		defer close(silent)
		o := opinionOf(func(context.Context, string) ([]Span, error) { <-silent; return nil, nil })
		began, failed := time.Now(), error(nil)
		got, err := e.WithSecondOpinion(o, 3*time.Second, func(err error) { failed = err }).Anonymise([]string{"a long wait"})
		if err != nil || got[0].Verdict != Held || time.Since(began) != 3*time.Second {
			t.Errorf("got %v, %v after %s", got, err, time.Since(began))
		}
		if !fault.Is(failed, fault.Unavailable) {
			t.Errorf("told %v", failed)
		}
	})
}

func TestWhatTheEngineRefusesIsShownToNobody(t *testing.T) {
	var asked atomic.Int32
	o := opinionOf(func(context.Context, string) ([]Span, error) { asked.Add(1); return nil, nil })
	for _, bad := range []string{"\xff", strings.Repeat("a", MaxBytes+1)} {
		if _, err := seconded(t, o, noFailure(t)).Anonymise([]string{"a long wait", bad}); err == nil {
			t.Error("was not refused")
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

// Any spans of any text: what comes out has spans in order within the text, and each word that was told lies within them
// unless it is never masked.
func TestAnySecondOpinionIsMaskedInOrder(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab Zé😀\u200b.[]n7")), 1, 60, -1).Draw(t, "text")
		points := utf8.RuneCountInString(text)
		var spans []Span
		for range rapid.IntRange(0, 5).Draw(t, "spans") {
			start := rapid.IntRange(0, points-1).Draw(t, "start")
			end := rapid.IntRange(start+1, points).Draw(t, "end")
			spans = append(spans, Span{Start: start, End: end, Kind: rapid.SampledFrom([]Kind{Name, Date, Other}).Draw(t, "kind")})
		}
		o := opinionOf(func(context.Context, string) ([]Span, error) { return spans, nil })
		got, err := e.WithSecondOpinion(o, time.Minute, func(err error) { t.Fatal(err) }).Anonymise([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, s := range got[0].Spans {
			if s.Start < at || s.End <= s.Start || s.End > points {
				t.Fatalf("span %v after %d of %d", s, at, points)
			}
			at = s.End
		}
		r := e.read(text)
		starts, ends := r.points()
		for i := range r.tokens {
			for _, told := range spans {
				if told.Start <= starts[i] && ends[i] <= told.End && !r.spared(i, told.Kind) && !slices.ContainsFunc(got[0].Spans, func(s Span) bool {
					return s.Start <= starts[i] && ends[i] <= s.End
				}) {
					t.Fatalf("%q of %q was told and is left by %v", r.tokens[i].Text, text, got[0].Spans)
				}
			}
		}
	})
}
