package tagger_test

import (
	"strings"
	"testing"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
	"voiceforum/shared/anonymise/token"
)

// opened is a tagger and the word lists that it needs.
type opened struct {
	tagger *tagger.Tagger
	lists  *gazetteer.Gazetteer
}

func open(t testing.TB) opened {
	t.Helper()
	tags, err := tagger.Open()
	if err != nil {
		t.Fatal(err)
	}
	lists, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	return opened{tags, lists}
}

func (o opened) classes(tokens []token.Token) []gazetteer.Class {
	classes := make([]gazetteer.Class, len(tokens))
	for i := range tokens {
		classes[i] = o.lists.Class(tokens[i].Lower)
	}
	return classes
}

// TestSentences holds the tagger to sentences about people and places that were made up: what is in [brackets] must score
// as a name, what is in {braces} must not.
func TestSentences(t *testing.T) {
	const name, ordinary = 0.3, 0.5
	o := open(t)
	for _, sentence := range []string{
		"My officer was called [Tamsin Oakhurst] and {she} never {rang}.",
		"my officer was called [tamsin oakhurst] and {she} never {rang}",
		"spoke to [jaspreet] at the front desk, {she} was {lovely}",
		"dc [oyelade] told me it would go to {court} in {march}",
		"The {barrister}, Mr [Wolstencroft], asked me to {wait}.",
		"i told my mate [kez] and [kez] told everyone",
		"We moved to [Smethwick] because he knew the {address}.",
		"Witness [Andreea Dragomescu] said that she was afraid.",
		"I {will} {hope} for the {best}, whatever the {mark} on the {wall}.",
		"{Nobody} {rang}. {Waiting} was the {worst} {part}.",
		"THE {JUDGE} WAS {KIND} AND SO WAS [SHABNAM BIRDI]",
	} {
		var plain strings.Builder
		type want struct {
			start, end int
			named      bool
		}
		var wants []want
		for rest := sentence; rest != ""; {
			at := strings.IndexAny(rest, "[{")
			if at < 0 {
				plain.WriteString(rest)
				break
			}
			end := at + strings.IndexAny(rest[at:], "]}")
			plain.WriteString(rest[:at])
			wants = append(wants, want{plain.Len(), plain.Len() + end - at - 1, rest[at] == '['})
			plain.WriteString(rest[at+1 : end])
			rest = rest[end+1:]
		}
		tokens := token.Split(plain.String())
		scores := o.tagger.Score(tokens, o.classes(tokens))
		for _, w := range wants {
			for i, tok := range tokens {
				if tok.Start >= w.end || tok.End <= w.start {
					continue
				}
				s := max(scores[i].Person, scores[i].Place, scores[i].Org)
				if w.named && s < name || !w.named && s >= ordinary {
					t.Errorf("%q in %q scores %.2f", tok.Text, plain.String(), s)
				}
			}
		}
	}
}

func TestNothing(t *testing.T) {
	o := open(t)
	if got := o.tagger.Score(nil, nil); len(got) != 0 {
		t.Errorf("no tokens have %d scores", len(got))
	}
}

func TestDecodeRefusesOtherBytes(t *testing.T) {
	for _, b := range [][]byte{nil, []byte("VFT1"), make([]byte, 1<<20)} {
		if _, err := tagger.Decode(b); err == nil {
			t.Errorf("%d bytes passed for a model", len(b))
		}
	}
}

// FuzzScore checks that any text and any classes give one score between 0 and 1 for each token.
func FuzzScore(f *testing.F) {
	o := open(f)
	f.Add("My name is Priya Oakhurst.", uint32(3))
	f.Add("\xff\xfe' -’s 12b İİİ", uint32(1<<31-1))
	f.Add("ДАЛЬ 名前 اسم", uint32(0))
	f.Fuzz(func(t *testing.T, text string, class uint32) {
		tokens := token.Split(text)
		classes := o.classes(tokens)
		for i := range classes {
			classes[i] ^= gazetteer.Class(class)
		}
		scores := o.tagger.Score(tokens, classes)
		if len(scores) != len(tokens) {
			t.Fatalf("%d scores for %d tokens", len(scores), len(tokens))
		}
		for _, s := range scores {
			for _, v := range []float32{s.Person, s.Place, s.Org} {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("a score of %v", v)
				}
			}
		}
	})
}

const sample = "I was told by DC Oakhurst in March that nobody from the court would ring me, and then Andreea from the " +
	"front desk at Smethwick rang on the Friday to say the opposite. i cant believe it tbh. "

func TestScoreAllocatesOnlyItsResult(t *testing.T) {
	o := open(t)
	tokens := token.Split(strings.Repeat(sample, 20))
	classes := o.classes(tokens)
	if got := testing.AllocsPerRun(50, func() { o.tagger.Score(tokens, classes) }); got > 4 {
		t.Errorf("%v allocations for %d tokens", got, len(tokens))
	}
}

func BenchmarkScore(b *testing.B) {
	o := open(b)
	tokens := token.Split(strings.Repeat(sample, 60))
	classes := o.classes(tokens)
	b.ReportAllocs()
	for b.Loop() {
		o.tagger.Score(tokens, classes)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(tokens)), "ns/token")
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := tagger.Open(); err != nil {
			b.Fatal(err)
		}
	}
}
