package response

import (
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
)

// Quote is a stretch of somebody's anonymised words that may be used at this moment, and by whose leave.
type Quote struct {
	Response ID
	Question string
	Span                       // in the text's words as they stand
	Words    string            // what stands there
	Uses     []consent.Purpose // everything that a reviewer approved and the person permits at this moment
	By       string            // the issuer's id of the reviewer who approved it
	Day      calendar.Day      // and when
}

// Quotable gives the quotes of a response that may be used for one purpose at this moment, by question and by where they
// stand: chosen and approved by a reviewer, in words that are clean, and permitted by the person; of a service's feedback
// by its client's recorded permission. Whoever shows a quote asks here, with the response as it is at that moment, because
// a permission may have been taken back since. An officer's words are never quoted, whatever was recorded, nor is what
// was set apart.
func Quotable(r Response, use consent.Purpose) []Quote {
	if !r.mayBeQuoted() || !r.Permits(use) {
		return nil
	}
	var quotes []Quote
	for _, question := range slices.Sorted(maps.Keys(r.Reviews)) {
		v, text := r.Reviews[question], r.Texts[question]
		if v.Decision != Cleared || text.State != Clean || !slices.Contains(v.Approved, use) {
			continue
		}
		uses := slices.DeleteFunc(slices.Clone(v.Approved), func(p consent.Purpose) bool { return !r.Permits(p) })
		words := []rune(text.Words)
		for _, at := range v.Quotes {
			if 0 <= at.Start && at.Start < at.End && at.End <= len(words) {
				quotes = append(quotes, Quote{
					Response: r.ID, Question: question, Span: at, Words: string(words[at.Start:at.End]),
					Uses: uses, By: v.By, Day: v.Day,
				})
			}
		}
	}
	return quotes
}

// mayBeQuoted reports whether there is anything to ask the person's permission for.
func (r Response) mayBeQuoted() bool { return r.Channel != Officer && !r.SetApart }

// Quotes gives the words of one text that may be used for a purpose at this moment; see Quotable.
func (r Response) Quotes(question string, use consent.Purpose) []string {
	var words []string
	for _, q := range Quotable(r, use) {
		if q.Question == question {
			words = append(words, q.Words)
		}
	}
	return words
}
