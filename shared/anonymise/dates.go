package anonymise

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/anonymise/token"
)

const months = `jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

var (
	dateCues   = set("on", "dated", "date", "dob", "since", "born")
	birthCues  = set("born", "birth", "dob", "d.o.b", "yob", "birthdate", "b")
	spacedCues = set("born", "birth", "dob", "d.o.b", "birthdate", "birthday", "bday")
	ordinals   = set(strings.Fields(`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
		sixteenth seventeenth eighteenth nineteenth twentieth thirtieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth
		twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirty-first`)...)
	// modals follow "may" the verb and never May the month.
	modals = set("be", "have", "of", "not", "well", "also", "need", "even", "still", "never", "want", "seem", "get", "go", "say", "just", "only", "feel",
		"help", "i", "we", "they", "he", "she", "it", "you")
	numerals = regexp.MustCompile(`[0-9]+`)
)

func dayAndMonth(_ *reading, _ int, s string) bool {
	n := numerals.FindAllString(s, 3)
	a, _ := strconv.Atoi(n[0])
	b, _ := strconv.Atoi(n[1])
	return a > 0 && b > 0 && a < 32 && b < 32 && min(a, b) < 13
}

func isoDate(_ *reading, _ int, s string) bool {
	n := numerals.FindAllString(s, 3)
	m, _ := strconv.Atoi(n[1])
	d, _ := strconv.Atoi(n[2])
	return m > 0 && m < 13 && d > 0 && d < 32
}

// yearOfBirth takes a year that is said to be one, but not behind the month that we ourselves leave of a date of birth.
func yearOfBirth(r *reading, i int, _ string) bool {
	return !monthNames[r.lower(i-1)] && r.near(i, 4, 0, birthCues)
}

// spacedAgain takes numbers for a date where one in that form was told before: "my birthday is 2 9 91 and they had 9 2 91".
func spacedAgain(r *reading, i int, s string) bool {
	return slices.ContainsFunc(r.found[max(0, len(r.found)-40):], func(m match) bool { return m.why == "date, spaced" }) && dayAndMonth(r, i, s)
}

var dayForm = regexp.MustCompile(`^([0-9]{1,2})/([0-9]{1,2})$`)

// daysAgain finds days like "6/2" in a text that has another of that form: "log of 13/1 … second call 6/2".
func (r *reading) daysAgain() {
	if !slices.ContainsFunc(r.found, func(m match) bool {
		return m.kind == Date && m.end-m.start < 6 && dayForm.MatchString(r.norm[m.start:m.end])
	}) {
		return
	}
	for i := range r.tokens {
		if r.at(i).Text != "/" || !r.glued(i) || !r.glued(i+1) || r.at(i-1).Kind != token.Number || r.at(i+1).Kind != token.Number || r.at(i+2).Text == "/" || r.at(i-2).Text == "/" {
			continue
		}
		d, _ := strconv.Atoi(r.at(i - 1).Text)
		m, _ := strconv.Atoi(r.at(i + 1).Text)
		if d > 0 && d < 32 && m > 0 && m < 13 && !(d == 24 && m == 7) && r.lower(i+2) != "of" {
			r.add(i-1, i+1, Date, 0.7, "day and month, as another")
		}
	}
}

// clock tells "on 2.30 pm" from a date.
func clock(r *reading, i int, s string) bool {
	next := r.lower(i + 3)
	return next == "am" || next == "pm" || strings.Contains(s, ".") && len(s) < 4 || amounts[next] && !joining[next] || quantities[next]
}

// plainDay tells "29/04" from "10/10" and "24/11" out of something.
func plainDay(r *reading, i int, s string) bool {
	d, _ := strconv.Atoi(s[:2])
	m, _ := strconv.Atoi(s[3:])
	next := r.at(i + 3)
	return d > 0 && d < 32 && m > 0 && m < 13 && d != m && !(d == 24 && m == 7) && (s[3] == '0' || d > 12) && next.Text != "/" && next.Lower != "of"
}

// notDate says that numbers between marks are no date.
func notDate(r *reading, i int, s string) bool {
	n := numerals.FindAllString(s, 4)
	return len(n) != 3 || len(n[1]) > 2 || !dayAndMonth(r, i, s)
}

// notYears tells "2023/24" and "2019/2020" from a number and its year.
func notYears(_ *reading, _ int, s string) bool {
	return !(len(s) > 4 && s[4] == '/' && (s[:2] == "19" || s[:2] == "20"))
}

// dayOfMonth tells "the 3 may have" and the chat of "moved it 2 april" from a date.
func dayOfMonth(r *reading, i int, s string) bool {
	d, _ := strconv.Atoi(numerals.FindString(s))
	if d < 1 || d > 31 {
		return false
	}
	last := r.tokenAt(i, r.tokens[i].Start+len(s))
	if strings.HasSuffix(strings.ToLower(s), "may") && modals[r.lower(last+1)] && !r.capital(last) {
		return false
	}
	chat := (s[0] == '2' || s[0] == '4') && len(s) > 1 && s[1] == ' ' && !r.capital(last) && len(numerals.FindAllString(s, 2)) == 1
	return !chat || !r.chatty()
}

// chatty says that the text writes 2 for "to" and 4 for "for".
func (r *reading) chatty() bool {
	if r.chat == 0 {
		r.chat = -1
		if r.writesTwo() {
			r.chat = 1
		}
	}
	return r.chat > 0
}

func (r *reading) writesTwo() bool {
	for i, k := range r.tokens {
		switch k.Lower {
		case "l8", "b4", "m8", "gr8", "h8", "w8", "any1", "some1", "no1", "every1", "2day", "2moro", "2nite", "l8r", "4ever", "4eva":
			return true
		case "2", "4":
			switch r.lower(i + 1) {
			case "my", "me", "the", "him", "her", "them", "be", "get", "go", "see", "tell", "add", "buy", "do", "have", "u", "you", "court", "say":
				return true
			}
		}
	}
	return false
}

var (
	monthFirst = re(`(?:` + months + `)\b\.?[ ]+(?:the )?(?:[0-9]{1,2}(?: ?(?:st|nd|rd|th))?\b(?:,? ?(?:19|20)[0-9]{2}\b)?|(?:` + ordinalWords + `)\b)`)
	monthNames = set(strings.Fields(`jan january feb february febuary mar march apr april may jun june jul july aug august sep sept september oct october nov
		november dec december`)...)
	weekdays = set("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs",
		"fri", "sat", "sun")
)

const ordinalWords = `first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|` +
	`seventeenth|eighteenth|nineteenth|twentieth|twenty-[a-z]+|thirtieth|thirty-first`

// dateWord reads the dates that begin with a word: "March 3rd", "the third of March", "Tuesday the 5th".
func (r *reading) dateWord(i int) {
	w := r.lower(i)
	switch {
	case monthNames[w]:
		if s := monthFirst.FindString(r.window(i)); s != "" && !(w == "may" && !r.capital(i) && strings.Contains(s, " the ")) && !r.monthOfTime(i, s) {
			r.add(i, r.tokenAt(i, r.tokens[i].Start+len(s)), Date, 0.92, "month and day")
		}
	case ordinals[w] && r.lower(i+1) == "of" && monthNames[r.lower(i+2)]:
		last := i + 2
		if r.at(i+3).Kind == token.Number && len(r.at(i+3).Text) == 4 {
			last++
		}
		last = r.yearInWords(last)
		r.found = append(r.found, match{r.dayBefore(i), r.tokens[last].End, Date, 0.92, "day and month in words"})
	case weekdays[w]:
		j := i + 1
		if r.lower(j) == "the" {
			j++
		}
		if k := r.at(j); k.Kind == token.Mixed && ordinal(k.Lower) && !monthNames[r.lower(j+1)] && r.lower(j+1) != "of" {
			r.add(i, j, Date, 0.8, "weekday and day")
		}
	}
}

// yearInWords takes in "nineteen eighty one" and "two thousand and four" behind a month.
func (r *reading) yearInWords(last int) int {
	j := last + 1
	switch r.lower(j) {
	case "nineteen", "twenty":
		if numberWord(r.lower(j+1)) < 0 {
			return last
		}
		j++
		if r.twoWords(j) {
			j++
		}
		return j
	case "two":
		if r.lower(j+1) != "thousand" {
			return last
		}
		j++
		if r.lower(j+1) == "and" && numberWord(r.lower(j+2)) > 0 {
			j += 2
		}
		return j
	}
	return last
}

// dayBefore takes in the weekday and the article before a date: "Wednesday 5 March", "the 3rd of May".
func (r *reading) dayBefore(i int) int {
	if r.lower(i-1) == "the" && (r.at(i).Kind == token.Mixed || ordinals[r.lower(i)]) {
		i--
	}
	j := i - 1
	if r.at(j).Text == "," {
		j--
	}
	if weekdays[r.lower(j)] && !r.endsClause(j) {
		i = j
	}
	return r.tokens[i].Start
}

// monthOfTime tells "may 10 times" and "March 10 people" from a day.
func (r *reading) monthOfTime(i int, s string) bool {
	last := r.tokenAt(i, r.tokens[i].Start+len(s))
	return quantities[r.lower(last+1)] && r.at(last).Kind == token.Number && len(r.at(last).Text) < 3
}

func ordinal(s string) bool {
	n := len(s)
	if n < 3 || n > 4 || s[0] < '0' || s[0] > '9' {
		return false
	}
	switch s[n-2:] {
	case "st", "nd", "rd", "th":
		return true
	}
	return false
}
