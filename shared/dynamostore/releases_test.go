package dynamostore_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

func keyText(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func sampleQuestionnaire(t *testing.T) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func releaseOf(t *testing.T, version, people int) (release.Release, release.Basis) {
	t.Helper()
	src := release.Source{Forum: quarter, Questionnaire: sampleQuestionnaire(t), Rule: disclosure.Default}
	basis := release.Basis{}.Advance(src, tally.Tally{"victim|respondents|all": people}, today)
	return release.Make(src, version, today, basis), basis
}

// Two looks at figures that were not compared with each other may differ by one person.
func TestWhatWasShownIsNotForgotten(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx := t.Context()
		shown, tallies := dynamostore.NewShown(db, name("Forums"), name("Tallies")), name("Tallies")
		f := forum.New(quarter)
		f.State, f.Questionnaire = forum.Open, response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
		if err := dynamostore.NewForums(db, name("Forums")).Put(ctx, f); err != nil {
			t.Fatal(err)
		}
		if _, version, err := shown.Basis(ctx, quarter); err != nil || version != 0 {
			t.Fatalf("before anything was shown: version %d, %v", version, err)
		}
		for version := range 2 {
			q := []calendar.Quarter{quarter, quarter.Next()}[version]
			r, b := releaseOf(t, version, 20)
			r.Forum = q
			if err := shown.Put(ctx, r, b, 0); err != nil {
				t.Fatal(err)
			}
			key := map[string]types.AttributeValue{"PK": keyText("FORUM#" + string(q) + "#SHOWN")}
			if _, err := db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &tallies, Key: key}); err != nil {
				t.Fatal(err)
			}
			if b, _, err := shown.Basis(ctx, q); !fault.Is(err, fault.Internal) {
				t.Errorf("version %d was shown, and is compared with %v, %v", version, b, err)
			}
		}
	})
}

func TestReleasesAreMadeOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx := t.Context()
		shown, releases := dynamostore.NewShown(db, name("Forums"), name("Tallies")), dynamostore.NewReleases(db, name("Forums"))
		for what, get := range map[string]func() (release.Release, error){
			"live":   func() (release.Release, error) { return releases.Live(ctx, quarter) },
			"latest": func() (release.Release, error) { return releases.Latest(ctx, quarter) },
			"first":  func() (release.Release, error) { return releases.Get(ctx, quarter, 1) },
		} {
			if _, err := get(); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s before there is one: %v", what, err)
			}
		}
		if b, version, err := shown.Basis(ctx, quarter); err != nil || version != 0 || len(b.Counts) != 0 {
			t.Error(b, version, err)
		}
		var last release.Basis
		for i, put := range []struct{ version, people int }{{0, 20}, {0, 30}, {1, 40}, {2, 50}, {11, 60}} {
			r, b := releaseOf(t, put.version, put.people)
			if err := shown.Put(ctx, r, b, i); err != nil {
				t.Fatal(err)
			}
			if err := shown.Put(ctx, r, b, i); !fault.Is(err, fault.Conflict) {
				t.Errorf("put twice: %v", err)
			}
			got, err := releases.Get(ctx, quarter, put.version)
			if diff := cmp.Diff(r, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
			last = b
		}
		if r, b := releaseOf(t, 1, 99); true {
			if err := shown.Put(ctx, r, b, 5); !fault.Is(err, fault.Conflict) {
				t.Errorf("a release was made again: %v", err)
			}
		}
		if b, version, err := shown.Basis(ctx, quarter); err != nil || version != 5 || !cmp.Equal(last, b) {
			t.Error(version, err, cmp.Diff(last, b))
		}
		if live, err := releases.Live(ctx, quarter); err != nil || live.Views[0].Respondents.Value != 30 {
			t.Error(live.Views, err)
		}
		if latest, err := releases.Latest(ctx, quarter); err != nil || latest.Version != 11 {
			t.Error(latest.Version, err)
		}
		editions, err := releases.List(ctx, quarter)
		want := []release.Edition{{Forum: quarter, Version: 1, Made: today, SupersededBy: 2}, {Forum: quarter, Version: 2, Made: today, SupersededBy: 11}, {Forum: quarter, Version: 11, Made: today}}
		if diff := cmp.Diff(want, editions); err != nil || diff != "" {
			t.Error(err, diff)
		}
		if editions, err := releases.List(ctx, calendar.Quarter("2031-Q1")); err != nil || len(editions) != 0 {
			t.Error(editions, err)
		}
	})
}
