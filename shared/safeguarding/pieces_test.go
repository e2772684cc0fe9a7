package safeguarding

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A text without a full stop is read in pieces that are no longer for its length and not many times the whole, so that
// time grows as the text does. Nothing that reads as danger falls between them.
func TestWhatNeverEndsIsReadInPieces(t *testing.T) {
	const filler = "the letter came and the case went to another court with a new date "
	rapid.Check(t, func(t *rapid.T) {
		ahead := rapid.IntRange(0, 40).Draw(t, "ahead")
		said := rapid.SampledFrom([]string{"he knows where i live ", "i want to kill myself ", "he still has contact with our daughter every weekend "}).Draw(t, "said")
		text := strings.Repeat(filler, ahead) + said + strings.Repeat(filler, 30)
		all := 0
		for _, piece := range sentences(plain(text)) {
			all += len(piece)
			if len(piece) > longestPiece {
				t.Fatalf("a piece has %d bytes", len(piece))
			}
		}
		if all > 3*len(text) {
			t.Fatalf("%d bytes are read as %d", len(text), all)
		}
		if len(Read(text)) == 0 {
			t.Fatalf("%q is lost after %d bytes", said, ahead*len(filler))
		}
	})
	for _, piece := range sentences(plain(strings.Repeat("x", 64<<10))) {
		if len(piece) > longestPiece {
			t.Fatalf("a piece has %d bytes", len(piece))
		}
	}
}

// Patterns are made ready as they are needed: what nobody wrote about costs nothing.
func TestPatternsWaitUntilTheyAreNeeded(t *testing.T) {
	all := newCues()
	read := func(text string) (ready int) {
		for i := range all {
			all[i].in("", text)
			if all[i].form.regex != nil {
				ready++
			}
		}
		return ready
	}
	if n := read("the letter took two months"); n > 3 {
		t.Errorf("an everyday sentence makes %d of %d patterns ready", n, len(all))
	}
	if n := read("i am suicidal"); n == 0 || n > 12 {
		t.Errorf("one sign makes %d of %d patterns ready", n, len(all))
	}
}

func TestEveryPatternCanBeMadeReady(t *testing.T) {
	for _, c := range newCues() {
		if c.form.ready() == nil || c.but != nil && c.but.ready() == nil {
			t.Errorf("%s has no pattern", c.id)
		}
	}
}

// BenchmarkFirstRead is what the first text costs a function that has just started, beside making every pattern ready.
func BenchmarkFirstRead(b *testing.B) {
	texts := map[string]string{
		"usual": "The officer was kind. It took two years. Nobody told me the date and I had to ask for it again.",
		"sign":  "The officer was kind. He keeps messaging me from new numbers and I feel suicidal again.",
	}
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				before := ""
				all := newCues()
				for _, s := range sentences(plain(text)) {
					for i := range all {
						all[i].in(before, s)
					}
					before = s
				}
			}
		})
	}
	b.Run("every pattern", func(b *testing.B) {
		for b.Loop() {
			for _, c := range newCues() {
				c.form.ready()
				if c.but != nil {
					c.but.ready()
				}
			}
		}
	})
}
