package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/logs"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// dying is a ledger that now and then fails before it did anything, and now and then after: what a function that
// dies half-way, or loses a reply, leaves behind.
type dying struct {
	ledger
	mu  sync.Mutex
	rng *rand.Rand
}

func (d *dying) roll(sides int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rng.IntN(sides) == 0
}

func (d *dying) Commit(ctx context.Context, s tally.Shard, steps []tally.Step) error {
	if d.roll(12) {
		return fault.New(fault.Unavailable, "died before")
	}
	err := d.ledger.Commit(ctx, s, steps)
	if err == nil && d.roll(12) {
		return fault.New(fault.Unavailable, "died after")
	}
	return err
}

// history is what happened to some responses: the records of the stream, in order, and what is left in the end.
type history struct {
	records []events.DynamoDBEventRecord
	left    map[response.ID]response.Response
}

func happen(rng *rand.Rand, q *questionnaire.Questionnaire, changes int) history {
	h := history{left: map[response.ID]response.Response{}}
	var ids []response.ID
	for n := range changes {
		sequence := fmt.Sprintf("%06d", n+1)
		id := response.ID(fmt.Sprintf("sample-%d", rng.IntN(1<<30)))
		if len(ids) > 0 && rng.IntN(2) == 0 {
			id = ids[rng.IntN(len(ids))]
		}
		was, there := h.left[id]
		switch {
		case !there && len(ids) > 0 && gone(ids, id):
			continue // withdrawn: nothing can come after
		case !there:
			is := tallytest.Response(rng, q, id)
			is.SetApart = rng.IntN(5) == 0
			h.records = append(h.records, streamtest.Record(sequence, nil, &is))
			h.left[id], ids = is, append(ids, id)
		case rng.IntN(3) == 0:
			h.records = append(h.records, streamtest.Record(sequence, &was, nil))
			delete(h.left, id)
		default:
			is := tallytest.Change(rng, was)
			is.SetApart = was.SetApart && rng.IntN(2) == 0 // or else it was let through
			h.records = append(h.records, streamtest.Record(sequence, &was, &is))
			h.left[id] = is
		}
	}
	return h
}

func gone(ids []response.ID, id response.ID) bool {
	for _, known := range ids {
		if known == id {
			return true
		}
	}
	return false
}

// fromScratch counts what is left, knowing nothing of how it came about.
func fromScratch(t *testing.T, q *questionnaire.Questionnaire, coder tally.Coder, left map[response.ID]response.Response) tally.Tally {
	t.Helper()
	total := tally.Tally{}
	for _, r := range left {
		entry, _, err := tally.NewEntry(q, coder, 1, r)
		if err != nil {
			t.Fatal(err)
		}
		total.Merge(entry.Counts, 1)
	}
	return total
}

// deliver gives records to the counter as the stream does: in order, in batches, each until none of it is reported, now
// and then a batch twice.
func deliver(t *testing.T, c *counter, rng *rand.Rand, records []events.DynamoDBEventRecord) {
	for from := 0; from < len(records); {
		batch := records[from:min(from+1+rng.IntN(20), len(records))]
		out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: batch})
		if err != nil {
			t.Error(err)
			return
		}
		step := len(batch)
		if len(out.BatchItemFailures) > 0 {
			for step = 0; batch[step].Change.SequenceNumber != out.BatchItemFailures[0].ItemIdentifier; step++ {
			}
		} else if rng.IntN(4) == 0 {
			step = rng.IntN(len(batch)) // the stream forgets how far it was
		}
		from += step
	}
	for range 10 { // what was once set aside as failed is told again, long after
		late := events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{records[rng.IntN(len(records))]}}
		for {
			out, err := c.Handle(t.Context(), late)
			if err != nil {
				t.Error(err)
			}
			if len(out.BatchItemFailures) == 0 {
				break
			}
		}
	}
}

// TestCountedExactlyOnce takes random histories through several counters at once, with repeats, deaths and lost
// replies, and compares what the database then holds with a count from scratch.
func TestCountedExactlyOnce(t *testing.T) {
	q, book := parts(t)
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		for seed := range uint64(2) {
			rng := rand.New(rand.NewPCG(seed, 7))
			store := dynamostore.NewTallies(db, name("Contributions"), name("Tallies"), time.Now)
			before := totalOf(t, store)
			c := newCounter(&dying{ledger: store, rng: rng}, logs.New(io.Discard))
			h := happen(rand.New(rand.NewPCG(seed, 8)), q, 90)

			lanes := make([][]events.DynamoDBEventRecord, 3) // as the stream's own shards are: by the item
			for _, r := range h.records {
				lane := response.ID(r.Change.Keys["PK"].String()).Shard() % len(lanes)
				lanes[lane] = append(lanes[lane], r)
			}
			var all sync.WaitGroup
			for i, lane := range lanes {
				all.Go(func() { deliver(t, c, rand.New(rand.NewPCG(seed, uint64(i))), lane) })
			}
			all.Wait()

			got := totalOf(t, store).Sub(before)
			if want := fromScratch(t, q, book, h.left); !got.Equal(want) {
				t.Fatalf("seed %d: counted differently from scratch: %v", seed, got.Sub(want))
			}
			checkEntries(t, store, h)
		}
	})
}

func parts(t *testing.T) (*questionnaire.Questionnaire, *themes.Codebook) {
	t.Helper()
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		t.Fatal(err)
	}
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	return q, book
}

func totalOf(t *testing.T, store *dynamostore.Tallies) tally.Tally {
	t.Helper()
	shards, err := store.Shards(t.Context(), tallytest.Forum)
	if err != nil {
		t.Fatal(err)
	}
	total := tally.Tally{}
	for _, s := range shards {
		total.Merge(s.Counts, 1)
	}
	return total
}

// checkEntries looks that what was withdrawn has left nothing but that.
func checkEntries(t *testing.T, store *dynamostore.Tallies, h history) {
	t.Helper()
	checked := map[response.ID]bool{}
	for _, record := range h.records {
		change, _, err := dynamostore.DecodeChange(record)
		if err != nil {
			t.Fatal(err)
		}
		if checked[change.ID] {
			continue
		}
		checked[change.ID] = true
		_, entries, err := store.Look(t.Context(), change.Ref, []response.ID{change.ID})
		if err != nil {
			t.Fatal(err)
		}
		entry := entries[change.ID]
		r, there := h.left[change.ID]
		switch {
		case there && entry.Version != r.Version:
			t.Errorf("entry of version %d for a response of version %d", entry.Version, r.Version)
		case !there && (!entry.Withdrawn() || len(entry.Counts) > 0 || len(entry.Mentions) > 0 || entry.Expires.IsZero()):
			t.Errorf("a withdrawn response left %+v", entry)
		}
	}
}
