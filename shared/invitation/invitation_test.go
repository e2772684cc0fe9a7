package invitation_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
)

const forum calendar.Quarter = "2026-Q4"

func TestABatchOfCodes(t *testing.T) {
	codes, err := invitation.New(invitation.Most, rand.Reader)
	if err != nil || len(codes) != invitation.Most {
		t.Fatalf("%d codes: %v", len(codes), err)
	}
	seen := map[string]bool{}
	for i, h := range invitation.Hashes(codes) {
		c := codes[i]
		if seen[string(c)] || seen[string(h)] || h != c.Hash() {
			t.Fatalf("the %d. code is another's", i)
		}
		seen[string(c)], seen[string(h)] = true, true
		if s := c.String(); len(s) != 19 || strings.Count(s, "-") != 3 || strings.Contains(string(h), string(c)) {
			t.Fatalf("%q as %q", s, h)
		}
	}
	for _, n := range []int{-1, 0, invitation.Most + 1} {
		if _, err := invitation.New(n, rand.Reader); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d codes: %v", n, err)
		}
	}
	if _, err := invitation.New(2, iotest.ErrReader(errors.New("dry"))); !fault.Is(err, fault.Internal) {
		t.Errorf("a source that is dry: %v", err)
	}
	if _, err := invitation.New(2, bytes.NewReader(make([]byte, 15))); !fault.Is(err, fault.Internal) {
		t.Errorf("a source that dries up: %v", err)
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		codes, err := invitation.New(1, bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "drawn")))
		if err != nil {
			t.Fatal(err)
		}
		typed := strings.ReplaceAll(codes[0].String(), "-", rapid.SampledFrom([]string{"-", "", " ", " \u2013 "}).Draw(t, "dash"))
		if rapid.Bool().Draw(t, "lower") {
			typed = strings.ToLower(typed)
		}
		if got, err := invitation.Parse(typed); err != nil || got != codes[0] {
			t.Fatalf("%q read as %q: %v", typed, got, err)
		}
	})
}

// A receipt typed for a card's code, or the other way round, is noticed without asking the database.
func TestReceiptsAndCardsAreToldApart(t *testing.T) {
	if _, err := invitation.Parse(receipt.NewToken().Receipt().String()); !fault.Is(err, fault.Invalid) {
		t.Errorf("a receipt: %v", err)
	}
	codes, err := invitation.New(1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receipt.ParseCode(codes[0].String()); !fault.Is(err, fault.Invalid) {
		t.Errorf("a card: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "7K3M-9QXT-2B6W-R8HD", strings.Repeat("-", 300), "7K3M\x00\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := invitation.Parse(s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("another kind of error: %v", err)
			}
			return
		}
		if again, err := invitation.Parse(code.String()); err != nil || again != code {
			t.Fatalf("%q does not read back: %v", code, err)
		}
	})
}

func TestEnds(t *testing.T) {
	if got := invitation.Ends(forum); got != "2027-01-29" {
		t.Errorf("codes of %s end on %s", forum, got)
	}
}

func TestAShareIsToldLate(t *testing.T) {
	for day, want := range map[calendar.Day]invitation.Share{
		"2026-10-01": invitation.Untold, "2026-12-31": invitation.Untold, "2027-01-28": invitation.Untold,
		"2027-01-29": invitation.More, "2027-06-01": invitation.More,
	} {
		if got := invitation.ShareOf(90, 100, forum, day); got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
}

// Whatever share is told, at least ten different counts would have been told the same way: none of them, or all of
// them, is never what a share says.
func TestAShareSaysNothingOfAnybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := rapid.IntRange(1, invitation.Most*invitation.MostBatches).Draw(t, "made")
		counts := map[invitation.Share]int{}
		for counted := range made + 1 {
			counts[invitation.ShareOf(counted, made, forum, "2027-02-01")]++
		}
		for share, n := range counts {
			if share != invitation.Untold && n < 10 {
				t.Fatalf("of %d made, %q is only %d counts", made, share, n)
			}
		}
		if made < invitation.FewestToTell && len(counts) != 1 {
			t.Fatalf("of %d made something is told: %v", made, counts)
		}
	})
}

// However many codes of its own a service uses up, one more person's answer moves what it is told for at most one of
// the ten blurs that it cannot know.
func TestOneAnswerIsHiddenByTheBlur(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := rapid.IntRange(invitation.FewestToTell, invitation.Most).Draw(t, "made")
		own := rapid.IntRange(0, made-1).Draw(t, "own")
		moved := 0
		for blur := range invitation.Blur {
			if invitation.ShareOf(own+blur, made, forum, "2027-02-01") != invitation.ShareOf(own+blur+1, made, forum, "2027-02-01") {
				moved++
			}
		}
		if moved > 1 {
			t.Fatalf("%d of %d blurs tell whether one more answered", moved, invitation.Blur)
		}
	})
}
