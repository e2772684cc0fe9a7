package language_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/language"
	"voiceforum/shared/anonymise/token"
)

// Nothing that is not English, whole or in one clause, is ever called English.
func TestEveryTextOfAnotherLanguageIsCaught(t *testing.T) {
	check := checker(t)
	for _, condition := range []string{"script", "romanised", "mixed", "unseen"} {
		all := samples(t, condition)
		if len(all) < 40 {
			t.Errorf("only %d texts for %s", len(all), condition)
		}
		for _, s := range all {
			for _, text := range []string{s.text, strings.ToLower(s.text), strings.ToUpper(s.text), titled(s.text)} {
				if check(text) == "" {
					t.Errorf("%s, %s: taken for English: %s", condition, s.kind, text)
				}
			}
		}
	}
}

// At most three in a hundred of English texts, in whatever dress, wait for a reviewer because of their language.
func TestEnglishIsNotHeld(t *testing.T) {
	const most = 0.03
	check := checker(t)
	for _, condition := range []string{"english", "unseen-english"} {
		all, n, held := samples(t, condition), 0, 0
		for _, s := range all {
			for _, text := range []string{s.text, strings.ToLower(s.text), strings.ToUpper(s.text), titled(s.text)} {
				n++
				if why := check(text); why != "" {
					held++
					t.Logf("%s, %s: held for %s: %s", condition, s.kind, why, text)
				}
			}
		}
		if share := float64(held) / float64(n); share > most {
			t.Errorf("%s: %d of %d held, %.1f%%; at most %.0f%%", condition, held, n, 100*share, 100*most)
		}
	}
}

// titled gives a text With A Capital On Every Word.
func titled(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	return strings.Join(words, " ")
}

// However much English stands around it, a clause of another language is seen.
func TestAForeignClauseIsSeenAnywhereInALongText(t *testing.T) {
	check := checker(t)
	english := slices.DeleteFunc(samples(t, "english"), func(s sample) bool { return check(s.text) != "" })
	foreign := slices.DeleteFunc(samples(t, "romanised"), func(s sample) bool { return len(strings.Fields(s.text)) < 5 })
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(english), 1, 8).Draw(t, "English")
		clause := rapid.SampledFrom(foreign).Draw(t, "clause")
		at := rapid.IntRange(0, len(parts)).Draw(t, "at")
		joint := rapid.SampledFrom([]string{" ", ". ", ", ", "\n"}).Draw(t, "joint")
		var texts []string
		for _, s := range slices.Insert(slices.Clone(parts), at, clause) {
			texts = append(texts, s.text)
		}
		if text := strings.Join(texts, joint); check(text) == "" {
			t.Fatalf("taken for English: %s", text)
		}
	})
}

func TestReasons(t *testing.T) {
	check := checker(t)
	for text, want := range map[string]string{
		"":                                 "",
		"👍🏽 ❤️ 10/10 – £5 ½ ok…":           "",
		"Siân, Zoë and Seán were all kind": "",
		"the officer said спасибо":         "letters of another script than the Latin",
		"my number is ٠٧٧٠٠":               "letters of another script than the Latin",
		"nikt mi nic nie powiedział":       "words of another language than English",
		"NIKT MI NIC NIE POWIEDZIAL":       "words of another language than English",
		"gjysma urupa wetir":               "too few words that are surely English",
	} {
		if got := check(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Check needs no class to catch a language that is listed, and asks for each token's own.
func TestCheckAsksForEachWordsOwnClass(t *testing.T) {
	tokens := token.Split("one two three")
	var asked []int
	language.Check(tokens, func(i int) gazetteer.Class { asked = append(asked, i); return gazetteer.Stop })
	if !slices.Equal(asked, []int{0, 1, 2}) {
		t.Errorf("asked for the classes of %v", asked)
	}
}

func TestCheckAllocatesNothing(t *testing.T) {
	g, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	tokens := token.Split(strings.Repeat("The officer rang me evry fortnight as she sed she wud. ", 40))
	classes := make([]gazetteer.Class, len(tokens))
	for i, tok := range tokens {
		classes[i] = g.Class(tok.Lower)
	}
	class := func(i int) gazetteer.Class { return classes[i] }
	if n := testing.AllocsPerRun(10, func() { language.Check(tokens, class) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzCheck(f *testing.F) {
	for _, condition := range []string{"script", "romanised", "mixed", "english"} {
		for _, s := range samples(f, condition)[:10] {
			f.Add(s.text)
		}
	}
	f.Add("-a- '’ é-é ---- \xff\xfe 3ndi")
	check := checker(f)
	reasons := []string{
		"", "letters of another script than the Latin", "words of another language than English",
		"too few words that are surely English",
	}
	f.Fuzz(func(t *testing.T, text string) {
		if why := check(text); !slices.Contains(reasons, why) {
			t.Errorf("a reason of its own: %q", why)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	g, err := gazetteer.Open()
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	for _, s := range samples(b, "english") {
		texts = append(texts, s.text)
	}
	text := strings.Join(texts, "\n")
	tokens := token.Split(text)
	classes := make([]gazetteer.Class, len(tokens))
	for i, tok := range tokens {
		classes[i] = g.Class(tok.Lower)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		language.Check(tokens, func(i int) gazetteer.Class { return classes[i] })
	}
}
