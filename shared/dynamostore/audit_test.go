package dynamostore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/audit"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
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

// chained gives all links of the audit, and fails where they are no whole chain.
func chained(t *testing.T, log *audit.Log) []audit.Link {
	t.Helper()
	months, err := log.Months(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var links []audit.Link
	v := audit.NewVerifier(nil)
	v.From(audit.Link{})
	for _, m := range months {
		err := log.Walk(t.Context(), m, 0, func(l audit.Link) bool {
			links = append(links, l)
			return v.Add(l)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if first, ok := v.End(months[len(months)-1], ""); !ok {
		t.Errorf("the chain is broken: %+v", first)
	}
	return links
}

func TestAuditKeepsAChainByLondonsMonths(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		store := dynamostore.NewAudit(db, name("Audit"))
		log := audit.New(store)
		at := time.Date(2026, 6, 24, 9, 0, 0, 123456000, time.UTC)
		sealed := audit.Entry{
			At: at.Add(time.Second), Subject: "sample-reviewer", Verb: audit.OpenSealed, Reason: audit.ReasonHeld,
			About: audit.AboutResponse("sample", "q1"), Outcome: audit.Allowed,
		}
		entries := []audit.Entry{
			download(at, "a"), download(at, "a"), sealed, // the same moment twice is two entries
			// Half past midnight on 1 July in London is still June in UTC.
			download(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC), "b"),
			download(at, "late"),
		}
		for _, e := range entries {
			if err := log.Record(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		links := chained(t, log)
		got := make([]audit.Entry, len(links))
		for i, l := range links {
			got[i] = l.Entry
		}
		if diff := cmp.Diff(entries, slices.Delete(got, 3, 4)); diff != "" { // but for June's close
			t.Error(diff)
		}
		if l := links[3]; l.Verb != audit.MonthClosed || l.Month != "2026-06" || links[5].Month != "2026-07" || links[5].Sequence != 2 {
			t.Errorf("%+v", links)
		}
		back, err := store.Before(t.Context(), "2026-06", 4, 2)
		if want := []audit.Link{links[2], links[1]}; err != nil || !cmp.Equal(want, back) {
			t.Errorf("back from 4: %+v, %v", back, err)
		}
		if none, err := log.Last(t.Context(), "2026-05"); err != nil || none.Sequence != 0 {
			t.Errorf("of a month without entries: %+v, %v", none, err)
		}
		if err := store.Append(t.Context(), links[1:2]); !fault.Is(err, fault.Conflict) {
			t.Errorf("again: %v", err)
		}
		if err := store.Append(t.Context(), links[3:5]); !fault.Is(err, fault.Conflict) {
			t.Errorf("again, with a month's close: %v", err)
		}
	})
}

func TestAuditManyAtOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		log := audit.New(dynamostore.NewAudit(db, name("Audit")))
		at := time.Date(2026, 11, 30, 23, 59, 0, 0, time.UTC)
		const people, each = 4, 4
		var all sync.WaitGroup
		for n := range people {
			all.Go(func() {
				for i := range each {
					// Each goes over from November to December at a moment of its own.
					e := download(at.Add(time.Duration(i*n)*15*time.Second), fmt.Sprintf("%d-%d", n, i))
					if err := log.Record(context.Background(), e); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		seen := map[string]bool{}
		links := chained(t, log)
		for _, l := range links {
			seen[l.File] = true
		}
		if len(links) != people*each+1 || len(seen) != people*each+1 { // and November's close, of no file
			t.Errorf("%d links, %d different", len(links), len(seen))
		}
	})
}

func TestAuditThatSomebodyTouchedShows(t *testing.T) {
	db, name := enginetest.One(t)
	table := name("Audit")
	change := func(i dynamoItem) {
		t.Helper()
		if _, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: i}); err != nil {
			t.Fatal(err)
		}
	}
	log := audit.New(dynamostore.NewAudit(db, table))
	for range 3 {
		if err := log.Record(t.Context(), download(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), "a")); err != nil {
			t.Fatal(err)
		}
	}
	second := stored(t, db, table, "CHAIN#2026-11", "0000000002")
	for what, tamper := range map[string]func(i dynamoItem){
		"a text":       func(i dynamoItem) { i["name"] = &types.AttributeValueMemberS{Value: "else@voiceforum.example"} },
		"a missing":    func(i dynamoItem) { delete(i, "file") },
		"a number":     func(i dynamoItem) { i["release"] = &types.AttributeValueMemberN{Value: "1"} },
		"one too many": func(i dynamoItem) { i["note"] = &types.AttributeValueMemberS{Value: "x"} },
		"another form": func(i dynamoItem) { i["at"] = &types.AttributeValueMemberS{Value: "2026-11-24T09:00:00Z"} },
	} {
		touched := dynamoItem{}
		for k, v := range second {
			touched[k] = v
		}
		tamper(touched)
		change(touched)
		v := audit.NewVerifier(nil)
		if err := log.Walk(t.Context(), "2026-11", 0, v.Add); err != nil {
			t.Fatal(err)
		}
		if first, ok := v.End("2026-11", ""); ok || first != (audit.Break{How: audit.Altered, Month: "2026-11", Sequence: 2}) {
			t.Errorf("%s: %+v", what, first)
		}
	}
	change(second)
	if n := len(chained(t, log)); n != 3 {
		t.Errorf("%d links", n)
	}
}

func stored(t *testing.T, db *dynamodb.Client, table, pk, sk string) dynamoItem {
	t.Helper()
	out, err := db.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &table, Key: dynamoItem{
		"PK": &types.AttributeValueMemberS{Value: pk}, "SK": &types.AttributeValueMemberS{Value: sk},
	}})
	if err != nil || len(out.Item) == 0 {
		t.Fatalf("%s %s: %v", pk, sk, err)
	}
	return out.Item
}
