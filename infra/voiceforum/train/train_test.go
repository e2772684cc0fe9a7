package train

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/tagger"
)

func TestReadCorpus(t *testing.T) {
	const file = "@JaneDoe_1\tB-PER\nmet\tO\n@nobody\tO\nAndreea\tB-person\nBirdi\tI-person\n's\tO\nmum\tO\n.\tO\n" +
		"\t\nOakhurst\tB-corporation\nFoods\tI-corporation\nsells\tO\nZenPhones\tB-product\n\n\nIn\tO\nNetherby\tB-LOC\n"
	for _, c := range []struct {
		handles bool
		want    []string
	}{
		{true, []string{"[1 Jane Doe] met [1 Andreea Birdi]'s mum.", "[3 Oakhurst Foods] sells ZenPhones", "In [2 Netherby]"}},
		{false, []string{"met [1 Andreea Birdi]'s mum.", "[3 Oakhurst Foods] sells ZenPhones", "In [2 Netherby]"}},
	} {
		read, err := readCorpus(strings.NewReader(file), c.handles)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range read {
			got = append(got, bracketed(s))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("handles %v:\n%s", c.handles, d)
		}
	}
}

// bracketed shows a sentence with its names in brackets.
func bracketed(s sentence) string {
	var b strings.Builder
	at := 0
	for _, sp := range s.spans {
		b.WriteString(s.text[at:sp.start] + "[" + string(rune('0'+sp.tag)) + " " + s.text[sp.start:sp.end] + "]")
		at = sp.end
	}
	return b.String() + s.text[at:]
}

func TestReadCorpusNamesTheLine(t *testing.T) {
	for _, file := range []string{"a\tO\nb B-PER\n", "a\tO\nb\tB-nonsense\n", "a\tO\nb\tX-PER\n"} {
		if _, err := readCorpus(strings.NewReader(file), true); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func FuzzReadCorpus(f *testing.F) {
	f.Add("a\tO\nJane\tB-PER\n\nDoe\tI-PER\n")
	f.Add("@\tB-PER\n@@\tB-PER\n@_9\tB-PER\n")
	f.Fuzz(func(t *testing.T, file string) {
		read, err := readCorpus(strings.NewReader(file), true)
		if err != nil {
			return
		}
		for _, s := range read {
			sound(t, s)
		}
	})
}

// sound checks that names are in order, apart, and within their sentence.
func sound(t interface{ Fatalf(string, ...any) }, s sentence) {
	at := 0
	for _, sp := range s.spans {
		if sp.start < at || sp.end <= sp.start || sp.end > len(s.text) {
			t.Fatalf("%v in %d bytes", s.spans, len(s.text))
		}
		at = sp.end
	}
}

func filled(t *testing.T, fills int) (*filler, []sentence) {
	t.Helper()
	f, err := newFiller()
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.fromTemplates(fills)
	if err != nil {
		t.Fatal(err)
	}
	return f, all
}

func TestEveryTemplateFills(t *testing.T) {
	_, all := filled(t, 4)
	named := 0
	for _, s := range all {
		sound(t, s)
		if strings.ContainsAny(s.text, "{}") || !utf8.ValidString(s.text) {
			t.Errorf("%q", s.text)
		}
		named += len(s.spans)
	}
	if named < len(all) {
		t.Errorf("%d names in %d sentences", named, len(all))
	}
}

func TestListedNamesFillSlots(t *testing.T) {
	folder := t.TempDir()
	f, err := newFiller()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.listed(folder); err == nil {
		t.Error("a folder without lists passed")
	}
	for _, kind := range []string{"first", "surname"} {
		if err := os.WriteFile(filepath.Join(folder, kind+"-netherby.txt"), []byte("# Of Netherby.\nzebuline\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.listed(folder); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 200 {
		seen[f.given()], seen[f.family()] = true, true
	}
	if !seen["Zebuline"] || len(seen) < 100 {
		t.Errorf("%d names, a listed one among them: %v", len(seen), seen["Zebuline"])
	}
}

func TestTemplatesDoNotRepeat(t *testing.T) {
	names, err := fs.Glob(files, "templates/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, name := range names {
		all, err := lines(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range all {
			if where, twice := seen[line]; twice && !strings.HasPrefix(line, "{") {
				t.Errorf("%q is in %s and in %s", line, where, name)
			}
			seen[line] = name
		}
	}
}

// TestSpoiltCopiesKeepTheirNames checks that names are where they were, however a sentence was spoilt.
func TestSpoiltCopiesKeepTheirNames(t *testing.T) {
	f, all := filled(t, 1)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "sentence")
		m := maker{filler: f, draw: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))}
		copies := map[string]sentence{
			"lowered": lowered(s), "raised": rewritten(s, strings.ToUpper), "titled": rewritten(s, titled),
			"misspelt": m.misspelt(s), "unpunctuated": unpunctuated(s), "swapped": f.swapped(s),
		}
		for how, c := range copies {
			sound(t, c)
			if len(c.spans) != len(s.spans) {
				t.Fatalf("%s: %d names became %d", how, len(s.spans), len(c.spans))
			}
		}
		for i, sp := range copies["lowered"].spans {
			was := s.spans[i]
			// A span covers whole tokens, and so the s of a plural too.
			if got, want := copies["lowered"].text[sp.start:sp.end], strings.ToLower(s.text[was.start:was.end]); !strings.HasPrefix(got, want) {
				t.Fatalf("%q became %q", want, got)
			}
		}
	})
}

// small is a few examples to learn from and to keep aside.
func small(t *testing.T) (learn, keep []example) {
	t.Helper()
	lists, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	f, all := filled(t, 1)
	m := maker{lists: lists, filler: f, draw: rand.New(rand.NewPCG(seed, 1))}
	return m.examples(nil, all)
}

func TestSameInputGivesSameBytes(t *testing.T) {
	var models [2][]byte
	for i := range models {
		learn, keep := small(t)
		model, _ := learnt(learn, keep, 1, func(int, int) {})
		models[i] = model.Encode()
	}
	if !bytes.Equal(models[0], models[1]) {
		t.Error("the same input gave different bytes")
	}
}

// TestEightBitsAreEnough holds the scores of the stored weights to those of the exact ones: within 0.05, on every word kept
// aside.
func TestEightBitsAreEnough(t *testing.T) {
	learn, keep := small(t)
	model, gap := learnt(learn, keep, 3, func(int, int) {})
	if gap > 0.05 {
		t.Errorf("scores are off by up to %.3f", gap)
	}
	again, err := tagger.Decode(model.Encode())
	if err != nil {
		t.Fatal(err)
	}
	one, other := tagger.New(model), tagger.New(again)
	for _, e := range keep {
		if d := cmp.Diff(one.Score(e.tokens, e.classes), other.Score(e.tokens, e.classes)); d != "" {
			t.Fatal(d)
		}
	}
}

// TestLearns checks that a model tells names from other words better than it did before it learned.
func TestLearns(t *testing.T) {
	learn, keep := small(t)
	model, _ := learnt(learn, keep, 12, func(int, int) {})
	tags := tagger.New(model)
	var right, wrong, missed int
	for _, e := range keep {
		for i, s := range tags.Score(e.tokens, e.classes) {
			said, is := max(s.Person, s.Place, s.Org) >= 0.5, e.tags[i] != tagger.Outside
			switch {
			case said && is:
				right++
			case said:
				wrong++
			case is:
				missed++
			}
		}
	}
	if right < 2*missed || right < 5*wrong {
		t.Errorf("%d right, %d wrong, %d missed", right, wrong, missed)
	}
}
