package anonymise

import (
	"os"
	"strings"
	"testing"
)

// What is not English, in whole or in one clause, is never called clean, whatever of it was masked for a name.
func TestATextOfAnotherLanguageIsNeverClean(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, condition := range []string{"script", "romanised", "mixed", "unseen"} {
		written, err := os.ReadFile("language/testdata/" + condition + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(written)) {
			language, text, ok := strings.Cut(strings.TrimSpace(line), "|")
			if !ok {
				continue
			}
			got, err := e.Anonymise([]string{text})
			if err != nil {
				t.Fatal(err)
			}
			if got[0].Verdict == Clean {
				t.Errorf("%s: clean: %s", language, text)
			}
		}
	}
}

func TestPlaceholdersAreOfNoLanguage(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const text = "[name 1] [name 2] [place] [date] [ni] [age] [reference] [other] rang"
	if got, err := e.Anonymise([]string{text}); err != nil || got[0].Verdict != Clean {
		t.Errorf("got %+v, %v", got, err)
	}
}
