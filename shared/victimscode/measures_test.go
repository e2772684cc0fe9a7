package victimscode_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"voiceforum/shared/questionnaire"
	"voiceforum/shared/victimscode"
)

// asked gives every version of every questionnaire that was ever published.
func asked(t *testing.T) []*questionnaire.Questionnaire {
	t.Helper()
	files, err := os.ReadDir("../questionnaire/published")
	if err != nil {
		t.Fatal(err)
	}
	var all []*questionnaire.Questionnaire
	for _, f := range files {
		name, isYAML := strings.CutSuffix(f.Name(), ".yaml")
		id, version, _ := strings.Cut(name, "-v")
		n, err := strconv.Atoi(version)
		if !isYAML || err != nil {
			continue
		}
		q, err := questionnaire.Get(id, n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, q)
	}
	if len(all) < 3 {
		t.Fatalf("only %d questionnaires", len(all))
	}
	return all
}

// Whatever was ever asked about a right is measured, or left out for a reason, and so is each of its answers.
func TestEveryAnswerThatWasEverAskedForIsPlaced(t *testing.T) {
	m, err := victimscode.MeasuresOn("2026-10-01")
	if err != nil {
		t.Fatal(err)
	}
	offered := map[string][]string{}
	for _, q := range asked(t) {
		for _, qu := range q.Questions {
			if len(qu.Rights) == 0 || qu.Kind == questionnaire.Text {
				continue
			}
			measured, ok := m.Question(qu.Key)
			if !ok {
				t.Errorf("%s %d: %s is neither measured nor left out", q.ID, q.Version, qu.ID)
				continue
			}
			for _, one := range measured.Measures {
				if !slices.Contains(qu.Rights, one.Right) {
					t.Errorf("%s: %s speaks of rights %v, and measures %d", q.ID, qu.ID, qu.Rights, one.Right)
				}
				if (one.Choice != "") != (qu.Kind == questionnaire.Several) {
					t.Errorf("%s: %s is of the kind %s", q.ID, qu.ID, qu.Kind)
				}
			}
			for _, o := range qu.Options {
				offered[qu.Key] = append(offered[qu.Key], o.As)
				if placed := measured.Standing(o.As, o.Point); measured.LeftOut == "" && o.As != questionnaire.PreferNot && placed == victimscode.Unplaced {
					t.Errorf("%s: %s does not place %s", q.ID, qu.ID, o.As)
				}
			}
		}
	}
	for _, q := range m.Questions {
		if offered[q.Key] == nil {
			t.Errorf("nobody was ever asked %s", q.Key)
		}
		for _, options := range [][]string{q.Met, q.Partly, q.NotMet, q.NotApply, q.DontKnow, q.Beside} {
			for _, o := range options {
				if !slices.Contains(offered[q.Key], o) {
					t.Errorf("%s was never offered %s", q.Key, o)
				}
			}
		}
		for _, one := range q.Measures {
			if one.Choice != "" && !slices.Contains(offered[q.Key], one.Choice) {
				t.Errorf("%s was never offered %s", q.Key, one.Choice)
			}
		}
	}
}

func TestStandings(t *testing.T) {
	m, err := victimscode.MeasuresOn("2026-10-01")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key, option string
		point       int
		want        victimscode.Standing
	}{
		{"believed", "", 5, victimscode.Met},
		{"believed", "", 4, victimscode.Met},
		{"believed", "", 3, victimscode.Partly},
		{"believed", "", 2, victimscode.NotMet},
		{"believed", "", 1, victimscode.NotMet},
		{"believed", "dont-know", 0, victimscode.DontKnow},
		{"updates", "nothing-changed", 0, victimscode.NotApply},
		{"plan-offered", "not-wanted", 0, victimscode.Met},
		{"plan-offered", "no-such", 0, victimscode.Unplaced},
		{"told-about", "support", 0, victimscode.Met},
		{"told-about", "crime-number", 0, victimscode.Beside},
		{"told-about", "", 0, victimscode.Unplaced},
	} {
		q, ok := m.Question(c.key)
		if got := q.Standing(c.option, c.point); !ok || got != c.want {
			t.Errorf("%s %s %d: %d, want %d", c.key, c.option, c.point, got, c.want)
		}
	}
	if _, err := victimscode.MeasuresOn("2021-03-31"); err == nil {
		t.Error("there are measures before the Code")
	}
}
