package phrase_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voiceforum/shared/themes/phrase"
	"voiceforum/shared/themes/prose"
)

var english = prose.NewLanguage(nil, []string{"but"}, nil)

func asItIs(word string) string { return word }

func finder(t testing.TB, rules ...string) *phrase.Finder {
	t.Helper()
	lists := phrase.Lists{"police": {"officer", "old bill", "<rank>"}, "rank": {"dc"}}
	if err := lists.Open(); err != nil {
		t.Fatal(err)
	}
	b := phrase.NewBuilder(lists, asItIs)
	for i, r := range rules {
		if _, err := b.Add(phrase.Rule{Text: r, Line: i + 1, Tag: phrase.NoTag}); err != nil {
			t.Fatal(err)
		}
	}
	book, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return book.Finder()
}

func TestRulesFindWhatTheyShould(t *testing.T) {
	for _, c := range []struct{ rule, text, want string }{
		{"rang me", "she rang me twice", "rang me"},
		{"rang me", "she rang. me too", ""},
		{"updat*", "no updates came", "updates"},
		{"updat*", "update", "update"},
		{"(rang|got back to) me", "they got back to me", "got back to me"},
		{"was (very|) kind", "was kind", "was kind"},
		{"was (very|) kind", "was very kind", "was very kind"},
		{"nobody .. rang", "nobody ever once rang", "nobody ever once rang"},
		{"nobody .. rang", "nobody in all that time rang", ""},
		{"nobody .... rang", "nobody cared but she rang", "nobody cared but she rang"},
		{"nobody ... rang", "nobody cared but she rang", ""},
		{"<police> rang", "the old bill rang", "old bill rang"},
		{"<police> rang", "my DC rang", "dc rang"},
		{"<number> months", "for 14 months", "14 months"},
		{"kind & nurse", "the nurse was kind", "kind"},
		{"kind & nurse", "the doctor was kind", ""},
		{"kind & !nurse", "the doctor was kind", "kind"},
		{"kind & !nurse", "the nurse was kind", ""},
		{"(a|(b|c) d) e", "c d e", "c d e"},
		{"officer's car", "the officer's car", "officer car"},
		{"[name] rang", "[name 2] rang", "[name] rang"},
		{"[name] rang", "then Thorngate rang", "thorngate rang"},
	} {
		f := finder(t, c.rule)
		words := english.Split(c.text, nil)
		var got string
		for _, h := range f.Find(words) {
			var found []string
			for _, w := range words[h.First : h.Last+1] {
				found = append(found, w.Text)
			}
			got = strings.Join(found, " ")
		}
		if got != c.want {
			t.Errorf("%q finds %q in %q, want %q", c.rule, got, c.text, c.want)
		}
	}
}

func TestBrokenRulesAreRefused(t *testing.T) {
	for rule, want := range map[string]string{
		"(a|b": "do not pair", "a) b": "do not pair", "(|)": "empty choice", "": "no words", "(a|)": "must be there",
		"... a": "begins or ends with a gap", "a ..": "begins or ends with a gap", "ab*": "three letters", "don't": "not a plain word",
		"no-one": "not a plain word", "<nobody>": "there is not", "!a": "must be absent", "a & (b": "do not pair", "(a)b": "joined to brackets",
		strings.Repeat("a ", 63): "can span", "a & " + strings.Repeat("b .... ", 9) + "b": "can span",
	} {
		_, err := phrase.NewBuilder(nil, asItIs).Add(phrase.Rule{Text: rule, Line: 12})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 12") {
			t.Errorf("%q: %v, want %q and the line", rule, err, want)
		}
	}
	misspelt := phrase.NewBuilder(nil, func(string) string { return "phone" })
	if _, err := misspelt.Add(phrase.Rule{Text: "fone"}); err == nil || !strings.Contains(err.Error(), `read as "phone"`) {
		t.Errorf("a word that no text has: %v", err)
	}
	if err := (phrase.Lists{"a": {"<b>"}, "b": {"<a>"}}).Open(); err == nil || !strings.Contains(err.Error(), "itself") {
		t.Errorf("a cycle of lists: %v", err)
	}
	if err := (phrase.Lists{"a": {"<c>"}}).Open(); err == nil {
		t.Error("an unknown list is accepted")
	}
}

// plainly is the meaning of a sequence of words and gaps, tried at every place in the plainest way.
func plainly(rule []string, words []prose.Word) bool {
	gaps := map[string]int{"..": 2, "...": 5}
	var from func(step, at int) bool
	from = func(step, at int) bool {
		if step == len(rule) {
			return true
		}
		if n, ok := gaps[rule[step]]; ok {
			for skip := 0; skip <= n && at+skip < len(words); skip++ {
				if from(step+1, at+skip) {
					return true
				}
			}
			return false
		}
		return at < len(words) && words[at].Text == rule[step] && from(step+1, at+1)
	}
	for at := range words {
		if from(0, at) {
			return true
		}
	}
	return false
}

// The finder must agree with the plain meaning of its notation.
func TestTheFinderAgreesWithThePlainMeaning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"aa", "bb", "cc", "dd"})
		rule := []string{word.Draw(t, "first")}
		for range rapid.IntRange(0, 4).Draw(t, "steps") {
			if gap := rapid.SampledFrom([]string{"", "..", "..."}).Draw(t, "gap"); gap != "" {
				rule = append(rule, gap)
			}
			rule = append(rule, word.Draw(t, "next"))
		}
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"aa", "bb", "cc", "dd", "ee"}), 0, 24).Draw(t, "text"), " ")
		b := phrase.NewBuilder(nil, asItIs)
		if _, err := b.Add(phrase.Rule{Text: strings.Join(rule, " ")}); err != nil {
			t.Fatal(err)
		}
		book, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		words := english.Split(text, nil)
		if got, want := len(book.Finder().Find(words)) > 0, plainly(rule, words); got != want {
			t.Fatalf("%q in %q: found %v, want %v", rule, text, got, want)
		}
	})
}

func TestAFinderForgetsTheTextBefore(t *testing.T) {
	f := finder(t, "aa bb", "cc")
	first := slices.Clone(f.Find(english.Split("aa bb cc aa bb", nil)))
	f.Find(english.Split("cc cc dd", nil))
	if again := f.Find(english.Split("aa bb cc aa bb", nil)); fmt.Sprint(again) != fmt.Sprint(first) || len(first) != 3 {
		t.Errorf("first %v, then %v", first, again)
	}
}

// However a rule's gaps and choices combine, a text of its own words must not take it longer than in proportion.
func TestHostileTextIsReadInTime(t *testing.T) {
	f := finder(t, "a .... a .... a .... a .... b", "(a|a a|a a a) .. (a|a a) .... (a|a a a a) .... b", "a & b", "a & a & !b", "(a|) (a|) (a|) a (a|) (a|) b")
	took := func(times, words int) time.Duration {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		text := english.Split(strings.Repeat("a ", words), nil)
		f.Find(text) // makes room for the text
		began := processor(t)
		for range times {
			f.Find(text)
		}
		return processor(t) - began
	}
	if short, long := took(32, 2_000), took(4, 16_000); long > 4*short+20*time.Millisecond {
		t.Errorf("32 times 2,000 words take %s, 4 times 16,000 take %s", short, long)
	}
}

// processor gives how long this thread has kept the processor: what else the machine does does not count.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// rusageThread is RUSAGE_THREAD of Linux, which package syscall does not name.
const rusageThread = 1

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a (b|c*d) ... e", "(((a|b) c|d)|)", "<police> & !x", "a*", "((", "<<>>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		b := phrase.NewBuilder(phrase.Lists{"police": {"dc", "old bill"}}, asItIs)
		if _, err := b.Add(phrase.Rule{Text: rule}); err != nil {
			return
		}
		book, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		book.Finder().Find(english.Split("aa bb dc old bill aa", nil))
	})
}
