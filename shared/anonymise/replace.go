package anonymise

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// placeholder matches exactly what replace puts in the place of an identifier, so that a second pass can pass over it.
// Were it any wider, a name could be written within the brackets and be passed over too.
var placeholder = regexp.MustCompile(`\[(?:name(?: \d{1,3})?|place|address|postcode|phone|email|url|date|` +
	`age (?:under 18|\d\d to \d\d|65 or over)|reference|nhs|ni|vehicle|org|job|other)\]`)

// people numbers the persons named in one response, in the order in which they are first met.
type people struct {
	numbers map[string]int
	order   []string
}

func newPeople() *people { return &people{numbers: map[string]int{}} }

// meet takes note of a name. A title or rank before it is no part of who it is.
func (p *people) meet(name string) {
	key := personKey(name)
	if _, known := p.numbers[key]; !known && key != "" {
		p.numbers[key] = len(p.order) + 1
		p.order = append(p.order, key)
	}
}

func personKey(name string) string {
	name = lowered(strings.Trim(name, " .,'’"))
	return strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
}

// mentions finds, whatever their case, names met anywhere in the response.
func (p *people) mentions(r reading) []match {
	var out []match
	lower := lowered(r.norm)
	for _, name := range p.order {
		for from := 0; ; {
			i := strings.Index(lower[from:], name)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(name)
			if boundary(lower, start) && boundary(lower, end) {
				out = append(out, match{start, end, Name, 0.6, "named elsewhere"})
			}
			from = end
		}
	}
	return out
}

// lowered gives a text in lower case with every byte in its place: the few letters whose lower case has another length,
// such as İ, stay as they are.
func lowered(s string) string {
	return strings.Map(func(c rune) rune {
		if low := unicode.ToLower(c); utf8.RuneLen(low) == utf8.RuneLen(c) {
			return low
		}
		return c
	}, s)
}

// boundary reports whether no word runs across byte i of s.
func boundary(s string, i int) bool {
	return i == 0 || i == len(s) || !letter(s[i-1]) || !letter(s[i])
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }

// replace writes text with each find replaced by its kind, dates by month and year, ages by a band.
func replace(text string, found []match, people *people) string {
	var b strings.Builder
	at := 0
	for _, m := range found {
		b.WriteString(text[at:m.start])
		b.WriteString(standIn(m, text[m.start:m.end], people))
		at = m.end
	}
	b.WriteString(text[at:])
	return b.String()
}

func standIn(m match, found string, people *people) string {
	switch m.kind {
	case Name:
		if n := people.numbers[personKey(found)]; len(people.order) > 1 && n > 0 {
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
	numeric   = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$`)
	isoForm   = regexp.MustCompile(`^(\d{4})-(\d{2})-\d{2}$`)
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
	n := 0
	for _, d := range digits(s) {
		n = n*10 + d
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
