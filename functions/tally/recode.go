package main

import (
	"context"
	"errors"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// recodedForums is how many forums are coded again when the codebook changes: this quarter's, and those before it that it
// is compared with.
const recodedForums = 9

// margin is how long before the function's time ends no further shard is begun, where less than margin is left. The
// next run goes on.
const margin = 90 * time.Second

type responses interface {
	ByForum(ctx context.Context, q calendar.Quarter, shard int, yield func(response.Response) error) error
}

type recodings interface {
	Recoding(ctx context.Context, q calendar.Quarter) (tally.Recoding, error)
	PutRecoding(ctx context.Context, r tally.Recoding) (tally.Recoding, error)
}

// recoder codes forums again under the codebook that is in force, so that forums are compared under one version.
type recoder struct {
	counter   *counter
	responses responses
	recodings recodings
}

// recode goes on coding forums again, the latest first, until none is left or the time is over. One forum that fails does
// not keep the others waiting.
func (r *recoder) recode(ctx context.Context) error {
	_, version, err := r.counter.codebook()
	if err != nil {
		return err
	}
	var failures []error
	forum := calendar.QuarterOf(r.counter.now()).Next()
	for range recodedForums + 1 {
		if stopping(ctx) {
			break
		}
		if err := r.forum(ctx, forum, version); err != nil && !fault.Is(err, fault.Conflict) {
			r.counter.log.Error("recode-failed", "forum", string(forum), "error", err)
			failures = append(failures, err)
		}
		forum = forum.Previous()
	}
	return errors.Join(failures...)
}

func (r *recoder) forum(ctx context.Context, forum calendar.Quarter, codebook int) error {
	at, err := r.recodings.Recoding(ctx, forum)
	if err != nil {
		return err
	}
	at, recoded := at.Under(codebook), 0
	for pass := at.Passes; !at.Done() && at.Passes == pass && !stopping(ctx); {
		n, err := r.shard(ctx, tally.Ref{Forum: forum, Shard: at.Shard}, codebook)
		if err != nil {
			return err
		}
		recoded += n
		if at, err = r.recodings.PutRecoding(ctx, at.Next()); err != nil {
			return err
		}
	}
	if recoded > 0 {
		r.counter.log.Info("forum-recoded", "forum", string(forum), "count", recoded)
	}
	return nil
}

// shard codes again what is stale of a shard, and gives how many responses that were.
func (r *recoder) shard(ctx context.Context, ref tally.Ref, codebook int) (recoded int, err error) {
	var waiting []response.Response
	some := func() error {
		n, err := r.some(ctx, ref, waiting, codebook)
		recoded += n
		waiting = waiting[:0]
		return err
	}
	err = r.responses.ByForum(ctx, ref.Forum, ref.Shard, func(v response.Response) error {
		if waiting = append(waiting, v); len(waiting) < dynamostore.MaxSteps {
			return nil
		}
		return some()
	})
	if err == nil && len(waiting) > 0 {
		err = some()
	}
	return recoded, err
}

func (r *recoder) some(ctx context.Context, ref tally.Ref, all []response.Response, codebook int) (int, error) {
	ids := make([]response.ID, len(all))
	for i, v := range all {
		ids[i] = v.ID
	}
	_, stored, err := r.counter.ledger.Look(ctx, ref, ids)
	if err != nil {
		return 0, err
	}
	var changes []told
	for _, v := range all {
		was, known := stored[v.ID]
		if !known || !was.Stale(codebook, v.Version) {
			continue
		}
		entry, err := r.counter.entry(dynamostore.Change{Ref: ref, ID: v.ID, Response: v, Expires: was.Expires})
		if err != nil {
			return 0, err
		}
		if entry.Uncoded && was.Codebook == codebook {
			continue // it failed before, and does still
		}
		changes = append(changes, told{entry: entry})
	}
	if len(changes) == 0 {
		return 0, nil
	}
	return len(changes), r.counter.count(ctx, ref, changes)
}

// stopping reports whether the time left is too short to begin anything.
func stopping(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && time.Until(deadline) < margin
}
