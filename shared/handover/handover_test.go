package handover_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

var (
	service = organisation.Organisation{ID: "larkspur", Name: "Larkspur Sample Service", Kind: organisation.AssaultAndAbuse}
	unit    = organisation.Organisation{ID: "sampleshire", Name: "Sampleshire Police", Kind: organisation.Police}
	other   = organisation.Organisation{ID: "teasel", Name: "Teasel Sample Service", Kind: organisation.SARC}
)

func clock() time.Time { return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC) }

// marker finds the word "Zebedee", and is in doubt of any text with "perhaps".
type marker struct{}

const name = "Zebedee"

func (marker) Anonymise(texts []string) ([]anonymise.Result, error) {
	results := make([]anonymise.Result, len(texts))
	for n, text := range texts {
		results[n] = anonymise.Result{Words: strings.ReplaceAll(text, name, "[name]"), Verdict: anonymise.Clean}
		if strings.Contains(text, "perhaps") {
			results[n].Verdict = anonymise.Held
		}
		runes, word := []rune(text), []rune(name)
		for i := range runes {
			if i+len(word) <= len(runes) && slices.Equal(runes[i:i+len(word)], word) {
				results[n].Spans = append(results[n].Spans, anonymise.Span{Start: i, End: i + len(word), Kind: anonymise.Name})
			}
		}
	}
	return results, nil
}

var screening = handover.Service{Anonymiser: marker{}, Now: clock}

// textOf gives a questionnaire's free text that is asked after about's answer.
func item(t *testing.T, text string) handover.Item {
	t.Helper()
	i := handover.Item{
		Questionnaire: response.QuestionnaireVersion{ID: "partner", Version: 1},
		Answers:       questionnaire.Answers{"about": {"our-view"}, "themes": {"respect"}},
		Permissions:   map[consent.Purpose]bool{consent.Counts: true},
	}
	if text != "" {
		i.Answers[freeText(t, "partner")] = []string{text}
	}
	return i
}

func freeText(t *testing.T, id string) string {
	t.Helper()
	q, err := questionnaire.Latest(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, qu := range q.Questions {
		if qu.Kind == questionnaire.Text && qu.When == nil {
			return qu.ID
		}
	}
	t.Fatal("no free text is always asked")
	return ""
}

func screen(t *testing.T, o organisation.Organisation, accept bool, items ...handover.Item) []handover.Screened {
	t.Helper()
	out, err := screening.Screen(o, items, accept)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatHoldsAnIdentifierIsRefusedByItsPlace(t *testing.T) {
	text := freeText(t, "partner")
	// What cleaning takes out counts as it was sent: a blank, a zero-width space, CR LF as two.
	sent := " \u200bWe\r\nasked Zebedee twice é Zebedee."
	got := screen(t, service, false, item(t, sent))[0]
	var places []string
	for _, p := range got.Problems {
		if p.Field != handover.InAnswers || p.Name != text || p.Code != handover.Identifier || p.Kind != "name" {
			t.Errorf("problem %+v", p)
		}
		if strings.Contains(p.Words, name) {
			t.Error("a problem names the name")
		}
		places = append(places, string([]rune(sent)[p.Start:p.End]))
	}
	if !slices.Equal(places, []string{name, name}) {
		t.Errorf("the places hold %q", places)
	}
	if len(got.Response.Texts) > 0 || len(handover.Pieces(service, "2026-Q4", "key", []handover.Screened{got})) > 0 {
		t.Error("something of it would be stored")
	}
}

func TestRedactionTakenKeepsNothingOfTheOriginal(t *testing.T) {
	got := screen(t, service, true, item(t, "We asked Zebedee twice."))[0]
	text := got.Response.Texts[freeText(t, "partner")]
	if len(got.Problems) > 0 || text.Words != "We asked [name] twice." || text.State != response.Clean {
		t.Errorf("it became %+v", got)
	}
	if len(got.Masks) != 1 || got.Masks[0].Start != 9 || got.Masks[0].End != 16 || got.Masks[0].Kind != "name" {
		t.Errorf("the masks are %+v", got.Masks)
	}
}

func TestWhatIsInDoubtIsRefusedEitherWay(t *testing.T) {
	for _, accept := range []bool{false, true} {
		got := screen(t, service, accept, item(t, "They were perhaps late."))[0]
		if len(got.Problems) != 1 || got.Problems[0].Code != handover.NeedsPerson || len(got.Response.Texts) > 0 {
			t.Errorf("accepting %v: %+v", accept, got)
		}
	}
}

func TestAResponseIsItsOrganisationsAndItsClientsWord(t *testing.T) {
	i := item(t, "They listened.")
	i.Row, i.Permissions[consent.ForumQuotes] = 7, true
	got := screen(t, service, false, i)[0].Response
	if got.Channel != response.Partner || got.Organisation != "larkspur" || got.Service != "sexual-assault-and-abuse" ||
		got.Version != 1 || got.Received != "2026-11-24" {
		t.Errorf("it became %+v", got)
	}
	for p, want := range map[consent.Purpose]bool{
		consent.Counts: true, consent.ForumQuotes: true, consent.PublicQuotes: false, consent.Training: false, consent.Contact: false,
	} {
		if got.Permits(p) != want {
			t.Errorf("%s is permitted: %v", p, !want)
		}
	}
}

func TestWhatIsNotTakenIsSaidByItsPlace(t *testing.T) {
	for want, c := range map[handover.Code]struct {
		o      organisation.Organisation
		change func(*handover.Item)
		name   string
	}{
		handover.PermissionMissing: {service, func(i *handover.Item) { i.Permissions = nil }, "counts"},
		handover.PermissionNotTaken: {service, func(i *handover.Item) {
			i.Permissions[consent.Contact] = true
		}, "contact"},
		handover.AnotherQuestionnaire:         {service, func(i *handover.Item) { i.Questionnaire.ID = "rasso-adult" }, ""},
		handover.ReferenceMalformed:           {service, func(i *handover.Item) { i.Reference = "client 12" }, ""},
		handover.Code(questionnaire.Missing):  {service, func(i *handover.Item) { delete(i.Answers, "about") }, "about"},
		handover.Code(questionnaire.NotAsked): {service, func(i *handover.Item) { i.Answers["how-common"] = []string{"few"} }, "how-common"},
	} {
		i := item(t, "")
		c.change(&i)
		got := screen(t, c.o, false, i)[0].Problems
		found := slices.ContainsFunc(got, func(p handover.Problem) bool {
			return p.Code == want && p.Name == c.name && p.Words != ""
		})
		if !found {
			t.Errorf("%s: %+v", want, got)
		}
	}
	quoted := handover.Item{
		Questionnaire: response.QuestionnaireVersion{ID: "officer", Version: 1}, Answers: questionnaire.Answers{},
		Permissions: map[consent.Purpose]bool{consent.Counts: true, consent.PublicQuotes: true},
	}
	if got := screen(t, unit, false, quoted)[0].Problems; !slices.ContainsFunc(got, func(p handover.Problem) bool {
		return p.Code == handover.PermissionNotTaken && p.Name == "public-quotes"
	}) {
		t.Errorf("an officer may be quoted: %+v", got)
	}
}

func TestAReferenceStandsOnceInARequest(t *testing.T) {
	a, b := item(t, ""), item(t, "")
	a.Reference, b.Reference, b.Row = "r-1", "r-1", 1
	got := screen(t, service, false, a, b)
	if len(got[0].Problems) != 0 || len(got[1].Problems) != 1 || got[1].Problems[0].Code != handover.ReferenceTwice {
		t.Errorf("%+v", got)
	}
}

func TestIDsStayTheSameAndAreNobodyElses(t *testing.T) {
	seen := map[response.ID]string{}
	for _, o := range []organisation.Organisation{service, other} {
		for _, key := range []string{"a", "ab", "reference"} {
			for _, row := range []int{0, 1, 11} {
				id := handover.RowID(o.ID, key, row)
				if id != handover.RowID(o.ID, key, row) || seen[id] != "" {
					t.Errorf("id of %s %s %d", o.ID, key, row)
				}
				seen[id] = key
			}
		}
		for _, reference := range []string{"0", "1", "11", "a"} {
			id := handover.ReferenceID(o.ID, reference)
			if _, ok := handover.ParseID(string(id)); !ok || seen[id] != "" {
				t.Errorf("id of %s's reference %s", o.ID, reference)
			}
			seen[id] = reference
		}
	}
}

func TestCorrectionsStayInTheirForum(t *testing.T) {
	i := item(t, "")
	i.Reference = "r-1"
	pieces := handover.Pieces(service, "2026-Q4", "key", screen(t, service, false, i))
	id := pieces[0].Response.ID
	for want, was := range map[handover.Code]handover.Standing{
		"":                          {Response: response.Response{Forum: "2026-Q4"}},
		handover.ReferenceClosed:    {Response: response.Response{Forum: "2026-Q3"}},
		handover.ReferenceWithdrawn: {Withdrawn: true},
		handover.ReferenceSpent:     {Response: response.Response{Forum: "2026-Q4", Consents: make([]consent.Event, consent.MostEvents)}},
	} {
		got := handover.Clashes(pieces, map[response.ID]handover.Standing{id: was})
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0].Code != want) {
			t.Errorf("%q: %+v", want, got)
		}
	}
	was := pieces[0].Response
	was.Version = 4
	if next := pieces[0].After(was); next.Version != 5 || len(next.Consents) != 1 {
		t.Errorf("the same again is %+v", next)
	}
	pieces[0].Response.Consents = []consent.Event{{{Purpose: consent.Counts, Given: false}}}
	if next := pieces[0].After(was); len(next.Consents) != 2 || next.Permits(consent.Counts) {
		t.Errorf("what was permitted became %+v", next.Consents)
	}
}

func TestAPieceWithoutAReferenceTakesNoOthersPlace(t *testing.T) {
	pieces := handover.Pieces(service, "2026-Q4", "key", screen(t, service, false, item(t, "They listened.")))
	p := pieces[0]
	again := p.Response.Clone()
	again.Forum, again.Version = "2026-Q3", 3 // a later forum and a reviewer's look change nothing of what it says
	other, uncounted := p.Response.Clone(), p.Response.Clone()
	other.Answers = map[string][]string{"about": {"one-client"}}
	uncounted.Consents = []consent.Event{{{Purpose: consent.Counts, Given: false}}}
	for name, c := range map[string]struct {
		was  handover.Standing
		want handover.Code
	}{
		"the same": {handover.Standing{Response: again}, ""}, "other answers": {handover.Standing{Response: other}, handover.HandedInOtherwise},
		"other permissions": {handover.Standing{Response: uncounted}, handover.HandedInOtherwise},
		"withdrawn":         {handover.Standing{Withdrawn: true}, handover.HandedInWithdrawn},
	} {
		got := handover.Clashes(pieces, map[response.ID]handover.Standing{p.Response.ID: c.was})
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0].Code != c.want || got[0].Words == "") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := handover.Clashes([]handover.Piece{p, p}, nil); len(got) != 1 || got[0].Code != handover.ReferenceTwice {
		t.Errorf("twice under one id: %+v", got)
	}
}

// broken fails in one of the ways in which an anonymiser could, each with words of the text.
type broken func(texts []string) ([]anonymise.Result, error)

func (b broken) Anonymise(texts []string) ([]anonymise.Result, error) { return b(texts) }

func TestAnAnonymiserThatFailsLetsNothingThrough(t *testing.T) {
	for how, b := range map[string]broken{
		"fails":   func(texts []string) ([]anonymise.Result, error) { return nil, errors.New(texts[0]) },
		"panics":  func(texts []string) ([]anonymise.Result, error) { panic(texts[0]) },
		"forgets": func([]string) ([]anonymise.Result, error) { return nil, nil },
	} {
		s := handover.Service{Anonymiser: b, Now: clock}
		got, err := s.Screen(service, []handover.Item{item(t, "We asked Zebedee.")}, true)
		if got != nil || !fault.Is(err, fault.Unavailable) || strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", how, err)
		}
	}
}
