package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

type settings struct {
	Feedback      string `env:"FEEDBACK_TABLE"`
	Contributions string `env:"CONTRIBUTIONS_TABLE"`
	Tallies       string `env:"TALLIES_TABLE"`
}

// atOnce is how many shards one batch changes at the same time.
const atOnce = 8

// Others count in the same shards at the same time. Whoever finds a shard changed looks again, after a pause of up to
// firstPause, doubled each time up to longestPause; the function's own time limit ends it all.
const (
	attempts     = 24
	firstPause   = 10 * time.Millisecond
	longestPause = time.Second
)

// ledger is where counts and entries are kept.
type ledger interface {
	Look(ctx context.Context, ref tally.Ref, ids []response.ID) (tally.Shard, map[response.ID]tally.Entry, error)
	Commit(ctx context.Context, shard tally.Shard, steps []tally.Step) error
}

// counter turns batches of changes into tallies.
type counter struct {
	ledger        ledger
	codebook      func() (tally.Coder, int, error) // the coder, and its codebook's version
	questionnaire func(id string, version int) (*questionnaire.Questionnaire, error)
	now           func() time.Time
	log           *slog.Logger
}

func newCounter(l ledger, log *slog.Logger) *counter {
	return &counter{ledger: l, codebook: loadCodebook, questionnaire: questionnaire.Get, now: time.Now, log: log}
}

func loadCodebook() (tally.Coder, int, error) {
	book, err := themes.Load()
	if err != nil {
		return nil, 0, fault.Wrap(fault.Internal, "load the theme codebook", err)
	}
	return book, book.Version, nil
}

// told is a change worked out, and where in the batch it came from.
type told struct {
	entry    tally.Entry
	sequence string
}

// Handle counts one batch of the stream. Records that could not be counted are reported, each by its own sequence
// number, and no others: the stream tells the batch again from the first of them, and what was counted is then passed
// over. The error is always nil, because one would tell every record again.
func (c *counter) Handle(ctx context.Context, batch events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	failed := &failures{}
	shards := c.read(batch, failed)
	var work errgroup.Group
	work.SetLimit(atOnce)
	for ref, changes := range shards {
		for part := range slices.Chunk(changes, dynamostore.MaxSteps) {
			work.Go(func() error {
				c.countAll(ctx, ref, part, failed)
				return nil
			})
		}
	}
	work.Wait() //nolint:errcheck // every failure is in failed
	return failed.response(batch), nil
}

// read works out the changes of a batch, by the shard that each is counted in, in the batch's order.
func (c *counter) read(batch events.DynamoDBEvent, failed *failures) map[tally.Ref][]told {
	shards := map[tally.Ref][]told{}
	for _, record := range batch.Records {
		change, counts, err := dynamostore.DecodeChange(record)
		sequence := record.Change.SequenceNumber
		if err == nil && counts {
			var entry tally.Entry
			if entry, err = c.entry(change); err == nil {
				shards[change.Ref] = append(shards[change.Ref], told{entry, sequence})
			}
		}
		if err != nil {
			c.log.Error("change-unreadable", "error", err)
			failed.add(told{sequence: sequence})
		}
	}
	return shards
}

// entry works out what a change comes to.
func (c *counter) entry(change dynamostore.Change) (tally.Entry, error) {
	if change.Withdrawn {
		return tally.Withdrawal(change.ID, change.Forum, calendar.DayOf(c.now())), nil
	}
	coder, version, err := c.codebook()
	if err != nil {
		return tally.Entry{}, err
	}
	asked := change.Response.Questionnaire
	q, err := c.questionnaire(asked.ID, asked.Version)
	if err != nil {
		return tally.Entry{}, err
	}
	entry, uncoded, err := tally.NewEntry(q, coder, version, change.Response)
	if err != nil {
		return tally.Entry{}, err
	}
	if uncoded != nil {
		c.log.Error("response-uncoded", "forum", string(change.Forum), "shard", change.Shard, "error", uncoded)
	}
	entry.Expires = change.Expires
	return entry, nil
}

// countAll counts changes together. Where they cannot be counted for a reason that trying again would not mend, each is
// counted by itself, so that only those at fault are reported.
func (c *counter) countAll(ctx context.Context, ref tally.Ref, changes []told, failed *failures) {
	err := c.count(ctx, ref, changes)
	if err == nil {
		return
	}
	if passing := fault.Is(err, fault.Unavailable) || fault.Is(err, fault.Conflict); !passing && len(changes) > 1 {
		for i := range changes {
			c.countAll(ctx, ref, changes[i:i+1], failed)
		}
		return
	}
	c.log.Error("count-failed", "forum", string(ref.Forum), "shard", ref.Shard, "count", len(changes), "error", err)
	failed.add(changes...)
}

// count counts changes in their shard, and looks again for as long as somebody else was faster.
func (c *counter) count(ctx context.Context, ref tally.Ref, changes []told) error {
	ids := make([]response.ID, 0, len(changes))
	entries := make([]tally.Entry, 0, len(changes))
	for _, t := range changes {
		entries = append(entries, t.entry)
		if !slices.Contains(ids, t.entry.ID) {
			ids = append(ids, t.entry.ID)
		}
	}
	pause := firstPause
	for attempt := 1; ; attempt++ {
		err := c.try(ctx, ref, ids, entries)
		if !fault.Is(err, fault.Conflict) || attempt == attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return fault.Wrap(fault.Unavailable, "count in a shard", ctx.Err())
		case <-time.After(rand.N(pause)):
		}
		pause = min(2*pause, longestPause)
	}
}

func (c *counter) try(ctx context.Context, ref tally.Ref, ids []response.ID, entries []tally.Entry) error {
	shard, stored, err := c.ledger.Look(ctx, ref, ids)
	if err != nil {
		return err
	}
	after, steps, err := shard.Apply(stored, entries)
	if err != nil || len(steps) == 0 {
		return err
	}
	return c.ledger.Commit(ctx, after, steps)
}

// failures gathers the records of a batch that were not counted.
type failures struct {
	mu        sync.Mutex
	sequences []string
}

func (f *failures) add(changes ...told) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range changes {
		f.sequences = append(f.sequences, t.sequence)
	}
}

// response reports the failures in the batch's order.
func (f *failures) response(batch events.DynamoDBEvent) events.DynamoDBEventResponse {
	out := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	for _, record := range batch.Records {
		if s := record.Change.SequenceNumber; slices.Contains(f.sequences, s) {
			out.BatchItemFailures = append(out.BatchItemFailures, events.DynamoDBBatchItemFailure{ItemIdentifier: s})
		}
	}
	return out
}
