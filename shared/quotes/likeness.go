package quotes

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// vector is a text's words, each with its weight, in the words' order; its length is 1, or 0 for a text without words.
type vector []weight

type weight struct {
	word  string
	value float64
}

// vectors weighs the words of texts by TF-IDF: how often a word is in the text, by how few of the texts have it. K.
// Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval", Journal of
// Documentation 28 (1972), 11–21.
func vectors(texts []string) []vector {
	counts := make([]map[string]int, len(texts))
	in := map[string]int{}
	for i, text := range texts {
		counts[i] = map[string]int{}
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
			counts[i][w]++
		}
		for w := range counts[i] {
			in[w]++
		}
	}
	all := make([]vector, len(texts))
	for i, c := range counts {
		v := make(vector, 0, len(c))
		for w, n := range c {
			v = append(v, weight{w, float64(n) * math.Log(1+float64(len(texts))/float64(in[w]))})
		}
		slices.SortFunc(v, func(a, b weight) int { return strings.Compare(a.word, b.word) })
		squares := 0.0
		for _, w := range v {
			squares += w.value * w.value
		}
		for k := range v {
			v[k].value /= math.Sqrt(squares)
		}
		all[i] = v
	}
	return all
}

// cosine gives how alike two texts are, from 0, no word in common, to 1, the same words equally often.
func (v vector) cosine(u vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(v) && j < len(u); {
		switch c := strings.Compare(v[i].word, u[j].word); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			sum += v[i].value * u[j].value
			i, j = i+1, j+1
		}
	}
	return sum
}

// total is the sum of some vectors, by word. A vector's product with it is the sum of its likenesses to all of them.
type total map[string]float64

func sum(all []vector, of []int) total {
	t := total{}
	for _, n := range of {
		for _, w := range all[n] {
			t[w.word] += w.value
		}
	}
	return t
}

func (t total) dot(v vector) float64 {
	sum := 0.0
	for _, w := range v {
		sum += w.value * t[w.word]
	}
	return sum
}
