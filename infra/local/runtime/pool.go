package runtime

import (
	"context"
	"sync"
	"time"
)

const (
	// growAfter is how long an invocation waits for a worker that is about to be free before another is started.
	growAfter = 5 * time.Millisecond
	// A worker that ends before its first invocation is started again after firstPause, then twice as long, up to longestPause.
	firstPause   = 100 * time.Millisecond
	longestPause = 10 * time.Second
)

// pool is one function's workers and the invocations that wait for them.
type pool struct {
	function Function
	options  Options
	queue    chan *invocation // unbuffered: an invocation waits here until a worker polls
	ctx      context.Context
	running  sync.WaitGroup
	stats    counters

	mu      sync.Mutex
	workers int // kept
	coming  int // of these, those that will poll soon: they are starting, or have answered
	waiting int // invocations that no worker has taken yet
}

func newPool(f Function, o Options) *pool {
	return &pool{function: f, options: o, queue: make(chan *invocation)}
}

func (p *pool) start(ctx context.Context) {
	p.ctx = ctx
	p.mu.Lock()
	defer p.mu.Unlock()
	for range min(p.options.Warm, p.options.MaxWorkers) {
		p.add()
	}
}

func (p *pool) end() { p.running.Wait() }

func (p *pool) invoke(ctx context.Context, payload []byte) (Result, error) {
	inv := newInvocation(payload)
	if err := p.enqueue(ctx, inv); err != nil {
		return Result{}, err
	}
	select {
	case <-inv.finished:
		return inv.result, nil
	case <-ctx.Done():
		return Result{}, ctx.Err()
	case <-p.ctx.Done():
		return Result{}, ErrStopped
	}
}

// enqueue hands the invocation to a worker, and starts one more when none is free.
func (p *pool) enqueue(ctx context.Context, inv *invocation) error {
	p.count(&p.waiting, +1)
	defer p.count(&p.waiting, -1)
	patience := time.NewTicker(growAfter)
	defer patience.Stop()
	for {
		select {
		case p.queue <- inv:
			return nil
		case <-patience.C:
			p.grow()
		case <-ctx.Done():
			return ctx.Err()
		case <-p.ctx.Done():
			return ErrStopped
		}
	}
}

// count changes coming or waiting.
func (p *pool) count(what *int, change int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*what += change
}

// grow starts one more worker, unless there are as many as there may be, or enough are on their way.
func (p *pool) grow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.coming >= max(1, p.waiting) || p.workers >= p.options.MaxWorkers || p.ctx.Err() != nil {
		return
	}
	p.add()
}

// add starts one more worker. The caller holds mu.
func (p *pool) add() {
	p.workers++
	p.coming++
	p.running.Go(p.keepWorker)
}

// keepWorker keeps one worker alive: when it ends, another takes its place, with a growing pause while workers end
// before they have taken an invocation.
func (p *pool) keepWorker() {
	for pause := firstPause; p.ctx.Err() == nil; {
		end := runWorker(p.ctx, p)
		if p.ctx.Err() != nil {
			return
		}
		p.options.Report(Problem{Function: p.function.Name, What: end.problem})
		if end.served {
			pause = firstPause
		} else {
			p.refuse(end, pause)
			pause = min(2*pause, longestPause)
		}
		p.count(&p.coming, +1)
	}
}

// refuse fails what is waiting for a function that does not start, as Lambda does, until the pause is over.
func (p *pool) refuse(end ending, pause time.Duration) {
	over := time.After(pause)
	for {
		select {
		case inv := <-p.queue:
			inv.fail(end.document(inv.id))
		case <-over:
			return
		case <-p.ctx.Done():
			return
		}
	}
}
