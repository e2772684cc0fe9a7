package anonymise

import (
	"strings"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// A word is taken for a name on the evidence of the word lists, of its capital, of the words around it and of the
// tagger. Each gives a weight; they are added, and what reaches certain is masked. What comes near is a doubt, for
// which the text is held. The weights were set by hand and then tuned on labelled texts.
const (
	doubtful   = 0.38 // from here a find is a doubt
	rareDoubt  = 0.2  // and from here a name that is no everyday word
	strongCue  = 0.5  // "DC", "my ex", "called" before it
	weakCue    = 0.22 // "told", "with", "from" before it
	laterCue   = 0.15 // "said", "rang", "'s" after it
	besideName = 0.55 // "and" between it and a name
	tagWeight  = 0.5  // the tagger's probability
)

// case of a word, as far as it says something.
type letterCase uint8

const (
	small   letterCase = iota // in lower case, or where case says nothing
	initial                   // a capital where anything has one
	inside                    // a capital inside a sentence
)

func (r *reading) caseOf(i int) letterCase {
	switch {
	case !r.capital(i):
		return small
	case r.tokens[i].Starts:
		return initial
	}
	return inside
}

// priors are the weights of what the lists say of a word, by its case.
var priors = []struct {
	what   func(c gazetteer.Class) bool
	weight [3]float64
}{
	{func(c gazetteer.Class) bool { return c.Has(gazetteer.Month | gazetteer.NameWord) }, [3]float64{-0.8, -0.5, -0.1}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Month | gazetteer.Weekday | gazetteer.Title) }, [3]float64{-0.8, -0.5, -0.4}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Country) && !c.Any(gazetteer.StrongName) }, [3]float64{-0.9, -0.7, -0.6}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Field) && !c.Any(gazetteer.NameWord) }, [3]float64{-0.8, -0.8, -0.6}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Kin) }, [3]float64{-0.8, -0.6, -0.3}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.StrongName) && !c.Any(everydayClass) }, [3]float64{0.9, 0.9, 0.9}},
	{func(c gazetteer.Class) bool {
		return c.Any(gazetteer.First|gazetteer.Surname) && !c.Any(everydayClass|gazetteer.Rare)
	}, [3]float64{0.6, 0.7, 0.8}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Name) && !c.Any(everydayClass) }, [3]float64{0.2, 0.5, 0.6}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.NameWord) }, [3]float64{-0.15, 0.1, 0.42}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Stop) }, [3]float64{-0.9, -0.8, -0.4}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Name) && c.Any(gazetteer.Common) }, [3]float64{-0.3, -0.1, 0.15}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Name) }, [3]float64{-0.1, 0.05, 0.35}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Common) }, [3]float64{-0.5, -0.3, 0.05}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Word) }, [3]float64{-0.35, -0.2, 0.15}},
	{func(c gazetteer.Class) bool { return c.Any(gazetteer.Rare) }, [3]float64{-0.1, 0.1, 0.35}},
	{func(gazetteer.Class) bool { return true }, [3]float64{0, 0.28, 0.48}},
}

// never are words that no list of English holds and that are nobody's name: chat, and what is held holy.
var never = set(strings.Fields(`im ive id ill youre theyre theyd weve hes shes dont cant wont didnt isnt wasnt coz cos cuz tho tbh lol god allah jesus lord christ dua ni
	nhs ok iban nino imei urn mrn cad xx xxx mom mum nan latin bible quran koran islam eid diwali christmas easter ramadan`)...)

const everydayClass = gazetteer.Common | gazetteer.Word | gazetteer.Stop | gazetteer.Field

func prior(c gazetteer.Class, in letterCase) float64 {
	for _, p := range priors {
		if p.what(c) {
			return p.weight[in]
		}
	}
	return 0
}

// everyday says that a word is ordinary English.
func (r *reading) everyday(i int) bool {
	return i >= 0 && i < len(r.class) && r.class[i].Any(everydayClass)
}

func (r *reading) stopWord(i int) bool {
	return i >= 0 && i < len(r.class) && r.class[i].Any(gazetteer.Stop) && !r.class[i].Any(gazetteer.NameWord)
}

func (r *reading) fieldWord(i int) bool {
	return i >= 0 && i < len(r.class) && r.class[i].Any(gazetteer.Field)
}

func (r *reading) is(i int, c gazetteer.Class) bool {
	return i >= 0 && i < len(r.class) && !r.own[i] && r.class[i].Any(c)
}

// classOf says what a word is of which the lists say c: what it is without the s of a lost apostrophe ("amarjits coat") and in
// parts ("emma-kate").
func (e *Engine) classOf(k token.Token, c gazetteer.Class) gazetteer.Class {
	if i := strings.IndexByte(k.Lower, '\''); c == 0 && i > 0 && i < 3 && len(k.Lower) > i+3 {
		return e.words.Class(k.Lower[i+1:]) & (gazetteer.Surname | gazetteer.StrongName) // "D'Souza"
	}
	if strings.ContainsAny(k.Lower, "-‐") && len(k.Lower) < 49 {
		return e.hyphened(k.Lower, c)
	}
	if c != 0 || len(k.Lower) < 5 {
		return c
	}
	if base, ok := strings.CutSuffix(k.Lower, "s"); ok {
		if b := e.words.Class(base); b.Any(gazetteer.First|gazetteer.StrongName) && !b.Any(everydayClass) {
			return b
		}
	}
	return c
}

// hyphened is classOf for a word with hyphens, of which the lists say c as a whole.
func (e *Engine) hyphened(w string, c gazetteer.Class) gazetteer.Class {
	if letters := strings.NewReplacer("-", "", "‐", "").Replace(w); len(w) == 2*len(letters)-1 && len(letters) > 2 {
		return e.words.Class(letters) // "K-A-U-R"
	}
	var all gazetteer.Class
	names := true
	for _, part := range strings.FieldsFunc(w, func(c rune) bool { return c == '-' || c == '‐' }) {
		p := e.words.Class(part)
		if p == 0 || !p.Any(gazetteer.Name) || p.Any(gazetteer.Stop) && !p.Any(gazetteer.NameWord) {
			names = false
		}
		if p == 0 {
			return c
		}
		all |= p
	}
	if names {
		if all.Any(gazetteer.StrongName) {
			return gazetteer.First | gazetteer.StrongName
		}
		return all & (gazetteer.Name | gazetteer.Common | gazetteer.Word)
	}
	if c != 0 {
		return c
	}
	return all &^ (gazetteer.Name | gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld)
}

// person adds up the evidence that a word is somebody's name.
func (r *reading) person(i int) float64 {
	k := r.at(i)
	if k.Kind != token.Word || k.Text[0] == '\'' || utf8.RuneCountInString(k.Text) < 2 {
		return -1
	}
	c, in := r.class[i], r.caseOf(i)
	if r.kept[i] || r.taken[i] || never[k.Lower] || greetings[k.Lower] && (r.at(i+1).Text == "," || r.is(i+1, gazetteer.Title)) || quantities[k.Lower] && in == small || r.policeStation(i) || plateCues[k.Lower] && !r.calledAsACar(i) {
		return -1
	}
	// A short word in capitals amid others that are not is an abbreviation: NFA, MARAC.
	if in != small && capitals(k.Text) && len(k.Text) < 7 && !c.Any(gazetteer.StrongName) {
		if !r.titled(i) {
			return -0.5
		}
	}
	sum := prior(c, in)
	sum += tagWeight * float64(r.score[i].Person)
	sum += r.cueBefore(i) + r.cueAfter(i)
	if c.Any(gazetteer.Month|gazetteer.Weekday) || c.Any(gazetteer.Field|gazetteer.Title|gazetteer.Kin|gazetteer.Country) && !c.Any(gazetteer.NameWord) {
		return sum
	}
	if in != inside && r.lower(i+1) == "in" && feltIn[k.Lower] {
		return min(sum, certain-0.05)
	}
	if in == small && c.Any(gazetteer.Common) && quantified[r.lower(i-1)] {
		return min(sum, r.quantifiedMost(i))
	}
	// The tagger alone is enough where it is surer than not; of an everyday word it must be surer.
	alone := 0.1 + 0.75*float64(r.score[i].Person)
	if in == small && c.Any(everydayClass) {
		alone -= 0.1
	}
	return max(sum, alone)
}

// policeStation says that "nick" is one: "the nick", "tipton nick", "down tippo nick".
func (r *reading) policeStation(i int) bool {
	if r.lower(i) != "nick" || r.caseOf(i) != small {
		return false
	}
	return r.lower(i-1) == "the" || r.is(i-1, placeClass) || settle[r.lower(i-2)] && r.class[i-1]&(gazetteer.Name|everydayClass) == 0
}

// calledAsACar says that the make of a car is somebody's name here: "Mercedes rang", "kia said".
func (r *reading) calledAsACar(i int) bool {
	return r.is(i, gazetteer.First) && (r.caseOf(i) == inside || human[r.lower(i+1)] || mild[r.lower(i+1)] || r.is(i-1, gazetteer.Kin))
}

// feltIn are felt in something or somebody: "faith in the system".
var feltIn = set("faith", "hope", "joy", "pride", "trust", "love", "grace")

// quantified stand before an everyday word that is meant as one: "the mark", "no hope", "had patience".
var quantified = set("the", "a", "an", "no", "some", "any", "every", "much", "more", "such", "less", "enough", "have", "had", "having", "lost", "lose", "losing", "of")

// quantifiedMost is the most that an everyday word behind such a word may have: a doubt behind "had", which people have
// too ("had grace the whole way through"), and nothing behind "the".
func (r *reading) quantifiedMost(i int) float64 {
	switch r.lower(i - 1) {
	case "have", "had", "having", "of":
		if r.score[i].Person > 0.5 {
			return doubtful + 0.05
		}
	}
	return 0
}
