package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/token"
)

// told are the words of a story that everybody has heard.
var told = set("paper", "papers", "news", "front", "telly", "tv", "headline", "headlines", "viral", "documentary", "newspaper", "newspapers")

// story reads "the one with the burned-out van that was on the front of every paper", which names a person as surely
// as a name does.
func (r *reading) story(i int) {
	if w := r.lower(i + 1); w != "one" && w != "woman" && w != "girl" && w != "man" && w != "lad" && w != "case" {
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
		known, last = known || told[k.Lower], j
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
	j := i + 1
	said := false
	for n := 0; n < 5; n++ {
		k := r.at(j)
		switch k.Lower {
		case "is", "was", ":", "=", "'s":
			said = true
		case "and", "it", "with", "them", "the", "police", "on", "file", "my", "for", "me", "“", "\"", "'", "-":
		default:
			n = 5
			continue
		}
		j++
	}
	k := r.at(j)
	if !said || k.Kind == token.Mark || k.Starts || r.stopWord(j) || verbal(k.Lower) || secretStates[k.Lower] {
		return
	}
	r.add(j, j, Other, 0.7, "a word that was agreed")
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
