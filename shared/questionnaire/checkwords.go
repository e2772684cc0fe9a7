package questionnaire

import (
	"fmt"
	"strings"
)

// The words of findings are for people who write programs and fill in spreadsheets: English only, and in terms of ids.

func (qu *Question) missingWords() string {
	return "This question needs an answer: one of " + qu.optionIDs() + "."
}

func (qu *Question) notAskedWords() string {
	return "This question is not asked after the other answers; leave it out. It depends on " + strings.Join(qu.DependsOn, ", ") + "."
}

// problemWords says what to change about an answer.
func (qu *Question) problemWords(p Problem) string {
	switch p.Code {
	case UnknownOption:
		return "This is none of the answers to choose from: " + qu.optionIDs() + "."
	case OneOnly:
		return "This question takes one value."
	case NotTogether:
		return "One of these values can only stand by itself: " + qu.exclusiveIDs() + "."
	case TextTooLong:
		return fmt.Sprintf("This text is %d characters too long; the limit is %d.", p.Detail, qu.Limit)
	case TextUnreadable:
		return "This text is not UTF-8."
	case MonthFuture:
		return "This month has not begun yet."
	case Empty:
		return "This answer is empty; leave the question out."
	default:
		words := "Write a month as 2025-03, a year as 2025, or a month without its year as --03"
		if len(qu.Options) > 0 {
			words += ", or choose one of " + qu.optionIDs()
		}
		return words + "."
	}
}

func (qu *Question) optionIDs() string {
	ids := make([]string, len(qu.Options))
	for i, o := range qu.Options {
		ids[i] = o.ID
	}
	return strings.Join(ids, ", ")
}

func (qu *Question) exclusiveIDs() string {
	var ids []string
	for _, o := range qu.Options {
		if o.Exclusive {
			ids = append(ids, o.ID)
		}
	}
	return strings.Join(ids, ", ")
}
