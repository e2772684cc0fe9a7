package safeguarding

import (
	"slices"
	"strings"
)

// spelt turns whole words into the one way of writing that cues know.
var spelt = map[string]string{
	"won't": "will not", "wont": "will not", "can't": "can not", "cant": "can not", "cannot": "can not", "shan't": "shall not",
	"dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "havent": "have not",
	"hasnt": "has not", "wouldnt": "would not",
	"im": "i am", "i'm": "i am", "ive": "i have", "i'd": "i would",
	"hes": "he is", "he's": "he is", "shes": "she is", "she's": "she is", "who's": "who is", "there's": "there is", "it's": "it is",
	"gonna": "going to", "wanna": "want to", "tryna": "trying to", "kms": "kill myself",
}

// ended turns what words end with, as people run words together.
var ended = []struct{ end, is string }{{"n't", " not"}, {"'ll", " will"}, {"'ve", " have"}, {"'re", " are"}}

// joined are words that are also written as two. With what stands between them they become the one that cues know.
var joined = map[[2]string]string{
	{"my", "self"}: "myself", {"any", "more"}: "anymore", {"every", "day"}: "everyday", {"under", "age"}: "underage",
}

// distances are what stands before "kms" where that means kilometres, and away what stands after.
var (
	distances = []string{"a", "few", "couple", "several", "many", "two", "three", "four", "five", "six", "ten", "twenty", "fifty", "hundred", "hundreds", "of"}
	away      = []string{"away", "from", "apart", "down", "up", "per", "outside", "north", "south", "east", "west"}
)

// spell writes a text, in small letters, as cues know it. Only whole words are changed: what a word has within it means
// nothing. Time grows as the text does.
func spell(text string) string {
	all := wordsIn(text)
	var out strings.Builder
	out.Grow(len(text) + len(text)/8)
	at, said := 0, ""
	for i := 0; i < len(all); i++ {
		w := all[i]
		gap := text[at:w.from]
		if word(text, all, i-1) == "self" && gap == "-" {
			gap = " "
		}
		out.WriteString(gap)
		is, to := w.text(text), w.to
		if i+1 < len(all) && between(text[w.to:all[i+1].from]) {
			if one, ok := joined[[2]string{is, word(text, all, i+1)}]; ok {
				i++
				is, to = one, all[i].to
			}
		}
		if is != "kms" || !kilometres(word(text, all, i-1), word(text, all, i+1)) {
			is = spellWord(is)
		}
		if said == "i" && (is == "i" || strings.HasPrefix(is, "i ")) && between(gap) { // as in "I I'm"
			is = is[1:]
		}
		out.WriteString(is)
		at, said = to, is
	}
	out.WriteString(text[at:])
	return out.String()
}

func spellWord(w string) string {
	if is, ok := spelt[w]; ok {
		return is
	}
	for _, e := range ended {
		if base, ok := strings.CutSuffix(w, e.end); ok && base != "" {
			return spellWord(base) + e.is
		}
	}
	if after, ok := strings.CutPrefix(w, "selfharm"); ok {
		return "self harm" + after
	}
	return w
}

// between reports whether what stands between two words lets them be read as one.
func between(gap string) bool { return strings.Trim(gap, " \t") == "" || gap == "-" }

// kilometres reports whether "kms" between two words, or none, is a distance.
func kilometres(before, after string) bool {
	if before != "" && before[0] >= '0' && before[0] <= '9' {
		return true
	}
	return slices.Contains(distances, before) || slices.Contains(away, after)
}

// place is where a word stands, in bytes.
type place struct{ from, to int }

func (p place) text(in string) string { return in[p.from:p.to] }

// word gives the i-th word; "" where there is none.
func word(text string, all []place, i int) string {
	if i < 0 || i >= len(all) {
		return ""
	}
	return all[i].text(text)
}

// wordsIn finds the words of a text: letters and digits, with apostrophes within.
func wordsIn(text string) []place {
	all := make([]place, 0, len(text)/5)
	letter := func(i int) bool {
		return i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9')
	}
	for i := 0; i < len(text); i++ {
		if !letter(i) {
			continue
		}
		from := i
		for letter(i) || i < len(text) && text[i] == '\'' && letter(i+1) {
			i++
		}
		all = append(all, place{from, i})
	}
	return all
}
