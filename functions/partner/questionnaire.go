package main

import (
	"bytes"
	"encoding/json"
	"net/http"

	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
)

// questionnaireBody is a published questionnaire as a program needs it: what may be answered, and how.
type questionnaireBody struct {
	ID        string         `json:"id"`
	Version   int            `json:"version"`
	Title     words          `json:"title"`
	Audience  words          `json:"audience"`
	Languages []string       `json:"languages"`
	Sections  []sectionBody  `json:"sections"`
	Questions []questionBody `json:"questions"`
}

// words are texts by language, as BCP 47 tags.
type words = questionnaire.Words

type sectionBody struct {
	ID    string `json:"id"`
	Title words  `json:"title"`
}

type questionBody struct {
	ID       string         `json:"id"`
	Key      string         `json:"key"` // the same wherever the same is asked
	Kind     string         `json:"kind"`
	Section  string         `json:"section"`
	Title    words          `json:"title"`
	Hint     words          `json:"hint,omitempty"`
	Options  []optionBody   `json:"options,omitempty"`
	MaxChars int            `json:"maxCharacters,omitempty"` // of a free text
	When     *conditionBody `json:"when,omitempty"`          // always, where there is none
}

type optionBody struct {
	ID        string `json:"id"`
	Label     words  `json:"label"`
	Hint      words  `json:"hint,omitempty"`
	Exclusive bool   `json:"exclusive,omitempty"`
}

// conditionBody has exactly one of its forms: a question with the options that meet it, or all, any or not.
type conditionBody struct {
	Question string           `json:"question,omitempty"`
	Is       []string         `json:"is,omitempty"`
	All      []*conditionBody `json:"all,omitempty"`
	Any      []*conditionBody `json:"any,omitempty"`
	Not      *conditionBody   `json:"not,omitempty"`
}

// questionnaire gives a questionnaire: the organisation's own in the version that is asked now, any other in the newest.
func (s *service) questionnaire(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
	id := r.PathValue("id")
	q, err := questionnaire.Latest(id)
	if id == o.Questionnaire() {
		q, err = s.in.asked(r.Context(), o)
	}
	if fault.Is(err, fault.NotFound) {
		return refusal(http.StatusNotFound, notFound, "There is no such questionnaire", "Services answer partner, and officers answer officer.")
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, bodyOf(q))
}

func bodyOf(q *questionnaire.Questionnaire) questionnaireBody {
	body := questionnaireBody{ID: q.ID, Version: q.Version, Title: q.Title, Audience: q.Audience, Languages: q.Languages}
	for _, s := range q.Sections {
		body.Sections = append(body.Sections, sectionBody{s.ID, s.Title})
	}
	for _, qu := range q.Questions {
		one := questionBody{
			ID: qu.ID, Key: qu.Key, Kind: string(qu.Kind), Section: qu.Section, Title: qu.Title, Hint: qu.Hint,
			MaxChars: qu.Limit, When: conditionOf(qu.When),
		}
		for _, o := range qu.Options {
			one.Options = append(one.Options, optionBody{o.ID, o.Label, o.Hint, o.Exclusive})
		}
		body.Questions = append(body.Questions, one)
	}
	return body
}

func conditionOf(c *questionnaire.Condition) *conditionBody {
	if c == nil {
		return nil
	}
	return &conditionBody{c.Question, c.Is, conditionsOf(c.All), conditionsOf(c.Any), conditionOf(c.Not)}
}

func conditionsOf(all []*questionnaire.Condition) []*conditionBody {
	var bodies []*conditionBody
	for _, c := range all {
		bodies = append(bodies, conditionOf(c))
	}
	return bodies
}

// writeJSON answers with a JSON document, whole or not at all.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fault.Wrap(fault.Internal, "write an answer", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err := w.Write(body.Bytes())
	return fault.Wrap(fault.Unavailable, "send an answer", err)
}
