package score_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"voiceforum/infra/voiceforum/score"
	"voiceforum/shared/anonymise/labelled"
	"voiceforum/shared/fault"
)

type spans = []score.Span

func TestFiguresAreThoseCountedByHand(t *testing.T) {
	// "Ann Lee rang" has 3+3+4 letters; "in May" 2+3.
	const text = "Ann Lee rang in May"
	gold := spans{{0, 7, "name"}, {16, 19, labelled.Keep}}
	for _, c := range []struct {
		what        string
		gold, found spans
		want        string
	}{
		{
			"all of it", gold,
			spans{{0, 7, "name"}},
			`"masked": 1.0, "structured_masked": NaN, "names_masked": 1.0, "span_precision": 1.0, "kept": 1.0, ` +
				`"char_precision": 1.0, "char_recall": 1.0, "char_f1": 1.0, "iou_precision": 1.0, "iou_recall": 1.0, "iou_f2": 1.0`,
		},
		{
			"in two halves, which are joined over the space", gold,
			spans{{0, 3, "name"}, {4, 7, "name"}},
			`"masked": 1.0, "structured_masked": NaN, "names_masked": 1.0, "span_precision": 1.0, "kept": 1.0, ` +
				`"char_precision": 1.0, "char_recall": 1.0, "char_f1": 1.0, "iou_precision": 1.0, "iou_recall": 1.0, "iou_f2": 1.0`,
		},
		{ // 3 of 6 letters: precision 3/3, recall 3/6, F1 2/3; 3/6 agree, under three quarters
			"half of it", gold,
			spans{{0, 3, "name"}},
			`"masked": 0.0, "structured_masked": NaN, "names_masked": 0.0, "span_precision": 1.0, "kept": 1.0, ` +
				`"char_precision": 1.0, "char_recall": 0.5, "char_f1": 0.6667, "iou_precision": 0.0, "iou_recall": 0.0, "iou_f2": NaN`,
		},
		{ // found: name, and May: precision 6/9, recall 1, F1 0.8; one of two found agrees; F2 = 5*0.5/(4*0.5+1) = 5/6
			"more than it", gold,
			spans{{0, 7, "name"}, {16, 19, "date"}},
			`"masked": 1.0, "structured_masked": NaN, "names_masked": 1.0, "span_precision": 0.5, "kept": 0.0, ` +
				`"char_precision": 0.6667, "char_recall": 1.0, "char_f1": 0.8, "iou_precision": 0.5, "iou_recall": 1.0, "iou_f2": 0.8333`,
		},
		{ // 6 of 10 found letters are marked: precise by half, agreeing by 0.6 only
			"a word too long", gold,
			spans{{0, 12, "name"}},
			`"masked": 1.0, "structured_masked": NaN, "names_masked": 1.0, "span_precision": 1.0, "kept": 1.0, ` +
				`"char_precision": 0.6, "char_recall": 1.0, "char_f1": 0.75, "iou_precision": 0.0, "iou_recall": 0.0, "iou_f2": NaN`,
		},
		{
			"nothing", gold, nil,
			`"masked": 0.0, "structured_masked": NaN, "names_masked": 0.0, "span_precision": NaN, "kept": 1.0, ` +
				`"char_precision": NaN, "char_recall": 0.0, "char_f1": NaN, "iou_precision": NaN, "iou_recall": 0.0, "iou_f2": NaN`,
		},
		{ // one of three marked spans, one of two with a form of its own; letters 3 of 3 found, 3 of 3+4+3
			"some kinds",
			spans{{0, 3, "phone"}, {8, 12, "nhs"}, {16, 19, "job"}},
			spans{{0, 3, "other"}},
			`"masked": 0.3333, "structured_masked": 0.5, "names_masked": NaN, "span_precision": 1.0, "kept": NaN, ` +
				`"char_precision": 1.0, "char_recall": 0.3, "char_f1": 0.4615, "iou_precision": 1.0, "iou_recall": 0.3333, "iou_f2": 0.3846`,
		},
	} {
		got, err := score.Identifiers([]score.Pair{{ID: "1", Text: text, Gold: c.gold, Found: c.found}})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.Line(), c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.what, got.Line(), c.want)
		}
	}
}

func TestTextsAreCountedTogetherAndPrinted(t *testing.T) {
	pairs, err := score.ReadGold(strings.NewReader(`{"id": "a", "text": "Zoë rang", "spans": [{"start": 0, "end": 3, "type": "name"}]}
{"id": 2, "text": "B15", "spans": [{"start": 0, "end": 3, "type": "postcode"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	pairs[0].Found = spans{{0, 3, "name"}}
	got, err := score.Identifiers(pairs)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := got.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"name      1   1.000", "postcode      1   0.000", `{"texts": 2, "spans": 2, "masked": 0.5, "structured_masked": 0.0, "names_masked": 1.0,`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if math.Abs(got.CharRecall-0.5) > 1e-9 {
		t.Errorf("letters masked: %g, want a half", got.CharRecall)
	}
}

func TestWhatCannotBeScoredIsRefused(t *testing.T) {
	for _, s := range []score.Span{{-1, 2, "name"}, {2, 2, "name"}, {0, 4, "name"}} {
		if _, err := score.Identifiers([]score.Pair{{Text: "Zoë", Found: spans{s}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v gives %v", s, err)
		}
	}
	if _, err := score.ReadGold(strings.NewReader(`{"id": "a", "text`)); !fault.Is(err, fault.Invalid) {
		t.Errorf("a line cut short gives %v", err)
	}
}
