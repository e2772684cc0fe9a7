package gazetteer_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// byTopic says what the hand-written lists promise; the builder may only add to it.
var byTopic = map[string]gazetteer.Class{
	"first": gazetteer.First, "surname": gazetteer.Surname, "nameword": gazetteer.NameWord, "strong": gazetteer.StrongName,
	"stop": gazetteer.Stop, "everyday": gazetteer.Word, "field": gazetteer.Field, "month": gazetteer.Month, "weekday": gazetteer.Weekday,
	"title": gazetteer.Title, "kin": gazetteer.Kin, "notname": 0,
}

var byPhrase = map[string]gazetteer.PhraseKind{
	"local": gazetteer.Place, "britain": gazetteer.Place, "abroad": gazetteer.Place, "big": gazetteer.BigPlace, "country": gazetteer.BigPlace,
	"keep": gazetteer.Keep, "venue": gazetteer.Venue,
}

// eachEntry reads the hand-written lists as they lie beside the package.
func eachEntry(t *testing.T, visit func(file, topic, entry string)) {
	t.Helper()
	files, err := filepath.Glob("words/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no lists", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		topic, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), "-")
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			entries := []string{line}
			if _, phrases := byPhrase[topic]; !phrases {
				entries = strings.Fields(line)
			}
			for _, e := range entries {
				visit(filepath.Base(file), topic, e)
			}
		}
	}
}

func TestTheBuiltListsHoldTheHandWrittenOnes(t *testing.T) {
	g := open(t)
	eachEntry(t, func(file, topic, e string) {
		kind, isPhrase := byPhrase[topic]
		if class, isWord := byTopic[topic]; isWord && !g.Class(e).Has(class) {
			t.Errorf("%s: %q has not the class of its list: run `voiceforum words`", file, e)
		} else if !isWord && !isPhrase {
			t.Errorf("%s: no topic %q", file, topic)
		}
		if !isPhrase || !strings.Contains(e, " ") {
			return
		}
		tokens := token.Split(e)
		found := phrases(g, tokens)
		if len(found) != 1 || found[0].First != 0 || found[0].Last != len(tokens)-1 {
			t.Errorf("%s: %q is not found as one phrase: %v", file, e, found)
		} else if topic == "keep" && found[0].Kind != kind {
			t.Errorf("%s: %q is %d", file, e, found[0].Kind)
		}
	})
}

// What the transducers were built from is what lies here: an entry that was taken out of a list, or a list itself, shows as
// one that was put in does.
func TestTheListsAreThoseThatWereBuilt(t *testing.T) {
	noted, err := os.ReadFile("sources.sha256")
	if err != nil {
		t.Fatal(err)
	}
	built := map[string]string{}
	for line := range strings.Lines(string(noted)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && (strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".fst")) {
			built[name] = sum
		}
	}
	files, err := filepath.Glob("words/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "words.fst", "phrases.fst")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if now := fmt.Sprintf("%x", sha256.Sum256(data)); built[filepath.Base(file)] != now {
			t.Errorf("%s has changed: run `voiceforum words`", file)
		}
	}
	if len(built) != len(files) {
		t.Errorf("built from %d lists, and %d are here: run `voiceforum words`", len(built), len(files))
	}
}

func TestTheHandWrittenListsAreInOrder(t *testing.T) {
	last := map[string]string{}
	eachEntry(t, func(file, topic, e string) {
		_, isPhrase := byPhrase[topic]
		before, now := last[file], e
		if isPhrase {
			now = strings.ToLower(e)
		} else if e != strings.ToLower(e) {
			t.Errorf("%s: %q is not in lower case", file, e)
		}
		if before >= now && before != "" {
			t.Errorf("%s: %q follows %q: lists are sorted, each entry once", file, now, before)
		}
		last[file] = now
	})
}
