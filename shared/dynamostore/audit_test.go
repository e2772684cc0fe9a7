package dynamostore_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/audit"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/session"
)

// cmpText gathers attribute values as text, to look for what must not be in them.
type cmpText struct{ strings.Builder }

func (c *cmpText) add(name string, v any) { fmt.Fprintf(c, "%s=%+v\n", name, v) }

func download(at time.Time, file string) audit.Entry {
	return audit.Entry{
		At: at, Subject: "sample-subject", Name: "sample@voiceforum.example", Role: session.Facilitator,
		Verb: audit.Download, Forum: "2026-Q4", Release: 1, File: file, Outcome: audit.Allowed,
	}
}

func TestAuditListsAMonthNewestFirst(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		store := dynamostore.NewAudit(db, name("Audit"))
		at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		entries := []audit.Entry{
			download(at, "a"), download(at, "a"), // the same moment twice is two entries
			download(at.Add(time.Microsecond), "b"),
			download(at.Add(time.Second), "c"),
			{At: at.Add(time.Minute), Subject: "sample-nobody", Verb: audit.ViewRelease, Outcome: audit.Refused},
			download(time.Date(2026, 10, 31, 23, 59, 0, 0, time.UTC), "before"),
			download(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), "after"),
		}
		for _, e := range entries {
			if err := store.Append(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		var got []audit.Entry
		var from audit.Cursor
		for {
			page, next, err := store.List(t.Context(), "2026-11", from, 2)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, page...)
			if from = next; from == "" {
				break
			}
		}
		want := []audit.Entry{entries[4], entries[3], entries[2], entries[1], entries[0]}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAuditKeepsLondonsMonths(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		store := dynamostore.NewAudit(db, name("Audit"))
		// Half past midnight on 1 July in London is still June in UTC.
		if err := store.Append(t.Context(), download(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC), "a")); err != nil {
			t.Fatal(err)
		}
		for month, want := range map[audit.Month]int{"2026-06": 0, "2026-07": 1} {
			got, _, err := store.List(t.Context(), month, "", 10)
			if err != nil || len(got) != want {
				t.Errorf("%s: %d entries, error %v, want %d", month, len(got), err, want)
			}
		}
	})
}
