package themes_test

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"voiceforum/shared/fault"
	"voiceforum/shared/themes"
)

func book(t testing.TB) *themes.Codebook {
	t.Helper()
	b, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheFirstVersionHasItsTwentyFourThemes(t *testing.T) {
	if got := len(book(t).Themes); got != 24 {
		t.Errorf("the codebook has %d themes, want 24", got)
	}
}

func TestEveryExampleIsCodedAsItSays(t *testing.T) {
	b := book(t)
	for _, theme := range b.Themes {
		for _, ex := range theme.Examples {
			mentions, err := b.Code(ex.Text, "")
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, m := range mentions {
				if m.Theme == theme.ID {
					found = true
					if m.Stance != ex.Stance {
						t.Errorf("%q: %s is %s, want %s", ex.Text, m.Theme, m.Stance, ex.Stance)
					}
				}
			}
			if !found {
				t.Errorf("%q does not mention %s: %v", ex.Text, theme.ID, mentions)
			}
		}
	}
}

func TestStanceFollowsNegationContrastAndWishes(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		text, theme string
		want        themes.Stance
	}{
		{"She was kind", "respect", themes.Positive},
		{"She was not kind", "respect", themes.Negative},
		{"He was never rude", "respect", themes.Positive},
		{"I wish they had kept me informed", "kept-informed", themes.Negative},
		{"They kept me informed at first but then nobody rang me", "kept-informed", themes.Mixed},
		{"NOBODY TOLD ME ANYTHING", "kept-informed", themes.Negative},
		{"the counselling", "wellbeing", themes.Neutral},
	} {
		mentions, err := b.Code(c.text, "")
		if err != nil {
			t.Fatal(err)
		}
		var got themes.Stance
		for _, m := range mentions {
			if m.Theme == c.theme {
				got = m.Stance
			}
		}
		if got != c.want {
			t.Errorf("%q: %s is %q, want %s", c.text, c.theme, got, c.want)
		}
	}
}

func TestNothingIsFoundInNothing(t *testing.T) {
	for _, text := range []string{"", "n/a", "nothing", "😀😀😀", strings.Repeat("a", themes.MaxBytes)} {
		if got, err := book(t).Code(text, ""); err != nil || len(got) != 0 {
			t.Errorf("%.20q gives %v, %v", text, got, err)
		}
	}
	if _, err := book(t).Code(strings.Repeat("a", themes.MaxBytes+1), ""); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a huge text gives %v", err)
	}
}

func TestABrokenCodebookIsRefusedWithItsLine(t *testing.T) {
	good, err := os.ReadFile("codebook/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown right", "rights: [7]", "rights: [13]", "right 13"},
		{"unpaired bracket", "(an|any|the|no|regular|weekly|monthly) update*", "(an|any update*", "brackets"},
		{"another unknown right", "rights: [7]", "rights: [0]", "right 0"},
		{"twice", "id: complaints", "id: kept-informed", "twice"},
		{"no example", "id: complaints", "id: Complaints", "lower-case"},
	} {
		_, err := themes.Parse("v1.yaml", []byte(strings.Replace(string(good), c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "v1.yaml:") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	before := strings.Replace(string(good), "from: 2026-10-01", "from: 2019-01-01", 1)
	if _, err := themes.Parse("v1.yaml", []byte(before)); err == nil || !strings.Contains(err.Error(), "Victims' Code") {
		t.Errorf("a codebook from before the Code: %v", err)
	}
	if _, err := themes.Parse("v1.yaml", []byte("version: 1\nfrom: 2026-01-01\nthings: []\n")); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("unknown key: %v", err)
	}
}

func FuzzCode(f *testing.F) {
	b := book(f)
	for _, s := range []string{"", "nobody rang me but she was kind", "\u0301", "’’’ ’", "a. b! c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		mentions, err := b.Code(text, "")
		if err != nil {
			return
		}
		n := utf8.RuneCountInString(text)
		for _, m := range mentions {
			if len(m.Evidence) == 0 {
				t.Fatalf("%s has no evidence", m.Theme)
			}
			for _, e := range m.Evidence {
				if e.Start < 0 || e.End <= e.Start || e.End > n {
					t.Fatalf("%s: evidence %v leaves the text of %d code points", m.Theme, e, n)
				}
			}
		}
	})
}

// One text must not keep those that come in the same batch waiting: the time may only grow as the text does.
func TestHostileTextIsCodedInTime(t *testing.T) {
	b := book(t)
	const topics = "police updates contact plan officer letter delay phone statement court date prosecutor counselling "
	took := func(length int) time.Duration {
		text := topics + strings.Repeat("good ", (length-len(topics))/5)
		best := time.Hour
		for range 3 {
			began := time.Now()
			if _, err := b.Code(text, ""); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	if short, long := took(2_000), took(16_000); long > 24*short {
		t.Errorf("2,000 characters take %s, 16,000 take %s", short, long)
	}
}
