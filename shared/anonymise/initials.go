package anonymise

import (
	"strings"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// shorts are two capitals that are nobody's initials.
var shorts = set(strings.Fields(`tv id ok uk us eu it hr pr gp ed ae mp qc kc dv sv sa cj pd vp am pm ni wm hq ba ma pt rj dr mr ms st no nb ps pc dc ds di ci
	so to be we he me my on in at by if is do go up an as of or ng iq ip ad ac dj dl ai un bc ce cc cv re rd ra pa la ny rc re fb ig yt hi oh ah ya da mo mc
	bf gf fm pe rs ot od ph`)...)

// twoInitials reads somebody's two capitals where only a person can stand: "informed by SH", "SH rang".
func (r *reading) twoInitials(i int) bool {
	k := r.at(i)
	if k.Kind != token.Word || utf8.RuneCountInString(k.Text) != 2 || !capitals(k.Text) || r.caps[i] || r.kept[i] || shorts[k.Lower] || r.fieldWord(i) ||
		r.is(i, gazetteer.Title|gazetteer.Country|gazetteer.Stop) || r.upper > 4 && 2*r.upper > r.words {
		return false
	}
	switch before := r.lower(i - 1); before {
	case "by", "with", "to", "from", "told", "asked", "for", "client", "victim", "that", "spoke", "rang", "and":
		return before != "and" && before != "for" && before != "that" && before != "to" && before != "from" || human[r.lower(i+1)] || r.at(i+1).Text == "." || r.at(i+1).Text == "," || r.lower(i+1) == "in" || before == "to" && speaking[r.lower(i-2)]
	}
	next := r.lower(i + 1)
	if r.at(i+1).Text == "'s" {
		return true
	}
	return r.starts(i) && r.caseOf(i+1) == small && (next == "to" && r.lower(i+2) == "be" || human[next] || mild[next] || states[next] || strings.HasSuffix(next, "ed") && len(next) > 4)
}

// states follow somebody's initials at the beginning of a note.
var states = set("reports", "states", "feels", "wants", "says", "will", "would", "does", "can", "could", "declined", "attends", "lives", "remains", "continues")

// stuck are words that people run together with the name that follows.
var stuck = []string{"thanku", "thankyou", "thanks", "cheers", "hiya", "its", "im", "hi", "hey", "dear", "and", "with", "my", "dc", "mr", "mrs", "miss", "ask", "tell", "love", "from", "to", "for"}

// gluedName says that a word that no list knows is a name with another word before it and no space between: "thankusimran".
func (r *reading) gluedName(i int) bool {
	k := r.at(i)
	if k.Kind != token.Word || len(k.Text) < 7 || len(k.Text) > 24 || r.class[i] != 0 {
		return false
	}
	for _, w := range stuck {
		if name, ok := strings.CutPrefix(k.Lower, w); ok && len(name) > 4 && r.lists.Class(name).Any(gazetteer.StrongName) {
			return true
		}
	}
	return false
}
