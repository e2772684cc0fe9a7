package review_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
)

func decision(given ...consent.Purpose) consent.Event {
	var e consent.Event
	for _, p := range consent.Purposes {
		e = append(e, consent.Permission{Purpose: p, Given: slices.Contains(given, p)})
	}
	return e
}

func sample(given ...consent.Purpose) response.Response {
	return response.Response{
		ID: "one", Version: 3, Consents: []consent.Event{decision(given...)},
		Texts: map[string]response.Text{"clean": {State: response.Clean, Words: "They were kind."}, "held": {State: response.Held}},
	}
}

var by = review.By{Subject: "reviewer", Day: "2026-11-24"}

func cleared(t *testing.T, r response.Response, question string, c review.Clearing) response.Response {
	t.Helper()
	got, err := review.Clear(r, question, c, by)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != r.Version+1 {
		t.Errorf("version %d after %d", got.Version, r.Version)
	}
	return got
}

func TestWhatWaitsAndForHowLong(t *testing.T) {
	r := sample(consent.Counts, consent.ForumQuotes)
	r.Signs = []string{"plan"}
	step := func(what string, want review.Queue) {
		t.Helper()
		if got := review.QueueOf(r); got != want {
			t.Errorf("%s: it waits in %q, want %q", what, got, want)
		}
	}
	step("as it came", review.Safeguarding)
	r = review.See(r, by)
	step("seen", review.Held)
	r = cleared(t, r, "held", review.Clearing{Words: "[name] rang."})
	step("the held text cleared", review.Quotes)
	r = cleared(t, r, "clean", review.Clearing{
		Words: "They were kind.", Quotes: []response.Span{{Start: 0, End: 14}}, Approved: []consent.Purpose{consent.ForumQuotes},
	})
	step("both decided", "")
	if got := r.Quotes("clean", consent.ForumQuotes); !slices.Equal(got, []string{"They were kind"}) {
		t.Errorf("quotes %q", got)
	}
	r = review.Decided(r, decision(consent.Counts, consent.ForumQuotes, consent.Training))
	step("training permitted later", review.Quotes)
	if len(r.Quotes("clean", consent.Training)) > 0 || len(r.Quotes("clean", consent.ForumQuotes)) != 1 {
		t.Error("a permission that was given later approves nothing, and takes nothing away")
	}
	r = review.Decided(r, decision(consent.Counts))
	step("all quoting taken back", "")
	if v := r.Reviews["clean"]; len(v.Approved) > 0 || len(v.Considered) > 0 {
		t.Errorf("approvals stay: %+v", v)
	}
	r = review.Decided(r, decision(consent.Counts, consent.ForumQuotes))
	step("given again", review.Quotes)
	if len(r.Quotes("clean", consent.ForumQuotes)) > 0 {
		t.Error("an old approval came back")
	}
	apart := sample(consent.ForumQuotes)
	apart.SetApart = true
	if got := review.QueueOf(apart); got != "" {
		t.Errorf("set apart: %q", got)
	}
	apart.Signs = []string{"plan"}
	if got := review.QueueOf(apart); got != review.Safeguarding {
		t.Errorf("set apart, with a sign of danger: %q", got)
	}
}

// Officers are never quoted: their words wait for nobody's decision on it, and nobody can approve it.
func TestOfficersAreNeverQuoted(t *testing.T) {
	r := sample(consent.Counts, consent.Training, consent.ForumQuotes)
	delete(r.Texts, "held")
	r.Channel = response.Officer
	if got := review.QueueOf(r); got != "" {
		t.Errorf("it waits in %q", got)
	}
	_, err := review.Clear(r, "clean", review.Clearing{
		Words: "They were kind.", Quotes: []response.Span{{Start: 0, End: 4}}, Approved: []consent.Purpose{consent.Training},
	}, by)
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("approved: %v", err)
	}
}

func TestHoldingBackTakesTheWordsOut(t *testing.T) {
	r, err := review.HoldBack(sample(consent.ForumQuotes), "clean", "identifies", by)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(response.Text{State: response.Held}, r.Texts["clean"]); diff != "" {
		t.Error(diff)
	}
	if review.Waits(r, "clean") != "" || review.Waits(r, "held") != review.Held {
		t.Error("what was held back waits, or what was not does not")
	}
}

func TestDecisionsThatCannotBe(t *testing.T) {
	r := sample(consent.ForumQuotes)
	whole := []response.Span{{Start: 0, End: 15}}
	for name, c := range map[string]review.Clearing{
		"no words":            {},
		"not permitted":       {Words: "They were kind.", Quotes: whole, Approved: []consent.Purpose{consent.PublicQuotes}},
		"no purpose of words": {Words: "They were kind.", Quotes: whole, Approved: []consent.Purpose{consent.Contact}},
		"no quote":            {Words: "They were kind.", Approved: []consent.Purpose{consent.ForumQuotes}},
		"beyond the words":    {Words: "They were kind.", Quotes: []response.Span{{Start: 3, End: 99}}},
		"backwards":           {Words: "They were kind.", Quotes: []response.Span{{Start: 3, End: 3}}},
	} {
		if got, err := review.Clear(r, "clean", c, by); !fault.Is(err, fault.Invalid) || got.Version != r.Version {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := review.Clear(r, "none", review.Clearing{Words: "x"}, by); !fault.Is(err, fault.Invalid) {
		t.Errorf("no such text: %v", err)
	}
	if _, err := review.HoldBack(r, "clean", "", by); !fault.Is(err, fault.Invalid) {
		t.Errorf("no reason: %v", err)
	}
}

func TestADecisionLeavesWhatItWasMadeOnAlone(t *testing.T) {
	r := sample(consent.ForumQuotes).Clone()
	before := r.Clone()
	next := cleared(t, r, "clean", review.Clearing{Words: "Changed."})
	review.Decided(next, decision())
	if diff := cmp.Diff(before, r); diff != "" {
		t.Error(diff)
	}
}
