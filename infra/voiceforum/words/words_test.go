package words

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blevesearch/vellum"

	"voiceforum/shared/anonymise/gazetteer"
)

// small are sources of a few words, as the real ones would give them.
func small() *sources {
	return &sources{
		dictionaries: [][]string{{"grace", "police", "green", "better"}, {"sorrel"}, {"willet"}, {"zarf"}},
		first:        []string{"grace", "priya", "beter", "police", "zarf", "dont"},
		people:       []string{"kowalczyk", "green", "o'brien"},
		cities:       []city{{"Ystrad Mynach", "GB"}, {"Green", "GB"}, {"Łódź", "PL"}, {"New Green", "GB"}, {"Green Better", "GB"}},
	}
}

func handWritten() []list {
	return []list{
		{topic: "first", entries: []string{"grace", "mo", "siân"}},
		{topic: "surname", entries: []string{"willet"}},
		{topic: "field", entries: []string{"police"}},
		{topic: "everyday", entries: []string{"dont"}},
		{topic: "local", entries: []string{"kings heath", "Hill Top", "green"}},
		{topic: "keep", entries: []string{"MASH", "crown court", "Mind"}},
	}
}

func TestWordsAreJudged(t *testing.T) {
	c := compile(handWritten(), small())
	for _, want := range []struct {
		word      string
		has, none gazetteer.Class
	}{
		{"grace", gazetteer.NameWord | gazetteer.First | gazetteer.Common, gazetteer.StrongName},
		{"priya", gazetteer.First | gazetteer.StrongName, gazetteer.English},
		{"beter", gazetteer.First, gazetteer.StrongName}, // a slip of "better"
		{"zarf", gazetteer.First | gazetteer.Rare, gazetteer.StrongName},
		{"willet", gazetteer.Surname | gazetteer.StrongName | gazetteer.Rare, 0},
		{"police", gazetteer.Field | gazetteer.Common, gazetteer.Name},
		{"dont", gazetteer.Word, gazetteer.Name},
		{"mo", gazetteer.NameWord, gazetteer.StrongName},
		{"sian", gazetteer.StrongName, 0},
		{"lodz", gazetteer.PlaceWorld, 0},
		{"mind", 0, gazetteer.Field},
	} {
		if got := c.words[want.word]; !got.Has(want.has) || got.Any(want.none) {
			t.Errorf("%s: %018b, wanted %018b and none of %018b", want.word, got&^gazetteer.Opens, want.has, want.none)
		}
	}
}

func TestPhrasesAreEntered(t *testing.T) {
	c := compile(handWritten(), small())
	for key, want := range map[string]uint64{
		"kings heath": 1, "hill top": 1 | gazetteer.NeedsCapitals, "mash": 5 | gazetteer.NeedsShouting, "crown court": 5,
		"ystrad mynach": 2, "green better": 2 | gazetteer.NeedsCapitals, "green": 0,
	} {
		if got := c.phrases[key]; got != want {
			t.Errorf("%s: %d, wanted %d", key, got, want)
		}
	}
	for _, first := range []string{"kings", "king", "hill", "crown"} {
		if c.words[first]&gazetteer.Opens == 0 {
			t.Errorf("%s opens no phrase", first)
		}
	}
}

func TestTheSameSourcesGiveTheSameBytes(t *testing.T) {
	var before []byte
	for range 3 {
		c := compile(handWritten(), small())
		data, err := encodeWords(c.words)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && !bytes.Equal(before, data) {
			t.Fatal("the bytes differ")
		}
		before = data
	}
}

func TestEachWordKeepsItsClass(t *testing.T) {
	want := compile(handWritten(), small()).words
	data, err := encodeWords(want)
	if err != nil {
		t.Fatal(err)
	}
	classes, transducer := gazetteer.SplitWords(data)
	words, err := vellum.Load(transducer)
	if err != nil {
		t.Fatal(err)
	}
	for w, class := range want {
		place, found, err := words.Get([]byte(w))
		if err != nil || !found || gazetteer.Class(binary.LittleEndian.Uint32(classes[4*place:])) != class {
			t.Errorf("%s is at %d, %v, %v; its class is %b", w, place, found, err, class)
		}
	}
	if words.Len() != len(want) {
		t.Errorf("%d words became %d", len(want), words.Len())
	}
}

func TestNoWordsAreTakenApart(t *testing.T) {
	for _, data := range [][]byte{nil, {1, 0, 0}, {9, 0, 0, 0, 1}, {255, 255, 255, 255}} {
		if _, transducer := gazetteer.SplitWords(data); len(transducer) != 0 {
			t.Errorf("%v has a transducer of %d bytes", data, len(transducer))
		}
	}
}

func TestAnotherArchiveIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, people.file), []byte("not it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := people.check(dir); err == nil || !strings.Contains(err.Error(), "is not the @cspell/dict-people-names 1.1.16") {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	dir := t.TempDir()
	if _, err := readDictionary(dir, "british-english-huge", "wbritish-huge"); err == nil || !strings.Contains(err.Error(), "apt-get install wbritish-huge") {
		t.Errorf("got %v", err)
	}
	if _, err := readLists(dir); err == nil {
		t.Error("an empty folder has lists")
	}
	if err := os.WriteFile(filepath.Join(dir, "colours-red.txt"), []byte("red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readLists(dir); err == nil || !strings.Contains(err.Error(), "colours") {
		t.Errorf("an unknown topic: %v", err)
	}
}
