package quotes

import (
	"maps"
	"slices"
	"strings"

	"voiceforum/shared/consent"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// Of gives the quotes of a response that may be used at the forum at this moment: approved by a reviewer and permitted by
// the person, a service's by its client's recorded permission. An officer's words are never quoted, nor is what was set
// apart. What a quote speaks of is found in the quote itself, without the themes that a reviewer took away; of a response
// that may not be counted it is nothing, because no figure has it. An error is the coder's, and says nothing of the words.
func Of(q *questionnaire.Questionnaire, coder tally.Coder, r response.Response) ([]Candidate, error) {
	var all []Candidate
	for _, question := range slices.Sorted(maps.Keys(r.Reviews)) {
		for _, words := range usable(r, question) {
			quote := r
			quote.Texts = map[string]response.Text{question: {State: response.Clean, Words: words}}
			quote.Reviews = map[string]response.Review{question: {Themes: taken(r.Reviews[question].Themes)}}
			mentions, err := tally.Code(coder, quote)
			if err != nil {
				return nil, err
			}
			all = append(all, Candidate{
				Quotation: quotation(r.ID, question, words),
				View:      r.Channel.View(), Words: words, Mentions: mentions[question], Speaker: traits(q, r),
			})
		}
	}
	return all, nil
}

// usable gives the words of a text that may be used now.
func usable(r response.Response, question string) []string {
	if r.Channel == response.Officer || r.SetApart {
		return nil
	}
	return r.Quotes(question, consent.ForumQuotes)
}

// taken gives the themes that a reviewer took away. Those added are of the whole text, and perhaps not of the quote.
func taken(labels []response.ThemeLabel) []response.ThemeLabel {
	return slices.DeleteFunc(slices.Clone(labels), func(l response.ThemeLabel) bool { return !l.Wrong })
}

// traits gives what could be said of whoever speaks: of a service's client which kind of service it is, of others their
// age and how they answered. Nothing else is ever said: what people told about themselves was for figures.
func traits(q *questionnaire.Questionnaire, r response.Response) []Trait {
	var all []Trait
	if r.Service != "" {
		all = append(all, Trait{tally.Service, r.Service, services[organisation.Kind(r.Service)]})
	}
	for _, qu := range q.Questions {
		for _, id := range r.Answers[qu.ID] {
			o, ok := qu.Option(id)
			if qu.Key == "age" && ok && id != questionnaire.PreferNot {
				all = append(all, Trait{tally.Question + qu.ID, id, "aged " + o.Label.In(questionnaire.English)})
			}
		}
	}
	if words := channels[r.Channel]; words != "" {
		all = append(all, Trait{tally.Channel, string(r.Channel), words})
	}
	return slices.DeleteFunc(all, func(t Trait) bool { return strings.TrimSpace(t.Words) == "" })
}

var channels = map[response.Channel]string{
	response.Victim: "answered by themselves", response.AdvocateAssisted: "answered with an advocate’s help",
}

var services = map[organisation.Kind]string{
	organisation.AssaultAndAbuse:    "handed in by a sexual assault and abuse service",
	organisation.SexualExploitation: "handed in by a sexual exploitation service",
	organisation.SexWork:            "handed in by a sex work service",
	organisation.SARC:               "handed in by a sexual assault referral centre",
}

// Stands reports whether a quote may still be shown: the words are still in the response, approved and permitted. The
// zero response, which is what is left of one that was withdrawn, has no words.
func Stands(r response.Response, q Quotation) bool {
	return slices.ContainsFunc(usable(r, q.Question), func(words string) bool { return Hash(words) == q.Hash })
}
