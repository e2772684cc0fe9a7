package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var (
	// streets end the name of a street and hardly anything else.
	streets = set("street", "st", "road", "rd", "avenue", "ave", "lane", "crescent", "cres", "terrace", "gardens", "gdns", "grove", "mews", "drive", "close",
		"croft", "str", "boulevard", "blvd", "parkway", "summit", "pass", "trail")
	// streetish end the name of a street, and are everyday words too.
	streetish = set("way", "place", "court", "ln", "dr", "square", "hill", "walk", "parade", "rise", "row", "green", "drift", "park", "view",
		"end", "bank", "fold", "mount", "meadow", "meadows", "heath", "common", "quay", "wharf", "yard", "gate", "cottages", "house", "leys", "vale",
		"approach", "circus", "path", "passage", "ridge", "field", "fields", "coppice", "spinney", "tower", "point", "heights", "crest", "loop",
		"cove", "coves", "plaza", "mill", "pike")
	// vague end an everyday phrase as often as a street: "4 times in a row", "2 way".
	vague = set("place", "way", "end", "court", "point", "path", "yard", "row", "house")
	// houses end the name of a house.
	houses = set("house", "cottage", "cottages", "farm", "farmhouse", "forge", "barn", "lodge", "maltings", "mill", "villa", "villas", "hall", "manor", "bungalow",
		"vicarage", "rectory", "stables", "granary", "court", "mansions", "buildings", "tower", "oast")
	// closes end the address of a close that is called "The Paddocks".
	closes = set("paddocks", "paddock", "orchards", "orchard", "limes", "elms", "beeches", "oaks", "firs", "willows", "poplars", "chestnuts", "hollies", "laurels", "maltings", "spinney", "dell", "dingle", "meadows",
		"leasowes", "leys", "crofts", "glebe", "pines", "cedars", "larches", "birches", "gardens", "close", "crescent", "green", "mount")
	units = set("flat", "apartment", "apt", "suite", "unit", "psc", "box", "apo", "fpo", "dpo", "maisonette", "plot", "pobox", "room", "caravan", "pitch")
	// particles stand inside foreign names of streets and people.
	particles = set("de", "la", "le", "les", "del", "della", "di", "da", "do", "dos", "das", "van", "von", "der", "den", "des", "du", "el", "al", "bin", "bint",
		"ibn", "ben", "u", "ul", "út", "utca", "útja", "rue", "via", "y", "e", "af", "av", "ter", "ten", "st", "mac", "ap", "tér", "i", "nan", "umm", "abu")
	addressCues = set("address", "addresses", "located", "taxi", "return", "returned", "sent", "send", "drops", "deliver", "delivered", "posted", "lives", "live",
		"living", "same", "meet", "moved", "cab", "corner")
)

// address reads an address at its number: "9 Fennimore Street", "31 cobblers drift", "2210 Saarentie 7 Apt. 41".
func (r *reading) address(i int) {
	if len(r.tokens[i].Text) > 6 || r.amountOf(i) {
		return
	}
	if r.at(i+1).Lower == "the" && (r.capital(i+2) && (r.capital(i+1) || strings.HasSuffix(r.lower(i+2), "s")) || closes[r.lower(i+2)]) && !r.starts(i+2) && !r.is(i+2, gazetteer.Month|gazetteer.Weekday) &&
		(r.lower(i-1) == "at" || r.lower(i-1) == "of" || r.at(i-1).Text == "," || r.at(i-1).Text == ":" || r.starts(i)) {
		r.add(i, i+2, Address, 0.85, "number and close")
		return
	}
	if last := r.streetAfter(i); last > 0 {
		first := i
		if houses[r.lower(last)] && r.at(last+1).Text == "," {
			last = max(last, r.streetAfter(last+1)) // "14 cawdor house, ladypool close"
		}
		if k := r.at(i - 1); k.Kind == token.Number && len(k.Text) > 2 && len(k.Text) < 7 && !currencies[r.at(i-2).Text] {
			first = i - 1 // a house's number in its street's block
		}
		r.add(first, last, Address, 0.9, "number and street")
	}
	if k := r.at(i + 1); k.Kind == token.Word && (r.capital(i+1) || particles[k.Lower]) || r.addressCued(i) {
		r.block(i)
	}
}

// amountOf says that a number has a currency before it or a unit behind it.
func (r *reading) amountOf(i int) bool {
	next := r.at(i + 1)
	return currencies[r.at(i-1).Text] || quantities[next.Lower] || amounts[next.Lower] || yearWords[next.Lower] || monthNames[next.Lower]
}

// streetAfter gives the last token of a street's name that begins after token i, or 0.
func (r *reading) streetAfter(i int) int {
	for j := i + 1; j <= i+6; j++ {
		k := r.at(j)
		if k.Text == "'s" || k.Text == "'" || j == i+1 && k.Text == "," || k.Text == "." && r.glued(j) && len(r.at(j-1).Text) < 4 {
			continue
		}
		if k.Kind != token.Word || r.stopWord(j) && !r.capital(j) && (j == i+1 || !streets[k.Lower]) {
			return 0
		}
		if j == i+1 || r.capital(j) != r.capital(j-1) && !r.caps[j] && r.capital(j-1) {
			continue
		}
		if streets[k.Lower] || streetish[k.Lower] && (r.capital(j) || !r.everyday(j-1) || r.addressCued(i) || units[r.lower(i-1)] || !r.fieldWord(j-1) && !vague[k.Lower]) {
			if streets[r.lower(j+1)] { // "lower wharf st"
				return j + 1
			}
			return j
		}
	}
	return 0
}

// unit reads "Flat 3", "Apt. 118", "PSC 202, Box 1160".
func (r *reading) unit(i int) {
	w := r.lower(i)
	if w == "floor" && r.at(i-1).Kind == token.Mixed && r.at(i+1).Text == "," {
		r.add(i-1, i, Address, 0.7, "floor")
	}
	if !units[w] {
		return
	}
	j := i + 1
	if r.at(j).Text == "." || r.lower(j) == "no" || r.lower(j) == "number" {
		j++
	}
	k := r.at(j)
	if k.Starts || k.Kind != token.Number && k.Kind != token.Mixed || len(k.Text) > 6 || quantities[r.lower(j+1)] {
		if (w == "apo" || w == "fpo" || w == "dpo") && r.at(i+2).Kind == token.Number {
			r.add(i, i+2, Address, 0.85, "military post")
		}
		return
	}
	if w == "room" && !r.capital(i) || w == "plot" && r.lower(j-1) == "no" || w == "box" && !r.capital(i) && r.lower(i-1) != "po" {
		return
	}
	r.add(i, j, Address, 0.85, "flat or unit")
	r.block(i)
}

// addressCued says that words before a token announce an address.
func (r *reading) addressCued(i int) bool {
	switch r.at(i - 1).Lower {
	case "at", "to", "is", ":", "of", ",":
		return r.near(i, 8, 0, addressCues)
	case "":
		return false
	}
	return r.tokens[i].Starts && r.near(i, 10, 0, addressCues)
}

// block reads an address that runs over names, numbers, commas and lines, as people abroad write them. It must hold two
// numbers, or a number and a unit, or be announced.
func (r *reading) block(i int) {
	numbers, names, unit, last := 0, 0, false, -1
	for j := i; j < i+28 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		switch {
		case k.Kind == token.Word && k.Text[0] == '\'':
		case k.Kind == token.Number && len(k.Text) < 7 && !currencies[r.at(j-1).Text], k.Kind == token.Mixed && len(k.Text) < 6:
			numbers, last = numbers+1, j
		case k.Kind == token.Word && units[k.Lower]:
			unit = unit || r.at(j+1).Kind == token.Number || r.at(j+2).Kind == token.Number
			last = j
		case k.Kind == token.Word && (startsUpper(k.Text) && !r.caps[j] || r.caps[j] && !r.everyday(j)) && !monthNames[k.Lower] && (!k.Starts || !r.everyday(j) || len(k.Text) == 2 && capitals(k.Text)):
			names, last = names+1, j
		case k.Kind == token.Word && (particles[k.Lower] || streets[k.Lower] || streetish[k.Lower] || !r.everyday(j)):
		case k.Kind == token.Mark && strings.Contains(",.()-/>?'’", k.Text) && !(k.Text == "." && r.at(j+1).Space && r.sentenceEnds(j)):
		default:
			j = i + 28
		}
	}
	if last > i && names > 0 && (numbers > 1 && (unit || r.longNumber(i, last)) || unit && numbers > 0 || numbers > 0 && r.addressCued(i) && names < 8) {
		r.add(i, last, Address, 0.8, "address over several parts")
	}
}

// corner reads "the corner of Mill Road and Penny Lane" at its "corner".
func (r *reading) corner(i int) {
	if r.lower(i+1) != "of" || !r.capital(i+2) && r.at(i+2).Kind != token.Number && !particles[r.lower(i+2)] {
		return
	}
	last, and := 0, false
	for j := i + 2; j < i+16 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		switch {
		case r.capital(j) && (!k.Starts || !r.everyday(j)), k.Kind == token.Number:
			last = j
		case k.Lower == "and" && !and && last > 0:
			and = true
		case particles[k.Lower], k.Text == "." && !r.sentenceEnds(j), k.Text == "." && r.lower(j+1) == "and", k.Text == "-", k.Kind == token.Word && k.Text[0] == '\'':
		default:
			j = i + 16
		}
	}
	if !and || last == 0 {
		return
	}
	if r.lower(i-1) == "the" {
		i--
	}
	r.add(i, last, Address, 0.8, "corner of two streets")
}

// sentenceEnds says that a stop is no abbreviation's.
func (r *reading) sentenceEnds(j int) bool {
	before := r.at(j - 1)
	return !(before.Kind == token.Word && len(before.Text) < 4 || r.at(j+1).Kind == token.Number)
}

func (r *reading) longNumber(first, last int) bool {
	for j := first; j <= last; j++ {
		if k := r.tokens[j]; k.Kind == token.Number && len(k.Text) > 3 && (j == last || j == first) {
			return true
		}
	}
	return false
}

// houseBefore gives the first token of a named house before the comma before a street: "The Old Forge, Church Lane".
func (r *reading) houseBefore(street int) int {
	last := street - 2
	if r.at(street-1).Text != "," || !r.capital(last) || !houses[r.lower(last)] {
		return street
	}
	first := last
	for n := 0; n < 4 && r.capital(first-1) && !r.tokens[first].Starts && !r.kept[first-1]; n++ {
		first--
	}
	if first > 1 && (r.at(first-1).Kind == token.Mixed || r.at(first-1).Kind == token.Number) {
		first--
	}
	if first > 1 && units[r.lower(first-1)] {
		first--
	}
	return first
}
