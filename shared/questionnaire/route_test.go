package questionnaire

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// answerTo draws an answer that the question's form could have given.
func answerTo(t *rapid.T, qu *Question) []string {
	if qu.Kind == Text {
		return []string{rapid.StringN(1, 20, -1).Draw(t, qu.ID)}
	}
	ids := make([]string, len(qu.Options))
	for i, o := range qu.Options {
		ids[i] = o.ID
	}
	if qu.Kind == Several {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, len(ids), rapid.ID).Draw(t, qu.ID)
	}
	return []string{rapid.SampledFrom(ids).Draw(t, qu.ID)}
}

// anyAnswers draws answers to any of the questions, whether they apply or not, and to questions that do not exist.
func anyAnswers(t *rapid.T, q *Questionnaire) Answers {
	a := Answers{}
	for _, qu := range q.Questions {
		if rapid.Bool().Draw(t, "answered "+qu.ID) {
			a[qu.ID] = answerTo(t, qu)
		}
	}
	if rapid.Bool().Draw(t, "unknown") {
		a["no-such-question"] = []string{"x"}
	}
	if rapid.Bool().Draw(t, "empty") {
		a[q.Questions[0].ID] = nil
	}
	return a
}

// routed samples the real questionnaire and one with every form of condition.
func routed(t *testing.T) []*Questionnaire {
	t.Helper()
	sample, err := Parse("whole.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	return []*Questionnaire{sample, rassoAdult(t)}
}

// orphans gives the ids of answers to questions that do not apply, by the definition and not by the code under test:
// a question applies where its condition is met by the answers given to those that apply.
func orphans(q *Questionnaire, a Answers) []string {
	var ids []string
	for id := range a {
		if qu, ok := q.Question(id); !ok || !qu.When.Met(a) {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestPruneLeavesExactlyTheAnswersToQuestionsThatApply(t *testing.T) {
	for _, q := range routed(t) {
		rapid.Check(t, func(t *rapid.T) {
			a := anyAnswers(t, q)
			before := maps.Clone(a)
			pruned := q.Prune(a)
			if ids := orphans(q, pruned); ids != nil {
				t.Fatalf("orphans: %v", ids)
			}
			applies := q.Applies(a)
			for _, qu := range q.Questions {
				_, kept := pruned[qu.ID]
				if want := slices.Contains(applies, qu) && len(a[qu.ID]) > 0; kept != want {
					t.Fatalf("%s: kept %v, want %v", qu.ID, kept, want)
				}
			}
			if diff := cmp.Diff(pruned, q.Prune(pruned)); diff != "" {
				t.Fatalf("pruning again changed something: %s", diff)
			}
			if !slices.Equal(applies, q.Applies(pruned)) {
				t.Fatal("an orphan decided what applies")
			}
			if diff := cmp.Diff(before, a); diff != "" {
				t.Fatalf("Prune changed what it was given: %s", diff)
			}
		})
	}
}

func TestPruneDoesNotDependOnTheOrderOfAnswering(t *testing.T) {
	for _, q := range routed(t) {
		rapid.Check(t, func(t *rapid.T) {
			a := anyAnswers(t, q)
			ids := rapid.Permutation(slices.Sorted(maps.Keys(a))).Draw(t, "order")
			other := Answers{}
			for _, id := range ids {
				other[id] = a[id]
			}
			if diff := cmp.Diff(q.Prune(a), q.Prune(other)); diff != "" {
				t.Fatal(diff)
			}
		})
	}
}

// A person goes back and forth, changes and clears answers; after every step nothing is left behind.
func TestNoSequenceOfChangesLeavesAnOrphan(t *testing.T) {
	for _, q := range routed(t) {
		rapid.Check(t, func(t *rapid.T) {
			a := Answers{}
			for range rapid.IntRange(1, 40).Draw(t, "steps") {
				qu := rapid.SampledFrom(q.Applies(a)).Draw(t, "question")
				was := maps.Clone(a)
				if rapid.IntRange(0, 4).Draw(t, "clear") == 0 {
					delete(a, qu.ID)
				} else {
					a[qu.ID] = answerTo(t, qu)
				}
				a = q.Prune(a)
				if ids := orphans(q, a); ids != nil {
					t.Fatalf("after a change of %s: orphans %v", qu.ID, ids)
				}
				for id := range was {
					other, _ := q.Question(id)
					if _, kept := a[id]; !kept && id != qu.ID && other.When.Met(a) {
						t.Fatalf("a change of %s lost the answer to %s, which still applies", qu.ID, id)
					}
				}
			}
		})
	}
}

func TestConditions(t *testing.T) {
	is := func(options ...string) *Condition { return &Condition{Question: "q", Is: options} }
	answered := Answers{"q": {"a", "b"}}
	for _, c := range []struct {
		name string
		when *Condition
		a    Answers
		want bool
	}{
		{"none", nil, nil, true},
		{"is, unanswered", is("a"), nil, false},
		{"is, one of those chosen", is("x", "b"), answered, true},
		{"is, none of those chosen", is("x"), answered, false},
		{"not, unanswered", &Condition{Not: is("a")}, nil, true},
		{"not, met", &Condition{Not: is("a")}, answered, false},
		{"all, each met", &Condition{All: []*Condition{is("a"), is("b")}}, answered, true},
		{"all, one unmet", &Condition{All: []*Condition{is("a"), is("x")}}, answered, false},
		{"any, one met", &Condition{Any: []*Condition{is("x"), is("b")}}, answered, true},
		{"any, none met", &Condition{Any: []*Condition{is("x"), is("y")}}, answered, false},
	} {
		if got := c.when.Met(c.a); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
