package questionnaire

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/fault"
)

// views gives the three questionnaires that are put side by side.
func views(t *testing.T) []*Questionnaire {
	t.Helper()
	return []*Questionnaire{published1(t, "rasso-adult"), published1(t, "partner"), published1(t, "officer")}
}

func beside(t *testing.T) []Shared {
	t.Helper()
	all, err := Beside(views(t)...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// All that is shared: the key, the question in each of the three views, and the answers that a view which asks does
// not offer. Services and officers can always say that they do not know; nothing else of theirs is without its answer
// among the victims' own.
const shared = `
reported-how       victim partner -        victim lacks dont-know
told-about         victim partner officer
believed           victim partner -        victim lacks dont-know
respected          victim partner -        victim lacks dont-know
contact-who        victim partner officer  victim lacks dont-know
contact-how-often  victim - officer        victim lacks dont-know
contact-safe       victim partner -        victim lacks dont-know
plan-offered       victim partner officer
plan-working       victim partner officer
updates            victim partner officer  victim lacks dont-know
pace               victim partner officer  victim lacks dont-know
phone-and-records  victim partner officer
phone-explained    victim partner officer
case-now           victim partner officer  officer lacks felt-pushed
stop-told          victim partner officer  victim lacks dont-know
review-told        victim partner officer
prosecutor         victim partner officer  victim lacks dont-know
court-dates        victim - officer        victim lacks dont-know
special-measures   victim partner officer  victim lacks dont-know
statement-offered  victim partner officer
statement-updated  victim - officer        victim lacks dont-know
outcome-explained  victim partner officer  victim lacks dont-know
treated-fairly     victim partner -
overall            victim partner -        victim lacks dont-know
treated-words      victim partner -
one-change         victim partner officer
referral           - partner officer
`

func TestTheThreeViewsCanBePutSideBySide(t *testing.T) {
	var got []string
	for _, s := range beside(t) {
		line := []string{s.Key}
		var lacks []string
		for i, q := range views(t) {
			if s.Questions[i] == nil {
				line = append(line, "-")
				continue
			}
			line = append(line, string(q.View))
			for _, r := range s.Rows {
				if len(r.Options[i]) == 0 {
					lacks = append(lacks, fmt.Sprintf("%s lacks %s", q.View, r.ID))
				}
			}
		}
		got = append(got, strings.Join(append(line, lacks...), " "))
	}
	want := strings.Split(strings.TrimSpace(shared), "\n")
	for i, line := range want {
		want[i] = strings.Join(strings.Fields(line), " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// One key is one thing: whoever is asked, it is about the same right, agency, stage and theme.
func TestWhatIsSharedIsAboutTheSame(t *testing.T) {
	type meaning struct {
		Rights               []int
		Agency, Stage, Theme string
	}
	for _, s := range beside(t) {
		var first *meaning
		for _, qu := range s.Questions {
			if qu == nil {
				continue
			}
			m := meaning{qu.Rights, qu.Agency, qu.Stage, qu.Theme}
			if first == nil {
				first = &m
			}
			if diff := cmp.Diff(*first, m); diff != "" {
				t.Errorf("%s: %s", s.Key, diff)
			}
		}
	}
}

func TestRowsHoldEveryOptionOnce(t *testing.T) {
	for _, s := range beside(t) {
		for i, qu := range s.Questions {
			if qu == nil {
				continue
			}
			var inRows []string
			for _, r := range s.Rows {
				for _, o := range r.Options[i] {
					if o.As != r.ID {
						t.Errorf("%s: %s stands in the row %s", s.Key, o.ID, r.ID)
					}
					inRows = append(inRows, o.ID)
				}
			}
			var own []string
			for _, o := range qu.Options {
				own = append(own, o.ID)
			}
			slices.Sort(inRows)
			slices.Sort(own)
			if diff := cmp.Diff(own, inRows); diff != "" {
				t.Errorf("%s of %s: %s", qu.ID, s.Key, diff)
			}
		}
		if n := len(s.Rows); n > 0 && s.Rows[n-1].ID != PreferNot {
			t.Errorf("%s ends with %s", s.Key, s.Rows[n-1].ID)
		}
	}
}

func TestStatedCounterparts(t *testing.T) {
	var got []string
	for _, q := range views(t) {
		for _, qu := range q.Questions {
			for _, o := range qu.Options {
				if o.As != o.ID {
					got = append(got, fmt.Sprintf("%s %s: %s as %s", q.ID, qu.ID, o.ID, o.As))
				}
			}
		}
	}
	want := []string{
		"partner reported-how: without-client as without-me",
		"partner case-now: client-stopped as i-stopped",
		"officer case-now: victim-stopped as i-stopped",
		"officer stop-told: not-told as found-out",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTwoOptionsMayStandInOneRow(t *testing.T) {
	one := parsed(t, whole)
	two := parsed(t, strings.Replace(whole, "{id: red,", "{id: scarlet, as: red, label: {en: Scarlet}}, {id: red,", 1))
	all, err := Beside(one, two)
	if err != nil {
		t.Fatal(err)
	}
	if row := all[0].Rows[0]; row.ID != "red" || len(row.Options[0]) != 1 || len(row.Options[1]) != 2 {
		t.Errorf("row %+v", row)
	}
}

func TestWhatCannotStandBesideIsRefused(t *testing.T) {
	for name, change := range map[string][2]string{
		"kinds":  {"kind: several", "kind: one"},
		"scales": {"{en: B}", "{en: Better}"},
	} {
		text := strings.Replace(strings.Replace(whole, change[0], change[1], 1), ", exclusive: true", "", 1)
		if _, err := Beside(parsed(t, whole), parsed(t, text)); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func parsed(t *testing.T, text string) *Questionnaire {
	t.Helper()
	q, err := Parse("sample.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}
