package questionnaire

import (
	"slices"

	"voiceforum/shared/calendar"
)

// Code names what is wrong with an answer. The words that people read are web/translations' business.
type Code string

// The codes.
const (
	UnknownOption  Code = "unknown-option"  // a value that is none of the question's options
	OneOnly        Code = "one-only"        // more than one answer where one is asked for
	NotTogether    Code = "not-together"    // an exclusive option, such as "none of these", together with another answer
	TextTooLong    Code = "text-too-long"   // Detail says by how many characters
	TextUnreadable Code = "text-unreadable" // not UTF-8, so that nobody could say what was meant
	MonthInvalid   Code = "month-invalid"   // neither 1 to 12 nor a month's English name
	YearInvalid    Code = "year-invalid"    // not a year of four digits from EarliestYear
	MonthFuture    Code = "month-future"    // later than the month of the day it was read on
)

// Problem is why an answer cannot be taken as it is. It holds nothing that was typed.
type Problem struct {
	Code   Code
	Detail int // for TextTooLong, the characters over the limit; otherwise 0
}

// Read turns what a form sent into an answer as Answers holds it, or says what to change. Nothing is mandatory: empty
// values are no answer, which is a nil answer and no problem. With a problem the answer is nil as well.
//
// For One, Several and Scale the values are option ids, in any order. For Text it is the one text as typed, see
// CleanText for what becomes of it. For Month it is either one value, as Date.String writes it or an option's id, or
// the month as typed, the year as typed, then the ids of any options chosen; today is the day after whose month no
// date can lie.
func (qu *Question) Read(values []string, today calendar.Day) (answer []string, problem *Problem) {
	switch qu.Kind {
	case Text:
		return qu.readText(values)
	case Month:
		return qu.readMonth(values, today)
	default:
		return qu.readOptions(values)
	}
}

func (qu *Question) readOptions(values []string) ([]string, *Problem) {
	var answer []string
	exclusive := false
	for _, o := range qu.Options {
		if slices.Contains(values, o.ID) {
			answer = append(answer, o.ID)
			exclusive = exclusive || o.Exclusive
		}
	}
	for _, v := range values {
		if v != "" && !slices.Contains(answer, v) {
			return nil, &Problem{Code: UnknownOption}
		}
	}
	switch {
	case len(answer) < 2:
		return answer, nil
	case qu.Kind != Several:
		return nil, &Problem{Code: OneOnly}
	case exclusive:
		return nil, &Problem{Code: NotTogether}
	}
	return answer, nil
}
