package gazetteer_test

import (
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

func open(t testing.TB) *gazetteer.Gazetteer {
	t.Helper()
	g, err := gazetteer.Open()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAWordHasItsClass(t *testing.T) {
	g := open(t)
	const name = gazetteer.Name
	for _, c := range []struct {
		word      string
		has, none gazetteer.Class
	}{
		{"priya", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"jaswinder", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"kowalczyk", gazetteer.Surname | gazetteer.StrongName, gazetteer.English},
		{"o'brien", gazetteer.Surname | gazetteer.StrongName, gazetteer.English},
		{"ellie-mae", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"siân", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"łukasz", gazetteer.First, gazetteer.English},
		{"yohannes", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"kez", gazetteer.StrongName, gazetteer.Common | gazetteer.Word},
		{"will", gazetteer.NameWord | gazetteer.Stop, gazetteer.StrongName},
		{"grace", gazetteer.NameWord | gazetteer.First | gazetteer.Common, gazetteer.StrongName},
		{"summer", gazetteer.NameWord | gazetteer.Common, gazetteer.StrongName},
		{"may", gazetteer.NameWord | gazetteer.Month, gazetteer.StrongName},
		{"police", gazetteer.Field | gazetteer.Common, name},
		{"isva", gazetteer.Field, name},
		{"the", gazetteer.Stop, name},
		{"'s", gazetteer.Stop, name},
		{"dont", gazetteer.Word, name},
		{"polise", gazetteer.Word, name},
		{"yow", gazetteer.Word, name},
		{"mum", gazetteer.Kin, gazetteer.StrongName},
		{"dc", gazetteer.Title, gazetteer.StrongName},
		{"tuesday", gazetteer.Weekday, gazetteer.StrongName},
		{"punjabi", gazetteer.Country, name},
		{"walsall", gazetteer.PlaceLocal, gazetteer.English},
		{"aston", gazetteer.PlaceLocal | gazetteer.Surname, gazetteer.Common},
		{"sheffield", gazetteer.PlaceGB, gazetteer.English},
		{"mirpur", gazetteer.PlaceWorld, gazetteer.English},
		{"understanding", gazetteer.Common, name},
		{"okwuosa-finch", gazetteer.Surname | gazetteer.StrongName, gazetteer.English},
		{"samantha-jo", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"smith-jones", gazetteer.Surname, gazetteer.English},
		{"d'souza", gazetteer.Surname | gazetteer.StrongName, gazetteer.English},
		{"well-meaning", gazetteer.Word, name},
		{"ex-husband", gazetteer.Kin, name},
		{"qqxzzy", 0, gazetteer.English | name},
		{"", 0, ^gazetteer.Class(0)},
		{strings.Repeat("a", 1<<16), 0, ^gazetteer.Class(0)},
	} {
		got := g.Class(c.word)
		if !got.Has(c.has) || got.Any(c.none) {
			t.Errorf("%.20s: %018b, wanted %018b and none of %018b", c.word, got, c.has, c.none)
		}
	}
}

func TestOpeningIsCheapAndSearchingIsSafeForMany(t *testing.T) {
	g := open(t)
	const text = "Priya from King's Heath told West Midlands Police that st wendrens primary knew"
	want := phrases(g, token.Split(text))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if got := phrases(g, token.Split(text)); !slices.Equal(got, want) {
					t.Errorf("got %v, wanted %v", got, want)
					return
				}
			}
		})
	}
	all.Wait()
	if cost := testing.AllocsPerRun(100, func() { _, _ = gazetteer.Open() }); cost > 20 {
		t.Errorf("opening allocates %.0f times: it must parse nothing", cost)
	}
	if cost := testing.AllocsPerRun(100, func() { g.Class("understanding") }); cost > 0 {
		t.Errorf("a look-up allocates %.0f times", cost)
	}
}

// checked fails unless the phrases are in order, within the tokens, apart, and of a known kind.
func checked(t interface{ Fatalf(string, ...any) }, found []gazetteer.Phrase, tokens int) {
	next := 0
	for _, p := range found {
		if p.First < next || p.Last < p.First || p.Last >= tokens || p.Kind < gazetteer.Place || p.Kind > gazetteer.Venue || p.Why == "" {
			t.Fatalf("phrase %+v of %d tokens, after %d", p, tokens, next)
		}
		next = p.Last + 1
	}
}

func FuzzPhrases(f *testing.F) {
	g := open(f)
	for _, s := range []string{
		"went to st. wendrens c of e primary school", "st st st st's", "Gurdwara Gurdwara Amrit", "kings-heath & king's heath", "- st. 's school",
		"UNIVERSITY of of Of Severnside", "\xff\xfe st \xff's", "school school school", "’s ’s arms", "a&e A & E",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens := token.Split(s)
		checked(t, phrases(g, tokens), len(tokens))
	})
}

func TestAListedPhraseIsFoundInAnySentence(t *testing.T) {
	g := open(t)
	listed := []string{"kings heath", "chelmsley wood", "stoke on trent", "west midlands police", "crown prosecution service", "officer in the case", "st albans"}
	writings := []func(string) string{
		strings.ToUpper, strings.ToLower,
		func(s string) string { return strings.ReplaceAll(s, " ", "-") },
		func(s string) string { return strings.ReplaceAll(s, "kings", "king’s") },
		func(s string) string { return strings.ReplaceAll(s, " ", "  ") },
	}
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.SampledFrom(writings).Draw(t, "writing")(rapid.SampledFrom(listed).Draw(t, "phrase"))
		before := rapid.SampledFrom([]string{"", "i moved to ", "it was (", "said: \"", "and then "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", ".", " yesterday", ")", "'s people"}).Draw(t, "after")
		text := before + phrase + after
		tokens := token.Split(text)
		found := phrases(g, tokens)
		checked(t, found, len(tokens))
		for _, p := range found {
			if tokens[p.First].Start == len(before) && tokens[p.Last].End == len(before)+len(phrase) {
				return
			}
		}
		t.Fatalf("%q is not found in %q: %v", phrase, text, found)
	})
}

func TestTimeIsLinear(t *testing.T) {
	g := open(t)
	for _, piece := range []string{"st ", "west ", "king's ", "Primary School ", "Gurdwara Amrit ", "of and & ", "great-", "x", "é", "stoke on "} {
		took := func(size int) time.Duration {
			text := strings.Repeat(piece, size/len(piece))
			tokens := token.Split(text)
			began := processor(t)
			phrases(g, tokens)
			return processor(t) - began
		}
		// The processor's time counts and not the clock's. A collection may still fall into it: one fair comparison in twenty
		// is enough, and what is not linear has none.
		var half, whole time.Duration
		linear := false
		for range 20 {
			half, whole = took(32<<10), took(64<<10)
			if linear = whole <= 3*half; linear {
				break
			}
		}
		if !linear {
			t.Errorf("%q: 64 KB takes %v, 32 KB %v", piece, whole, half)
		}
	}
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

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		open(b)
	}
}

func BenchmarkClass(b *testing.B) {
	g := open(b)
	words := strings.Fields("no one came from the police until priya moved to harborne with her mum and the officer was changed again")
	for i := 0; b.Loop(); i++ {
		g.Class(words[i%len(words)])
	}
}

func BenchmarkPhrases(b *testing.B) {
	g := open(b)
	text := strings.Repeat("no one came from west midlands police until i moved to kings heath and st wendrens primary heard about it from my mum. ", 80)
	tokens := token.Split(text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		phrases(g, tokens)
	}
}

// phrases asks for each word and then for the phrases.
func phrases(g *gazetteer.Gazetteer, tokens []token.Token) []gazetteer.Phrase {
	listed := make([]gazetteer.Class, len(tokens))
	for i, k := range tokens {
		if k.Kind == token.Word {
			listed[i] = g.Listed(k.Lower)
		}
	}
	return g.Phrases(tokens, listed)
}
