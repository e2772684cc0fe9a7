package themes_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
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
					if ex.Absent {
						t.Errorf("%q mentions %s by rule %s", ex.Text, m.Theme, m.Rule)
					} else if m.Stance != ex.Stance {
						t.Errorf("%q: %s is %s, want %s", ex.Text, m.Theme, m.Stance, ex.Stance)
					}
				}
			}
			if !found && !ex.Absent {
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
		{"The first detective never rang me. The next one rang me every week.", "kept-informed", themes.Mixed},
		{"The desk sergeant was rude. The next one was kind.", "respect", themes.Mixed},
		{"The desk sergeant was rude. The barrister rang me every week.", "respect", themes.Negative},
		{"I never rang her. I have since put a reminder in my diary.", "kept-informed", themes.Mixed},
		{"Intermediary requested. Never booked.", "special-measures", themes.Negative},
		{"Intermediary requested.", "special-measures", themes.Neutral},
		{"I read that he was not guilty on Facebook", "outcome-explained", themes.Negative},
		{"She promised to let me know, and let me know as she had promised", "kept-informed", themes.Positive},
		{"They day ring we, nobody tells yow nothing", "kept-informed", themes.Negative},
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

// parts are the files of the newest codebook, with one changed.
func parts(t *testing.T, name, old, new string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	names, err := filepath.Glob("codebook/v1/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, path := range names {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = &fstest.MapFile{Data: data}
	}
	if !bytes.Contains(all[name].Data, []byte(old)) {
		t.Fatalf("%s has no %q to change", name, old)
	}
	all[name].Data = bytes.Replace(all[name].Data, []byte(old), []byte(new), 1)
	return all
}

func TestABrokenCodebookIsRefusedWithItsFileAndLine(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"unknown right", "personal-statement.yaml", "rights: [7]", "rights: [13]", []string{"personal-statement.yaml", "right 13"}},
		{"unpaired bracket", "kept-informed.yaml", "topic:\n", "topic:\n  - (an|any update\n", []string{"kept-informed.yaml", "line ", "brackets"}},
		{"unknown list", "respect.yaml", "topic:\n", "topic:\n  - <nonsuch> me\n", []string{"respect.yaml", "line ", "<nonsuch>"}},
		{"short stem", "respect.yaml", "topic:\n", "topic:\n  - be*\n", []string{"respect.yaml", "line ", "stem"}},
		{"too wide", "respect.yaml", "topic:\n", "topic:\n  - a .... b .... c .... d .... e .... f .... g .... h\n", []string{"respect.yaml", "line ", "can span"}},
		{"too many choices", "respect.yaml", "topic:\n", "topic:\n  - (<ring> <ring>)\n", []string{"respect.yaml", "line ", "choice of more than"}},
		{"nothing but an absence", "respect.yaml", "topic:\n", "topic:\n  - \"!kind\"\n", []string{"respect.yaml", "line ", "absent"}},
		{"nothing that must be there", "respect.yaml", "topic:\n", "topic:\n  - (kind|)\n", []string{"respect.yaml", "line ", "must be there"}},
		{"unknown frame", "language.yaml", "frames:\n", "frames:\n  cheerful: [good]\n", []string{"language.yaml", "cheerful"}},
		{"unknown key", "respect.yaml", "topic:\n", "topics:\n", []string{"respect.yaml", "line "}},
		{"twice", "codebook.yaml", "  - complaints", "  - complaints\n  - complaints", []string{"codebook.yaml", "twice"}},
		{"no such theme", "codebook.yaml", "  - complaints", "  - compliments", []string{"compliments.yaml"}},
		{"a bad id", "codebook.yaml", "  - complaints", "  - Complaints", []string{"lower-case"}},
		{"before the Code", "codebook.yaml", "from: 2026-10-01", "from: 2019-01-01", []string{"Victims' Code"}},
		{"no version", "codebook.yaml", "version: 1", "version: 0", []string{"version"}},
	} {
		_, err := themes.Parse(parts(t, c.file, c.old, c.new))
		if err == nil {
			t.Errorf("%s: accepted", c.name)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not say %q", c.name, err, want)
			}
		}
	}
	cyclic := parts(t, "language.yaml", "lists:\n", "lists:\n  ring-a: [<ring-b>]\n  ring-b: [<ring-a>]\n")
	if _, err := themes.Parse(cyclic); err == nil || !strings.Contains(err.Error(), "contains itself") {
		t.Errorf("a cycle of lists: %v", err)
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

// One text must not keep those that come in the same batch waiting: the work may only grow as the text does.
func TestHostileTextIsCodedInTime(t *testing.T) {
	const topics = "police updates contact plan officer letter delay phone statement court date prosecutor counselling "
	for _, shape := range []string{
		"good ", "not ", topics, strings.Join(strings.Fields(topics), ". ") + ". ", "never rang me but ", "a", "[name 1] ", "phone, and i ",
		"screen ", "he had not, she had not, ", "if they had rung me ", "\n", "😀",
	} {
		short, long := took(t, 64, strings.Repeat(shape, 4_000/len(shape))), took(t, 4, strings.Repeat(shape, 64_000/len(shape)))
		if long > 3*short+20*time.Millisecond {
			t.Errorf("%q: 64 times 4 KB take %s, 4 times 64 KB %s", shape, short, long)
		}
	}
}

// took gives for how long the processor has been kept by coding a text so many times: what else the machine does does
// not count.
func took(t *testing.T, times int, text string) time.Duration {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var began time.Duration
	for i := range times + 1 { // the first makes room for the text
		if i == 1 {
			began = processor(t)
		}
		if _, err := book(t).Code(text, ""); err != nil {
			t.Fatal(err)
		}
	}
	return processor(t) - began
}

// processor gives how long this thread has kept the processor.
func processor(t testing.TB) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// rusageThread is RUSAGE_THREAD of Linux, which package syscall does not name.
const rusageThread = 1
