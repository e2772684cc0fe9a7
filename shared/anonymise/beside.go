package anonymise

import (
	"slices"
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// sexes stand between somebody and their age in notes: "V (F, 27)".
var sexes = set("f", "m", "female", "male", "nb", "trans")

// besideSomeone says that the number from one token to another stands beside a person, between marks that set it off:
// "Hodan, 58,", "Client, twenty-two, care leaver", "Abena (31, a nurse)", "V (F, 27)".
func (r *reading) besideSomeone(first, last int) bool {
	n := r.ageOf(first)
	if n < 4 || n > 110 || r.starts(first) {
		return false
	}
	opens, closes := r.at(first-1).Text, r.at(last+1).Text
	who := first - 2
	if sexes[r.lower(who)] && opens == "," && (r.at(who-1).Text == "(" || r.at(who-1).Text == ",") {
		opens, who = r.at(who-1).Text, who-2
	}
	switch opens {
	case "(":
		if r.at(who).Text == "." && r.letter(who-1) {
			return closes == ")" || closes == ","
		}
		return (closes == ")" || closes == "," || closes == ";") && (r.somebodyAt(who) || !r.listOfNumbers(last+1) && (r.somebodyAt(who-1) || r.oneLetter(who)))
	case ",":
		if closes == ")" && pronouns[r.lower(who)] {
			return true // "Dan (he/him, 26)"
		}
		if closes != "," && closes != ")" && closes != ";" && !(closes == "." && r.at(first).Kind == token.Word) {
			return false
		}
		return r.somebodyAt(who) && !r.listOfNumbers(last+1) || n > 20 && r.at(first).Kind == token.Word && r.whoBefore(who)
	}
	return false
}

var pronouns = set("he", "him", "she", "her", "they", "them", "hers", "his")

// oneLetter says that a person is called by one letter: "Client A", "witness B".
func (r *reading) oneLetter(i int) bool {
	return len(r.at(i).Text) == 1 && r.at(i).Kind == token.Word && (persons[r.lower(i-1)] || roles[r.lower(i-1)] || r.is(i-1, gazetteer.Kin))
}

// behindName says that a number stands straight behind the name of somebody's kin: "my nephew jayden 13 found it".
func (r *reading) behindName(i int) bool {
	next := r.at(i + 1)
	return r.ageOf(i) > 3 && r.at(i).Kind == token.Number && next.Kind == token.Word && !next.Starts && !amounts[next.Lower] && !quantities[next.Lower] && !monthNames[next.Lower] &&
		(r.is(i-1, gazetteer.StrongName) || r.is(i-1, gazetteer.Name) && !r.everyday(i-1)) && (r.is(i-2, gazetteer.Kin) || persons[r.lower(i-2)])
}

// starts says that a token begins a sentence.
func (r *reading) starts(i int) bool { return i >= 0 && i < len(r.tokens) && r.tokens[i].Starts }

// somebodyAt says that the words that end at a token are somebody: a name, a placeholder of one, a person's part.
func (r *reading) somebodyAt(i int) bool {
	switch w := r.lower(i); {
	case r.ownAt(i):
		return true
	case w == "" || w == "i":
		return false
	case persons[w] && !(w == "he" || w == "she" || w == "they" || w == "we" || w == "her" || w == "him" || w == "who"):
		return true
	case r.is(i, gazetteer.Kin) || roles[w]:
		return true
	case r.caseOf(i) == small:
		return r.is(i, gazetteer.StrongName) || r.is(i, gazetteer.Name) && !r.everyday(i)
	}
	return r.nameOrNation(i) && !r.is(i, gazetteer.Month|gazetteer.Weekday|gazetteer.Stop)
}

// listOfNumbers says that another number follows a comma: "in rooms 3, 4, 5".
func (r *reading) listOfNumbers(comma int) bool {
	return r.at(comma).Text == "," && r.ageOf(comma+1) >= 0
}

// whoBefore says that a clause about a person ends before a comma: "Mrs Tooley, who lived opposite, ninety-two,".
func (r *reading) whoBefore(i int) bool {
	for j := i; j > i-8 && j > 0 && !r.tokens[j].Starts; j-- {
		if r.at(j).Text == "," {
			return (r.lower(j+1) == "who" || r.lower(j+1) == "a" || r.lower(j+1) == "an" || r.lower(j+1) == "the") && r.somebodyAt(j-1)
		}
	}
	return false
}

// maxAges is more than one text tells.
const maxAges = 20

// agesAgain finds an age told before where it is told again: "my lad is 9 … at 9 you remember that".
func (r *reading) agesAgain() {
	var told []string
	for _, m := range r.found {
		if m.kind == Age && len(told) < maxAges {
			told = append(told, strings.ToLower(r.norm[m.start:m.end]))
		}
	}
	if len(told) == 0 {
		return
	}
	for i := range r.tokens {
		if (r.lower(i-1) == "at" || r.lower(i-1) == "when") && r.ageOf(i) >= 4 && (ageAgain[r.lower(i+1)] || r.lower(i-1) == "at" && r.at(i+1).Text == ".") {
			if slices.Contains(told, r.tokens[i].Lower) {
				r.add(i, i, Age, 0.7, "told before")
			}
		}
	}
}

// ageAgain follow an age that was told before, and no time of day.
var ageAgain = set("you", "your", "i", "she", "he", "they", "we", "a", "my")
