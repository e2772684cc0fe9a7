package release_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// handedIn gives what feedback of an organisation adds, in answer to its own questions.
func handedIn(t *testing.T, q *questionnaire.Questionnaire, book *themes.Codebook, o organisation.Organisation, pieces int) tally.Tally {
	t.Helper()
	rng, total := rand.New(rand.NewPCG(5, uint64(pieces))), tally.Tally{}
	for n := range pieces {
		r := tallytest.Response(rng, q, response.ID(fmt.Sprint(o.ID, n)))
		r.Channel, r.Organisation, r.Service = o.Channel(), string(o.ID), string(o.Kind)
		e, _, err := tally.NewEntry(q, book, 1, r)
		if err != nil {
			t.Fatal(err)
		}
		total.Merge(e.Counts, 1)
	}
	return total
}

func organisations(kind organisation.Kind, n int) []organisation.Organisation {
	all := make([]organisation.Organisation, n)
	for i := range all {
		all[i] = organisation.Organisation{ID: organisation.ID(fmt.Sprintf("%s-%d", kind, i)), Kind: kind}
	}
	return all
}

// all gives a source of three views, and what each of them adds up to.
func all(t *testing.T) (src release.Source, victims, partners, officers tally.Tally) {
	t.Helper()
	src, book := source(t)
	src.Others = map[string]*questionnaire.Questionnaire{}
	for _, id := range []string{"partner", "officer"} {
		q, err := questionnaire.Latest(id)
		if err != nil {
			t.Fatal(err)
		}
		src.Others[id] = q
	}
	victims = tally.Tally{}
	for _, one := range crowd(t, src, book, 9, 300) {
		if one.Of("victim", tally.Respondents, tally.All) > 0 {
			victims.Merge(one, 1)
		}
	}
	partners, officers = tally.Tally{}, tally.Tally{}
	for kind, n := range map[organisation.Kind]int{organisation.AssaultAndAbuse: 4, organisation.SARC: 3, organisation.SexWork: 2, organisation.SexualExploitation: 1} {
		for _, o := range organisations(kind, n) {
			partners.Merge(handedIn(t, src.Others["partner"], book, o, 25), 1)
		}
	}
	for _, o := range append(organisations(organisation.Police, 1), organisations(organisation.CPS, 1)...) {
		officers.Merge(handedIn(t, src.Others["officer"], book, o, 40), 1)
	}
	return src, victims, partners, officers
}

func made(src release.Source, counts tally.Tally) release.Release {
	return release.Make(src, 1, "2027-01-01", release.Basis{}.Advance(src, counts, "2027-01-01"))
}

func TestViewsStandApart(t *testing.T) {
	src, victims, partners, officers := all(t)
	together := made(src, victims.Add(partners).Add(officers))
	for view, alone := range map[string]release.Release{
		"victim": made(src, victims), "partner": made(src, partners), "officer": made(src, officers),
	} {
		for _, part := range []string{release.WhoAnswered, release.Themes, release.Questions} {
			if diff := cmp.Diff(alone.InPart(view, part), together.InPart(view, part)); diff != "" {
				t.Errorf("%s %s is not the same beside the others:\n%s", view, part, diff)
			}
		}
		if len(together.InPart(view, release.Questions)) < 10 {
			t.Errorf("%s has %d questions", view, len(together.InPart(view, release.Questions)))
		}
	}
	for _, table := range together.Tables {
		id, isQuestion := strings.CutPrefix(table.ID, tally.Question)
		if !isQuestion {
			continue
		}
		q := src.Others[table.View]
		if table.View == "victim" {
			q = src.Questionnaire
		}
		if qu, ok := q.Question(id); !ok || qu.Title.In("en") != table.Title {
			t.Errorf("%s has %s, which it was not asked", table.View, table.ID)
		}
	}
}

func TestNobodyCanTellWhichServiceItWas(t *testing.T) {
	src, victims, partners, officers := all(t)
	r := made(src, victims.Add(partners).Add(officers))
	if _, ok := r.Table("victim", tally.Service); ok {
		t.Error("victims have a table of services")
	}
	table, _ := r.Table("partner", tally.Service)
	if got := rowsOf(table); !slices.Equal(got, []string{"sexual-assault-and-abuse 100", "sarc 75", "other-services 75"}) {
		t.Errorf("services: %v of %+v", got, table.Base)
	}
	table, _ = r.Table("officer", tally.Service)
	if got := rowsOf(table); len(got) != 2 || !strings.HasPrefix(got[0], "police ") || !strings.HasPrefix(got[1], "cps ") {
		t.Errorf("officers: %v", got)
	}
}

// rowsOf gives a table's rows, each figure within its rounding of what was handed in; permissions take some away.
func rowsOf(t release.Table) []string {
	var rows []string
	for _, row := range t.Rows {
		n := (row.Count.Value + 12) / 25 * 25
		rows = append(rows, fmt.Sprint(row.ID, " ", n))
	}
	return rows
}

// Whoever hands in, a row of services that is shown is of three organisations at least.
func TestARowOfServicesIsOfThreeOrganisations(t *testing.T) {
	src, _ := source(t)
	rapid.Check(t, func(t *rapid.T) {
		counts, total := tally.Tally{}, 0
		by := map[string]int{}
		for _, kind := range organisation.Kinds()[:4] {
			n := rapid.IntRange(0, 5).Draw(t, string(kind))
			by[string(kind)] = n
			for _, o := range organisations(kind, n) {
				counts.Merge(tally.Tally{
					tally.Key("partner", tally.Service, string(kind)): 20, tally.Key("partner", tally.Service, tally.Asked): 20,
					tally.Key("partner", tally.By+string(kind), string(o.ID)): 20, tally.Key("partner", tally.Respondents, tally.All): 20,
				}, 1)
				total += 20
			}
		}
		table, ok := made(src, counts).Table("partner", tally.Service)
		if !ok {
			return
		}
		others, sum := 0, 0
		for kind, n := range by {
			if !slices.ContainsFunc(table.Rows, func(r release.Row) bool { return r.ID == kind }) {
				others += n
			} else if n < 3 {
				t.Fatalf("%s has a row, of %d organisations", kind, n)
			}
		}
		if others > 0 && others < 3 {
			t.Fatalf("the other services are %d organisations", others)
		}
		for _, row := range table.Rows {
			sum += row.Count.Value
		}
		if sum != total {
			t.Fatalf("the rows sum to %d of %d", sum, total)
		}
	})
}

// A kind of three organisations, of which one handed in nearly all, would tell about that one.
func TestARowOfServicesIsNotOneOrganisations(t *testing.T) {
	src, _ := source(t)
	counts := tally.Tally{}
	for kind, pieces := range map[organisation.Kind][]int{
		organisation.AssaultAndAbuse: {90, 4, 5}, organisation.SARC: {30, 30, 40}, organisation.SexWork: {20, 20, 30, 25},
	} {
		for i, o := range organisations(kind, len(pieces)) {
			counts.Merge(tally.Tally{
				tally.Key("partner", tally.Service, string(kind)): pieces[i], tally.Key("partner", tally.Service, tally.Asked): pieces[i],
				tally.Key("partner", tally.By+string(kind), string(o.ID)): pieces[i], tally.Key("partner", tally.Respondents, tally.All): pieces[i],
			}, 1)
		}
	}
	table, _ := made(src, counts).Table("partner", tally.Service)
	for _, row := range table.Rows {
		if row.ID == string(organisation.AssaultAndAbuse) {
			t.Errorf("it has a row of its own: %+v", table.Rows)
		}
	}
	if len(table.Rows) != 2 {
		t.Errorf("rows: %+v", table.Rows)
	}
}
