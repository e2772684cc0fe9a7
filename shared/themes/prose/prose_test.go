package prose_test

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voiceforum/shared/themes/prose"
)

var english = prose.NewLanguage(
	map[string][]string{"did not": {"didnt"}, "phone": {"fone"}, "you": {"u"}},
	[]string{"but"}, []string{"i", "she", "nobody"},
)

func joined(words []prose.Word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return strings.Join(all, " ")
}

func TestWordsAreMadePlain(t *testing.T) {
	for text, want := range map[string]string{
		"They DIDN'T ring":               "they did not ring",
		"they didn’t, they’ve":           "they did not they have",
		"didnt get my fone":              "did not get my phone",
		"I'd gone. Officer's car":        "i would gone officer car",
		"[name 1] rang [phone] [place]!": "[name] rang [phone] [place]",
		"[not a placeholder!] [":         "not a placeholder",
		"paid £9.50 at 4.40":             "paid pounds 9.50 at 4.40",
		"end.start":                      "end start",
		"e.g. this":                      "e.g this",
		"no-one":                         "no one",
		"n't 't ' ’":                     "n t",
		"":                               "",
		"😀😀":                             "",
	} {
		if got := joined(english.Split(text, nil)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestSentencesTurnsAndClausesAreCounted(t *testing.T) {
	for _, c := range []struct {
		text                      string
		sentences, turns, clauses int
	}{
		{"She rang. nobody else did", 2, 2, 2},
		{"She rang but nobody else did", 1, 2, 2},
		{"She rang and nobody else did", 1, 1, 2},
		{"She rang, nobody else did", 1, 1, 2},
		{"Mr. Smith rang", 1, 1, 1},
		{"rang (late) again", 1, 1, 3},
		{"rang\nlate", 2, 2, 2},
		{"well-known", 1, 1, 1},
		{"rang - late", 1, 1, 2},
	} {
		words := english.Split(c.text, nil)
		last := words[len(words)-1]
		if last.Sentence+1 != c.sentences || last.Turn+1 != c.turns || last.Clause+1 != c.clauses {
			t.Errorf("%q has %d sentences, %d turns, %d clauses", c.text, last.Sentence+1, last.Turn+1, last.Clause+1)
		}
	}
	if words := english.Split("Did she? She did.", nil); !words[0].Question || words[2].Question {
		t.Error("a question is not told from an answer")
	}
}

// Every word must know where it came from, whatever the text.
func TestWordsKnowTheirPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-zI'’.,!? \[\]0-9-]|didnt|but |\[name 1\]|é|😀|\n)*`)).Draw(t, "text")
		text = strings.ToValidUTF8(text, "\uFFFD")
		n, before := utf8.RuneCountInString(text), prose.Word{}
		for i, w := range english.Split(text, nil) {
			if w.Text == "" || w.Start < before.Start || w.End <= w.Start || w.End > n {
				t.Fatalf("word %d of %q is %+v after %+v", i, text, w, before)
			}
			if i > 0 && (w.Clause-before.Clause > 1 || w.Turn-before.Turn > 1 || w.Clause < before.Clause) {
				t.Fatalf("clauses of %q are not counted one by one", text)
			}
			before = w
		}
	})
}

// The work must only grow as the text does: a text eight times as long may take little more than eight short ones.
func TestHostileTextIsCutInTime(t *testing.T) {
	for _, shape := range []string{"[", "[a ", "'", "a'", "a.b", "didnt ", "e\u0301", "a", "\n", "but "} {
		short, long := took(t, 8*rounds, strings.Repeat(shape, 8_000/len(shape))), took(t, rounds, strings.Repeat(shape, 64_000/len(shape)))
		if long > 4*short+20*time.Millisecond {
			t.Errorf("%q: %d times 8 KB take %s, %d times 64 KB take %s", shape, 8*rounds, short, rounds, long)
		}
	}
}

// rounds is how often the long texts are cut: the clock is coarse on some machines.
const rounds = 5

// took gives for how long the processor has been kept by cutting a text so many times: what else the machine does does
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
		english.Split(text, nil)
	}
	return processor(t) - began
}

// processor gives how long this thread has kept the processor.
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
