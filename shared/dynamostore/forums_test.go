package dynamostore_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/response"
)

func TestForums(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		forums := dynamostore.NewForums(db, name("Forums"))
		f := forum.Forum{
			ID: quarter, State: forum.Open, Opens: quarter.First(), Closes: quarter.Last(), Meets: "2027-01-12",
			Questionnaire: response.QuestionnaireVersion{ID: "rasso-adult", Version: 1},
		}

		_, err := forums.Get(t.Context(), quarter)
		wantFault(t, "get before there is one", err, fault.NotFound)
		wantFault(t, "change before there is one", forums.Put(t.Context(), version(f, 1)), fault.Conflict)

		if err := forums.Put(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		wantFault(t, "create twice", forums.Put(t.Context(), f), fault.Conflict)

		closed := version(f, 1)
		closed.State, closed.Closes = forum.Closed, "2026-11-30"
		if err := forums.Put(t.Context(), closed); err != nil {
			t.Fatal(err)
		}
		wantFault(t, "change an older version", forums.Put(t.Context(), closed), fault.Conflict)

		got, err := forums.Get(t.Context(), quarter)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(version(closed, 2), got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestForumsAreListedInOrder(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		forums := dynamostore.NewForums(db, name("Forums"))
		for _, q := range []calendar.Quarter{"2027-Q1", "2026-Q3", "2026-Q2", "2027-Q3"} {
			f := forum.New(q)
			f.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
			if err := forums.Put(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		listed, err := forums.List(t.Context(), "2026-Q3", "2027-Q2")
		if err != nil {
			t.Fatal(err)
		}
		var ids []calendar.Quarter
		for _, f := range listed {
			ids = append(ids, f.ID)
		}
		if diff := cmp.Diff([]calendar.Quarter{"2026-Q3", "2027-Q1"}, ids); diff != "" {
			t.Error(diff)
		}
	})
}

func version(f forum.Forum, n int) forum.Forum {
	f.Version = n
	return f
}
