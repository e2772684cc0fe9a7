package anonymise

import (
	"strings"
)

// The words that, standing near, say what a row of letters and digits is.
var (
	postcodeCues = set("postcode", "postcodes", "post", "zip", "pcode")
	niCues       = set("ni", "nino", "insurance", "nin", "n.i")
	nhsCues      = set("nhs", "nhsno", "hospital", "patient")
	plateCues    = set("reg", "registration", "registraion", "registered", "rego", "plate", "plates", "numberplate", "numberplates",
		"car", "cars", "van", "vehicle", "taxi", "cab", "uber", "motor", "truck", "lorry", "motorbike", "moped", "bike", "audi", "bmw", "mercedes",
		"merc", "vauxhall", "corsa", "astra", "golf", "polo", "ford", "fiesta", "focus", "transit", "vw", "toyota", "prius", "nissan", "qashqai",
		"kia", "seat", "skoda", "peugeot", "renault", "clio", "citroen", "honda", "range", "rover", "jeep", "mini", "drives", "driving", "drove")
	passportCues = set("passport", "passports", "visa", "brp", "permit", "licence", "license")
	ibanCues     = set("iban", "account", "bank")
)

// letterFirst gives the forms that begin with letters.
func letterFirst() []recogniser {
	return []recogniser{
		{name: "postcode", kind: Postcode, score: 0.97, check: notOrdinal, pattern: re(`(?:gir ?0aa|[a-pr-uwyz](?:[0-9]{1,2}|[a-hk-y][0-9]{1,2}|[0-9][a-hjkps-uw]|[a-hk-y][0-9][abehmnprv-y])[ -]{0,2}[0-9][abd-hjlnp-uw-z]{2})\b`)},
		{name: "postcode, mistyped", kind: Postcode, score: 0.2, cues: postcodeCues, before: 5, after: 4, pattern: re(`[a-z]{1,2} ?[0-9o]{1,2}[a-z]?[ -]{0,2}[0-9o] ?[a-z]{2}\b`)},
		{name: "postcode district", kind: Postcode, score: 0.2, cues: postcodeCues, before: 5, after: 4, check: cuedOnly, pattern: re(`[a-z]{1,2}[0-9]{1,2}[a-z]?\b`)},
		{name: "postcode district, in a place's place", kind: Postcode, score: 0.7, check: inDistrict, pattern: re(`[a-z]{1,2}[0-9]{1,2}[a-z]?\b`)},
		{name: "national insurance", kind: NI, score: 0.95, cues: niCues, after: 4, check: niPrefix, pattern: re(`[a-z]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}[ .-]?[a-d]\b`)},
		{name: "national insurance, unlikely prefix", kind: Reference, score: 0.6, pattern: re(`[a-z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-z]\b`)},
		{name: "national insurance, named", kind: NI, score: 0.4, cues: niCues, before: 5, check: cuedOnly, pattern: re(`[a-z]{2}(?:[ .-]?[0-9]){5,8}(?:[ .-]?[a-z])?\b`)},
		{name: "plate, current", kind: Vehicle, score: 0.9, cues: plateCues, check: plateWord, pattern: re(`[a-hj-pr-y]{2}[0-9]{2}[ -]?[a-hj-pr-z]{3}\b`)},
		{name: "plate, spaced", kind: Vehicle, score: 0.6, cues: plateCues, after: 4, check: shoutedPlate, pattern: re(`[a-hj-pr-y]{2} ?[0-9]{2}[ -]?[a-hj-pr-z]{3}\b`)},
		{name: "plate, prefix", kind: Vehicle, score: 0.85, cues: plateCues, after: 4, check: shoutedPlate, pattern: re(`[a-hj-npr-tv-y][0-9]{1,3} ?[a-hj-pr-y]{3}\b`)},
		{name: "plate, suffix", kind: Vehicle, score: 0.85, cues: plateCues, after: 4, check: shoutedPlate, pattern: re(`[a-hj-pr-y]{3} ?[0-9]{1,3}[a-hj-npr-tv-y]\b`)},
		{name: "plate, dateless", kind: Vehicle, score: 0.3, cues: plateCues, before: 4, check: cuedOnly, refuse: worded, pattern: re(`[a-z]{1,3}[0-9]{2,4}\b|[a-z]{2,3} [0-9]{2,4}\b`)},
		{name: "driving licence", kind: Reference, score: 0.95, check: dvla, pattern: re(`[a-z]{1,5}9{0,4} ?[0-9]{6} ?[a-z][a-z9] ?[0-9][a-z]{2}(?: ?[0-9]{2})?\b`)},
		{name: "passport", kind: Reference, score: 0.3, cues: passportCues, after: 4, check: cuedOnly, pattern: re(`[a-z]{1,3} ?[0-9]{5,9}\b`)},
		{name: "exhibit", kind: Reference, score: 0.4, cues: set("exhibit", "exhibits", "to"), before: 5, check: cuedOnly, pattern: re(`[a-z]{2,4}[/-][0-9]{1,3}\b`)},
		{name: "IBAN", kind: Reference, score: 0.95, cues: ibanCues, after: 4, check: iban, pattern: re(`[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,4})?\b`)},
		{name: "IBAN, mistyped", kind: Reference, score: 0.8, check: mostlyDigits, pattern: re(`[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,4})?\b`)},
		{name: "letters and a long number", kind: Reference, score: 0.8, check: notRoad, pattern: re(`[a-z]{1,5}[-/]?[0-9]{4,}[a-z0-9]*(?:[-/][a-z0-9]+)*\b`)},
		{name: "letters, a mark, a number", kind: Reference, score: 0.75, check: initialled, pattern: re(`[a-z][a-z0-9]{0,4}[-/][a-z0-9]*[0-9]{3,}[a-z0-9]*(?:[-/][a-z0-9]+)*\b`)},
	}
}

// digitFirst gives the forms that begin with a digit; telephones, NHS numbers, cards and other long numbers are read by
// digits.
func digitFirst() []recogniser {
	dates := []recogniser{
		{name: "date, in numbers", kind: Date, score: 0.96, check: dayAndMonth, pattern: re(`[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(?:[0-9]{4}|[0-9]{2})\b`)},
		{name: "date, ISO", kind: Date, score: 0.96, check: isoDate, pattern: re(`[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[ t][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\b`)},
		{name: "day of this month or the last", kind: Date, score: 0.8, pattern: re(`[0-9]{1,2}(?:st|nd|rd|th) (?:inst|ult|prox)\b`)},
		{name: "date, without a year", kind: Date, score: 0.3, cues: dateCues, before: 2, check: cuedOnly, refuse: clock, pattern: re(`[0-9]{1,2}[/.-][0-9]{1,2}\b`)},
		{name: "date, spaced", kind: Date, score: 0.5, cues: spacedCues, check: spacedAgain, pattern: re(`[0-9]{1,2} [0-9]{1,2} (?:[0-9]{4}|[0-9]{2})\b`)},
		{name: "year of birth", kind: Date, score: 0.5, check: yearOfBirth, pattern: re(`(?:19|20)[0-9]{2}\b`)},
		{name: "day and month", kind: Date, score: 0.93, check: dayOfMonth, pattern: re(`[0-9]{1,2} ?(?:st|nd|rd|th)?(?: day)?(?:[ ,]*of)?[ ,./-]*(?:` + months + `)\b\.?(?:[ ,./-]*(?:of )?(?:'[0-9]{2}|[0-9]{4}|[0-9]{2}\b))?\b`)},
		{name: "birthday", kind: Date, score: 0.3, cues: set("birthday", "bday", "birthdays"), before: 5, check: cuedOnly, pattern: re(`[0-9]{1,2}(?:st|nd|rd|th)\b`)},
	}
	return append(dates, []recogniser{
		{name: "network address", kind: URL, score: 0.9, pattern: re(`[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b`)},
		{name: "crime number", kind: Reference, score: 0.9, check: notDate, pattern: re(`[0-9]{2}[a-z]{0,3}[/-][0-9]{3,7}(?:[/-][a-z0-9]{1,4})+\b`)},
		{name: "crime number, short", kind: Reference, score: 0.7, pattern: re(`[0-9]{2}(?:[a-z]{1,3}[/-]?[0-9]{4,}|/[0-9]{4,7})(?:[/-][a-z0-9]{1,4})*\b`)},
		{name: "number and year", kind: Reference, score: 0.75, check: notYears, pattern: re(`[0-9]{3,6}/[0-9]{2,4}\b`)},
		{name: "unique reference number", kind: Reference, score: 0.8, pattern: re(`[0-9]{2}[a-z][a-z0-9][0-9]{5,}[a-z0-9]*\b`)},
		{name: "sort code", kind: Reference, score: 0.7, check: notDate, cues: set("sort", "code"), pattern: re(`[0-9]{2}-[0-9]{2}-[0-9]{2}\b`)},
		{name: "sort code, spaced", kind: Reference, score: 0.3, check: cuedOnly, cues: set("sort"), after: 4, pattern: re(`[0-9]{2} [0-9]{2} [0-9]{2}\b`)},
		{name: "exhibit, in numbers", kind: Reference, score: 0.3, cues: set("exhibit", "exhibits", "ex"), check: cuedOnly, pattern: re(`[0-9]{1,3}/[0-9]{1,3}\b`)},
		{name: "reference, spaced", kind: Reference, score: 0.3, cues: set("urn", "crime", "case", "reference", "ref"), before: 4, check: cuedOnly, pattern: re(`[0-9]{2} ?[a-z]{2} ?[0-9]{3,7}(?: ?[0-9]{2,4}){0,2}\b`)},
		{name: "day and month, in numbers", kind: Date, score: 0.6, check: plainDay, pattern: re(`[0-9]{2}/[0-9]{1,2}\b`)},
		{name: "plate, dateless, digits before letters", kind: Vehicle, score: 0.3, cues: plateCues, before: 4, check: cuedOnly, refuse: worded, pattern: re(`[0-9]{1,4} ?[a-z]{1,3}\b`)},
	}...)
}

func cuedOnly(*reading, int, string) bool { return false }

// notOrdinal tells "M6 2nd exit" from a postcode.
func notOrdinal(r *reading, i int, s string) bool {
	if len(s) < 5 {
		return false
	}
	end := strings.ToLower(s[len(s)-3:])
	return !strings.Contains(s, " ") || end != "2nd" && end != "3rd" || !turns[r.lower(r.tokenAt(i, r.tokens[i].Start+len(s))+1)]
}

var turns = set("exit", "junction", "left", "right", "turn", "turning", "roundabout", "lane", "services", "time", "day")

// nearby are the areas of the West Midlands and around it, whose districts people name as places.
var nearby = set("b", "cv", "dy", "ws", "wv", "st", "tf", "wr", "de", "le", "nn", "sy", "hr", "ng")

func area(s string) string {
	return strings.ToLower(s[:strings.IndexAny(s, "0123456789")])
}

var whereWords = set("in", "from", "near", "around", "to", "lives", "live", "living", "area", "at")

// inDistrict takes "in b15" for a place, but not "b4", which is chat for before.
func inDistrict(r *reading, i int, s string) bool {
	listed := r.at(i-1).Text == "," && s == strings.ToUpper(s) && !r.caps[i]
	return nearby[area(s)] && (whereWords[r.lower(i-1)] || listed) && (len(s) > 2 || s == "b1" || s != strings.ToLower(s))
}

// niPrefix checks the two letters that begin a National Insurance number (HMRC, NIM39110).
func niPrefix(_ *reading, _ int, s string) bool {
	p := strings.ToUpper(s[:2])
	if strings.ContainsAny(p[:1], "DFIQUV") || strings.ContainsAny(p[1:], "DFIQUVO") {
		return false
	}
	switch p {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return true
}

var plateWords = set("the", "and", "was", "for", "you", "not", "but", "had", "has", "his", "her", "she", "him", "are", "who", "out", "got", "jan",
	"feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "min", "hrs", "pct", "yrs", "day", "way", "one", "ago", "all",
	"then", "when", "met", "ran", "saw", "let", "put", "us", "or", "we", "am")

func plateWord(_ *reading, _ int, s string) bool {
	return !strings.Contains(s, " ") || !plateWords[strings.ToLower(s[len(s)-3:])]
}

// shoutedPlate takes the older forms only in capitals, which in lower case are met by chance ("b4 the").
func shoutedPlate(r *reading, i int, s string) bool {
	return s == strings.ToUpper(s) && !r.caps[i] && !plateWords[strings.ToLower(s[:min(3, len(s))])] && plateWord(r, i, s)
}

// worded tells "for 40 minutes" and "2 go" from a plate.
func worded(r *reading, i int, s string) bool {
	last := r.tokenAt(i, r.tokens[i].Start+len(s))
	return r.stopWord(i) || last > i && r.everyday(last) || quantities[r.lower(last+1)] || amounts[r.lower(last+1)] && !joining[r.lower(last+1)]
}

// dvla checks the shape of a driver number: five characters of surname, filled with 9s.
func dvla(_ *reading, _ int, s string) bool {
	n := strings.IndexFunc(s, func(c rune) bool { return c == ' ' || c >= '0' && c <= '8' })
	return n == 5
}

// notRoad tells "A4123" from a reference.
func notRoad(_ *reading, _ int, s string) bool {
	if !strings.ContainsAny(s[1:2], "0123456789") {
		return len(s) > 4
	}
	return len(s) > 5 || !strings.Contains("abmABM", s[:1])
}

// initialled takes letters, a mark and a number for a reference when the letters are capitals ("RGT-396", "OL/330") or
// the number is long.
func initialled(_ *reading, _ int, s string) bool {
	mark := strings.IndexAny(s, "-/")
	head := s[:mark]
	return head == strings.ToUpper(head) || len(digitsOf(s[mark:])) > 4
}

// mostlyDigits says that something has the form of an account number, whatever its check digits say.
func mostlyDigits(_ *reading, _ int, s string) bool { return len(digitsOf(s)) > 11 }

func digitsOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
