package keyness_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/keyness"
	"voiceforum/shared/themes"
)

// A topic that no theme is about, in 8% of 300 responses, must have a word of its own among the first ten words offered,
// in 19 of 20 forums that follow four as large. Against one alone it is more often too little to tell.
func TestAPlantedTopicIsOffered(t *testing.T) {
	w := writers(t)
	for _, c := range []struct{ earlier, of100 int }{{1200, 95}, {300, 70}} {
		found, draws := 0, 0
		for _, topic := range slices.Sorted(maps.Keys(w.topics)) {
			for seed := range uint64(25) {
				rng := rand.New(rand.NewPCG(seed, uint64(c.earlier)))
				before := w.forum(rng, c.earlier, "", 0)
				if draws++; w.speaksOf(topic, keyness.New(disclosure.Default, w.forum(rng, 300, topic, 24), before)) {
					found++
				}
			}
		}
		t.Logf("after %d people: found in %d of %d draws", c.earlier, found, draws)
		if found*100 < draws*c.of100 {
			t.Errorf("after %d people: found in %d of %d draws", c.earlier, found, draws)
		}
	}
}

// In forums that differ by nothing but chance, a facilitator is seldom offered anything.
func TestNothingNewIsSeldomOffered(t *testing.T) {
	w := writers(t)
	offered, draws := 0, 0
	for seed := range uint64(60) {
		for _, earlier := range []int{40, 300, 1200} {
			rng := rand.New(rand.NewPCG(seed, uint64(earlier)+7))
			before := w.forum(rng, earlier, "", 0)
			if draws++; len(keyness.New(disclosure.Default, w.forum(rng, 300, "", 0), before)) > 0 {
				offered++
			}
		}
	}
	t.Logf("something was offered in %d of %d draws", offered, draws)
	if offered*10 > draws {
		t.Errorf("something was offered in %d of %d draws", offered, draws)
	}
}

// writer makes up responses.
type writer struct {
	texts  [][][]string            // of people who speak of themes: what no theme claims of each
	others [][][]string            // sentences about nothing
	topics map[string][][][]string // sentences about a topic, by its names
}

func writers(t *testing.T) writer {
	t.Helper()
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	unclaimed := func(text string) [][]string {
		mentions, err := book.Code(text, "")
		if err != nil {
			t.Fatal(err)
		}
		clauses, err := book.Unclaimed(text, mentions)
		if err != nil {
			t.Fatal(err)
		}
		return clauses
	}
	w := writer{topics: map[string][][][]string{}}
	for _, name := range []string{"feedback.jsonl", "second.jsonl"} {
		lines(t, filepath.Join("..", "themes", "testdata", name), func(line string) {
			var text struct{ Text string }
			if err := json.Unmarshal([]byte(line), &text); err != nil {
				t.Fatal(err)
			}
			w.texts = append(w.texts, unclaimed(text.Text))
		})
	}
	topic := ""
	for _, name := range []string{"background.txt", "topics.txt"} {
		lines(t, filepath.Join("testdata", name), func(line string) {
			switch {
			case strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "== "):
				topic = line[3:]
			default:
				for _, text := range spellings(line) {
					if topic == "" {
						w.others = append(w.others, unclaimed(text))
					} else {
						w.topics[topic] = append(w.topics[topic], unclaimed(text))
					}
				}
			}
		})
	}
	return w
}

func lines(t *testing.T, path string, each func(string)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		each(s.Text())
	}
}

var choice = regexp.MustCompile(`\{([^}]*)\}`)

// spellings gives a line with each of its choices.
func spellings(line string) []string {
	at := choice.FindStringSubmatchIndex(line)
	if at == nil {
		return []string{line}
	}
	var all []string
	for _, c := range strings.Split(line[at[2]:at[3]], "|") {
		all = append(all, spellings(line[:at[0]]+c+line[at[1]:])...)
	}
	return all
}

// forum makes up the counts of a forum in which some people also write of a topic.
func (w writer) forum(rng *rand.Rand, people int, topic string, planted int) keyness.Counts {
	var c keyness.Counts
	for i := range people {
		clauses := slices.Clone(w.texts[rng.IntN(len(w.texts))])
		for range rng.IntN(3) {
			clauses = append(clauses, w.others[rng.IntN(len(w.others))]...)
		}
		if i < planted {
			clauses = append(clauses, w.topics[topic][rng.IntN(len(w.topics[topic]))]...)
		}
		c.Add(clauses)
	}
	return c
}

// speaksOf reports whether one of the first ten words offered is a name of the topic.
func (w writer) speaksOf(topic string, groups []keyness.Group) bool {
	var first []string
	for _, g := range groups {
		first = append(first, g.Words...)
	}
	return slices.ContainsFunc(first[:min(len(first), 10)], func(term string) bool {
		return slices.ContainsFunc(strings.Fields(term), func(word string) bool {
			return slices.Contains(strings.Fields(topic), word)
		})
	})
}

func Example() {
	var before, now keyness.Counts
	for i := range 200 {
		before.Add([][]string{{"the", "room", "was", "small"}})
		clauses := [][]string{{"the", "room", "was", "small"}}
		if i < 27 {
			clauses = append(clauses, []string{"no", "bus", "stops", "near", "the", "centre"})
		}
		now.Add(clauses)
	}
	for _, g := range keyness.New(disclosure.Default, now, before) {
		fmt.Println(g.Words, g.People.Value)
	}
	// Output: [bus centre] 25
}
