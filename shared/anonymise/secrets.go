package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// told are the words of a story that everybody has heard.
var told = set("paper", "papers", "news", "front", "telly", "tv", "headline", "headlines", "viral", "documentary", "newspaper", "newspapers", "billboard", "billboards", "mural")

var sides = set("side", "back")

var someones = set("one", "woman", "girl", "man", "lad", "case", "lady", "boy", "mum", "mom", "mother", "family", "couple", "kid", "nurse", "teacher", "student", "person",
	"bloke", "guy", "lass", "victim", "widow", "nun", "vicar", "teenager", "grandmother", "nan", "driver")

// story reads "the one whose shed was in all the newspapers", which names a person as surely
// as a name does.
func (r *reading) story(i int) {
	if !someones[r.lower(i+1)] {
		return
	}
	switch r.lower(i + 2) {
	case "with", "who", "where", "that", "whose", "in", "from":
	default:
		return
	}
	known, last := false, i
	for j := i; j < i+32 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		if k.Kind == token.Mark && strings.Contains(".,;!?()", k.Text) || j > i && k.Starts {
			break
		}
		known, last = known || told[k.Lower] || k.Lower == "bus" && r.near(j, 6, 0, sides), j
	}
	if known && last > i+4 {
		r.add(i, last, Other, 0.7, "a story that is known")
	}
}

// secretWords are agreed between two people, and whoever knows them can pass for one of the two.
var secretWords = set("safeword", "codeword", "password", "passcode", "passphrase", "pin", "keyword")

// secret reads a word that was agreed behind the words that announce it: "my safe word was marmalade".
func (r *reading) secret(i int) {
	switch w := r.lower(i); {
	case secretWords[w]:
	case (w == "word" || w == "phrase") && secretKinds[r.lower(i-1)]:
	default:
		return
	}
	j, said := i+1, false
	for n := 0; n < 7 && !said; n++ {
		k := r.at(j)
		switch {
		case k.Lower == "is" || k.Lower == "was" || k.Lower == ":" || k.Lower == "=" || k.Lower == "'s":
			said = true
		case k.Kind != token.Word || k.Starts:
			return
		}
		j++
	}
	for n := 0; n < 2 && r.at(j).Kind == token.Mark && strings.Contains("“\"'‘", r.at(j).Text); n++ {
		j++
	}
	if !said || r.at(j).Kind == token.Mark || r.starts(j) && r.at(j-1).Text != ":" || r.stopWord(j) || verbal(r.lower(j)) || secretStates[r.lower(j)] {
		return
	}
	last := j
	for n := 0; n < 2 && r.at(last+1).Kind == token.Word && !r.starts(last+1) && !r.is(last+1, gazetteer.Stop) && !verbal(r.lower(last+1)); n++ {
		last++
	}
	r.add(j, last, Other, 0.92, "a word that was agreed")
}

var (
	secretKinds  = set("safe", "code", "pass", "secret", "memorable", "security")
	secretStates = set("wrong", "right", "used", "given", "known", "written", "said", "shouted", "read", "told", "out", "set", "there", "good", "bad", "never", "taken")
)

// inked are marks on a body, which tell whose it is.
var inked = set("tattoo", "tattoos", "tattooed", "birthmark", "tat")

// skin reads such a mark with where it is: "a swallow tattooed over a burn on his neck".
func (r *reading) skin(i int) {
	if !inked[r.lower(i)] {
		return
	}
	first := -1
	for j := i - 1; j > i-5 && r.at(j).Kind == token.Word; j-- {
		if w := r.lower(j); w == "a" || w == "an" || w == "his" || w == "her" || w == "the" || w == "my" {
			first = j
			break
		}
	}
	last, body := i, false
	for j := i + 1; j < i+14 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		if k.Starts || k.Kind == token.Mark && !strings.Contains("'’-", k.Text) {
			break
		}
		if w := k.Lower; w == "and" && body || w == "so" || w == "but" || w == "which" || w == "because" || w == "cos" {
			break
		}
		last, body = j, body || bodyParts[k.Lower]
		if body {
			break
		}
	}
	if first < 0 || !body {
		return
	}
	r.add(first, last, Other, 0.65, "a mark on a body")
}

var bodyParts = set("neck", "arm", "forearm", "hand", "hands", "knuckles", "face", "back", "chest", "leg", "thigh", "ankle", "wrist", "shoulder", "cheek", "eye",
	"calf", "throat", "finger", "fingers", "stomach", "belly", "hip", "foot", "ear", "head", "elbow", "knee", "ribs", "forehead", "chin")
