package questionnaire

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// professionals gives the questionnaires that services and officers answer.
func professionals(t *testing.T) []*Questionnaire {
	t.Helper()
	return []*Questionnaire{published1(t, "partner"), published1(t, "officer")}
}

// asked gives the ids of the questions that answers lead to.
func asked(q *Questionnaire, a Answers) []string {
	var ids []string
	for _, qu := range q.Applies(a) {
		ids = append(ids, qu.ID)
	}
	return ids
}

func TestTheNewestOfEachViewIsFound(t *testing.T) {
	for id, view := range map[string]View{"rasso-adult": Victim, "partner": Partner, "officer": Officer} {
		if q, err := Latest(id); err != nil || q.View != view {
			t.Errorf("Latest(%s) = %v, %v", id, q, err)
		}
	}
}

func TestWhatPartnersAreAskedDependsOnWhatItIsAbout(t *testing.T) {
	q := published1(t, "partner")
	if n := len(q.Questions); n != 28 {
		t.Errorf("%d questions", n)
	}
	last := []string{"treated-words", "one-change"}
	police := []string{
		"told-about", "referral", "believed", "respected", "contact-who", "contact-safe", "plan-offered", "updates", "pace",
		"phone-and-records", "case-now",
	}
	one := Answers{"about": {"one-client"}}
	with := func(id string, answer ...string) Answers {
		a := maps.Clone(one)
		a[id] = answer
		return a
	}
	client := slices.Concat([]string{"about", "reported-how"}, police, []string{"treated-fairly", "overall"}, last)
	for name, c := range map[string]struct {
		a    Answers
		want []string
	}{
		"a theme":     {Answers{"about": {"several-clients"}}, slices.Concat([]string{"about", "themes", "how-common", "done-well"}, last)},
		"their view":  {Answers{"about": {"our-view"}}, slices.Concat([]string{"about", "themes", "done-well"}, last)},
		"a client":    {one, client},
		"a plan":      {with("plan-offered", "agreed"), insert(client, "plan-offered", "plan-working")},
		"records":     {with("phone-and-records", "phone"), insert(client, "phone-and-records", "phone-explained")},
		"no records":  {with("phone-and-records", "none"), client},
		"stopped":     {with("case-now", "no-charge"), insert(client, "case-now", "stop-told", "review-told")},
		"withdrawn":   {with("case-now", "client-stopped"), client},
		"charged":     {with("case-now", "charged"), insert(client, "case-now", "prosecutor", "special-measures", "statement-offered")},
		"over":        {with("case-now", "not-guilty"), insert(client, "case-now", "prosecutor", "special-measures", "statement-offered", "outcome-explained")},
		"no report":   {with("reported-how", "not-reported"), slices.Concat([]string{"about", "reported-how", "treated-fairly", "overall"}, last)},
		"not theirs":  {Answers{"about": {"our-view"}, "reported-how": {"online"}, "case-now": {"charged"}}, slices.Concat([]string{"about", "themes", "done-well"}, last)},
		"unreported":  {Answers{"about": {"one-client"}, "reported-how": {"not-reported"}, "case-now": {"charged"}}, slices.Concat([]string{"about", "reported-how", "treated-fairly", "overall"}, last)},
		"not even so": {nil, slices.Concat([]string{"about"}, last)},
	} {
		if diff := cmp.Diff(c.want, asked(q, c.a)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// insert puts ids behind another one.
func insert(ids []string, behind string, more ...string) []string {
	return slices.Insert(slices.Clone(ids), slices.Index(ids, behind)+1, more...)
}

func TestWhatOfficersAreAskedDependsOnTheirRole(t *testing.T) {
	q := published1(t, "officer")
	if n := len(q.Questions); n != 24 {
		t.Errorf("%d questions", n)
	}
	last := []string{"in-the-way", "would-help", "worked-well", "one-change"}
	police := slices.Concat([]string{
		"role", "case-now", "told-about", "referral", "contact-who", "contact-how-often", "plan-offered", "updates", "pace", "phone-and-records",
	}, last)
	cps := slices.Concat([]string{"role", "case-now", "updates", "pace", "phone-and-records"}, last)
	care := slices.Concat([]string{"role", "case-now", "updates"}, last)
	court := []string{"prosecutor", "court-dates", "special-measures", "statement-offered"}
	for name, c := range map[string]struct {
		a    Answers
		want []string
	}{
		"police":           {Answers{"role": {"police"}}, police},
		"police, a plan":   {Answers{"role": {"police"}, "plan-offered": {"agreed"}}, insert(police, "plan-offered", "plan-working")},
		"prosecutors":      {Answers{"role": {"cps"}}, cps},
		"cps, records":     {Answers{"role": {"cps"}, "phone-and-records": {"counselling-notes"}}, insert(cps, "phone-and-records", "phone-explained")},
		"cps, stopped":     {Answers{"role": {"cps"}, "case-now": {"no-charge"}}, insert(cps, "phone-and-records", "stop-told", "review-told")},
		"cps, no plan":     {Answers{"role": {"cps"}, "plan-offered": {"agreed"}}, cps},
		"witness care":     {Answers{"role": {"witness-care"}, "case-now": {"charged"}}, insert(care, "updates", court...)},
		"over":             {Answers{"role": {"witness-care"}, "case-now": {"guilty"}}, insert(care, "updates", append(court, "outcome-explained")...)},
		"a statement":      {Answers{"role": {"witness-care"}, "case-now": {"charged"}, "statement-offered": {"later"}}, insert(care, "updates", append(court, "statement-updated")...)},
		"not known":        {Answers{"role": {"witness-care"}, "case-now": {"dont-know"}}, care},
		"stopped by them":  {Answers{"role": {"witness-care"}, "case-now": {"victim-stopped"}}, care},
		"nobody in a role": {nil, slices.Concat([]string{"role", "case-now", "updates"}, last)},
	} {
		if diff := cmp.Diff(c.want, asked(q, c.a)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The first question says what all the others mean: it has to be answered, and no other has.
func TestOnlyTheFirstQuestionIsRequired(t *testing.T) {
	for _, q := range professionals(t) {
		for i, qu := range q.Questions {
			if qu.Required != (i == 0) {
				t.Errorf("%s of %s is required: %v", qu.ID, q.ID, qu.Required)
			}
			if qu.Kind == Month || qu.Part != Main {
				t.Errorf("%s of %s is a %s in the part %s", qu.ID, q.ID, qu.Kind, qu.Part)
			}
		}
	}
}

// A professional who does not know must not have to guess.
func TestWhoeverDoesNotKnowCanSaySo(t *testing.T) {
	opinions := []string{"about", "role", "themes", "done-well", "treated-fairly", "in-the-way", "would-help"}
	for _, q := range professionals(t) {
		for _, qu := range q.Questions {
			_, known := qu.Option("dont-know")
			if qu.Kind != Text && known == slices.Contains(opinions, qu.ID) {
				t.Errorf("%s of %s: can be unknown: %v", qu.ID, q.ID, known)
			}
		}
	}
}

func TestPartnersNameThemesAsTheCodebookDoes(t *testing.T) {
	qu, _ := published1(t, "partner").Question("themes")
	var ids []string
	for _, o := range qu.Options[:len(qu.Options)-1] {
		ids = append(ids, o.ID)
	}
	if diff := cmp.Diff(Themes, ids); diff != "" {
		t.Error(diff)
	}
}

func TestWhatProfessionalsReadBeforeWriting(t *testing.T) {
	for id, c := range map[string]struct {
		texts int
		words []string
	}{
		"partner": {2, []string{
			"don't tell us what happened to your client", "Tell us how they were treated", "leave this blank", "Leave out names",
			"not a way to give evidence", "The police or a court could still ask", "the officer in the case", "Misconduct has its own route",
		}},
		"officer": {2, []string{
			"leave out the facts of the case", "Tell us how the victim was treated", "leave this blank", "Leave out names",
			"a court could still ask", "belong with the disclosure officer", "Misconduct has its own route", "never quoted",
		}},
	} {
		texts := 0
		for _, qu := range published1(t, id).Questions {
			if qu.Kind != Text {
				continue
			}
			texts++
			for _, words := range c.words {
				if !strings.Contains(qu.Before.Lead[English]+"\n"+qu.Before.Note[English], words) {
					t.Errorf("%s of %s: what is read before lacks %q", qu.ID, id, words)
				}
			}
		}
		if texts != c.texts {
			t.Errorf("%s has %d free texts", id, texts)
		}
	}
}

// Words that doubt, or ask for the crime itself, or for who somebody is.
var unfit = regexp.MustCompile(`(?i)\b(alleg\w*|claim\w*|complainant|incident|perpetrator|attacker|abuser|survivor's name|date of birth|postcode)\b`)

func TestProfessionalsWordsAreKindToo(t *testing.T) {
	for _, q := range professionals(t) {
		for _, qu := range q.Questions {
			for _, text := range append(said(qu), labels(qu)...) {
				if word := unfit.FindString(text); word != "" {
					t.Errorf("%s of %s says %q", qu.ID, q.ID, word)
				}
				if q.ID == "partner" && strings.Contains(names.Replace(strings.ReplaceAll(text, "Victims' Right to Review", "")), "ictim") {
					t.Errorf("%s speaks of a victim where services speak of clients: %s", qu.ID, text)
				}
			}
		}
	}
}
