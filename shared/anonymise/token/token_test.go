package token

import (
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		"Khan's flat":           "Khan|'s|flat",
		"I don’t, it'll":        "I|don|’t|,|it|'ll",
		"O'Brien and D'Souza's": "O'Brien|and|D'Souza|'s",
		"Smith-Jones":           "Smith-Jones",
		"in b15 2tt, kt64 aaa":  "in|b15|2tt|,|kt64|aaa",
		"no-1 34yo 3rd":         "no|-|1|34yo|3rd",
		"the boys' room":        "the|boys|'|room",
		"'quoted' word":         "'|quoted|'|word",
		"a.b@mail.example":      "a|.|b|@|mail|.|example",
		"20/123456/24":          "20|/|123456|/|24",
		"Zoë Łukasz Müller":     "Zoë|Łukasz|Müller",
		"ਮੇਰਾ ਨਾਮ":              "ਮੇਰਾ|ਨਾਮ",
		"ab\xffcd":              "ab|\xff|cd",
		"--x--":                 "-|-|x|-|-",
		"d'd's":                 "d|'d|'s",
		"":                      "",
	} {
		if got := joined(Split(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestKindsAndSpace(t *testing.T) {
	got := Split("Call  07700 b15!")
	want := []Token{
		{Start: 0, End: 4, Text: "Call", Lower: "call", Kind: Word, Starts: true},
		{Start: 6, End: 11, Text: "07700", Lower: "07700", Kind: Number, Space: true},
		{Start: 12, End: 15, Text: "b15", Lower: "b15", Kind: Mixed, Space: true},
		{Start: 15, End: 16, Text: "!", Lower: "!", Kind: Mark},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLowerMakesApostrophesPlain(t *testing.T) {
	if got := Split("O’BRIEN’S")[0].Lower; got != "o'brien" {
		t.Errorf("got %q", got)
	}
}

func TestStarts(t *testing.T) {
	for text, want := range map[string]string{
		"Yes. No! Why? ok":         "Yes No Why ok",
		"One\ntwo three":           "One two",
		"Told: Ann came":           "Told Ann",
		"at 10:30 I left":          "at",
		"mail.example is":          "mail",
		"- “Quoted” words":         "- “ Quoted",
		"Dr. Khan and J. Smith":    "Dr",
		"• First, second (third)":  "• First",
		"He said \"No\" to Will":   "He",
		"Ended.\" Then (It) ended": "Ended \" Then",
	} {
		var got []string
		for _, k := range Split(text) {
			if k.Starts {
				got = append(got, k.Text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: starts are %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, text := range []string{"Khan's", "a.a.a", "'s's", "\xff'", "b15-2tt", "é́", "’t", "O'-'x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, k := range Split(text) {
			if k.Start < at || k.End <= k.Start || text[k.Start:k.End] != k.Text {
				t.Fatalf("%q: token %+v after byte %d", text, k, at)
			}
			if gap := text[at:k.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" || k.Space != (gap != "") {
				t.Fatalf("%q: gap %q before %+v", text, gap, k)
			}
			at = k.End
		}
		if strings.TrimFunc(text[at:], unicode.IsSpace) != "" {
			t.Fatalf("%q: lost %q", text, text[at:])
		}
	})
}

// Twice the text takes about twice the processor's time, whatever it is made of. The best of many runs counts, because
// what else this process does counts too.
func TestSplitIsLinear(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, piece := range []string{"a", "a-", "a'", "a.", "'s", "1", "a1-", "\u0301", "\xff", " ", "A’D"} {
		short, long := strings.Repeat(piece, 32<<10/len(piece)), strings.Repeat(piece, 64<<10/len(piece))
		once, twice := time.Hour, time.Hour
		for try := 0; try < 5 || try < 60 && twice > 3*once; try++ {
			once, twice = min(once, took(t, short)), min(twice, took(t, long))
		}
		if twice > 3*once {
			t.Errorf("%q: twice the text takes %v after %v", piece, twice, once)
		}
	}
}

// took measures between collections, whose work is not that of the text.
func took(t *testing.T, text string) time.Duration {
	t.Helper()
	runtime.GC()
	began := processor(t)
	Split(text)
	return processor(t) - began
}

// processor gives how long this process has kept the processor.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat("My ex Darren's flat in Erdington, b23 6xx, was searched on 3rd May. ", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Split(text)
	}
}

func joined(tokens []Token) string {
	var words []string
	for _, k := range tokens {
		words = append(words, k.Text)
	}
	return strings.Join(words, "|")
}
