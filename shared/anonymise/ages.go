package anonymise

import (
	"strconv"
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var (
	ones = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
		nineteen`)
	tens = strings.Fields(`- - twenty thirty forty fifty sixty seventy eighty ninety`)
	// amounts follow a number that is no age.
	amounts = set(strings.Fields(`weeks week months month mnths mths hours hour hrs hr minutes mins min days day miles mile stone st lbs percent pounds
		quid people of times th am pm o'clock oclock feet foot ft inches cm kg km metres m k wks yards pages calls officers different more other points
		streets doors seconds secs in out per on to for at from or`)...)
	// joining are those of them that only make a number no age after "I am", as in "I was 20 for weeks".
	joining   = set("in", "or", "at", "on", "for", "to", "from", "of", "per", "out", "am", "pm", "th", "st", "other", "more")
	yearWords = set("year", "years", "yr", "yrs", "yo", "yr's", "year's", "y")
	being     = set("am", "i'm", "im", "is", "was", "were", "'m", "'s", "turned", "turning", "be", "being", "only", "just", "nearly", "almost", "now", "about",
		"around", "barely", "'re", "are", "shes", "hes", "theyre")
	iAm     = set("im", "shes", "hes")
	persons = set("i", "he", "she", "they", "we", "who", "im", "i'm", "shes", "hes", "him", "her", "daughter", "son", "child", "boy", "girl", "lad", "kid",
		"brother", "sister", "woman", "man", "lady", "person", "victim", "client", "complainant", "patient", "kids", "children", "twins", "boys", "girls", "lads", "mums", "dads", "nans", "daughters", "sons", "mum", "mom", "dad", "nan", "mother", "father", "baby", "both", "pt", "v", "ip", "survivor",
		"wife", "husband", "partner", "niece", "nephew", "cousin", "auntie", "uncle", "grandma", "grandad", "teen", "teenager", "student", "caller")
	aged = set("aged", "age", "ages", "turned", "turning")
)

// numbers are the words for one number each.
var numbers = func() map[string]int {
	all := map[string]int{}
	for n, w := range ones {
		all[w] = n
	}
	for n, w := range tens {
		if n > 1 {
			all[w] = n * 10
		}
	}
	return all
}()

// numberWord gives the value of "sixty-one" or "eleven", or -1.
func numberWord(w string) int {
	if n, ok := numbers[w]; ok {
		return n
	}
	head, tail, both := strings.Cut(w, "-")
	if !both {
		return -1
	}
	n, m := numbers[head], numbers[tail]
	if n < 20 || n%10 != 0 || m < 1 || m > 9 {
		return -1
	}
	return n + m
}

// ageOf gives the number at a token when it could be somebody's age, or -1.
func (r *reading) ageOf(i int) int {
	k := r.at(i)
	n := -1
	switch k.Kind {
	case token.Number:
		if len(k.Text) < 4 {
			n, _ = strconv.Atoi(k.Text)
		}
	case token.Word:
		n = numberWord(k.Lower)
	}
	if n > 115 {
		return -1
	}
	return n
}

// age reads an age at its number.
func (r *reading) age(i int) {
	if r.ageOf(i) < 0 || currencies[r.at(i-1).Text] || r.glued(i) && strings.Contains(".,:/#-", r.at(i-1).Text) && r.at(i-1).Text != "" {
		return
	}
	before := r.at(i - 1)
	if r.measured(i) {
		return
	}
	if before.Text == ":" || before.Text == "-" || before.Text == "is" || before.Text == "of" {
		before = r.at(i - 2)
	}
	switch {
	case r.twoWords(i) && (r.oldFollows(i+1) || aged[before.Lower] || r.someone(i-2) && being[r.lower(i-1)] || iAm[r.lower(i-1)] || r.besideSomeone(i, i+1)):
		r.add(i, i+1, Age, 0.95, "age in two words")
	case r.oldFollows(i):
		r.add(i, i, Age, 0.95, "years old")
	case aged[before.Lower] && r.at(i+1).Text != "%":
		r.add(i, i, Age, 0.9, "aged")
		r.moreAges(i)
	case r.isAge(i):
		r.add(i, i, Age, 0.8, "somebody is")
		r.moreAges(i)
	case r.lower(i+1) == "months" && persons[r.lower(i-1)] && r.lower(i-1) != "i":
		r.add(i, i+1, Age, 0.8, "a baby's")
	case r.besideSomeone(i, i), r.behindName(i):
		r.add(i, i, Age, 0.75, "beside somebody")
	}
}

// measures are ages that nobody is: "a reading age of 9", "retirement age 66".
var measures = set("reading", "spelling", "mental", "school", "retirement", "pension", "minimum", "average", "legal", "drinking", "voting")

// measured says that a number is such an age.
func (r *reading) measured(i int) bool {
	j := i - 1
	if w := r.lower(j); w == "of" || w == "is" || w == "was" {
		j--
	}
	return r.lower(j) == "age" && measures[r.lower(j-1)]
}

// yearOldWord reads "four-year-old", of which the number alone is the age.
func (r *reading) yearOldWord(i int) {
	k := r.tokens[i]
	if at := strings.Index(k.Lower, "-year"); at > 0 && at < len(k.Text) && numberWord(k.Lower[:at]) >= 0 && strings.HasPrefix(k.Lower[at:], "-year-old") {
		r.found = append(r.found, match{k.Start, k.Start + at, Age, 0.95, "years old"})
	}
}

// twoWords says that "thirty four" stands at a token.
func (r *reading) twoWords(i int) bool {
	n, m := numberWord(r.lower(i)), numberWord(r.lower(i+1))
	return n > 19 && n%10 == 0 && m > 0 && m < 10
}

// nameOrNation says that a token may end a name or say where somebody is from.
func (r *reading) nameOrNation(i int) bool {
	return r.ownAt(i) || r.is(i, gazetteer.Name|gazetteer.Country) || r.class[i] == 0
}

// ownAt says that a placeholder stands at a token.
func (r *reading) ownAt(i int) bool { return i >= 0 && i < len(r.own) && r.own[i] }

// oldFollows reads "34 years old", "34-year-old", "34 yrs of age", "34 y/o".
func (r *reading) oldFollows(i int) bool {
	j := i + 1
	if r.at(j).Text == "-" {
		j++
	}
	w := r.lower(j)
	switch {
	case strings.HasPrefix(w, "year-old"), strings.HasPrefix(w, "yr-old"), strings.HasPrefix(w, "years-old"), w == "yo", w == "yrold", w == "yearold":
		return true
	case w == "y" && r.at(j+1).Text == "/":
		return true
	case !yearWords[w]:
		return false
	}
	if r.at(j+1).Text == "-" {
		j++
	}
	next := r.lower(j + 1)
	return strings.HasPrefix(next, "old") && r.lower(j+2) != "case" || next == "of" && r.lower(j+2) == "age" || next == "young"
}

// isAge reads "I am 34", "she's only 83", "when i was 6", "my son, twelve".
func (r *reading) isAge(i int) bool {
	j := i - 1
	for n := 0; n < 2 && being[r.lower(j)] && !persons[r.lower(j)] && being[r.lower(j-1)]; n++ {
		j--
	}
	w := r.lower(j)
	next := r.at(i + 1)
	ends := next.Kind == token.Mark && next.Text != "%" && next.Text != "/" && next.Text != "-" && !(next.Text == "." && r.glued(i+2)) ||
		ageEnds[next.Lower] || yearWords[next.Lower] && (r.at(i+2).Kind == token.Mark || ageEnds[r.lower(i+2)])
	if amounts[next.Lower] && !ageEnds[next.Lower] {
		return false
	}
	switch {
	case iAm[w]:
		return ends
	case persons[r.lower(i-1)] && owners[r.lower(i-2)] && r.lower(i-1) != "i" && r.ageOf(i) < 100:
		return ends
	case (w == "was" || w == "is") && r.lower(j-1) == "and" && r.near(j, 8, 0, persons) && r.ageOf(i) > 3:
		return ends
	case being[w] && r.someone(j-1):
		return ends || w == "turned"
	}
	if w == "of" && persons[r.lower(j-1)] && r.lower(j-1) != "i" && r.ageOf(i) > 3 && !amounts[next.Lower] && r.at(i).Kind == token.Number {
		return true
	}
	if r.at(i-1).Text == "," && persons[r.lower(i-2)] && r.lower(i-2) != "i" {
		return yearWords[next.Lower] && r.at(i+2).Kind == token.Mark
	}
	// "from Leeds, only 20 and": about the writer.
	return (w == "only" || w == "just") && r.at(i-2).Text == "," && (next.Lower == "and" || next.Text == "." || next.Text == ",") && r.ageOf(i) > 9
}

var ageEnds = set("and", "but", "so", "when", "now", "then", "with", "i", "he", "she", "my", "at", "because", "cos", "coz", "the", "living", "years", "yrs", "year",
	"who", "still", "next", "this", "last", "or", "in", "on", "if", "that", "it")

// someone says that a word is a person: a pronoun, kin, or a name.
func (r *reading) someone(i int) bool {
	return persons[r.lower(i)] || r.is(i, gazetteer.StrongName|gazetteer.First) && (!r.everyday(i) || r.is(i-1, gazetteer.Kin)) || r.capital(i) && !r.tokens[i].Starts || r.ownAt(i)
}

// moreAges goes on over "aged 4, 7 and 9".
func (r *reading) moreAges(i int) {
	for n := 0; n < 6; n++ {
		sep, next := r.at(i+1), i+2
		if sep.Text != "," && sep.Lower != "and" && sep.Lower != "&" || r.ageOf(next) < 0 {
			return
		}
		r.add(next, next, Age, 0.85, "aged, and more")
		i = next
	}
}

// mixedAge reads "34yo", "9yr", "6yrs", "34f" stays unread.
func (r *reading) mixedAge(i int) {
	w := r.at(i).Lower
	n := len(w) - len(strings.TrimLeft(w, "0123456789"))
	if n == 0 || n > 3 {
		return
	}
	switch w[n:] {
	case "yo", "yrold", "yearold":
		r.add(i, i, Age, 0.95, "years old")
	case "yr", "yrs", "year", "years", "y":
		if next := r.lower(i + 1); strings.HasPrefix(next, "old") || r.at(i+1).Text == "-" && strings.HasPrefix(r.lower(i+2), "old") || r.at(i+1).Text == "/" && r.lower(i+2) == "o" {
			r.add(i, i, Age, 0.95, "years old")
		}
	}
}
