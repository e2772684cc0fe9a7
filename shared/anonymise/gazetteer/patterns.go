package gazetteer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/token"
)

// head is the word that says what sort of thing has a name: "school" in
// "Fenbury primary school".
type head struct {
	kind PhraseKind
	// before are words that belong to the head when they stand before it: "primary" school.
	before []string
	// capital says that the head counts only with a capital, or with a name that has one: the King's *Arms*.
	capital bool
	// rare says that the word before it must be no everyday one: the Larkmoor Unit, not the Crime Unit.
	rare bool
}

var (
	schoolWords = []string{
		"primary", "junior", "infant", "infants", "infants'", "high", "secondary", "grammar", "nursery", "middle", "comprehensive", "special",
		"boys", "boys'", "girls", "girls'", "independent", "catholic", "rc", "ce", "c.e", "church", "of", "england", "academy", "community", "technology",
		"enterprise", "sixth", "form", "preparatory", "prep", "and", "&", "jmi", "language", "school",
	}
	faithWords  = []string{"jamia", "jame", "central", "grand", "sikh", "hindu", "baptist", "methodist", "catholic", "pentecostal", "parish", "gospel", "community", "free", "reformed", "united", "orthodox", "evangelical", "christian", "rc", "islamic", "muslim"}
	homeWords   = []string{"care", "nursing", "residential", "children's"}
	healthWords = []string{"medical", "health", "general", "community", "women's", "women", "children's", "children", "memorial", "district", "city", "manor", "royal", "mental", "walk-in", "dental", "eye", "family", "practice"}
)

// heads by their word as it ends a name.
var heads = map[string]head{
	"school": {kind: School, before: schoolWords}, "academy": {kind: School, before: schoolWords}, "college": {kind: School, before: schoolWords},
	"primary": {kind: School, before: schoolWords}, "nursery": {kind: School, before: schoolWords}, "juniors": {kind: School, before: schoolWords},
	"infants": {kind: School, before: schoolWords}, "university": {kind: School}, "uni": {kind: School}, "preschool": {kind: School}, "sixth-form": {kind: School},
	"mosque": {kind: Faith, before: faithWords}, "masjid": {kind: Faith, before: faithWords}, "gurdwara": {kind: Faith, before: faithWords},
	"gurudwara": {kind: Faith, before: faithWords}, "mandir": {kind: Faith, before: faithWords}, "church": {kind: Faith, before: faithWords},
	"chapel": {kind: Faith, before: faithWords}, "temple": {kind: Faith, before: faithWords}, "synagogue": {kind: Faith, before: faithWords},
	"cathedral": {kind: Faith, before: faithWords}, "madrasa": {kind: Faith, before: faithWords}, "madrassa": {kind: Faith, before: faithWords},
	"madrassah": {kind: Faith, before: faithWords}, "priory": {kind: Faith, capital: true}, "tabernacle": {kind: Faith, before: faithWords},
	"arms": {kind: Venue, capital: true}, "inn": {kind: Venue, capital: true}, "tavern": {kind: Venue}, "pub": {kind: Venue, capital: true},
	"hotel": {kind: Venue}, "hostel": {kind: Venue}, "b&b": {kind: Venue}, "nightclub": {kind: Venue}, "club": {kind: Venue, capital: true},
	"bakery": {kind: Venue}, "cafe": {kind: Venue}, "café": {kind: Venue}, "restaurant": {kind: Venue}, "grill": {kind: Venue}, "takeaway": {kind: Venue},
	"balti": {kind: Venue}, "sweets": {kind: Venue, capital: true}, "chippy": {kind: Venue}, "salon": {kind: Venue}, "barbers": {kind: Venue},
	"pharmacy": {kind: Venue}, "chemist": {kind: Venue, capital: true}, "newsagents": {kind: Venue}, "motors": {kind: Venue, capital: true},
	"hospital": {kind: Venue, before: healthWords}, "surgery": {kind: Venue, before: healthWords}, "hospice": {kind: Venue, before: healthWords},
	"practice": {kind: Venue, before: healthWords, capital: true}, "centre": {kind: Venue, before: append([]string{"leisure", "shopping", "sports", "resource", "youth", "care", "arts", "day", "retail"}, healthWords...), capital: true, rare: true},
	"clinic": {kind: Venue, before: healthWords}, "ward": {kind: Venue, before: healthWords}, "unit": {kind: Venue, capital: true, rare: true},
	"ltd": {kind: Venue}, "limited": {kind: Venue, capital: true}, "llp": {kind: Venue}, "plc": {kind: Venue}, "homes": {kind: Venue, capital: true},
	"home": {kind: Venue, before: homeWords, capital: true, rare: true}, "laundry": {kind: Venue}, "bakehouse": {kind: Venue},
	"supermarket": {kind: Venue}, "mart": {kind: Venue, before: []string{"mini"}}, "stores": {kind: Venue, capital: true}, "garage": {kind: Venue},
	"lettings": {kind: Venue}, "taxis": {kind: Venue}, "solicitors": {kind: Venue, capital: true}, "buses": {kind: Venue, capital: true},
	"park": {kind: Venue}, "library": {kind: Venue}, "tower": {kind: Venue, capital: true}, "towers": {kind: Venue, capital: true},
	"project": {kind: Venue, before: []string{"day", "youth", "community", "women's", "outreach"}, capital: true, rare: true},
	"house":   {kind: Venue, capital: true}, "lodge": {kind: Venue, capital: true}, "hall": {kind: Venue, capital: true}, "court": {kind: Venue, capital: true, rare: true},
}

// mostName is the most tokens of a name before its head, the words that belong to the head aside.
const mostName = 4

// named gives the name built to a pattern that token i ends ("Fenbury
// primary school") or, for saints and houses of worship that are named after
// the word, begins ("St Wendren's", "Gurdwara Amrit Ghar").
func (s *scan) named(i int) (Phrase, bool) {
	if p, ok := s.saint(i); ok {
		return p, true
	}
	if p, ok := s.headFirst(i); ok {
		return p, true
	}
	t := s.tokens[i]
	h, ok := heads[t.Lower]
	if !ok || h.capital && !s.capital(i) {
		return Phrase{}, false
	}
	first := s.nameBefore(i, h)
	if first == i {
		return Phrase{}, false
	}
	return Phrase{First: first, Last: s.lastHead(i, h), Kind: h.kind, Why: patternWhy[h.kind]}, true
}

var patternWhy = map[PhraseKind]string{School: "name of a school", Faith: "name of a place of worship", Venue: "name of a venue"}

// lastHead carries a name on over the heads of its kind that follow: from "primary" to "school", from "baptist" to "church".
func (s *scan) lastHead(i int, h head) int {
	last := i
	for j := i + 1; j < len(s.tokens) && j <= i+4 && s.tokens[j].Kind == token.Word; j++ {
		next, isHead := heads[s.tokens[j].Lower]
		switch {
		case isHead && next.kind == h.kind && !next.capital:
			last = j
		case !slices.Contains(h.before, s.tokens[j].Lower):
			return last
		}
	}
	return last
}

// streets are words that make a name of the word before them, in lower case too: "green lane masjid".
var streets = []string{"lane", "road", "street", "avenue", "hill", "heath"}

// openers begin a name with a capital, function words though they are: New Zion Tabernacle.
var openers = []string{"new", "old", "little", "great", "first", "upper", "lower", "greater", "good", "three", "seven"}

// nameBefore gives the first token of the name that stands before a head, or the head's own place where there is none.
func (s *scan) nameBefore(i int, h head) int {
	j := i - 1
	for j >= s.done && slices.Contains(h.before, s.tokens[j].Lower) && j > i-6 {
		j--
	}
	first := i
	for n := 0; j >= s.done && n < mostName; j, n = j-1, n+1 {
		t := s.tokens[j]
		switch {
		case h.rare && s.class[j].Any(Common) && !s.class[j].Any(NameWord|Surname):
			return first
		case first == i && slices.Contains(streets, t.Lower) && j > s.done && s.tokens[j-1].Kind == token.Word && !s.class[j-1].Any(Stop|Kin):
			first, j = j-1, j-1
		case t.Lower == "'s" && j > s.done && s.proper(j-1, h.capital):
		case (t.Lower == "and" || t.Lower == "of" || t.Lower == "&") && first < i && j > s.done && s.proper(j-1, h.capital):
		case t.Kind == token.Word && s.proper(j, h.capital), first < i && !t.Starts && s.capital(j) && slices.Contains(openers, t.Lower):
			first = j
		default:
			return first
		}
	}
	return first
}

// ordinaryClass are the classes of words that are no part of a name in lower case.
const ordinaryClass = Common | Word | Stop | Field | Kin | Title | Month | Weekday | Country

// proper reports whether a word looks like part of a name: it has a capital
// where that says something, or in lower case it is a name or a place and
// nothing else, or no word that anybody knows.
func (s *scan) proper(i int, capitalOnly bool) bool {
	t, c := s.tokens[i], s.class[i]
	if t.Kind != token.Word || t.Text[0] == '\'' || c.Any(Stop|Field|Kin|Title|Month|Weekday|Country) && !c.Any(NameWord|PlaceLocal) {
		return false
	}
	everyday := c.Any(ordinaryClass)
	if s.capital(i) && (!everyday || !t.Starts && !s.shouted(i, i)) {
		return true
	}
	if capitalOnly {
		return false
	}
	if c.Any(StrongName|PlaceLocal) || c.Any(Name) && !c.Any(Common) {
		return true
	}
	return !everyday && len(t.Lower) > 3 && !strings.HasSuffix(t.Lower, "ing") && !strings.HasSuffix(t.Lower, "ed")
}

// capital reports whether a token begins with a capital.
func (s *scan) capital(i int) bool {
	first, _ := utf8.DecodeRuneInString(s.tokens[i].Text)
	return unicode.IsUpper(first)
}

// saint gives a name that begins with St: "st wendrens primary", "St Anne's".
func (s *scan) saint(i int) (Phrase, bool) {
	if lower := s.tokens[i].Lower; lower != "st" && lower != "saint" && lower != "sts" {
		return Phrase{}, false
	}
	// After a name it is short for street.
	if i > 0 && s.tokens[i-1].Kind == token.Word && !s.tokens[i].Starts &&
		(!s.class[i-1].Any(ordinaryClass) || s.capital(i-1) && !s.tokens[i-1].Starts && !s.class[i-1].Any(Stop|Field)) {
		return Phrase{}, false
	}
	j := i + 1
	if j < len(s.tokens) && s.tokens[j].Lower == "." && !s.tokens[j].Space {
		j++
	}
	if j >= len(s.tokens) || s.tokens[j].Kind != token.Word || s.class[j].Any(Stop) || !s.tokens[j].Space {
		return Phrase{}, false
	}
	last := j
	possessive := strings.HasSuffix(s.tokens[j].Lower, "s")
	if j+1 < len(s.tokens) && s.tokens[j+1].Lower == "'s" {
		last, possessive = j+1, true
	}
	kind := Venue
	// The head may stand up to six words on: "St Mary's C of E primary school".
	for k := last + 1; k < len(s.tokens) && k <= last+6; k++ {
		h, isHead := heads[s.tokens[k].Lower]
		if isHead {
			last, kind = k, h.kind
			continue
		}
		if s.tokens[k].Kind != token.Word || s.tokens[k].Starts || !slices.Contains(schoolWords, s.tokens[k].Lower) && !slices.Contains(faithWords, s.tokens[k].Lower) && !slices.Contains(healthWords, s.tokens[k].Lower) && !(s.capital(k) && len(s.tokens[k].Text) == 1) {
			break
		}
	}
	if last <= j && !possessive && !s.capital(j) {
		return Phrase{}, false
	}
	return Phrase{First: i, Last: last, Kind: kind, Why: "named after a saint"}, true
}

// headFirst gives a name that begins with its head: "Gurdwara Amrit Ghar", "Masjid Al-Falah", "University of Severnside".
func (s *scan) headFirst(i int) (Phrase, bool) {
	kind := Faith
	j := i + 1
	switch s.tokens[i].Lower {
	case "gurdwara", "gurudwara", "masjid", "mandir", "jamia":
	case "university", "college":
		if kind = School; j >= len(s.tokens) || s.tokens[j].Lower != "of" {
			return Phrase{}, false
		}
		j++
	default:
		return Phrase{}, false
	}
	last := i
	for ; j < len(s.tokens) && j <= i+5; j++ {
		if s.tokens[j].Starts || s.tokens[j].Kind != token.Word || !s.capital(j) || s.class[j].Any(Stop|Field) {
			break
		}
		last = j
	}
	if last == i || !s.capital(i) && kind == Faith && last < i+1 {
		return Phrase{}, false
	}
	return Phrase{First: i, Last: last, Kind: kind, Why: patternWhy[kind]}, true
}
