package gazetteer_test

import (
	"testing"

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
	for _, c := range []struct {
		word      string
		has, none gazetteer.Class
	}{
		{"priya", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"will", gazetteer.NameWord | gazetteer.Stop, gazetteer.StrongName},
		{"police", gazetteer.Field | gazetteer.Common, gazetteer.Name},
		{"may", gazetteer.NameWord | gazetteer.Month, gazetteer.StrongName},
		{"dont", gazetteer.Word, gazetteer.Name},
		{"mum", gazetteer.Kin, gazetteer.StrongName},
		{"walsall", gazetteer.PlaceLocal, gazetteer.English},
		{"siân", gazetteer.First, gazetteer.English},
		{"qqxzzy", 0, gazetteer.English | gazetteer.Name},
	} {
		got := g.Class(c.word)
		if !got.Has(c.has) || got.Any(c.none) {
			t.Errorf("%s: %b, wanted %b and none of %b", c.word, got, c.has, c.none)
		}
	}
}

func TestPhrasesAreFound(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		text, phrase string
		kind         gazetteer.PhraseKind
	}{
		{"i live in kings heath now", "kings heath", gazetteer.Place},
		{"in King's Heath", "King's Heath", gazetteer.Place},
		{"the WEST MIDLANDS POLICE said", "WEST MIDLANDS POLICE", gazetteer.Keep},
		{"the crown court", "crown court", gazetteer.Keep},
	} {
		found := ""
		for _, p := range g.Phrases(c.text, token.Split(c.text)) {
			tokens := token.Split(c.text)
			if p.Kind == c.kind {
				found = c.text[tokens[p.First].Start:tokens[p.Last].End]
			}
		}
		if found != c.phrase {
			t.Errorf("%q: found %q, wanted %q", c.text, found, c.phrase)
		}
	}
}
