package main

import (
	"context"
	"sync"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

// knownFor is how long a forum counts as open after it was seen to be.
const knownFor = 10 * time.Second

// currentForum remembers, for a moment, which forum takes answers, so that sending does not ask each time.
type currentForum struct {
	forums forums
	now    func() time.Time

	mu    sync.Mutex
	known forum.Forum
	until time.Time
}

// open gives the forum that an answer arriving now belongs to; a fault.NotFound where none is open.
func (c *currentForum) open(ctx context.Context) (forum.Forum, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if now.Before(c.until) {
		return c.known, nil
	}
	for _, q := range forum.Takers(now) {
		f, err := c.forums.Get(ctx, q)
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return forum.Forum{}, err
		case f.State == forum.Open:
			c.known, c.until = f, now.Add(knownFor)
			return f, nil
		}
	}
	return forum.Forum{}, fault.New(fault.NotFound, "no forum is open")
}

// nextOpening gives the first day of the quarter after now.
func nextOpening(now time.Time) calendar.Day { return calendar.QuarterOf(now).Next().First() }
