package dynamostore_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

func tallyStore(db *dynamodb.Client, name func(string) string, now time.Time) *dynamostore.Tallies {
	return dynamostore.NewTallies(db, name("Contributions"), name("Tallies"), func() time.Time { return now })
}

func entryOf(id response.ID, version int) tally.Entry {
	return tally.Entry{
		ID: id, Forum: quarter, Version: version, Codebook: 1, Counts: tally.Tally{"victim|respondents|all": 1},
		Mentions: map[string][]themes.Mention{"one-change": {{
			Theme: "believed", Stance: themes.Mixed, Evidence: []themes.Span{{Start: 2, End: 9}}, Rule: "positive", Score: 0.8,
		}}},
		Review: map[string]string{"most-wrong": themes.NotEnglish},
	}
}

func TestTalliesAreStoredAsTheyWere(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, store := t.Context(), tallyStore(db, name, today.Start())
		e := entryOf("sample-1", 1)
		ref := tally.RefOf(quarter, e.ID)
		shard, stored, err := store.Look(ctx, ref, []response.ID{e.ID, "sample-2"})
		if err != nil || shard.Version != 0 || len(stored) != 0 || len(shard.Counts) != 0 {
			t.Fatal(shard, stored, err)
		}
		after, steps, err := shard.Apply(stored, []tally.Entry{e})
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Commit(ctx, after, steps); err != nil {
			t.Fatal(err)
		}
		shard, stored, err = store.Look(ctx, ref, []response.ID{e.ID})
		if err != nil || shard.Version != 1 || !shard.Counts.Equal(e.Counts) {
			t.Fatal(shard, err)
		}
		if diff := cmp.Diff(map[response.ID]tally.Entry{e.ID: e}, stored); diff != "" {
			t.Error(diff)
		}
		without, err := store.Entries(ctx, []response.ID{e.ID, "sample-2"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stored, without, cmpopts.IgnoreFields(tally.Entry{}, "Counts")); diff != "" || without[e.ID].Counts != nil {
			t.Error(diff)
		}

		// What was looked at before somebody else counted is refused, whole.
		for what, stale := range map[string]func() (tally.Shard, []tally.Step){
			"shard": func() (tally.Shard, []tally.Step) {
				return tally.Shard{Ref: ref}, []tally.Step{{Entry: entryOf(e.ID, 2), Was: 1}}
			},
			"entry":     func() (tally.Shard, []tally.Step) { return shard, []tally.Step{{Entry: entryOf(e.ID, 3), Was: 2}} },
			"new entry": func() (tally.Shard, []tally.Step) { return shard, []tally.Step{{Entry: entryOf(e.ID, 3)}} },
		} {
			s, steps := stale()
			if err := store.Commit(ctx, s, steps); !fault.Is(err, fault.Conflict) {
				t.Errorf("stale %s: %v", what, err)
			}
		}
		all, err := store.Shards(ctx, quarter)
		if err != nil || len(all) != response.Shards || all[ref.Shard].Version != 1 || !all[ref.Shard].Counts.Equal(e.Counts) {
			t.Error(err, all[ref.Shard])
		}
	})
}

func TestAWithdrawalLeavesNothingAndIsForgottenInTime(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, now := t.Context(), today.Start()
		store := tallyStore(db, name, now)
		e := entryOf("sample-1", 1)
		ref := tally.RefOf(quarter, e.ID)
		for _, next := range []tally.Entry{e, tally.Withdrawal(e.ID, quarter, today)} {
			shard, stored, err := store.Look(ctx, ref, []response.ID{e.ID})
			if err != nil {
				t.Fatal(err)
			}
			after, steps, err := shard.Apply(stored, []tally.Entry{next})
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Commit(ctx, after, steps); err != nil {
				t.Fatal(err)
			}
		}
		raw, err := db.GetItem(ctx, &dynamodb.GetItemInput{
			TableName: aws.String(name("Contributions")), ConsistentRead: aws.Bool(true), Key: dynamoItem{"PK": keyText(string(e.ID))},
		})
		if err != nil {
			t.Fatal(err)
		}
		for attribute := range raw.Item {
			if !map[string]bool{"PK": true, "forum": true, "version": true, "expires": true}[attribute] {
				t.Errorf("a withdrawal left %s", attribute)
			}
		}
		shard, stored, err := store.Look(ctx, ref, []response.ID{e.ID})
		if err != nil || !stored[e.ID].Withdrawn() || len(shard.Counts) != 0 {
			t.Fatal(shard, stored, err)
		}
		// The broom has not been, and yet it has expired: neither read nor in the way.
		later := tallyStore(db, name, now.AddDate(0, 0, 36))
		if _, stored, err := later.Look(ctx, ref, []response.ID{e.ID}); err != nil || len(stored) != 0 {
			t.Error(stored, err)
		}
		if err := later.Commit(ctx, shard, []tally.Step{{Entry: e}}); err != nil {
			t.Error(err)
		}
	})
}

// Only one engine: the other is from before transactions had 100 items.
func TestACommitTakesAsManyAsItSays(t *testing.T) {
	db, name := enginetest.One(t)
	store := tallyStore(db, name, today.Start())
	var ids []response.ID
	for i := 0; len(ids) < dynamostore.MaxSteps; i++ {
		if id := response.ID(fmt.Sprint("sample-", i)); id.Shard() == 1 {
			ids = append(ids, id)
		}
	}
	ref := tally.Ref{Forum: quarter, Shard: 1}
	shard, stored, err := store.Look(t.Context(), ref, ids)
	if err != nil {
		t.Fatal(err)
	}
	var entries []tally.Entry
	for _, id := range ids {
		entries = append(entries, entryOf(id, 1))
	}
	after, steps, err := shard.Apply(stored, entries)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Commit(t.Context(), after, append(steps, tally.Step{Entry: entryOf("sample", 1)})); !fault.Is(err, fault.Internal) {
		t.Errorf("one too many: %v", err)
	}
	if err := store.Commit(t.Context(), after, steps); err != nil {
		t.Fatal(err)
	}
	if shard, stored, err = store.Look(t.Context(), ref, ids); err != nil || len(stored) != len(ids) || shard.Counts.Of("victim", tally.Respondents, tally.All) != len(ids) {
		t.Error(len(stored), shard.Counts, err)
	}
}

func TestChangesOfTheStreamRead(t *testing.T) {
	q := sampleQuestionnaire(t)
	r := tallytest.Response(rand.New(rand.NewPCG(1, 1)), q, "sample-1")
	change, counts, err := dynamostore.DecodeChange(streamtest.Record("1", nil, &r))
	if err != nil || !counts || change.Withdrawn || change.ID != r.ID || change.Ref != tally.RefOf(r.Forum, r.ID) {
		t.Fatal(change, counts, err)
	}
	if diff := cmp.Diff(r, change.Response, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	record := streamtest.Record("1", &r, nil)
	if change, counts, err = dynamostore.DecodeChange(record); err != nil || !counts || !change.Withdrawn {
		t.Error(change, counts, err)
	}
	record.Change.OldImage = nil
	if _, _, err = dynamostore.DecodeChange(record); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
