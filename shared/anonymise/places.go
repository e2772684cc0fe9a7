package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

const placeClass = gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld

var (
	where = set("in", "from", "to", "at", "near", "around", "of", "outside", "through", "towards", "via", "into", "off", "past", "by", "for", "visit", "left",
		"reached", "between", "across", "over", "under", "leaving", "on", "and", "@")
	settle = set("in", "from", "near", "around", "outside", "to", "at", "into", "towards", "leaving", "on", "of", "over")
)

// countries are left standing, but for where somebody comes from them: in one town a country may single a person out.
var countries = set(strings.Fields(`afghanistan albania algeria andorra angola antigua argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
	barbados belarus belgium belize benin bermuda bhutan bolivia bosnia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad chile china
	colombia congo croatia cuba cyprus denmark djibouti dominica ecuador egypt eritrea estonia ethiopia fiji finland france gabon gambia georgia germany
	ghana gibraltar greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq israel italy jamaica japan
	jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia
	maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro montserrat morocco mozambique myanmar namibia nepal netherlands
	nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal
	serbia seychelles singapore slovakia slovenia somalia somaliland spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania
	thailand tibet togo tonga trinidad tunisia turkey turkmenistan uganda ukraine uruguay usa uzbekistan venezuela vietnam yemen zambia zimbabwe`)...)

var countryPairs = set("new zealand", "united states", "saudi arabia", "czech republic", "sri lanka", "south africa", "sierra leone", "ivory coast", "costa rica",
	"el salvador", "south korea", "north korea", "united arab", "hong kong", "puerto rico", "south sudan", "st lucia", "san marino", "burkina faso")

// places gives the places in a text, those of the lists first.
func (r *reading) places() {
	for _, p := range r.phrases {
		if p.Kind == gazetteer.Place && !r.anyOwn(p.First, p.Last) && r.placePhrase(p) {
			r.add(p.First, p.Last, Place, 0.8, p.Why)
			for i := p.First; p.First < p.Last && i <= p.Last; i++ {
				r.taken[i] = true
			}
		}
	}
	for i, k := range r.tokens {
		if k.Kind != token.Word || r.own[i] || r.taken[i] {
			continue
		}
		if last := r.country(i); last >= 0 {
			r.add(i, last, Place, 0.7, "country")
			r.postal(last)
		} else if !r.kept[i] && r.place(i) >= certain {
			r.add(i, r.placeEnd(i), Place, 0.75, "place")
			r.postal(r.placeEnd(i))
		}
		if r.marked(i, marksPub) {
			r.pub(i)
		}
		if r.marked(i, marksStreet) {
			r.street(i)
		}
	}
}

// postal reads a postcode of another country behind a place: "Hvidby 4402".
func (r *reading) postal(place int) {
	k := r.at(place + 1)
	if k.Kind != token.Number || len(k.Text) < 4 || len(k.Text) > 5 || k.Starts || r.taken[place+1] || len(k.Text) == 4 && (k.Text[:2] == "19" || k.Text[:2] == "20") {
		return
	}
	r.add(place+1, place+1, Postcode, 0.6, "postcode abroad")
}

func (r *reading) anyOwn(first, last int) bool {
	for i := first; i <= last; i++ {
		if r.own[i] {
			return true
		}
	}
	return false
}

// placePhrase tells a place of everyday words from those words, and a listed single word in lower case that is a name or a word too from a place.
func (r *reading) placePhrase(p gazetteer.Phrase) bool {
	if p.Small {
		switch r.lower(p.First - 1) {
		case "in", "to", "from", "near":
			return r.near(p.First-1, 6, 0, living)
		}
		return false
	}
	return p.First != p.Last || !r.everyday(p.First) || r.place(p.First) >= certain
}

// country gives the last token of a country's name from which somebody comes, or -1.
func (r *reading) country(i int) int {
	if !r.marked(i, marksCountry) {
		return -1
	}
	w := r.lower(i)
	cued := settle[r.lower(i-1)] || settle[r.lower(i-2)] && r.lower(i-1) == "the"
	if countries[w] && (r.caseOf(i) != small && !r.is(i, gazetteer.Common|gazetteer.First) || cued) {
		return i
	}
	if countryPairs[w+" "+r.lower(i+1)] && (r.capital(i) || cued) {
		return i + 1
	}
	return -1
}

// place adds up the evidence that a word is a place.
func (r *reading) place(i int) float64 {
	c, in := r.class[i], r.caseOf(i)
	if c.Any(gazetteer.Field | gazetteer.Month | gazetteer.Weekday | gazetteer.Kin | gazetteer.Title) {
		return -1
	}
	sum := tagWeight * float64(r.score[i].Place)
	cued := where[r.lower(i-1)]
	everyday, name := c.Any(everydayClass), c.Any(gazetteer.Name)
	switch {
	case c.Any(gazetteer.PlaceLocal) && !everyday:
		sum += 0.8
	case c.Any(gazetteer.PlaceLocal|gazetteer.PlaceGB) && !everyday:
		sum += [3]float64{0.35, 0.5, 0.6}[in]
	case c.Any(gazetteer.PlaceWorld) && !everyday && !c.Any(gazetteer.Rare):
		sum += [3]float64{0.1, 0.3, 0.5}[in]
	case c.Any(placeClass):
		sum += [3]float64{-0.5, -0.2, 0.15}[in]
	case c == 0 || c == gazetteer.Rare:
		sum += [3]float64{-0.1, 0, 0.15}[in]
	default:
		return -1
	}
	if everyday && in == small && c.Any(placeClass) && settle[r.lower(i-1)] && r.movedTo(i) {
		return max(sum, certain+0.05)
	}
	if in == inside && c.Any(placeClass) && branches[r.lower(i+1)] {
		return max(sum, certain+0.1)
	}
	if settle[r.lower(i-1)] && in != initial {
		sum += 0.25
	} else if cued {
		sum += 0.15
	}
	if name && !settle[r.lower(i-1)] {
		sum -= 0.2
	}
	return sum
}

// movedTo says that somebody lives at or goes to a word that is a place and an everyday word too: "moved from rugby to
// reading", "put up in lye".
func (r *reading) movedTo(i int) bool {
	if next := r.at(i + 1); next.Kind == token.Word && !r.stopWord(i+1) && !next.Starts && !placeVerbs[next.Lower] {
		return false
	}
	return r.near(i-1, 4, 0, living) && (r.lower(i-1) == "in" || r.lower(i-1) == "to" || r.lower(i-1) == "from" || r.lower(i-1) == "near")
}

var (
	living = set("moved", "move", "moving", "live", "lives", "living", "lived", "rehoused", "housed", "based", "born", "staying", "stayed", "flat", "house", "grew",
		"put", "work", "works", "worked", "shop", "office", "bus", "train", "relocated", "transferred", "hostel", "refuge", "placed", "station", "sent", "drove", "been", "come", "came")
	placeVerbs = set("yesterday", "today", "tomorrow", "twice", "once", "again", "police", "station", "court")
)

// branches have the name of their town before them: "the Rugby office".
var branches = set("office", "station", "branch", "custody", "nick", "team", "library", "hub", "court", "depot", "road", "area")

// placeEnd takes in a second capital word of a place: "Port Ellmore", "Sutton Dovecote".
func (r *reading) placeEnd(i int) int {
	for n := 0; n < 3; n++ {
		k := r.at(i + 1)
		if k.Kind != token.Word || k.Starts || !r.capital(i+1) || r.kept[i+1] || r.everyday(i+1) || r.is(i+1, gazetteer.Name|gazetteer.Country) {
			return i
		}
		i++
	}
	return i
}

// street reads a street without a number: "on fennimore street", "Hartsmere Road".
func (r *reading) street(i int) {
	first := i
	for n := 0; n < 3; n++ {
		k := r.at(first - 1)
		if k.Kind != token.Word || r.tokens[first].Starts || r.stopWord(first-1) && !(r.capital(first-1) && n > 0) || r.fieldWord(first-1) && !r.capital(first-1) || r.capital(first-1) != r.capital(i) && !(r.capital(first-1) && n == 0) {
			break
		}
		if n > 0 && !r.capital(first-1) && (r.everyday(first-1) || r.caps[i]) {
			break
		}
		first--
	}
	if first == i || r.kept[i] && r.kept[first] {
		return
	}
	w := r.at(i).Lower
	before := r.lower(first - 1)
	sure := streets[w] && w != "drive" && w != "close" && w != "pass" && w != "trail" && w != "gardens" && w != "str" && w != "summit"
	switch named := !r.everyday(i-1) || r.is(i-1, gazetteer.PlaceLocal); {
	case r.capital(i) && r.capital(first) && (sure || named) && !r.tokens[i].Starts:
	case sure && named && r.at(i-1).Lower != "main" && r.at(i-1).Lower != "high":
	case sure && before == "and" && r.near(first-1, 3, 0, streets):
	case sure && settle[before] && !everydayStreets[r.at(i-1).Lower] && !r.fieldWord(i-1):
	default:
		return
	}
	if venue := r.lower(i + 1); !r.starts(i+1) && streetVenues[venue] {
		r.add(first, i+1, Org, 0.85, "venue by its street")
		return
	}
	if house := r.houseBefore(first); house < first {
		r.add(house, i, Address, 0.85, "house and street")
		return
	}
	r.add(first, i, Place, 0.8, "street")
}

// streetVenues are called by the street they stand in: "the Banbridge Street centre".
var streetVenues = set("centre", "clinic", "surgery", "school", "hostel", "mosque", "church", "chapel", "gym", "nursery", "library", "pharmacy", "refuge", "practice",
	"baths", "primary", "academy", "garage", "tavern", "pub", "chippy", "salon", "shop", "project", "gurdwara", "temple")

// everydayStreets stand before "street" or "road" where no street is named.
var everydayStreets = set("main", "high", "back", "side", "busy", "quiet", "same", "next", "front", "dark", "open", "whole", "every", "each", "one", "long", "cross",
	"down", "up", "across", "wrong", "slow", "fast", "bus", "country", "narrow", "dead", "middle", "last", "first", "public", "memory", "off", "mean", "empty", "ring", "slip", "farm")
