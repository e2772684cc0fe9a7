package questionnaire

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func sampled(t testing.TB) *Questionnaire {
	t.Helper()
	q, err := Parse("whole.yaml", []byte(strings.Replace(wholePartner, "[red, prefer-not]", "[red]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// found is a finding without its words.
func found(question string, code Code, value, detail int) Finding {
	return Finding{Question: question, Code: code, Value: value, Detail: detail}
}

func TestCheckNamesEverythingAtOnce(t *testing.T) {
	q := sampled(t)
	for _, c := range []struct {
		name string
		sent Answers
		want []Finding
	}{
		{"nothing", nil, []Finding{found("pick", Missing, -1, 0)}},
		{"required, but empty", Answers{"pick": {}}, []Finding{found("pick", Empty, -1, 0)}},
		{"required, and null", Answers{"pick": nil}, []Finding{found("pick", Empty, -1, 0)}},
		{"unknown questions, last and in order", Answers{"zebra": {"x"}, "ape": {"x"}, "Sam Sample": {"x"}, "pick": {"green"}}, []Finding{
			found("pick", UnknownOption, 0, 0), found("", UnknownQuestion, -1, 0), found("ape", UnknownQuestion, -1, 0), found("zebra", UnknownQuestion, -1, 0),
		}},
		{"not asked", Answers{"pick": {"blue"}, "many": {"sun"}}, []Finding{found("many", NotAsked, -1, 0)}},
		{"not asked, and wrong as well", Answers{"pick": {"blue"}, "many": {"sun", "snow"}}, []Finding{found("many", NotAsked, -1, 0), found("many", UnknownOption, 1, 0)}},
		{"nobody can tell whether it is asked", Answers{"many": {"sun"}, "often": {"1"}, "words": {"Kind."}}, []Finding{found("pick", Missing, -1, 0)}},
		{"wrong, whether it is asked or not", Answers{"pick": {"red", "blue"}, "many": {"snow"}}, []Finding{found("pick", OneOnly, -1, 0), found("many", UnknownOption, 0, 0)}},
		{"an unanswered question leads nowhere", Answers{"pick": {"red"}, "words": {"Kind."}}, []Finding{found("words", NotAsked, -1, 0)}},
		{"empty beside known", Answers{"pick": {"red"}, "many": {"sun", ""}}, []Finding{found("many", UnknownOption, 1, 0)}},
		{"too many, one unknown", Answers{"pick": {"red", "green", "blue"}}, []Finding{found("pick", UnknownOption, 1, 0), found("pick", OneOnly, -1, 0)}},
		{"again", Answers{"pick": {"red"}, "many": {"sun", "rain", "sun"}}, []Finding{found("many", Repeated, 2, 0)}},
		{"exclusive with others, one of them unknown", Answers{"pick": {"red"}, "many": {"none", "snow", "sun"}}, []Finding{found("many", UnknownOption, 1, 0), found("many", NotTogether, -1, 0)}},
		{"text too long", Answers{"pick": {"red"}, "often": {"1"}, "words": {long + "abc"}}, []Finding{found("words", TextTooLong, -1, 3)}},
		{"blank text", Answers{"pick": {"red"}, "often": {"1"}, "words": {" \n"}}, []Finding{found("words", Empty, -1, 0)}},
		{"two texts", Answers{"pick": {"red"}, "often": {"1"}, "words": {"a", "b"}}, []Finding{found("words", OneOnly, -1, 0)}},
		{"text that is not UTF-8", Answers{"pick": {"red"}, "often": {"1"}, "words": {"caf\xe9"}}, []Finding{found("words", TextUnreadable, -1, 0)}},
		{"month as typed", Answers{"pick": {"red"}, "when": {"3", "2025"}}, []Finding{found("when", OneOnly, -1, 0)}},
		{"month malformed", Answers{"pick": {"red"}, "when": {"March 2025"}}, []Finding{found("when", MonthInvalid, -1, 0)}},
		{"month with a day", Answers{"pick": {"red"}, "when": {"2025-03-01"}}, []Finding{found("when", MonthInvalid, -1, 0)}},
		{"month to come", Answers{"pick": {"red"}, "when": {"2026-12"}}, []Finding{found("when", MonthFuture, -1, 0)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept, findings := q.Check(c.sent, today)
			for i := range findings {
				if findings[i].Words == "" {
					t.Errorf("%+v has no words", findings[i])
				}
				findings[i].Words = ""
			}
			if diff := cmp.Diff(c.want, findings); diff != "" || kept != nil {
				t.Errorf("kept %v, findings: %s", kept, diff)
			}
		})
	}
}

func TestCheckKeepsAnswersInTheirForm(t *testing.T) {
	kept, findings := sampled(t).Check(Answers{
		"pick": {"red"}, "many": {"rain", "sun"}, "when": {"--03"}, "age": {PreferNot},
	}, today)
	want := Answers{"pick": {"red"}, "many": {"sun", "rain"}, "when": {"--03"}, "age": {PreferNot}}
	if diff := cmp.Diff(want, kept); diff != "" || findings != nil {
		t.Errorf("findings %v: %s", findings, diff)
	}
	kept, findings = sampled(t).Check(Answers{"pick": {"red"}, "often": {"2"}, "words": {" Kind.\r\nQuick.\u200b "}}, today)
	if findings != nil || kept["words"][0] != "Kind.\nQuick." {
		t.Errorf("kept %q, findings %v", kept["words"], findings)
	}
}

func TestFindingsHaveWordsThatSayWhatToDo(t *testing.T) {
	q := sampled(t)
	_, findings := q.Check(Answers{
		"pick": {"blue", "secret"}, "many": {"none", "sun"}, "when": {"secret"}, "often": {"1"}, "words": {long + "abc"}, "age": {},
	}, today)
	var words []string
	for _, f := range findings {
		words = append(words, f.Question+": "+f.Words)
	}
	want := []string{
		"pick: This is none of the answers to choose from: red, blue.",
		"many: One of these values can only stand by itself: none, prefer-not.",
		"when: Write a month as 2025-03, a year as 2025, or a month without its year as --03, or choose one of dont-know, prefer-not.",
		"words: This text is 3 characters too long; the limit is 100.",
		"age: This answer is empty; leave the question out.",
	}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Error(diff)
	}
	_, findings = q.Check(Answers{"pick": {"blue"}, "many": {"sun"}}, today)
	if got := findings[0].Words; got != "This question is not asked after the other answers; leave it out. It depends on pick." {
		t.Error(got)
	}
}

func TestFindingsAreNoLongerThanTheirList(t *testing.T) {
	sent := Answers{"pick": slices.Repeat([]string{"green"}, 90)}
	for i := range 110 {
		sent["no-such-"+strconv.Itoa(i)] = nil
	}
	_, findings := sampled(t).Check(sent, today)
	last := findings[len(findings)-1]
	if len(findings) != MostFindings || last.Code != More || last.Detail != 90+110-MostFindings+1 || last.Words != "101 more things are not listed." {
		t.Errorf("%d findings, the last %+v", len(findings), last)
	}
}

// wholeAnswers draws answers that can be taken as they are.
func wholeAnswers(t *rapid.T, q *Questionnaire) Answers {
	a := Answers{}
	for _, qu := range q.Questions {
		if !qu.When.Met(a) || !qu.Required && !rapid.Bool().Draw(t, "answered "+qu.ID) {
			continue
		}
		answer := answerTo(t, qu)
		exclusive := func(id string) bool { o, _ := qu.Option(id); return o.Exclusive }
		if i := slices.IndexFunc(answer, exclusive); i >= 0 {
			answer = answer[i : i+1]
		}
		if qu.Kind != Text || CleanText(answer[0]) != "" {
			a[qu.ID] = answer
		}
	}
	return a
}

// strict says, by the definition and not by the code under test, whether answers can be taken as they are.
func strict(q *Questionnaire, sent Answers) bool {
	for _, qu := range q.Questions {
		if qu.Required && qu.When.Met(sent) && sent[qu.ID] == nil {
			return false
		}
	}
	for id, values := range sent {
		qu, ok := q.Question(id)
		if !ok || !qu.When.Met(sent) {
			return false
		}
		answer, problem := qu.Read(values, today)
		if problem != nil || answer == nil || len(answer) != len(values) {
			return false
		}
	}
	return true
}

func TestCheckTakesExactlyWhatIsWhole(t *testing.T) {
	for _, q := range []*Questionnaire{sampled(t), published1(t, "partner")} {
		rapid.Check(t, func(t *rapid.T) {
			sent := wholeAnswers(t, q)
			if rapid.Bool().Draw(t, "spoilt") {
				maps.Copy(sent, anyAnswers(t, q))
			}
			before := maps.Clone(sent)
			kept, findings := q.Check(sent, today)
			if (kept != nil) != (findings == nil) || (findings == nil) != strict(q, sent) {
				t.Fatalf("%v: kept %v, findings %v", sent, kept, findings)
			}
			if diff := cmp.Diff(before, sent); diff != "" {
				t.Fatalf("Check changed what it was given: %s", diff)
			}
			if kept == nil {
				return
			}
			if len(kept) != len(sent) {
				t.Fatalf("of %v it kept %v", sent, kept)
			}
			again, findings := q.Check(kept, today)
			if diff := cmp.Diff(kept, again); diff != "" || findings != nil {
				t.Fatalf("checking again: %v, %s", findings, diff)
			}
			if diff := cmp.Diff(kept, q.Prune(kept)); diff != "" {
				t.Fatalf("an orphan was kept: %s", diff)
			}
		})
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"about": ["one-client"], "believed": ["5"]}`, `{"about": ["our-view"], "believed": ["5"]}`, `{"about": []}`,
		`{"about": ["one-client", "x"], "treated-words": ["Kind."], "": [""]}`, `{"plan-working": ["written", "none", "written"]}`,
	} {
		f.Add([]byte(s))
	}
	q := published1(f, "partner")
	f.Fuzz(func(t *testing.T, body []byte) {
		var sent Answers
		if json.Unmarshal(body, &sent) != nil {
			return
		}
		kept, findings := q.Check(sent, today)
		if (kept != nil) != (findings == nil) || len(findings) > MostFindings {
			t.Fatalf("kept %v, findings %v", kept, findings)
		}
		for _, finding := range findings {
			if finding.Words == "" || !utf8.ValidString(finding.Question) || finding.Value >= max(1, len(sent[finding.Question])) {
				t.Fatalf("finding %+v", finding)
			}
		}
		if kept == nil {
			return
		}
		again, findings := q.Check(kept, today)
		if findings != nil || cmp.Diff(kept, again) != "" || len(kept) != len(sent) {
			t.Fatalf("%v was kept as %v, then %v, %v", sent, kept, again, findings)
		}
	})
}
