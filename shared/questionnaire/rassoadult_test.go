package questionnaire

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/victimscode"
)

func count(questions []*Question, parts ...Part) int {
	n := 0
	for _, qu := range questions {
		if slices.Contains(parts, qu.Part) {
			n++
		}
	}
	return n
}

// choices gives one answer of each kind that conditions can tell apart, and none at all.
func choices(q *Questionnaire, qu *Question) [][]string {
	seen := map[string]bool{}
	all := [][]string{nil}
	for _, o := range qu.Options {
		var met []bool
		for _, other := range q.Questions {
			met = append(met, mentions(other.When, qu.ID, o.ID)...)
		}
		if signature := fmt.Sprint(met); !seen[signature] {
			seen[signature] = true
			all = append(all, []string{o.ID})
		}
	}
	return all
}

// mentions says, for every place where a condition reads a question, whether the option satisfies it.
func mentions(c *Condition, question, option string) []bool {
	if c == nil {
		return nil
	}
	var met []bool
	if c.Question == question {
		met = append(met, slices.Contains(c.Is, option))
	}
	for _, inner := range slices.Concat(c.All, c.Any, []*Condition{c.Not}) {
		met = append(met, mentions(inner, question, option)...)
	}
	return met
}

// ways calls f with the questions of every way through a questionnaire that answers can lead to.
func ways(q *Questionnaire, f func(Answers, []*Question)) {
	var walk func(a Answers, from int)
	walk = func(a Answers, from int) {
		applies := q.Applies(a)
		for i := from; i < len(applies); i++ {
			options := choices(q, applies[i])
			if len(options) <= 2 { // nothing depends on it
				continue
			}
			for _, answer := range options {
				next := Answers{applies[i].ID: answer}
				for id, given := range a {
					next[id] = given
				}
				walk(next, i+1)
			}
			return
		}
		f(a, applies)
	}
	walk(Answers{}, 0)
}

func TestRassoAdultIsShort(t *testing.T) {
	q := rassoAdult(t)
	if n := count(q.Questions, Main, Support); n != 35 {
		t.Errorf("%d questions in all, without those about the person", n)
	}
	if n := count(q.Questions, AboutYou); n != 8 {
		t.Errorf("%d questions about the person", n)
	}
	shortest, longest := len(q.Questions), 0
	ways(q, func(_ Answers, way []*Question) {
		n := count(way, Main, Support)
		shortest, longest = min(shortest, n), max(longest, n)
	})
	if shortest != 7 || longest != 33 {
		t.Errorf("the ways have %d to %d questions", shortest, longest)
	}
}

func TestNobodySeesCourtQuestionsUnlessSomebodyWasCharged(t *testing.T) {
	ways(rassoAdult(t), func(a Answers, way []*Question) {
		charged := slices.ContainsFunc(a["case-now"], func(id string) bool {
			return slices.Contains([]string{"charged", "guilty", "not-guilty"}, id)
		})
		stopped := slices.Contains(a["case-now"], "no-charge")
		for _, qu := range way {
			if qu.Section == "court" && !charged || qu.Section == "no-charge" && !stopped {
				t.Fatalf("%s is asked after %v", qu.ID, a)
			}
		}
	})
}

func TestTheUnreportedAreNotAskedAboutThePolice(t *testing.T) {
	q := rassoAdult(t)
	for _, qu := range q.Applies(Answers{"reported-how": {"not-reported"}}) {
		if qu.ID != "reported-how" && slices.Contains([]string{"police", "cps", "courts"}, qu.Agency) {
			t.Errorf("%s is asked", qu.ID)
		}
	}
}

func TestRassoAdultCoversTheCode(t *testing.T) {
	q := rassoAdult(t)
	rights, agencies, kinds, texts := map[int]bool{}, map[string]bool{}, map[Kind]bool{}, 0
	for _, qu := range q.Questions {
		for _, r := range qu.Rights {
			rights[r] = true
		}
		agencies[qu.Agency], kinds[qu.Kind] = true, true
		if qu.Kind == Text {
			texts++
		}
	}
	code, err := victimscode.Get(victimsCode)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range code.Rights {
		if !rights[r.Number] {
			t.Errorf("no question about right %d", r.Number)
		}
	}
	for _, agency := range Agencies {
		if !agencies[agency] {
			t.Errorf("no question about %s", agency)
		}
	}
	if len(kinds) != 5 || texts == 0 || texts > MaxTexts {
		t.Errorf("kinds %v with %d texts", kinds, texts)
	}
}

func TestEveryQuestionButATextCanBePreferredNotToBeAnswered(t *testing.T) {
	for _, qu := range rassoAdult(t).Questions {
		if qu.Kind == Text {
			continue
		}
		last := qu.Options[len(qu.Options)-1]
		if last.ID != PreferNot || qu.Labels([]string{PreferNot}, English)[0] != "Prefer not to say" {
			t.Errorf("%s ends with %+v", qu.ID, last)
		}
		if qu.Kind == Scale && qu.Options[ScalePoints-1].Point != ScalePoints {
			t.Errorf("%s has no five points", qu.ID)
		}
	}
}

func TestWhatIsReadBeforeWriting(t *testing.T) {
	for _, qu := range rassoAdult(t).Questions {
		if qu.Kind != Text {
			continue
		}
		for _, words := range []string{"don't tell us what happened", "Tell us how you were treated"} {
			if !strings.Contains(qu.Before.Lead[English], words) {
				t.Errorf("%s: the lead lacks %q", qu.ID, words)
			}
		}
		for _, words := range []string{"leave this blank", "don't write names", "not a way to give evidence", "The police or a court could still ask"} {
			if !strings.Contains(qu.Before.Note[English], words) {
				t.Errorf("%s: the note lacks %q", qu.ID, words)
			}
		}
	}
}

// What a question calls by its name in law is explained on the same page, or on an earlier one that led there.
var explained = map[string]string{
	"Crown Prosecution Service": "lawyer",
	"CPS":                       "Crown Prosecution Service",
	"prosecutor":                "the lawyer who brings the case to court",
	"Victims' Code":             "It says how you should be treated",
	"contact plan":              "says how the police will keep in touch",
	"special measures":          "a screen, a video link",
	"statement":                 "tell the court, in your own words",
	"Victim Contact Scheme":     "big steps in the sentence",
	"ISVA":                      "Independent Sexual Violence Adviser",
	"IDVA":                      "Independent Domestic Violence Adviser",
	"SARC":                      "Sexual Assault Referral Centre",
	"ounselling":                "talking to a trained person",
	"harge":                     "told to go to court for the crime",
	"Right to Review":           "ask for your case to be looked at again",
	"ethnic group":              "the census, the count of all people",
}

func TestHardWordsAreExplained(t *testing.T) {
	q := rassoAdult(t)
	page := func(qu *Question) string { return strings.Join(append(said(qu), labels(qu)...), "\n") }
	for _, qu := range q.Questions {
		seen := page(qu)
		for _, id := range qu.DependsOn {
			earlier, _ := q.Question(id)
			seen += page(earlier)
		}
		for term, words := range explained {
			if strings.Contains(page(qu), term) && !regexp.MustCompile(words).MatchString(seen) {
				t.Errorf("%s says %q and does not explain it", qu.ID, term)
			}
		}
	}
}

// Words that blame, doubt, or ask for the crime itself.
var unkind = regexp.MustCompile(`(?i)\b(alleg\w*|claim\w*|complainant|incident|perpetrator|attacker|offender|abuser|why (did|didn't) you|your fault|victims?)\b`)

// The names of things as they are in law.
var names = strings.NewReplacer("Victims' Code", "", "Victim Personal Statement", "", "Victim Contact Scheme", "")

func TestTheWordsAreKind(t *testing.T) {
	for _, qu := range rassoAdult(t).Questions {
		for _, text := range append(said(qu), labels(qu)...) {
			if word := unkind.FindString(names.Replace(text)); word != "" {
				t.Errorf("%s says %q", qu.ID, word)
			}
		}
	}
}

func TestAboutYouIsLastAndSaysWhy(t *testing.T) {
	q := rassoAdult(t)
	var ids []string
	for i, qu := range q.Questions {
		if qu.Part != AboutYou {
			continue
		}
		ids = append(ids, qu.ID)
		if !strings.HasPrefix(qu.Why[English], "We ask so that") || qu.When != nil {
			t.Errorf("%s: why %q, when %v", qu.ID, qu.Why[English], qu.When)
		}
		if i+1 < len(q.Questions) && q.Questions[i+1].Part != AboutYou {
			t.Errorf("%s is not at the end", qu.ID)
		}
	}
	want := []string{"age", "ethnicity", "disability", "sexual-orientation", "sex", "gender", "faith", "area"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	area, _ := q.Question("area")
	districts := []string{"Birmingham", "Coventry", "Dudley", "Sandwell", "Solihull", "Walsall", "Wolverhampton", "Somewhere else", "Prefer not to say"}
	if diff := cmp.Diff(districts, labels(area)); diff != "" {
		t.Error(diff)
	}
}
