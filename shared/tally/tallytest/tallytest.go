// Package tallytest makes up responses for tests: every path through a questionnaire, every channel, texts that are
// clean and texts that are held, with and without the permission to be counted. The people in them do not exist.
package tallytest

import (
	"fmt"
	"math/rand/v2"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// Forum is the forum that responses belong to.
const Forum calendar.Quarter = "2026-Q4"

var sentences = []string{
	"Nobody told me what was happening with the case.", "The officer was kind and explained everything.",
	"They kept my phone for months.", "I was believed from the start.", "The letter about the decision was cold.",
}

// Response makes up a response as its first version.
func Response(rng *rand.Rand, q *questionnaire.Questionnaire, id response.ID) response.Response {
	channels := []response.Channel{response.Victim, response.Victim, response.Victim, response.AdvocateAssisted, response.Partner, response.Officer}
	r := response.Response{
		ID: id, Version: 1, Forum: Forum, Channel: channels[rng.IntN(len(channels))], Language: "en", Received: "2026-11-24",
		Questionnaire: response.QuestionnaireVersion{ID: q.ID, Version: q.Version},
		Answers:       map[string][]string{}, Texts: map[string]response.Text{},
		Consents: []consent.Event{permission(rng.IntN(10) > 0)},
	}
	for _, qu := range q.Questions {
		if !qu.When.Met(r.Answers) || rng.IntN(8) == 0 {
			continue
		}
		if qu.Kind != questionnaire.Text {
			r.Answers[qu.ID] = answer(rng, qu)
		} else if words := sentences[rng.IntN(len(sentences))]; rng.IntN(4) == 0 {
			r.Texts[qu.ID] = response.Text{State: response.Held}
		} else {
			r.Texts[qu.ID] = response.Text{State: response.Clean, Words: words}
		}
	}
	return r
}

func answer(rng *rand.Rand, qu *questionnaire.Question) []string {
	if qu.Kind == questionnaire.Month && rng.IntN(3) > 0 {
		return []string{fmt.Sprintf("%04d-%02d", 2015+rng.IntN(12), 1+rng.IntN(12))}
	}
	first := qu.Options[min(rng.IntN(len(qu.Options)), rng.IntN(len(qu.Options)))] // the earlier the likelier
	chosen := []string{first.ID}
	if qu.Kind == questionnaire.Several && !first.Exclusive {
		for _, o := range qu.Options {
			if o.ID != first.ID && !o.Exclusive && rng.IntN(4) == 0 {
				chosen = append(chosen, o.ID)
			}
		}
	}
	return chosen
}

// Change gives the next version of a response: somebody changed their mind about being counted, or about nothing that
// counts.
func Change(rng *rand.Rand, r response.Response) response.Response {
	r = r.Clone()
	r.Version++
	r.Consents = append(r.Consents, permission(rng.IntN(2) == 0))
	return r
}

func permission(given bool) consent.Event {
	return consent.Event{{Purpose: consent.Counts, Given: given, Wording: 1, Language: "en", Day: "2026-11-24"}}
}
