package surge

import (
	"slices"
	"strings"

	"voiceforum/shared/response"
)

// Likeness is how much responses that were set apart are like each other. It is counts alone, so that a person can tell a
// forger's from many people's without looking at what any of them answered.
type Likeness struct {
	Looked    int // responses that were compared
	Choices   int // different sets of choices among them
	SameMost  int // responses that share the commonest set of choices
	Worded    int // responses with free words
	Repeated  int // of these, with words that another has too, but for case and white space
	Held      int // responses with words that only a reviewer may see
	Languages int // different languages
}

// LikenessOf compares responses. Words that are held are compared with nothing.
func LikenessOf(all []response.Response) Likeness {
	l := Likeness{Looked: len(all)}
	choices, languages, words := map[string]int{}, map[string]bool{}, map[string]int{}
	for _, r := range all {
		set := choicesOf(r)
		choices[set]++
		l.SameMost = max(l.SameMost, choices[set])
		languages[r.Language] = true
		for _, w := range wordsOf(r) {
			words[w]++
		}
	}
	for _, r := range all {
		own := wordsOf(r)
		if len(own) > 0 {
			l.Worded++
		}
		if slices.ContainsFunc(own, func(w string) bool { return words[w] > 1 }) {
			l.Repeated++
		}
		for _, t := range r.Texts {
			if t.State == response.Held {
				l.Held++
				break
			}
		}
	}
	l.Choices, l.Languages = len(choices), len(languages)
	return l
}

// choicesOf writes a response's choices down, the same for the same.
func choicesOf(r response.Response) string {
	parts := []string{r.Questionnaire.ID}
	for question, options := range r.Answers {
		chosen := slices.Clone(options)
		slices.Sort(chosen)
		parts = append(parts, question+"="+strings.Join(chosen, ","))
	}
	slices.Sort(parts[1:])
	return strings.Join(parts, "\n")
}

// wordsOf gives a response's clean texts as they are compared, each once.
func wordsOf(r response.Response) []string {
	var all []string
	for _, t := range r.Texts {
		if w := strings.ToLower(strings.Join(strings.Fields(t.Words), " ")); t.State == response.Clean && w != "" {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
