package sources

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

// follower reads one shard of a stream and hands what passes the filter on, in batches.
type follower struct {
	*mapping
	shard   string
	reached int // the last time somebody asked that it has come to the end since; guarded by the mapping's mu

	iterator string
	read     string    // the last sequence number read
	batch    []record  // read, passed by the filter, and not handed on
	since    time.Time // when the batch's first record was read
}

func newFollower(m *mapping, shardID string) *follower {
	return &follower{mapping: m, shard: shardID}
}

// follow returns when the shard has ended or ctx is done.
func (f *follower) follow(ctx context.Context) {
	for ctx.Err() == nil {
		nudged, asked := f.nudged(), f.askedFor()
		ended, atEnd, err := f.step(ctx, asked)
		switch {
		case err != nil && ctx.Err() == nil:
			f.restart(err)
			rest(ctx, nil, troublePause)
		case ended:
			return
		case atEnd && len(f.batch) == 0:
			f.reach(asked)
			rest(ctx, nudged, pollEvery)
		case atEnd:
			rest(ctx, nudged, min(pollEvery, f.source.Window))
		}
	}
}

// restart goes back to the checkpoint after an error. An iterator that is too old is no trouble worth telling.
func (f *follower) restart(err error) {
	f.iterator, f.batch = "", nil
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.Type == "ExpiredIteratorException" {
		return
	}
	f.report(f.function, "its stream cannot be read: "+err.Error())
}

// step reads once and hands on what is due. atEnd means that there was nothing to read.
func (f *follower) step(ctx context.Context, asked int) (ended, atEnd bool, err error) {
	if f.iterator == "" {
		if err := f.begin(ctx); err != nil {
			return false, false, err
		}
	}
	records, next, err := f.api.records(ctx, f.iterator, f.source.BatchSize-len(f.batch))
	if err != nil {
		return false, false, err
	}
	if err := f.take(records); err != nil {
		return false, false, err
	}
	f.iterator, atEnd, ended = next, len(records) == 0, next == ""
	full := len(f.batch) >= f.source.BatchSize || time.Since(f.since) >= f.source.Window
	hurried := atEnd && asked > f.reached
	if len(f.batch) > 0 && !full && !hurried && !ended {
		return false, atEnd, nil
	}
	if err := f.handOn(ctx); err != nil {
		return false, false, err
	}
	return ended, atEnd, f.kept.set(f.shard, place{After: f.read, Ended: ended})
}

// begin finds the place in the shard at which to go on.
func (f *follower) begin(ctx context.Context) error {
	f.read = f.kept.of(f.shard).After
	var err error
	f.iterator, err = f.api.iterator(ctx, f.stream, f.shard, f.source.StartingPosition, f.read)
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.Type == "TrimmedDataAccessException" {
		f.report(f.function, "was away for so long that changes were lost from its stream; the next recount corrects that")
		f.iterator, err = f.api.iterator(ctx, f.stream, f.shard, "TRIM_HORIZON", "")
	}
	return err
}

// take adds what passes the filter to the batch.
func (f *follower) take(records []record) error {
	for _, r := range records {
		passes, err := f.filter.passes(r.event)
		if err != nil {
			return err
		}
		if passes {
			if len(f.batch) == 0 {
				f.since = time.Now()
			}
			f.batch = append(f.batch, r)
		}
		f.read = r.sequence
	}
	return nil
}

// handOn has the batch processed, in as many invocations side by side as the source allows.
func (f *follower) handOn(ctx context.Context) error {
	d := f.deliverer
	d.shard = f.shard
	var group errgroup.Group
	for _, lane := range lanes(f.batch, f.source.Parallel) {
		if len(lane) > 0 {
			group.Go(func() error { return d.deliver(ctx, lane) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	f.batch = nil
	return nil
}

func (f *follower) askedFor() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

func (f *follower) reach(asked int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reached = asked
	f.changed.Broadcast()
}

// rest waits for a while, or less when nudged.
func rest(ctx context.Context, nudged <-chan struct{}, d time.Duration) {
	select {
	case <-time.After(d):
	case <-nudged:
	case <-ctx.Done():
	}
}
