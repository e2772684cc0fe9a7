package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// spoken are the words in which people say a number digit by digit.
var spoken = set("oh", "o", "zero", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "treble", "triple", "nil")

// minSpoken is fewer digits than any telephone number has, and more than people count aloud.
const minSpoken = 6

// spoken reads a number said aloud: "oh double seven double oh, nine".
func (r *reading) spoken(i int) {
	if spoken[r.lower(i-1)] || r.at(i-1).Text == "," && spoken[r.lower(i-2)] {
		return
	}
	last, said := i, 0
	for j := i; j < i+40; j++ {
		k := r.at(j)
		switch {
		case k.Kind == token.Word && spoken[k.Lower], k.Kind == token.Number && len(k.Text) < 3:
			last, said = j, said+1
		case k.Text == "," || k.Text == "-" || k.Text == ".":
		default:
			j = i + 40
		}
	}
	if said >= minSpoken {
		r.add(i, last, Phone, 0.85, "number said aloud")
	}
}

// minLetters is fewer letters than people spell a name for.
const minLetters = 4

// lettered reads a name spelt letter by letter: "b a s s", "K-A-U-R".
func (r *reading) lettered(i int) {
	if i > 0 && len(r.at(i-1).Text) == 1 && (r.at(i-1).Kind == token.Word || r.at(i-1).Kind == token.Mark && r.glued(i) && strings.Contains("-.", r.at(i-1).Text)) {
		return
	}
	last, letters := i, 0
	for j := i; j < i+60; j++ {
		k := r.at(j)
		switch {
		case k.Kind == token.Word && len(k.Text) == 1:
			last, letters = j, letters+1
		case (k.Text == "-" || k.Text == ".") && r.glued(j):
		default:
			j = i + 60
		}
	}
	if letters >= minLetters && !r.everydaySpelt(i, last) {
		r.add(i, last, Name, 0.8, "spelt letter by letter")
	}
}

// everydaySpelt says that letters spell an everyday word, and nobody's name.
func (r *reading) everydaySpelt(first, last int) bool {
	var b strings.Builder
	for _, k := range r.tokens[first : last+1] {
		if k.Kind == token.Word {
			b.WriteString(k.Lower)
		}
	}
	c := r.lists.Class(b.String())
	return c.Any(everydayClass) && !c.Any(gazetteer.Name)
}

// extensionAlone reads "ext 5562".
func (r *reading) extensionAlone(i int) {
	j := i + 1
	if r.at(j).Text == "." || r.lower(j) == "number" {
		j++
	}
	if k := r.at(j); k.Kind == token.Number && len(k.Text) > 2 && len(k.Text) < 7 {
		r.add(j, j, Phone, 0.8, "extension")
	}
}
