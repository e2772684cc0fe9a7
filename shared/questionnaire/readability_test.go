package questionnaire

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Reading age is estimated as the Flesch-Kincaid grade (Kincaid et al., Derivation of new readability formulas, 1975),
// which is a year at school in the United States: grade 4 is read by children of nine. Sentences only are measured;
// the labels of options are too short for the formula and would flatter it. What professionals read may be of grade 7,
// which is read at twelve.
var readers = []struct {
	questionnaire string
	mean          float64 // grade of the whole questionnaire
	hardest       float64 // grade of any one question with its hint
	longest       int     // words in a sentence, labels included
}{
	{"rasso-adult", 3, 5, 20},
	{"partner", 4, 7, 24},
	{"officer", 4, 7, 24},
}

var (
	sentenceEnd = regexp.MustCompile(`[.?!:]+(\s+|$)`)
	vowels      = regexp.MustCompile(`[aeiouy]+`)
)

// sentences splits a text into sentences of words.
func sentences(text string) [][]string {
	var all [][]string
	for _, s := range sentenceEnd.Split(text, -1) {
		words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && !unicode.IsDigit(r) })
		if len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// syllables counts the runs of vowels in a word, less those that are not spoken.
func syllables(word string) int {
	w := strings.ToLower(word)
	n := len(vowels.FindAllString(w, -1))
	switch {
	case strings.HasSuffix(w, "le") && len(w) > 2 && !strings.ContainsRune("aeiouy", rune(w[len(w)-3])):
	case strings.HasSuffix(w, "e"), strings.HasSuffix(w, "es") && !strings.ContainsRune("scgzxh", rune(w[len(w)-3])):
		n--
	case strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "ted") && !strings.HasSuffix(w, "ded"):
		n--
	}
	return max(n, 1)
}

// grade gives the Flesch-Kincaid grade of texts.
func grade(texts []string) float64 {
	var nSentences, nWords, nSyllables float64
	for _, text := range texts {
		for _, s := range sentences(text) {
			nSentences++
			for _, word := range s {
				nWords++
				nSyllables += float64(syllables(word))
			}
		}
	}
	return 0.39*nWords/nSentences + 11.8*nSyllables/nWords - 15.59
}

// said gives the sentences in English around a question.
func said(qu *Question) []string {
	texts := []string{qu.Title[English], qu.Hint[English], qu.Why[English]}
	if qu.Before != nil {
		texts = append(texts, qu.Before.Lead[English], qu.Before.Note[English])
	}
	for _, o := range qu.Options {
		texts = append(texts, o.Hint[English])
	}
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

// labels gives what there is to choose, in English.
func labels(qu *Question) []string {
	var all []string
	for _, o := range qu.Options {
		all = append(all, o.Label[English])
	}
	return all
}

func TestGradeOfKnownTexts(t *testing.T) {
	easy := grade([]string{"The cat sat on the mat. The dog ran to the man."})
	hard := grade([]string{"Dissatisfaction with prosecutorial communication necessitates comprehensive organisational transformation."})
	if easy > 1 || hard < 20 {
		t.Errorf("grades %.1f and %.1f", easy, hard)
	}
	for word, want := range map[string]int{"police": 2, "asked": 1, "wanted": 2, "little": 2, "people": 2, "choice": 1, "changes": 2, "the": 1, "counselling": 3} {
		if got := syllables(word); got != want {
			t.Errorf("%s: %d syllables, want %d", word, got, want)
		}
	}
}

func TestEverybodyCanReadTheirQuestionnaire(t *testing.T) {
	for _, reader := range readers {
		q := published1(t, reader.questionnaire)
		var all []string
		for _, qu := range q.Questions {
			texts := said(qu)
			all = append(all, texts...)
			if g := grade(texts); g > reader.hardest {
				t.Errorf("%s of %s is of grade %.1f", qu.ID, q.ID, g)
			}
			for _, text := range append(texts, labels(qu)...) {
				for _, s := range sentences(text) {
					if len(s) > reader.longest {
						t.Errorf("%s of %s has a sentence of %d words: %s", qu.ID, q.ID, len(s), strings.Join(s, " "))
					}
				}
			}
		}
		if g := grade(all); g > reader.mean {
			t.Errorf("%s is of grade %.2f", q.ID, g)
		}
	}
}
