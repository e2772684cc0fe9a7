package handover

import (
	"fmt"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// Anonymiser takes identifiers out of one item's texts, all together, one result for each in the same order. Several
// goroutines use it at once.
type Anonymiser interface {
	Anonymise(texts []string) ([]anonymise.Result, error)
}

// Service screens what is handed in.
type Service struct {
	Anonymiser Anonymiser
	Now        func() time.Time
}

// LongestReference is how many characters a reference has at most.
const LongestReference = 40

var referenceForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// Screen checks items of one request and gives one Screened for each, in their order. An item whose texts hold
// identifiers has a problem for each of them; with accept they are masked instead, and told of as Masks. A text of
// which the anonymiser is in doubt is a problem either way, because nothing is kept that a person could look at later.
//
// An anonymiser that fails is a fault.Unavailable, and then there is nothing of any item.
func (s Service) Screen(o organisation.Organisation, items []Item, accept bool) ([]Screened, error) {
	shown, err := consent.Shown(language)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "find the permissions' wordings", err)
	}
	j := job{Service: s, organisation: o, accept: accept, shown: shown, today: calendar.DayOf(s.Now())}
	out := make([]Screened, len(items))
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for n, i := range items {
		all.Go(func() (err error) {
			out[n], err = j.screen(i)
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	referencesOnce(items, out)
	return out, nil
}

// job is one call of Screen.
type job struct {
	Service
	organisation organisation.Organisation
	accept       bool
	shown        []consent.Wording
	today        calendar.Day
}

func (j job) screen(i Item) (Screened, error) {
	out := Screened{Row: i.Row, Reference: i.Reference}
	if i.Reference != "" && (len(i.Reference) > LongestReference || !referenceForm.MatchString(i.Reference)) {
		out.Problems = append(out.Problems, i.problem(InReference, "", ReferenceMalformed, fmt.Sprintf(
			"A reference has at most %d letters, digits, dots, hyphens and underscores, and begins with a letter or a digit.", LongestReference)))
	}
	out.Problems = append(out.Problems, j.permissions(i)...)
	q, err := questionnaire.Get(i.Questionnaire.ID, i.Questionnaire.Version)
	if err != nil || q.ID != j.organisation.Questionnaire() {
		out.Problems = append(out.Problems, i.problem(InQuestionnaire, "", AnotherQuestionnaire,
			"Your organisation answers the questionnaire "+j.organisation.Questionnaire()+"; name one of its versions."))
		return out, nil
	}
	kept, findings := q.Check(i.Answers, j.today)
	for _, f := range findings {
		out.Problems = append(out.Problems, i.finding(f))
	}
	if len(findings) > 0 {
		return out, nil
	}
	choices, texts, err := j.texts(i, q, kept, &out)
	if err != nil || len(out.Problems) > 0 {
		return out, err
	}
	out.Response = response.Response{
		Version: 1, Questionnaire: i.Questionnaire, Channel: j.organisation.Channel(), Language: language, Received: j.today,
		Answers: choices, Texts: texts, Consents: []consent.Event{j.event(i)},
		Organisation: string(j.organisation.ID), Service: string(j.organisation.Kind),
	}
	return out, nil
}

// permissions says what is wrong with the permissions that came with an item.
func (j job) permissions(i Item) []Problem {
	var problems []Problem
	if _, said := i.Permissions[consent.Counts]; !said {
		problems = append(problems, i.problem(InPermissions, string(consent.Counts), PermissionMissing,
			"Say whether the answers may be counted: true or false."))
	}
	mayAsk := Purposes(j.organisation)
	for _, p := range slices.Sorted(maps.Keys(i.Permissions)) {
		name := ""
		switch {
		case slices.Contains(mayAsk, p) || slices.Contains(consent.Purposes, p) && !i.Permissions[p]:
			continue
		case slices.Contains(consent.Purposes, p):
			name = string(p)
		}
		problems = append(problems, i.problem(InPermissions, name, PermissionNotTaken,
			"Your organisation cannot hand in this permission; leave it out or send false."))
	}
	return problems
}

// event is what the client decided, under the wordings that stand now.
func (j job) event(i Item) consent.Event {
	mayAsk := Purposes(j.organisation)
	asked := slices.DeleteFunc(slices.Clone(j.shown), func(w consent.Wording) bool { return !slices.Contains(mayAsk, w.Purpose) })
	return consent.Decide(asked, i.Permissions, j.today)
}

// texts parts what was chosen from what was written, and screens what was written.
func (j job) texts(i Item, q *questionnaire.Questionnaire, kept questionnaire.Answers, out *Screened) (map[string][]string, map[string]response.Text, error) {
	choices, texts := map[string][]string{}, map[string]response.Text{}
	var ids, words []string
	for _, qu := range q.Questions {
		values, answered := kept[qu.ID]
		switch {
		case !answered:
		case qu.Kind == questionnaire.Text:
			ids, words = append(ids, qu.ID), append(words, values[0])
		default:
			choices[qu.ID] = values
		}
	}
	if len(ids) == 0 {
		return choices, texts, nil
	}
	results, err := j.anonymised(words)
	if err != nil {
		return nil, nil, err
	}
	for n, id := range ids {
		masks := masksOf(id, i.Answers[id][0], words[n], results[n].Spans)
		if !j.accept {
			for _, m := range masks {
				out.Problems = append(out.Problems, i.identifier(m))
			}
		}
		if results[n].Verdict != anonymise.Clean {
			out.Problems = append(out.Problems, i.needsPerson(id))
		}
		out.Masks = append(out.Masks, masks...)
		texts[id] = response.Text{State: response.Clean, Words: results[n].Words}
	}
	return choices, texts, nil
}

// anonymised guards the anonymiser: what fails, or panics, says nothing of the texts.
func (j job) anonymised(texts []string) (results []anonymise.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			results, err = nil, fault.New(fault.Unavailable, "anonymiser panicked with a %s", fmt.Sprintf("%T", p))
		}
	}()
	results, err = j.Anonymiser.Anonymise(texts)
	if err == nil && len(results) != len(texts) {
		return nil, fault.New(fault.Unavailable, "anonymiser gave %d results for %d texts", len(results), len(texts))
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "anonymiser failed: %s", fault.KindOf(err))
	}
	return results, nil
}

// referencesOnce tells of references that stand in more than one item, from the second on.
func referencesOnce(items []Item, out []Screened) {
	seen := map[string]bool{}
	for n, i := range items {
		if i.Reference == "" {
			continue
		}
		if seen[i.Reference] {
			out[n].Response = response.Response{}
			out[n].Problems = append(out[n].Problems, i.problem(InReference, "", ReferenceTwice,
				"This reference stands before another piece too; each needs its own."))
		}
		seen[i.Reference] = true
	}
}
