package draft_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func sample(t *rapid.T) draft.Draft {
	d := draft.New(draft.Answering, "en", noon)
	d.Version = rapid.IntRange(0, 1000).Draw(t, "version")
	d.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
	d.Who = rapid.SampledFrom([]response.Channel{"", response.Victim, response.AdvocateAssisted}).Draw(t, "who")
	d.Answers = rapid.MapOf(
		rapid.StringMatching(`[a-z-]{1,20}`),
		rapid.SliceOfN(rapid.String(), 1, 4),
	).Draw(t, "answers")
	d.Passed = rapid.MapOf(rapid.StringMatching(`[a-z-]{1,20}`), rapid.Just(true)).Draw(t, "passed")
	d.Permissions = consent.Event{{
		Purpose: consent.Contact, Given: rapid.Bool().Draw(t, "contact"), Wording: 1, Language: "en", Day: "2026-11-24",
	}}
	d.Contact = draft.Contact{Name: rapid.String().Draw(t, "name"), Voicemail: rapid.Bool().Draw(t, "voicemail")}
	return d
}

// stored is what the table gives back after it saved s.
func stored(s draft.Stored) draft.Stored {
	s.Version++
	return s
}

func TestOpenGivesBackWhatWasSealed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token, d := receipt.NewToken(), sample(t)
		s, err := draft.Seal(token, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := draft.Open(token, stored(s))
		if err != nil {
			t.Fatal(err)
		}
		d.Version++
		// Empty and absent maps are one and the same on the page; JSON drops the empty ones.
		if diff := cmp.Diff(d.Clone(), got.Clone()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestOpenRefusesWhatIsNotItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := receipt.NewToken()
		s, err := draft.Seal(token, sample(t))
		if err != nil {
			t.Fatal(err)
		}
		s = stored(s)
		with := token
		switch rapid.SampledFrom([]string{"token", "bit", "version", "truncated", "empty"}).Draw(t, "forgery") {
		case "token":
			with = receipt.NewToken()
		case "bit":
			i := rapid.IntRange(0, len(s.Sealed)-1).Draw(t, "at")
			s.Sealed[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case "version":
			s.Version += rapid.SampledFrom([]int{-1, 1}).Draw(t, "step")
		case "truncated":
			s.Sealed = s.Sealed[:rapid.IntRange(0, len(s.Sealed)-1).Draw(t, "length")]
		case "empty":
			s.Sealed = nil
		}
		if _, err := draft.Open(with, s); !fault.Is(err, fault.Gone) {
			t.Fatalf("opened or failed otherwise: %v", err)
		}
	})
}

func TestSealedDraftHoldsNothingReadable(t *testing.T) {
	d := draft.New(draft.Answering, "en", noon)
	d.Answers = map[string][]string{"change": {"CANARY"}}
	d.Contact.Where = "CANARY"
	s, err := draft.Seal(receipt.NewToken(), d)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(s.Sealed), "CANARY") {
		t.Fatal("the sealed draft holds what was typed")
	}
}

func TestSealRefusesMoreThanItsLimit(t *testing.T) {
	d := draft.New(draft.Answering, "en", noon)
	d.Answers = map[string][]string{"change": {strings.Repeat("x", draft.MaxBytes)}}
	if _, err := draft.Seal(receipt.NewToken(), d); !fault.Is(err, fault.TooLarge) {
		t.Fatalf("got %v", err)
	}
}

func TestTimeIsExtendedButNotForEver(t *testing.T) {
	d := draft.New(draft.Returning, "en", noon)
	for _, c := range []struct {
		at   time.Duration
		want time.Duration
	}{
		{0, 2 * time.Hour},
		{time.Hour, 3 * time.Hour},
		{5*time.Hour + 59*time.Minute, 7*time.Hour + 59*time.Minute},
		{6*time.Hour + 30*time.Minute, 8 * time.Hour},
		{8 * time.Hour, 8 * time.Hour},
	} {
		got := d.Extended(noon.Add(c.at)).Expires.Sub(noon)
		if got != c.want {
			t.Errorf("extended after %v: ends after %v, want %v", c.at, got, c.want)
		}
	}
	if left := d.Left(noon.Add(3 * time.Hour)); left != 0 {
		t.Errorf("an ended visit has %v left", left)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	d := draft.New(draft.Answering, "en", noon)
	d.Answers = map[string][]string{"a": {"x"}}
	d.Permissions = consent.Event{{Purpose: consent.Counts, Given: true}}
	c := d.Clone()
	c.Answers["a"][0], c.Permissions[0].Given, c.Passed["a"] = "y", false, true
	if d.Answers["a"][0] != "x" || !d.Permits(consent.Counts) || d.Passed["a"] {
		t.Fatal("a change to the copy reached the draft")
	}
}
