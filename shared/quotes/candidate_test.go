package quotes_test

import (
	"errors"
	"testing"

	"voiceforum/shared/consent"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/quotes"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// fixed finds one theme in everything.
type fixed struct{ err error }

func (f fixed) Code(string, string) ([]themes.Mention, error) {
	return []themes.Mention{{Theme: "respect", Stance: themes.Positive}, {Theme: "believed", Stance: themes.Negative}}, f.err
}

func decided(p consent.Purpose, given bool) consent.Event {
	return consent.Event{{Purpose: p, Given: given, Wording: 1, Language: "en", Day: "2026-11-24"}}
}

// cleared is a response with two quotes that may be used.
func cleared() response.Response {
	return response.Response{
		ID: "sample-1", Version: 3, Channel: response.AdvocateAssisted,
		Questionnaire: response.QuestionnaireVersion{ID: "rasso-adult", Version: 1},
		Answers:       map[string][]string{"age": {"age-25-to-34"}, "faith": {"other"}},
		Texts:         map[string]response.Text{"treated-words": {State: response.Clean, Words: "They were kind. Nobody rang."}},
		Consents:      []consent.Event{decided(consent.Counts, true), decided(consent.ForumQuotes, true)},
		Reviews: map[string]response.Review{"treated-words": {
			Decision: response.Cleared, Quotes: []response.Span{{Start: 0, End: 15}, {Start: 16, End: 28}},
			Approved: []consent.Purpose{consent.ForumQuotes}, Themes: []response.ThemeLabel{{Theme: "believed", Wrong: true}, {Theme: "safety", Stance: "negative"}},
		}},
	}
}

func asked(t *testing.T) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Get("rasso-adult", 1)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestTheQuotesOfAResponse(t *testing.T) {
	got, err := quotes.Of(asked(t), fixed{}, cleared())
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	for i, words := range []string{"They were kind.", "Nobody rang."} {
		c := got[i]
		if c.Words != words || c.View != "victim" || c.Hash != quotes.Hash(words) || c.Response != "sample-1" {
			t.Errorf("%+v", c)
		}
		if len(c.Mentions) != 1 || c.Mentions[0].Theme != "respect" {
			t.Errorf("it speaks of %v", c.Mentions)
		}
		if len(c.Speaker) != 2 || c.Speaker[0].Words != "aged 25 to 34" || c.Speaker[1].Row != "advocate-assisted" {
			t.Errorf("the speaker is %v", c.Speaker)
		}
	}
	if _, err := quotes.Of(asked(t), fixed{errors.New("no")}, cleared()); err == nil {
		t.Error("a coder that fails is no error")
	}
}

// Each of these takes the words away, whatever was approved and permitted before.
func TestWhatMayNotBeQuotedNeverIs(t *testing.T) {
	first := quotes.Quotation{Response: "sample-1", Question: "treated-words", Hash: quotes.Hash("They were kind.")}
	if !quotes.Stands(cleared(), first) {
		t.Error("a quote that may be used does not stand")
	}
	for name, change := range map[string]func(*response.Response){
		"withdrawn":             func(r *response.Response) { *r = response.Response{} },
		"permission taken back": func(r *response.Response) { r.Consents = append(r.Consents, decided(consent.ForumQuotes, false)) },
		"never permitted":       func(r *response.Response) { r.Consents = r.Consents[:1] },
		"permitted for another use": func(r *response.Response) {
			r.Consents[1] = decided(consent.PublicQuotes, true)
		},
		"approved for another use": func(r *response.Response) {
			r.Reviews["treated-words"] = review(r, func(v *response.Review) { v.Approved = []consent.Purpose{consent.Training} })
		},
		"held back": func(r *response.Response) {
			r.Reviews["treated-words"] = response.Review{Decision: response.HeldBack, Reason: "x"}
		},
		"words held":  func(r *response.Response) { r.Texts["treated-words"] = response.Text{State: response.Held} },
		"an officer":  func(r *response.Response) { r.Channel = response.Officer },
		"set apart":   func(r *response.Response) { r.SetApart = true },
		"not decided": func(r *response.Response) { r.Reviews = nil },
	} {
		r := cleared()
		change(&r)
		if got, err := quotes.Of(asked(t), fixed{}, r); err != nil || len(got) > 0 {
			t.Errorf("%s: %v %v", name, got, err)
		}
		if quotes.Stands(r, first) {
			t.Errorf("%s: it stands", name)
		}
	}
	changed := cleared()
	changed.Texts["treated-words"] = response.Text{State: response.Clean, Words: "They were [x]d. Nobody rang."}
	if quotes.Stands(changed, first) {
		t.Error("words that were changed stand")
	}
}

func review(r *response.Response, change func(*response.Review)) response.Review {
	v := r.Reviews["treated-words"].Clone()
	change(&v)
	return v
}

// Who may not be counted is in no figure of a theme, so their words stand under none.
func TestWhoIsNotCountedSpeaksOfNoTheme(t *testing.T) {
	r := cleared()
	r.Consents = append(r.Consents, decided(consent.Counts, false))
	got, err := quotes.Of(asked(t), fixed{}, r)
	if err != nil || len(got) != 2 || len(got[0].Mentions) > 0 {
		t.Error(got, err)
	}
}
