package submission

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/safeguarding"
	"voiceforum/shared/seal"
)

// Anonymiser takes identifiers out of one response's texts, all together, one result for each in the same order.
type Anonymiser interface {
	Anonymise(texts []string) ([]anonymise.Result, error)
}

// Sealer encrypts for a reader that is not itself; see seal.Sealer.
type Sealer interface {
	Seal(ctx context.Context, p seal.Purpose, id response.ID, plain []byte) (ciphertext, wrappedKey []byte, err error)
}

// Service makes submissions of drafts.
type Service struct {
	Anonymiser Anonymiser
	Words      Sealer // for reviewers
	Contacts   Sealer // for the one role that contacts people
	Now        func() time.Time
	Doubt      func(error) // told when the anonymiser failed; the error holds nothing that was typed
}

// Prepare makes of a finished draft what is stored for one forum. The response never holds a word as it was typed:
// what the anonymiser cannot vouch for is held, and counts all the same. A draft whose permissions were never asked,
// or which permits contact without saying where, is a fault.Invalid.
func (s Service) Prepare(ctx context.Context, t receipt.Token, d draft.Draft, forum calendar.Quarter) (Submission, error) {
	if len(d.Permissions) == 0 || d.Who == "" || !d.Adult {
		return Submission{}, fault.New(fault.Invalid, "draft is not finished")
	}
	if d.Permits(consent.Contact) && d.Contact.Where == "" {
		return Submission{}, fault.New(fault.Invalid, "draft permits contact and says no way")
	}
	q, err := questionnaire.Get(d.Questionnaire.ID, d.Questionnaire.Version)
	if err != nil {
		return Submission{}, fault.Wrap(fault.Internal, "find the draft's questionnaire", err)
	}
	id, today := t.ResponseID(), calendar.DayOf(s.Now())
	choices, words := split(q, q.Prune(d.Answers))
	sub := Submission{
		DraftID:      t.DraftID(),
		DraftVersion: d.Version,
		Receipt:      t.Receipt().Hash(),
		Response: response.Response{
			ID:            id,
			Version:       1,
			Forum:         forum,
			Questionnaire: d.Questionnaire,
			Channel:       d.Who,
			Language:      d.Language,
			Received:      today,
			Answers:       choices,
			Texts:         s.anonymised(words),
			Consents:      []consent.Event{d.Permissions},
			ShowAnswers:   d.ShowAnswers,
			Signs:         s.signs(words),
			Invited:       d.Invitation != "",
		},
	}
	if d.Invitation != "" {
		sub.Invitation = &d.Invitation
	}
	if len(words) > 0 {
		sub.Sealed, err = envelope(ctx, s.Words, seal.Words, id, words, today.Add(consent.SealedDays))
		if err != nil {
			return Submission{}, err
		}
	}
	if d.Permits(consent.Contact) {
		sub.Contact, err = envelope(ctx, s.Contacts, seal.Contact, id, d.Contact, today.Add(consent.ContactDays))
		if err != nil {
			return Submission{}, err
		}
	}
	return sub, nil
}

// split parts what was chosen from what was written. Blank texts are nothing written.
func split(q *questionnaire.Questionnaire, a questionnaire.Answers) (choices map[string][]string, words map[string]string) {
	choices, words = map[string][]string{}, map[string]string{}
	for id, values := range a {
		question, ok := q.Question(id)
		switch {
		case !ok || len(values) == 0:
		case question.Kind != questionnaire.Text:
			choices[id] = slices.Clone(values)
		case strings.TrimSpace(values[0]) != "":
			words[id] = values[0]
		}
	}
	return choices, words
}

// anonymised gives the words as they may be worked with. Whatever goes wrong, nothing is lost by it: the words as
// written are sealed, and a reviewer sees them.
func (s Service) anonymised(words map[string]string) map[string]response.Text {
	ids := slices.Sorted(maps.Keys(words))
	texts := make([]string, len(ids))
	out := make(map[string]response.Text, len(ids))
	for i, id := range ids {
		texts[i], out[id] = words[id], response.Text{State: response.Held}
	}
	if len(ids) == 0 {
		return out
	}
	results, err := s.tryAnonymise(texts)
	if err == nil && len(results) != len(ids) {
		err = fault.New(fault.Internal, "anonymiser gave %d results for %d texts", len(results), len(ids))
	}
	if err != nil {
		s.Doubt(err)
		return out
	}
	for i, r := range results {
		if r.Verdict == anonymise.Clean {
			out[ids[i]] = response.Text{State: response.Clean, Words: r.Words}
		}
	}
	return out
}

func (s Service) tryAnonymise(texts []string) (results []anonymise.Result, err error) {
	defer func() {
		// What a panic carries may quote the text, so that only its type is told.
		if p := recover(); p != nil {
			results, err = nil, fault.New(fault.Internal, "anonymiser panicked with a %s", fmt.Sprintf("%T", p))
		}
	}()
	results, err = s.Anonymiser.Anonymise(texts)
	if err != nil {
		return nil, fault.New(fault.KindOf(err), "anonymise")
	}
	return results, nil
}

// signs gives the cues of present danger in the words as typed. Of the words themselves it keeps nothing. A reading that
// fails must not keep anybody from sending: there are no signs then, and whoever runs this is told.
func (s Service) signs(words map[string]string) (cues []string) {
	defer func() {
		if p := recover(); p != nil {
			cues = nil
			s.Doubt(fault.New(fault.Internal, "reading for danger panicked with a %s", fmt.Sprintf("%T", p)))
		}
	}()
	for _, id := range slices.Sorted(maps.Keys(words)) {
		for _, sign := range safeguarding.Read(words[id]) {
			if !slices.Contains(cues, sign.Cue) {
				cues = append(cues, sign.Cue)
			}
		}
	}
	return cues
}

// envelope seals the JSON of content.
func envelope(
	ctx context.Context, by Sealer, p seal.Purpose, id response.ID, content any, expires calendar.Day,
) (*Envelope, error) {
	plain, err := json.Marshal(content)
	if err != nil {
		return nil, fault.New(fault.Internal, "write what is to be sealed")
	}
	ciphertext, wrapped, err := by.Seal(ctx, p, id, plain)
	if err != nil {
		return nil, fault.Wrap(fault.KindOf(err), "seal a submission", err)
	}
	return &Envelope{Ciphertext: ciphertext, WrappedKey: wrapped, Expires: expires}, nil
}
