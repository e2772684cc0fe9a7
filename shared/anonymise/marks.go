package anonymise

import "strings"

// mark is what a word begins or announces, asked of all word lists once for each word of a text and its second pass, so
// that a rule is tried only where it can apply.
type mark uint32

const (
	marksWeb mark = 1 << iota
	marksSpoken
	marksDate
	marksNumber
	marksUnit
	marksReference
	marksSecret
	marksVenue
	marksCompany
	marksBusiness
	marksCountry
	marksPub
	marksStreet
	marksJob
)

var (
	jobWords   = set("only", "sole", "last", "head", "chief", "lead", "senior", "principal", "first", "youngest", "oldest", "longest-serving", "the", "a", "an")
	pairHeads  = heads(countryPairs)
	streetEnds = set("st", "way", "hill", "estate", "gdns")
)

// heads gives the first words of phrases.
func heads(phrases map[string]bool) map[string]bool {
	first := map[string]bool{}
	for p := range phrases {
		w, _, _ := strings.Cut(p, " ")
		first[w] = true
	}
	return first
}

// markers say which words have a mark.
var markers = []struct {
	mark mark
	has  func(w string) bool
}{
	{marksWeb, func(w string) bool { return platforms[w] }},
	{marksSpoken, func(w string) bool { return spoken[w] }},
	{marksDate, func(w string) bool { return monthNames[w] || ordinals[w] || weekdays[w] }},
	{marksNumber, func(w string) bool { return numberWord(w) >= 0 }},
	{marksUnit, func(w string) bool { return units[w] || w == "floor" }},
	{marksReference, func(w string) bool { return referenceCues[w] || ranks[w] }},
	{marksSecret, func(w string) bool {
		return secretWords[w] || w == "word" || w == "phrase" || inked[w] || strings.Contains(w, "-year")
	}},
	{marksVenue, func(w string) bool {
		return single[w] || trading[w] || apposed[w] || plants[w] || drinking[w] || w == "by" || w == "at" || w == "'s"
	}},
	{marksCompany, func(w string) bool { return companies[w] }},
	{marksBusiness, func(w string) bool { return businesses[w] }},
	{marksCountry, func(w string) bool { return countries[w] || pairHeads[w] }},
	{marksPub, func(w string) bool { return pubNouns[w] }},
	{marksStreet, func(w string) bool { return streets[w] || streetEnds[w] }},
	{marksJob, func(w string) bool { return jobWords[w] }},
}

// marksOf gives all marks of a word in lower case.
func marksOf(w string) mark {
	var all mark
	for _, m := range markers {
		if m.has(w) {
			all |= m.mark
		}
	}
	return all
}

// marked says that a word has one of some marks.
func (r *reading) marked(i int, m mark) bool { return r.marks[i]&m != 0 }
