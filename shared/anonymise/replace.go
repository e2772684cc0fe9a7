package anonymise

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// placeholder matches exactly what replace puts in the place of an identifier, where it begins, so that a second pass can
// pass over it. Were it any wider, or searched for further on, a name could be written behind a bracket and be passed
// over too.
var placeholder = regexp.MustCompile(`^\[(?:name(?: \d{1,3})?|place|address|postcode|phone|email|url|date|` +
	`age (?:under 18|\d\d to \d\d|65 or over)|reference|nhs|ni|vehicle|org|job|other)\]`)

// replace writes the text with each find replaced by its kind, dates by month and year, ages by a band.
func (r *reading) replace(people *people) string {
	var b strings.Builder
	b.Grow(len(r.norm))
	at, i := 0, 0
	for _, m := range r.found {
		for i < len(r.tokens) && r.tokens[i].End <= m.start {
			i++
		}
		b.WriteString(r.norm[at:m.start])
		b.WriteString(r.standIn(m, i, people))
		at = m.end
	}
	b.WriteString(r.norm[at:])
	return b.String()
}

// standIn gives what is written in the place of a find that begins at a token.
func (r *reading) standIn(m match, i int, people *people) string {
	switch found := r.norm[m.start:m.end]; m.kind {
	case Name:
		parts, title := r.partsOf(m, i)
		if n := people.number(parts, title, false); len(people.persons) > 1 && n > 0 {
			return fmt.Sprintf("[name %d]", n)
		}
		return "[name]"
	case Date:
		return monthAndYear(found)
	case Age:
		return "[age " + band(found) + "]"
	default:
		return "[" + string(m.kind) + "]"
	}
}

var (
	monthName = regexp.MustCompile(`(?i)\b(` + months + `)`)
	yearForm  = regexp.MustCompile(`\b(?:19|20)\d{2}\b`)
	numeric   = regexp.MustCompile(`^(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{2}|\d{4})$`)
	isoForm   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.]\d{1,2}`)
)

// monthAndYear keeps of a date what cannot single out a day.
func monthAndYear(s string) string {
	if m := isoForm.FindStringSubmatch(s); m != nil {
		return monthOf(m[2], m[1])
	}
	if m := numeric.FindStringSubmatch(s); m != nil {
		return monthOf(m[2], m[3])
	}
	name := monthName.FindString(s)
	if name == "" {
		return "[date]"
	}
	for mo := time.January; mo <= time.December; mo++ {
		if strings.EqualFold(mo.String()[:3], name[:3]) {
			return strings.TrimSpace(mo.String() + " " + yearForm.FindString(s))
		}
	}
	return "[date]"
}

func monthOf(month, year string) string {
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	if m < 1 || m > 12 {
		return "[date]"
	}
	if y < 100 { // the pivot of POSIX strptime
		y += 1900
		if y < 1969 {
			y += 100
		}
	}
	return fmt.Sprintf("%s %d", time.Month(m), y)
}

func band(s string) string {
	n := numberWord(strings.ReplaceAll(strings.ToLower(s), " ", "-"))
	if n < 0 {
		n, _ = strconv.Atoi(digitsOf(s))
	}
	switch {
	case n < 18:
		return "under 18"
	case n < 25:
		return "18 to 24"
	case n >= 65:
		return "65 or over"
	default:
		low := (n-25)/10*10 + 25
		return fmt.Sprintf("%d to %d", low, low+9)
	}
}
