package dynamostore_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
)

// quoting is a release with two quotes, and whose they are.
func quoting(t *testing.T, version int) (release.Release, release.Basis) {
	t.Helper()
	r, b := releaseOf(t, version, 40)
	r.Quotes = []release.Quote{{View: "victim", Words: "it was cold"}, {View: "victim", Words: "they were kind"}}
	b.Quoted.By = map[int][]release.Quotation{}
	for _, v := range []int{1, version} {
		b.Quoted.By[v] = []release.Quotation{
			{Response: "one", Question: "q", Hash: release.HashOf("it was cold")},
			{Response: "two", Question: "q", Hash: release.HashOf("they were kind")},
		}
	}
	return r, b
}

func TestWordsAreTakenOutOfEveryRelease(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx := t.Context()
		shown, releases := dynamostore.NewShown(db, name("Forums"), name("Tallies")), dynamostore.NewReleases(db, name("Forums"))
		first, b := quoting(t, 1)
		if err := shown.Put(ctx, first, b, 0); err != nil {
			t.Fatal(err)
		}
		second, b := quoting(t, 2)
		if err := shown.Put(ctx, second, b, 1); err != nil {
			t.Fatal(err)
		}
		quoted, err := shown.Quoted(ctx, []calendar.Quarter{"2026-Q1", quarter})
		if diff := cmp.Diff(map[calendar.Quarter]release.Quoted{quarter: b.Quoted}, quoted); err != nil || diff != "" {
			t.Error(err, diff)
		}
		var changed []release.Release
		b.Quoted, changed = b.Quoted.Recall([]release.Release{first, second}, b.Quoted.By[1][:1], "2027-01-05")
		if len(changed) != 3 {
			t.Fatalf("%d releases change", len(changed))
		}
		if err := shown.Recall(ctx, changed, b, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("something was shown since: %v", err)
		}
		if err := shown.Recall(ctx, changed, b, 2); err != nil {
			t.Fatal(err)
		}
		for v, takenBack := range []bool{false, false, true} {
			got, err := releases.Get(ctx, quarter, v+1)
			if err != nil || len(got.Quotes) != 1 || got.Quotes[0].Words != "they were kind" || got.TakenBack != takenBack {
				t.Errorf("release %d: %v %v %v", v+1, got.Quotes, got.TakenBack, err)
			}
			if !cmp.Equal(got.Tables, first.Tables) {
				t.Errorf("the figures of release %d changed", v+1)
			}
		}
		editions, err := releases.List(ctx, quarter)
		want := []release.Edition{
			{Forum: quarter, Version: 1, Made: today, SupersededBy: 2, Recalled: true},
			{Forum: quarter, Version: 2, Made: today, SupersededBy: 3, Recalled: true},
			{Forum: quarter, Version: 3, Made: "2027-01-05"},
		}
		if diff := cmp.Diff(want, editions); err != nil || diff != "" {
			t.Error(err, diff)
		}
		back, version, err := shown.Basis(ctx, quarter)
		if err != nil || version != 3 || !cmp.Equal(back.Quoted.Pending, []int{1, 2}) || len(back.Quoted.All()) != 1 {
			t.Errorf("version %d, %+v, %v", version, back.Quoted, err)
		}
		back.Quoted.Pending = nil
		if err := shown.Removed(ctx, quarter, back, version); err != nil {
			t.Error(err)
		}
		if again, _, err := shown.Basis(ctx, quarter); err != nil || !cmp.Equal(again, back) {
			t.Error(err, cmp.Diff(again, back))
		}
	})
}

func TestResponsesAsTheyAreNow(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		table := name("Feedback")
		responses := dynamostore.NewResponses(db, dynamostore.Tables{Feedback: table})
		ids := make([]response.ID, 0, 120)
		for range 120 {
			r := response.Response{ID: response.ID(rune('a'+len(ids)%26)) + response.ID(rune('a'+len(ids)/26)), Version: 1, Forum: quarter, Channel: response.Victim, Language: "en", Received: today}
			ids = append(ids, r.ID)
			if len(ids)%2 == 0 {
				continue
			}
			if _, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: streamtest.Item(r)}); err != nil {
				t.Fatal(err)
			}
		}
		spoilt := streamtest.Item(response.Response{ID: ids[1]})
		spoilt["response"] = keyText("spoilt")
		if _, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: spoilt}); err != nil {
			t.Fatal(err)
		}
		found, unreadable, err := responses.Current(t.Context(), ids)
		if err != nil || unreadable != 1 || len(found) != 60 || found[ids[0]].ID != ids[0] {
			t.Errorf("%d found, %v", len(found), err)
		}
		if found, _, err := responses.Current(t.Context(), nil); err != nil || len(found) != 0 {
			t.Error(found, err)
		}
	})
}
