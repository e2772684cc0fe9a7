package submission_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
	"voiceforum/shared/submission"
)

const canary = "CANARY"

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// plainSealer shows what it was given to seal, so that tests can look.
type plainSealer struct{ err error }

func (p plainSealer) Seal(_ context.Context, purpose seal.Purpose, id response.ID, plain []byte) ([]byte, []byte, error) {
	return plain, []byte(string(purpose) + "/" + string(id)), p.err
}

type anonymiserOf func([]string) ([]anonymise.Result, error)

func (f anonymiserOf) Anonymise(texts []string) ([]anonymise.Result, error) { return f(texts) }

// masks replaces the canary and vouches for the rest.
func masks(texts []string) ([]anonymise.Result, error) {
	out := make([]anonymise.Result, len(texts))
	for i, t := range texts {
		out[i] = anonymise.Result{Words: strings.ReplaceAll(t, canary, "[name]"), Verdict: anonymise.Clean}
	}
	return out, nil
}

// failures are anonymisers that cannot be trusted, each in its own way.
var failures = map[string]anonymiserOf{
	"error": func(texts []string) ([]anonymise.Result, error) { return nil, errors.New(texts[0]) },
	"panic": func(texts []string) ([]anonymise.Result, error) { panic(texts[0]) },
	"fewer": func(texts []string) ([]anonymise.Result, error) { return make([]anonymise.Result, len(texts)-1), nil },
	"more":  func(texts []string) ([]anonymise.Result, error) { return make([]anonymise.Result, len(texts)+1), nil },
	"held": func(texts []string) ([]anonymise.Result, error) {
		out := make([]anonymise.Result, len(texts))
		for i, t := range texts {
			out[i] = anonymise.Result{Words: t, Verdict: anonymise.Held, Why: "a name"}
		}
		return out, nil
	},
	"no verdict": func(texts []string) ([]anonymise.Result, error) {
		out := make([]anonymise.Result, len(texts))
		for i, t := range texts {
			out[i].Words = t
		}
		return out, nil
	},
}

func service(a submission.Anonymiser, doubts *[]error) submission.Service {
	return submission.Service{
		Anonymiser: a, Words: plainSealer{}, Contacts: plainSealer{},
		Now:   func() time.Time { return noon },
		Doubt: func(err error) { *doubts = append(*doubts, err) },
	}
}

func finished(permitted ...consent.Purpose) draft.Draft {
	d := draft.New(draft.Answering, "en", noon)
	d.Version, d.Adult, d.Who = 7, true, response.AdvocateAssisted
	d.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
	d.Answers = map[string][]string{
		"reported-how":  {"online"},
		"plan-working":  {"kept"}, // not routed to: no contact plan was agreed
		"no-such-thing": {canary},
		"one-change":    {canary + " should call back."},
		"treated-words": {"They were kind."},
	}
	for _, p := range consent.Purposes {
		given := false
		for _, g := range permitted {
			given = given || g == p
		}
		d.Permissions = append(d.Permissions, consent.Permission{Purpose: p, Given: given, Wording: 1, Language: "en", Day: "2026-11-24"})
	}
	d.Contact = draft.Contact{How: "email", Where: canary + "@example.org"}
	return d
}

func TestPrepare(t *testing.T) {
	var doubts []error
	token := receipt.NewToken()
	got, err := service(anonymiserOf(masks), &doubts).Prepare(t.Context(), token, finished(consent.Counts, consent.Contact), "2026-Q4")
	if err != nil {
		t.Fatal(err)
	}
	d := finished(consent.Counts, consent.Contact)
	want := response.Response{
		ID: token.ResponseID(), Version: 1, Forum: "2026-Q4", Questionnaire: d.Questionnaire,
		Channel: response.AdvocateAssisted, Language: "en", Received: "2026-11-24",
		Answers: map[string][]string{"reported-how": {"online"}},
		Texts: map[string]response.Text{
			"one-change":    {State: response.Clean, Words: "[name] should call back."},
			"treated-words": {State: response.Clean, Words: "They were kind."},
		},
		Consents: []consent.Event{d.Permissions},
	}
	if diff := cmp.Diff(want, got.Response); diff != "" {
		t.Error(diff)
	}
	if got.DraftID != token.DraftID() || got.DraftVersion != 7 || got.Receipt != token.Receipt().Hash() {
		t.Errorf("draft %s at %d under %s", got.DraftID, got.DraftVersion, got.Receipt)
	}
	var words map[string]string
	if err := json.Unmarshal(got.Sealed.Ciphertext, &words); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"one-change": canary + " should call back.", "treated-words": "They were kind."}, words); diff != "" {
		t.Errorf("sealed: %s", diff)
	}
	var contact draft.Contact
	if err := json.Unmarshal(got.Contact.Ciphertext, &contact); err != nil || contact != d.Contact {
		t.Errorf("contact: %+v, %v", contact, err)
	}
	for name, e := range map[string]struct {
		got  *submission.Envelope
		days int
		key  string
	}{
		"words":   {got.Sealed, consent.SealedDays, "words/" + string(token.ResponseID())},
		"contact": {got.Contact, consent.ContactDays, "contact/" + string(token.ResponseID())},
	} {
		if e.got.Expires != calendar.Day("2026-11-24").Add(e.days) || string(e.got.WrappedKey) != e.key {
			t.Errorf("%s: expires %s, key %s", name, e.got.Expires, e.got.WrappedKey)
		}
	}
	if len(doubts) != 0 {
		t.Errorf("doubts: %v", doubts)
	}
}

func TestContactDetailsNeedThePermission(t *testing.T) {
	var doubts []error
	got, err := service(anonymiserOf(masks), &doubts).Prepare(t.Context(), receipt.NewToken(), finished(consent.Counts), "2026-Q4")
	if err != nil || got.Contact != nil {
		t.Errorf("contact %+v, %v", got.Contact, err)
	}
	d := finished(consent.Contact)
	d.Contact = draft.Contact{}
	if _, err := service(anonymiserOf(masks), &doubts).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4"); !fault.Is(err, fault.Invalid) {
		t.Errorf("permission without details: %v", err)
	}
}

func TestNoWordsNoSeal(t *testing.T) {
	var doubts []error
	d := finished()
	d.Answers = map[string][]string{"one-change": {" \n\t"}, "reported-how": {"online"}}
	got, err := service(failures["error"], &doubts).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4")
	if err != nil || got.Sealed != nil || len(got.Response.Texts) != 0 || len(doubts) != 0 {
		t.Errorf("sealed %+v, texts %v, doubts %v, %v", got.Sealed, got.Response.Texts, doubts, err)
	}
}

func TestUnfinishedDrafts(t *testing.T) {
	for name, change := range map[string]func(*draft.Draft){
		"no permissions":   func(d *draft.Draft) { d.Permissions = nil },
		"nobody said who":  func(d *draft.Draft) { d.Who = "" },
		"nobody said 18":   func(d *draft.Draft) { d.Adult = false },
		"no questionnaire": func(d *draft.Draft) { d.Questionnaire.Version = 0 },
	} {
		var doubts []error
		d := finished(consent.Counts)
		change(&d)
		if _, err := service(anonymiserOf(masks), &doubts).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4"); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestNothingIsStoredUnsealed(t *testing.T) {
	s := service(anonymiserOf(masks), new([]error))
	s.Words = plainSealer{fault.New(fault.Unavailable, "wrap")}
	if _, err := s.Prepare(t.Context(), receipt.NewToken(), finished(), "2026-Q4"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

// Whatever was typed and however the anonymiser fails, the response holds nothing of it, the words are sealed, the
// count goes on, and what is told about the failure quotes nothing.
func TestFailsClosed(t *testing.T) {
	for name, a := range failures {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				typed := canary + rapid.String().Draw(t, "typed") + canary
				d := finished(consent.Counts)
				d.Answers["one-change"] = []string{typed}
				var doubts []error
				got, err := service(a, &doubts).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4")
				if err != nil {
					t.Fatal(err)
				}
				for id, text := range got.Response.Texts {
					if text != (response.Text{State: response.Held}) {
						t.Fatalf("%s is %+v", id, text)
					}
				}
				if len(got.Response.Texts) != 2 || got.Sealed == nil {
					t.Fatalf("texts %v, sealed %v", got.Response.Texts, got.Sealed)
				}
				stored, err := json.Marshal(got.Response)
				if err != nil || strings.Contains(string(stored), canary) {
					t.Fatalf("stored: %s, %v", stored, err)
				}
				for _, doubt := range doubts {
					if strings.Contains(doubt.Error(), canary) {
						t.Fatalf("told: %v", doubt)
					}
				}
			})
		})
	}
}

// A card's code goes beside the response, never into it: all that the response says is that there was one.
func TestACardsCodeStaysOutsideTheResponse(t *testing.T) {
	d := finished(consent.Counts)
	d.Invitation = canary
	got, err := service(anonymiserOf(masks), new([]error)).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4")
	if err != nil || got.Invitation == nil || *got.Invitation != canary || !got.Response.Invited {
		t.Fatalf("invitation %v, invited %v, %v", got.Invitation, got.Response.Invited, err)
	}
	stored, err := json.Marshal(got.Response)
	if err != nil || strings.Contains(string(stored), `"`+canary+`"`) {
		t.Errorf("stored: %s, %v", stored, err)
	}
	d.Invitation = ""
	if got, err = service(anonymiserOf(masks), new([]error)).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4"); err != nil || got.Invitation != nil || got.Response.Invited {
		t.Errorf("without a card: %v, %v, %v", got.Invitation, got.Response.Invited, err)
	}
}

func TestOnlyTheCueOfDangerIsKept(t *testing.T) {
	var doubts []error
	d := finished(consent.Counts)
	d.Answers["treated-words"] = []string{canary + " waits outside. I want to die."}
	got, err := service(failures["held"], &doubts).Prepare(t.Context(), receipt.NewToken(), d, "2026-Q4")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"wants-to-die"}, got.Response.Signs); diff != "" {
		t.Error(diff)
	}
	stored, err := json.Marshal(got.Response)
	if err != nil || strings.Contains(string(stored), canary) || strings.Contains(string(stored), "outside") {
		t.Errorf("the response holds what was written: %s, %v", stored, err)
	}
}
