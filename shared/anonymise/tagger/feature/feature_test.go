package feature_test

import (
	"slices"
	"testing"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger/feature"
	"voiceforum/shared/anonymise/token"
)

// of gives the buckets of one token of a text.
func of(text string, class gazetteer.Class, i int) []uint32 {
	tokens := token.Split(text)
	classes := make([]gazetteer.Class, len(tokens))
	for n := range classes {
		classes[n] = class
	}
	var read feature.Text
	read.Read(tokens, classes)
	var out [feature.Most]uint32
	return slices.Clone(out[:read.Of(i, &out)])
}

func shared(a, b []uint32) (n int) {
	for _, v := range a {
		if slices.Contains(b, v) {
			n++
		}
	}
	return n
}

// TestFeaturesSeeWhatMatters checks that what should look alike to the tagger does, and what should not does not.
func TestFeaturesSeeWhatMatters(t *testing.T) {
	here := of("I rang Tamsin about it on the day", 0, 2)
	for _, c := range []struct {
		what        string
		other       []uint32
		least, most int
	}{
		{"the same text", of("I rang Tamsin about it on the day", 0, 2), len(here), len(here)},
		{"words far away", of("I rang Tamsin about it in the night", 0, 2), len(here), len(here)},
		{"the name in small letters", of("I rang tamsin about it on the day", 0, 2), len(here) / 3, len(here) - 8},
		{"another word in its place", of("I rang nobody about it on the day", 0, 2), 5, len(here) / 2},
		{"what the lists say", of("I rang Tamsin about it on the day", gazetteer.First, 2), 10, len(here) - 8},
		{"a word before", of("I met Tamsin about it on the day", 0, 2), len(here) / 2, len(here) - 4},
	} {
		if n := shared(here, c.other); n < c.least || n > c.most {
			t.Errorf("%s: %d of %d features are the same, not %d to %d", c.what, n, len(here), c.least, c.most)
		}
	}
}

func TestBucketsAreInRange(t *testing.T) {
	for _, text := range []string{"a", "’", "12", "İstanbul ŁÓDŹ 名前", "\xff\xff"} {
		for _, class := range []gazetteer.Class{0, 1<<32 - 1} {
			for i := range token.Split(text) {
				for _, b := range of(text, class, i) {
					if b >= feature.Buckets {
						t.Fatalf("bucket %d for %q", b, text)
					}
				}
			}
		}
	}
}
