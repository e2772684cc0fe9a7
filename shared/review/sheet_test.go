package review_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
)

func TestMasksComeOffAndGoOn(t *testing.T) {
	for name, c := range map[string]struct {
		written, words string
		off            []int
		more           []review.More
		want           string
		labels         []response.Label
		none           []review.More
	}{
		"nothing changed": {
			written: "Dave Smith rang on 24/11/2026.", words: "[name] rang on November 2026.", want: "[name] rang on November 2026.",
		},
		"a mask that was wrong": {
			written: "It was a mark of respect, said Dave.", words: "It was a [name 2] of respect, said [name].", off: []int{9},
			want: "It was a mark of respect, said [name].", labels: []response.Label{{Span: response.Span{Start: 9, End: 13}, Kind: "name"}},
		},
		"a date": {
			written: "We met on 24/11/2026 at ten.", words: "We met on November 2026 at ten.", off: []int{10},
			want: "We met on 24/11/2026 at ten.", labels: []response.Label{{Span: response.Span{Start: 10, End: 16}, Kind: "date"}},
		},
		"what was missed, everywhere": {
			written: "Kes came. Then kes, and Kesh,\nleft. KES’s car.", words: "Kes came. Then kes, and Kesh,\nleft. KES’s car.",
			more: []review.More{{Words: "Kes", Kind: "name"}}, want: "[name] came. Then [name], and Kesh,\nleft. [name]’s car.",
			labels: []response.Label{
				{Span: response.Span{Start: 0, End: 6}, Kind: "name", Missed: true},
				{Span: response.Span{Start: 18, End: 24}, Kind: "name", Missed: true},
				{Span: response.Span{Start: 42, End: 48}, Kind: "name", Missed: true},
			},
		},
		"two words over a line's end": {
			written: "at Red\nLion there", words: "at Red\nLion there", more: []review.More{{Words: "red lion", Kind: "place"}},
			want: "at [place] there", labels: []response.Label{{Span: response.Span{Start: 3, End: 10}, Kind: "place", Missed: true}},
		},
		"off, and on again as something else": {
			written: "in Ash today", words: "in [name] today", off: []int{3}, more: []review.More{{Words: "Ash", Kind: "place"}},
			want: "in [place] today", labels: []response.Label{{Span: response.Span{Start: 3, End: 10}, Kind: "place", Missed: true}},
		},
		"nowhere, and masked already": {
			written: "Dave came", words: "[name] came", more: []review.More{{Words: "Steve", Kind: "name"}, {Words: "Dave", Kind: "name"}},
			want: "[name] came", none: []review.More{{Words: "Steve", Kind: "name"}, {Words: "Dave", Kind: "name"}},
		},
		"side by side": {
			written: "Dave Smith Ash Road B1 1AA", words: "[name] [address] [postcode]", off: []int{0}, want: "Dave [address] [postcode]", // where one ends and the next begins, nothing tells
			labels: []response.Label{{Span: response.Span{Start: 0, End: 4}, Kind: "name"}},
		},
		"an emoji, and what cannot be seen": {
			written: "🙂 D\u200bave rang", words: "🙂 [name] rang", off: []int{2}, want: "🙂 Dave rang",
			labels: []response.Label{{Span: response.Span{Start: 2, End: 6}, Kind: "name"}},
		},
	} {
		sheet, ok := review.Open(c.written, c.words, nil)
		if !ok {
			t.Fatalf("%s: not opened", name)
		}
		got := sheet.Words(c.off, c.more)
		if diff := cmp.Diff(review.Result{Words: c.want, Labels: c.labels, None: c.none}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A mask that stands for nothing comes before one that begins where it stands, in whatever order they come.
func TestMasksOfNothingStandFirst(t *testing.T) {
	sheet := review.Sheet{Beneath: "in Ash today", Opened: true, Masks: []review.Mask{
		{Span: response.Span{Start: 3, End: 6}, As: "[name]"}, {Span: response.Span{Start: 3, End: 3}, As: "[place]"},
	}}
	if got := sheet.Words(nil, nil).Words; got != "in [place][name] today" {
		t.Errorf("got %q", got)
	}
}

func TestLabelsOfEarlierReviewsStayWhereTheyBelong(t *testing.T) {
	sheet, _ := review.Open("Kes said a mark was left by Jo.", "[name] said a [name] was left by [name].", nil)
	first := sheet.Words([]int{11}, nil)
	again, _ := review.Open("Kes said a mark was left by Jo.", first.Words, first.Labels)
	second := again.Words(nil, []review.More{{Words: "left", Kind: "other"}})
	third, _ := review.Open("Kes said a mark was left by Jo.", second.Words, second.Labels)
	last := third.Words([]int{0}, nil)
	if last.Words != "Kes said a mark was [other] by [name]." {
		t.Errorf("got %q", last.Words)
	}
	want := []string{"Kes", "mark", "[other]"}
	for i, l := range last.Labels {
		if got := string([]rune(last.Words)[l.Start:l.End]); got != want[i] || l.Missed != (want[i] == "[other]") {
			t.Errorf("label %d is of %q: %+v", i, got, l)
		}
	}
	if len(last.Labels) != 3 {
		t.Errorf("%d labels", len(last.Labels))
	}
	closed := review.Closed(last.Words, last.Labels).Words(nil, []review.More{{Words: "said", Kind: "other"}})
	if closed.Words != "Kes [other] a mark was [other] by [name]." || len(closed.Labels) != 4 {
		t.Errorf("closed: %q with %v", closed.Words, closed.Labels)
	}
}

// Whatever is masked, the masks that are found give the same words again, and off, what was written.
func TestAnyMasksAreFoundAgain(t *testing.T) {
	words := []string{"the", "officer", "Dave", "rang", "me", "[sic]", "at", "ten", "o’clock", "🙂", "Kes", "and", "the", "(twice)"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		var written, shown []string
		for range n {
			w := rapid.SampledFrom(words).Draw(t, "word")
			written = append(written, w)
			if rapid.IntRange(0, 4).Draw(t, "mask") == 0 {
				w = rapid.SampledFrom([]string{"[name]", "[name 2]", "[place]", "[age 25 to 34]", "May 2026"}).Draw(t, "as")
			}
			shown = append(shown, w)
		}
		before, after := strings.Join(written, " "), strings.Join(shown, " ")
		sheet, ok := review.Open(before, after, nil)
		if !ok {
			t.Fatal("not opened")
		}
		if got := sheet.Words(nil, nil).Words; got != after {
			t.Fatalf("%q over %q gives %q", after, before, got)
		}
		var off []int
		for _, m := range sheet.Masks {
			off = append(off, m.Start)
		}
		if got := sheet.Words(off, nil); got.Words != before || len(got.Labels) != len(off) {
			t.Fatalf("%q off %q gives %q", after, before, got.Words)
		}
	})
}

// The anonymiser's own masks are found where it says they are.
func TestTheAnonymisersMasksAreFound(t *testing.T) {
	engine, err := anonymise.New()
	if err != nil {
		t.Fatal(err)
	}
	written := "Priya Nair from Walsall rang on 3 March 2025 about CR/12345/24. Her mother Asha Nair, 52, lives at 12 Elm Road, WS1 2AB."
	results, err := engine.Anonymise([]string{written})
	if err != nil {
		t.Fatal(err)
	}
	sheet, _ := review.Open(written, results[0].Words, nil)
	if len(sheet.Masks) < 4 || sheet.Words(nil, nil).Words != results[0].Words {
		t.Errorf("%d masks over %q", len(sheet.Masks), results[0].Words)
	}
}

// Whatever a reviewer can mask a stretch as is a placeholder, and is found again.
func TestEveryKindOfMaskIsFoundAgain(t *testing.T) {
	for _, kind := range []anonymise.Kind{
		anonymise.Name, anonymise.Place, anonymise.Address, anonymise.Postcode, anonymise.Phone, anonymise.Email, anonymise.URL,
		anonymise.Date, anonymise.Age, anonymise.Reference, anonymise.NHS, anonymise.NI, anonymise.Vehicle, anonymise.Org,
		anonymise.Job, anonymise.Other,
	} {
		sheet, _ := review.Open("We met Kes there.", "We met ["+string(kind)+"] there.", nil)
		if len(sheet.Masks) != 1 || sheet.Masks[0].Kind != string(kind) || sheet.Masks[0].Span != (response.Span{Start: 7, End: 10}) {
			t.Errorf("%s: %+v", kind, sheet.Masks)
		}
	}
	for _, not := range []string{"[sic]", "[name", "[Name]", "[name of him]", ""} {
		if review.Placeholder(not) != 0 {
			t.Errorf("%q is a placeholder", not)
		}
	}
}

func TestQuotesAreFoundAsTheyStand(t *testing.T) {
	words := "The officer\nwas kind.  The officer rang."
	if at, ok := review.Find(words, "officer was  kind"); !ok || at != (response.Span{Start: 4, End: 20}) {
		t.Errorf("got %v %t", at, ok)
	}
	for _, not := range []string{"", "  ", "Officer was", "was kind?"} {
		if _, ok := review.Find(words, not); ok {
			t.Errorf("%q is found", not)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add("Dave rang", "[name] rang", "dave")
	f.Add("", "[", "\xff")
	f.Fuzz(func(t *testing.T, written, words, more string) {
		written, words = written[:min(len(written), 200)], words[:min(len(words), 200)]
		sheet, ok := review.Open(written, words, []response.Label{{Span: response.Span{Start: 1, End: 3}}})
		if ok {
			sheet.Words([]int{0}, []review.More{{Words: more, Kind: "name"}})
		}
	})
}
