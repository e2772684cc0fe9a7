package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local"
	"voiceforum/infra/local/engine"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// quarter prints how long it takes from closing a forum of many responses, counted when they came, to its pack: by the
// function's own process, on a platform of its own with nobody listening to the responses (see quiet).
func (b *bench) quarter(ctx context.Context) error {
	platform, err := b.quiet(ctx, "by-forum", "forumShard")
	if err != nil {
		return err
	}
	defer platform.Stop() //nolint:errcheck // it is thrown away
	forum := calendar.QuarterOf(time.Now())
	if err := b.answered(ctx, engine.DynamoDB(platform.DynamoDB), forum); err != nil {
		return err
	}
	task, err := json.Marshal(map[string]string{"task": "close", "forum": string(forum)})
	if err != nil {
		return err
	}
	began := time.Now()
	result, err := platform.Invoke(ctx, "Forum", task)
	if err != nil {
		return err
	}
	if result.FunctionError != "" {
		return errors.New("the forum was not closed")
	}
	took := time.Since(began)
	running, err := local.Find(platform.Dir)
	if err != nil {
		return err
	}
	all, err := running.Stats(ctx)
	if err != nil {
		return err
	}
	b.section(fmt.Sprintf("A quarter of %d responses, from closed to pack", b.Responses))
	b.row("the forum's task, with its wait of 12 s for what is still on its way", "%.1f s", took.Seconds())
	for _, s := range all {
		if s.Function == "Forum" {
			b.row("its process", "%.0f MB at most (of %d MB allowed)", float64(s.PeakBytes)/(1<<20), s.MemoryBytes>>20)
		}
	}
	return nil
}

// answered stores responses of a forum, and counts them as tally does, a shard at a time.
func (b *bench) answered(ctx context.Context, db *dynamodb.Client, forum calendar.Quarter) error {
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		return err
	}
	book, err := themes.Load()
	if err != nil {
		return err
	}
	rng, shards := rand.New(rand.NewPCG(6, 6)), map[tally.Ref][]response.Response{}
	for n := range b.Responses {
		r := tallytest.Response(rng, q, response.ID(fmt.Sprintf("bench-%08d", n)))
		r.Forum, r.Channel, r.Received = forum, response.Victim, forum.First()
		r.Consents = []consent.Event{{{Purpose: consent.Counts, Given: true, Wording: 1, Language: "en", Day: forum.First()}}}
		ref := tally.RefOf(forum, r.ID)
		shards[ref] = append(shards[ref], r)
	}
	store := dynamostore.NewTallies(db, "Contributions", "Tallies", time.Now)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(b.Together, 1))
	for ref, all := range shards {
		g.Go(func() error {
			shard := tally.Shard{Ref: ref}
			for part := range slices.Chunk(all, dynamostore.MaxSteps) {
				var entries []tally.Entry
				for _, r := range part {
					e, uncoded, err := tally.NewEntry(q, book, book.Version, r)
					if err := errors.Join(err, uncoded); err != nil {
						return err
					}
					entries = append(entries, e)
				}
				after, steps, err := shard.Apply(nil, entries)
				if err != nil {
					return err
				}
				if err := store.Commit(ctx, after, steps); err != nil {
					return err
				}
				shard = after
				shard.Version++
				for batch := range slices.Chunk(part, batchPuts) {
					var items []item
					for _, r := range batch {
						items = append(items, streamtest.Item(r))
					}
					if err := put(ctx, db, "Feedback", items); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return g.Wait()
}
