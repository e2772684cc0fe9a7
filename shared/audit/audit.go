// Package audit is the record of who of the staff looked at what, who did what, and why. Entries are added and never
// changed. What an entry is about is handed out, or done, only once the entry is kept.
//
// # The chain
//
// All entries form one chain, kept by London's months. Each link has a number within its month, the hash of the link
// before it, and a hash of its own over all of that. The last link of a month closes it, and the first of the next
// names that one's hash, so that a month read by itself shows whether it is whole. A link is a link for good: to change,
// remove or move one, everything after it would have to be made again.
//
// Whoever can write everything could do just that. The last link is therefore put away each day as a Head where nothing
// can be overwritten or removed for years. A chain that was made again, or whose end was cut off, does not lead to the
// heads that were put away. What was cut off or changed since the last head shows only if it is not all gone: the day's
// head is the measure of what can be proved.
//
// # The hash, version 1
//
// A link's parts are those of Columns, in that order, as the UTF-8 text that Values gives. The hash is the SHA-256 of
// all parts but the hash itself, each written as a netstring: its length in bytes in decimal, a colon, the bytes, a
// comma; "3:abc," or, where there is nothing, "0:,". Source of the form: D. J. Bernstein, "Netstrings", 1997. Exports
// hold the same texts, so that a few lines in any language check them.
//
// # How many at once
//
// An entry is written under the next number on condition that nobody was faster, and tried again where somebody was.
// One entry takes two or three round trips to the database, so the whole chain takes about a hundred a second: far above
// what some dozens of people do, and no measure for what programs send.
package audit

import (
	"context"
	"math/rand/v2"
	"time"

	"voiceforum/shared/fault"
)

// Store keeps links for good. It can change none.
type Store interface {
	// Append keeps links, all or none, under their months and numbers. It is a fault.Conflict where one of the numbers
	// is taken, or where the month of a link that is a month's first has begun.
	Append(ctx context.Context, links []Link) error
	// Months lists the months that have links, the earliest first.
	Months(ctx context.Context) ([]Month, error)
	// After gives up to limit links of a month whose numbers are above sequence, the lowest first; fewer only where
	// there are no more.
	After(ctx context.Context, m Month, sequence, limit int) ([]Link, error)
	// Before gives up to limit links of a month whose numbers are below sequence, the highest first, from the highest
	// of all where sequence is 0; fewer only where there are no more.
	Before(ctx context.Context, m Month, sequence, limit int) ([]Link, error)
}

// Log records entries in a store and reads them.
type Log struct{ store Store }

// New makes a log over a store.
func New(s Store) *Log { return &Log{store: s} }

const (
	attempts     = 40
	longestPause = 40 * time.Millisecond
)

// Record keeps an entry. Whoever calls it must go no further on an error, which is always a fault.Unavailable: what
// cannot be recorded is not done.
func (l *Log) Record(ctx context.Context, e Entry) error {
	const op = "record in the audit"
	if err := e.check(); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	e = e.settled()
	for attempt := range attempts {
		err := l.try(ctx, e)
		if !fault.Is(err, fault.Conflict) {
			return fault.Wrap(fault.Unavailable, op, err)
		}
		if err := wait(ctx, rand.N(min(longestPause, time.Millisecond<<attempt))); err != nil {
			return fault.Wrap(fault.Unavailable, op, err)
		}
	}
	return fault.New(fault.Unavailable, "%s: others were faster %d times", op, attempts)
}

// try keeps an entry, or is a fault.Conflict where somebody else was faster.
func (l *Log) try(ctx context.Context, e Entry) error {
	links, err := l.next(ctx, e)
	if err != nil {
		return err
	}
	taken := l.store.Append(ctx, links)
	if !fault.Is(taken, fault.Conflict) {
		return taken
	}
	// A reply that was lost is sent again by the client beneath, and then meets the link that it made itself.
	own := links[len(links)-1]
	there, err := l.store.After(ctx, own.Month, own.Sequence-1, 1)
	if err == nil && len(there) == 1 && there[0].Hash == own.Hash {
		return nil
	}
	if err != nil {
		return err
	}
	return taken
}

// next gives the links that an entry makes: its own, or where it begins a month that which closes the month before,
// and its own.
func (l *Log) next(ctx context.Context, e Entry) ([]Link, error) {
	month := MonthOf(e.At)
	last, err := l.Last(ctx, month)
	if err != nil {
		return nil, err
	}
	if last.Sequence > 0 && !last.closing() {
		return []Link{last.follow(month, e)}, nil
	}
	months, err := l.store.Months(ctx)
	if err != nil {
		return nil, err
	}
	if len(months) == 0 {
		return []Link{Link{}.follow(month, e)}, nil
	}
	latest := months[len(months)-1]
	if last, err = l.Last(ctx, latest); err != nil {
		return nil, err
	}
	switch {
	case last.Sequence == 0:
		return nil, fault.New(fault.Internal, "month of the audit has lost its entries")
	case last.closing():
		return nil, fault.New(fault.Conflict, "month of the audit was closed just now")
	case latest >= month:
		return []Link{last.follow(latest, e)}, nil
	}
	closed := last.close(e.At)
	return []Link{closed, closed.follow(month, e)}, nil
}

// Last gives a month's last link; one with the number 0 where the month has none.
func (l *Log) Last(ctx context.Context, m Month) (Link, error) {
	links, err := l.store.Before(ctx, m, 0, 1)
	if err != nil || len(links) == 0 {
		return Link{}, err
	}
	return links[0], nil
}

// Months lists the months that have entries, the earliest first.
func (l *Log) Months(ctx context.Context) ([]Month, error) { return l.store.Months(ctx) }

// readAtOnce is how many links are asked of the store together.
const readAtOnce = 500

// Walk hands a month's links above a number to yield, one after the other, until yield gives false or none is left.
func (l *Log) Walk(ctx context.Context, m Month, after int, yield func(Link) bool) error {
	for {
		links, err := l.store.After(ctx, m, after, readAtOnce)
		if err != nil {
			return err
		}
		for _, link := range links {
			if !yield(link) {
				return nil
			}
			after = link.Sequence
		}
		if len(links) < readAtOnce {
			return nil
		}
	}
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
