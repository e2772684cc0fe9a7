package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var (
	owners = set("my", "his", "her", "their", "our", "your", "the", "a", "an", "one", "this", "that", "new", "old", "other", "first", "second", "named")
	// roles stand for somebody, as kin do, and a name may follow them.
	roles = set(strings.Fields(`officer detective isva idva iva chisva solicitor counsellor counselor barrister prosecutor lawyer manager landlord boss
		neighbour worker caseworker advocate intermediary interpreter usher nurse doctor teacher supervisor inspector sergeant constable volunteer
		colleague client victim complainant patient suspect defendant witness psychologist therapist midwife social judge examiner clerk keyworker
		coordinator friend mate flatmate housemate kid songwriter singer producer director author applicant oic handler receptionist registrar consultant
		doctor professor ambassador agent professor imam priest vicar headteacher tutor`)...)
	calling = set("called", "named", "name", "names", "nicknamed", "surname", "aka", "spelt", "spelled", "known")
	// addressing stands before somebody who is written to or spoken of.
	addressing = set(strings.Fields(`told tell tells telling with by from ask asked asks saw met meet rang ring phoned phone texted text txt emailed email
		contact contacted thank thanks hi hello hey hiya dear cheers regards love sincerely faithfully signed to for and like see spoke when because
		that as behalf cc attn re than via bless says said if after before then think where until saying about know`)...)
	greetings = set("hi", "hello", "hey", "hiya", "dear", "thanks", "cheers", "regards", "love", "sincerely", "faithfully", "signed", "cc", "attn", "salaam", "wishes",
		"yours", "xx", "x")
	auxiliaries = set("is", "was", "has", "had", "will", "would", "can", "could", "does", "did", "can't", "still", "just", "also", "at", "never", "always", "left")
	// doing stands after somebody's name.
	doing = set(strings.Fields(`said says sed told tells rang rings rung phoned came comes was is who has had asked asks promised texts txts texted emailed
		gave give took kept keeps wrote explained never always works worked lives lived went left called answered knew knows helped sat stood got did does
		would could will can made put just also still from at signed drove drives has'nt shouted attended moved listened`)...)
)

// titled says that a title or rank stands before a word.
func (r *reading) titled(i int) bool {
	if i <= 0 || r.tokens[i].Starts {
		return false
	}
	j := i - 1
	if r.at(j).Text == "." && r.glued(j) {
		j--
	}
	return r.is(j, gazetteer.Title) && !r.endsClause(j)
}

func (r *reading) endsClause(i int) bool { return i+1 < len(r.tokens) && r.tokens[i+1].Starts }

// cueBefore weighs the words before a word.
func (r *reading) cueBefore(i int) float64 {
	if r.titled(i) {
		return r.titleCue(i)
	}
	j := i - 1
	comma := r.at(j).Text == "," || r.at(j).Text == "(" || r.at(j).Text == ":" || r.at(j).Text == "-" || r.at(j).Text == "–"
	if comma {
		j--
	}
	w := r.lower(j)
	if w == "" {
		if r.at(j).Text == "?" && calling[r.lower(j-1)] && r.at(i+1).Kind == token.Mark {
			return strongCue
		}
		return 0
	}
	switch kin := r.is(j, gazetteer.Kin) || roles[w]; {
	case (w == "me" || w == "him" || w == "her") && naming[r.lower(j-1)] && !comma && !r.starts(i):
		return r.nicknameCue(i)
	case personal[w] && !comma && !r.starts(i) && r.toNameWord(i), (w == "to" || w == "with") && speaking[r.lower(j-1)] && !comma && r.toNameWord(i):
		return strongCue + 0.15
	case kin && comma:
		if r.closed(i) {
			return strongCue
		}
		return weakCue
	case kin && !r.tokens[i].Starts:
		return r.kinCue(i, j)
	case calling[w] && !r.tokens[i].Starts, sized[w] && calling[r.lower(j-1)]:
		return r.callCue(i)
	case (w == "is" || w == "was" || w == "'s" || w == "it's") && (calling[r.lower(j-1)] || calling[r.lower(j-2)]) && !comma:
		return r.callCue(i)
	case greetings[w] && (comma || !r.tokens[i].Starts || r.is(i, gazetteer.Name)):
		return weakCue
	case !comma && (w == "'m" || w == "im" || w == "am" || w == "its" || w == "'s") && !r.everyday(i) && r.is(i, gazetteer.Name):
		return weakCue
	case addressing[w] && !comma && !r.tokens[i].Starts:
		return weakCue
	}
	return 0
}

var (
	naming = set("call", "calls", "called", "calling", "nicknamed", "named")
	// personal are verbs of which only a person is the object.
	personal = set("tell", "told", "ask", "asked", "thank", "rang", "ring", "phoned", "phone", "texted", "text", "txt", "txted", "emailed", "messaged", "met", "remember", "bless", "cheers", "hiya")
	speaking = set("spoke", "speak", "speaking", "talked", "talk", "talking", "chatted", "thanks", "sat", "listened", "listening")
)

// toNameWord says that a name that is an everyday word too stands in lower case where only a person can.
func (r *reading) toNameWord(i int) bool {
	if r.lower(i) == "will" { // after "tell" it helps no verb where none follows
		return r.caseOf(i) == small && unhelped[r.at(i+1).Lower]
	}
	return r.caseOf(i) == small && !seasons[r.lower(i)] && r.is(i, gazetteer.First) && r.is(i, gazetteer.NameWord) && !r.is(i, gazetteer.Stop|gazetteer.Field|gazetteer.Month|gazetteer.Kin|gazetteer.Title|gazetteer.Country)
}

var unhelped = set("and", "from", "at", "in", "for", "thanks", "thank", "that", "i", "he", "she", "we", "they", "was", "is", "who", ",", ".", "!")

// nicknameCue weighs what somebody is called: "everyone calls me Bunny".
func (r *reading) nicknameCue(i int) float64 {
	switch in := r.caseOf(i); {
	case in == inside && !r.is(i, gazetteer.Stop|gazetteer.Field|gazetteer.Country):
		return strongCue
	case in == small && r.is(i, gazetteer.NameWord) && !r.is(i, gazetteer.Stop|gazetteer.Kin|gazetteer.Title):
		return strongCue + 0.2
	}
	return 0
}

// titleCue is strong before what may be a name, and nothing before "DC then rang".
func (r *reading) titleCue(i int) float64 {
	title := r.at(i - 1).Lower
	soft := roles[title] || title == "miss" || title == "judge" || title == "sister" || title == "officer" || title == "sir" || title == "lady" || title == "aunt" ||
		title == "uncle" || title == "auntie" || title == "nurse" || title == "detective"
	switch in := r.caseOf(i); {
	case in != small:
		return strongCue + 0.25
	case r.is(i, gazetteer.Stop) || r.fieldWord(i) || r.everyday(i) && (doing[r.at(i).Lower] || verbal(r.at(i).Lower)):
		return 0
	case r.is(i, gazetteer.Name):
		if soft && r.everyday(i) {
			if owners[r.lower(i-2)] && r.is(i, gazetteer.NameWord) && doing[r.lower(i+1)] {
				return strongCue + 0.05
			}
			return weakCue
		}
		return strongCue + 0.2
	case r.everyday(i):
		return 0
	case soft && verbal(r.at(i).Lower):
		return weakCue
	}
	return strongCue + 0.1
}

// kinCue is strong after "my ex", and after kin alone before a listed name.
func (r *reading) kinCue(i, j int) float64 {
	w := r.at(i).Lower
	switch {
	case r.caseOf(i) == small && (r.stopWord(i) || verbal(w) && !r.is(i, gazetteer.Name)):
		return 0
	case owners[r.lower(j-1)], r.is(j-1, gazetteer.Kin), owners[r.lower(j-2)]:
		return strongCue
	case r.is(i, gazetteer.Name), r.caseOf(i) != small:
		return strongCue - 0.1
	}
	return weakCue
}

// sized stand before a nickname: "called big tone".
var sized = set("big", "little", "lil", "old", "young", "mad", "fat", "tall")

func (r *reading) callCue(i int) float64 {
	if sized[r.lower(i-1)] && calling[r.lower(i-2)] && !r.is(i, gazetteer.Stop) {
		return 1.1
	}
	if r.caseOf(i) == small && (r.stopWord(i) || r.everyday(i) && !r.is(i, gazetteer.NameWord)) {
		return 0
	}
	return strongCue + 0.1
}

// verbal says that a word has the ending of a verb or an adverb.
func verbal(w string) bool {
	for _, end := range []string{"ing", "ed", "ly", "tion", "ment", "ness", "ous", "ful", "n't", "nt"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return true
		}
	}
	return false
}

// closed says that a comma, a bracket, a stop or the end follows a word and perhaps one more.
func (r *reading) closed(i int) bool {
	for j := i + 1; j < i+4; j++ {
		if k := r.at(j); k.Kind == token.Mark {
			return strings.Contains(",).;-–", k.Text)
		}
	}
	return false
}

var owning = set("my", "his", "her", "our", "their", "the")

// everydayVerb says that a word before "my officer" may do something to them.
func (r *reading) everydayVerb(i int) bool {
	return r.caseOf(i) == small && !(r.is(i, gazetteer.NameWord) && (r.lower(i-1) == "was" || r.lower(i-1) == "is" || r.lower(i-1) == "its" || r.lower(i-1) == "'s"))
}

// cueAfter weighs the word after a word.
func (r *reading) cueAfter(i int) float64 {
	k := r.at(i + 1)
	switch {
	case (k.Lower == "was" || k.Lower == "is") && r.is(i, gazetteer.NameWord) && (r.lower(i+2) == "my" || r.lower(i+2) == "our") && (roles[r.lower(i+3)] || r.is(i+3, gazetteer.Kin)):
		if r.is(i, gazetteer.Month) {
			return 1.4
		}
		return strongCue + 0.2
	case r.is(i, gazetteer.Month|gazetteer.Weekday|gazetteer.Stop) && r.caseOf(i) != inside && k.Lower != "from":
		return 0
	case owning[k.Lower] && !r.is(i, gazetteer.Month|gazetteer.Weekday) && (roles[r.lower(i+2)] || r.is(i+2, gazetteer.Kin)) && !k.Starts && !r.everydayVerb(i):
		return strongCue + 0.15
	case k.Lower == "from" && r.is(i, gazetteer.Stop) && r.is(i, gazetteer.NameWord) && r.lower(i+2) == "the":
		return strongCue + 0.3 // no verb that helps another stands before "from the"
	case k.Lower == "from" && r.is(i, gazetteer.NameWord) && (r.lower(i+2) == "the" || r.is(i+2, gazetteer.Field|placeClass)):
		return strongCue + 0.05
	case k.Text == "," && r.is(i, gazetteer.NameWord) && r.caseOf(i) == initial && !r.is(i, gazetteer.Month|gazetteer.Kin|gazetteer.Title):
		return 0.32
	case k.Lower == "'s" && !r.stopWord(i):
		return laterCue
	case k.Text == "," && r.caseOf(i) != small && !r.is(i, gazetteer.Stop) && (r.lower(i+2) == "if" || r.lower(i+2) == "thank") && r.lower(i+3) == "you":
		return 0.4
	case k.Text == "," && r.caseOf(i) != small && !r.is(i, gazetteer.Stop) && r.lower(i+2) == "if" && strings.HasPrefix(r.lower(i+3), "you"):
		return 0.4
	case human[k.Lower] && r.subject(i) && !r.is(i, gazetteer.Stop):
		return 0.55
	case mild[k.Lower] && r.subject(i) && !seasons[r.lower(i)] && !r.abstract(i+1):
		return 0.3
	case (k.Lower == "at" || k.Lower == "from") && r.subject(i) && r.caseOf(i) == small && i+2 < len(r.kept) && (r.kept[i+2] || r.fieldWord(i+2)):
		return strongCue + 0.15 // "lee at witness care says"
	case r.starts(i) && (k.Lower == "in" || k.Lower == "at" || k.Lower == "on" || k.Lower == "off") && owning[r.lower(i+2)] && r.subject(i) && r.caseOf(i) == small:
		return 0.4 // "joy in our office wrote"
	case auxiliaries[k.Lower] && r.is(i, gazetteer.NameWord):
		return 0
	case strings.HasPrefix(k.Lower, "who") && k.Lower != "whole" && r.is(i, gazetteer.Name) && !r.is(i, gazetteer.Common|gazetteer.Stop):
		return 0.35
	case doing[k.Lower] && !k.Starts:
		return laterCue
	case k.Text == "(" && r.at(i+3).Text == ")":
		return laterCue
	}
	return 0
}

var (
	// human are what only people do.
	human = set("rang", "said", "sed", "told", "phoned", "texted", "txted", "txt", "emailed", "promised", "wrote", "explained", "answered", "asked", "listened", "met", "sat",
		"drove", "rung", "messaged", "apologised", "laughed", "smiled", "knows", "thinks", "reckons", "works", "lives", "rings", "texts", "says", "tells", "popped", "sorted", "cried", "hit", "punched", "kicked", "grabbed", "attacked", "followed",
		"threatened", "pushed", "slapped", "hates", "begged", "hugged", "visited", "reported", "retired", "recorded", "interviewed", "cares", "remembered", "spoke", "speaks", "talks")
	// mild are what people do, and hope and summer too.
	mild    = set("took", "came", "went", "got", "kept", "gave", "did", "helped", "never", "left", "stayed", "moved", "was", "is", "has", "had")
	seasons = set("summer", "spring", "autumn", "winter")
)

// subject says that a name that is an everyday word too may be who does what follows: it begins a sentence or a clause.
func (r *reading) subject(i int) bool {
	if !r.is(i, gazetteer.First) || !r.is(i, gazetteer.NameWord) || r.is(i, gazetteer.Field|gazetteer.Month|gazetteer.Kin|gazetteer.Title|gazetteer.Country) {
		return false
	}
	if r.starts(i) || i == 0 {
		return true
	}
	switch k := r.at(i - 1); k.Lower {
	case ",", ";", "and", "but", "then", "when", "so", "because", "cos", "coz", "after", "if", "that", "while", "until", "before", "-":
		return true
	default:
		return strings.HasSuffix(k.Lower, "lly")
	}
}

// abstract says that behind "is" or "was" something is said that is said of hope and not of a person: "hope is not a
// strategy".
func (r *reading) abstract(verb int) bool {
	if w := r.lower(verb); w != "is" && w != "was" {
		return false
	}
	switch r.lower(verb + 1) {
	case "not", "a", "an", "all", "no", "what", "gone", "lost", "dead", "that", "to", "one":
		return true
	}
	return false
}
