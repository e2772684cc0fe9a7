package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is after how long it is said again what is being done.
const patience = 10 * time.Second

// progress says what is being done, and again while it takes long.
type progress struct {
	out io.Writer

	mu    sync.Mutex
	what  string
	since time.Time
	timer *time.Timer
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out, what: "starting", since: time.Now()}
	p.timer = time.AfterFunc(patience, p.remind)
	return p
}

// say says what is being done from now on.
func (p *progress) say(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.since = what, time.Now()
	p.timer.Reset(patience)
	fmt.Fprintf(p.out, "… %s\n", what)
}

func (p *progress) remind() {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.out, "  still at work after %s; the last was: %s\n", time.Since(p.since).Round(time.Second), p.what)
	p.timer.Reset(patience)
}

// done ends it.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer.Stop()
}
