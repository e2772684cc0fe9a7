package prose_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voiceforum/shared/themes/prose"
)

var english = prose.NewLanguage(
	map[string]string{"didnt": "did not", "fone": "phone", "u": "you"},
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

func TestHostileTextIsCutInTime(t *testing.T) {
	for _, shape := range []string{"[", "[a ", "'", "a'", "a.b", "didnt ", "e\u0301", "a", "\n", "but "} {
		took := func(bytes int) time.Duration {
			text, best := strings.Repeat(shape, bytes/len(shape)), time.Hour
			for range 3 {
				began := time.Now()
				english.Split(text, nil)
				best = min(best, time.Since(began))
			}
			return best
		}
		// Other work on the machine only ever makes a try longer, so that one good try out of many is enough.
		short, long := took(8_000), took(64_000)
		for tries := 0; long > 32*short+5*time.Millisecond && tries < 40; tries++ {
			short, long = took(8_000), min(long, took(64_000))
		}
		if long > 32*short+5*time.Millisecond {
			t.Errorf("%q: 8 KB take %s, 64 KB take %s", shape, short, long)
		}
	}
}
