package surge

import (
	"context"
	"sync"
	"time"

	"voiceforum/shared/calendar"
)

// Counter counts what is let through, apart from the responses, and knows which windows somebody has to look at.
type Counter interface {
	// Before gives what was let through on each of so many days before a day, in any order.
	Before(ctx context.Context, day calendar.Day, days int) ([]Passed, error)
	// Take counts one more in an hour, unless that would go beyond the limits: it gives false then, and counts nothing.
	Take(ctx context.Context, h Hour, l Limits) (bool, error)
	// Open makes sure that a window is among those to be looked at.
	Open(ctx context.Context, w Window) error
}

// Gate decides of each response that came without a card whether it is set apart. It fails open: where the counter
// cannot be had, nothing is set apart, and nobody waits for it. It is safe for use by several goroutines.
type Gate struct {
	Counter Counter
	Floor   int              // of an hour; Least where it is less
	Now     func() time.Time // the clock
	Doubt   func(error)      // told when the counter failed
	Noticed func(Window)     // told of a window when it is first opened here

	mu     sync.Mutex
	hour   Hour   // which the rest is known of
	limits Limits // zero while unknown
	full   bool   // nothing more is let through in this hour
	opened map[Window]bool
}

// SetsApart reports whether a response to a window's forum on its day, which came without a card, is to be set apart.
// Once an hour is full it asks the counter no more, so that a flood does not wear the counter out.
func (g *Gate) SetsApart(ctx context.Context, w Window) bool {
	h := HourOf(g.Now())
	limits, full := g.known(h)
	if !full {
		passes, err := g.passes(ctx, h, limits)
		if err != nil {
			g.Doubt(err)
		}
		if err != nil || passes {
			return false
		}
		g.note(h, func() { g.full = true })
	}
	if err := g.open(ctx, w); err != nil { // nobody would look at what is set apart
		g.Doubt(err)
		return false
	}
	return true
}

// passes counts a response where it is let through.
func (g *Gate) passes(ctx context.Context, h Hour, limits Limits) (bool, error) {
	if limits == (Limits{}) {
		before, err := g.Counter.Before(ctx, h.Day, Days)
		if err != nil {
			return false, err
		}
		limits = LimitsOf(max(g.Floor, Least), before)
		g.note(h, func() { g.limits = limits })
	}
	return g.Counter.Take(ctx, h, limits)
}

func (g *Gate) open(ctx context.Context, w Window) error {
	g.mu.Lock()
	known := g.opened[w]
	g.mu.Unlock()
	if known {
		return nil
	}
	if err := g.Counter.Open(ctx, w); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened == nil {
		g.opened = map[Window]bool{}
	}
	if !g.opened[w] {
		g.Noticed(w)
	}
	g.opened[w] = true
	return nil
}

// known gives what is known of an hour; of a new one that is nothing.
func (g *Gate) known(h Hour) (Limits, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hour != h {
		g.hour, g.limits, g.full = h, Limits{}, false
	}
	return g.limits, g.full
}

// note keeps what was learnt about an hour, unless another has begun.
func (g *Gate) note(h Hour, learnt func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hour == h {
		learnt()
	}
}
