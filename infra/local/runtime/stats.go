package runtime

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

// Stats is what one function's workers have been through since the start.
type Stats struct {
	Function    string `json:"function"`
	Workers     int    `json:"workers"`     // now
	Starts      int    `json:"starts"`      // processes started
	Crashes     int    `json:"crashes"`     // processes that ended by themselves
	Timeouts    int    `json:"timeouts"`    // processes killed for taking too long
	Invocations int    `json:"invocations"` // answered
	PeakBytes   int64  `json:"peakBytes"`   // the most memory that one process has held; 0 where unknown
	MemoryBytes int64  `json:"memoryBytes"` // what the template allows it
}

// Stats gives every function's, by name.
func (r *Runtime) Stats() []Stats {
	all := make([]Stats, 0, len(r.functions))
	for _, p := range r.functions {
		all = append(all, p.stats.read(p.function))
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Function < all[j].Function })
	return all
}

// sampleEvery keeps the cost of measuring memory away from the path of fast invocations.
const sampleEvery = time.Second

// counters keeps a function's Stats.
type counters struct {
	mu      sync.Mutex
	stats   Stats
	alive   map[*worker]time.Time // when each was last measured
	overrun bool                  // an excess of memory has been reported
}

func (c *counters) started(w *worker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.alive == nil {
		c.alive = make(map[*worker]time.Time)
	}
	c.alive[w] = time.Time{}
	c.stats.Starts++
}

func (c *counters) ended(w *worker, e ending) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.alive, w)
	c.stats.PeakBytes = max(c.stats.PeakBytes, e.peak)
	if !e.timedOut && w.pool.ctx.Err() == nil {
		c.stats.Crashes++
	}
}

// timedOut counts a worker that is about to be killed.
func (c *counters) timedOut(w *worker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats.Timeouts++
	c.measure(w)
}

// sample counts an answered invocation and now and then measures its worker.
func (c *counters) sample(w *worker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats.Invocations++
	if now := time.Now(); now.Sub(c.alive[w]) >= sampleEvery {
		c.alive[w] = now
		c.measure(w)
	}
}

func (c *counters) measure(w *worker) {
	peak := peakOfRunning(w.cmd.Process.Pid)
	c.stats.PeakBytes = max(c.stats.PeakBytes, peak)
	allowed := int64(w.pool.function.MemoryMB) << 20
	if peak > allowed && allowed > 0 && !c.overrun {
		c.overrun = true
		w.pool.options.Report(Problem{w.pool.function.Name, fmt.Sprintf(
			"has held %d MB of memory; Lambda would have killed it at %d MB", peak>>20, allowed>>20)})
	}
}

func (c *counters) read(f Function) Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	for w := range c.alive {
		c.measure(w)
	}
	s := c.stats
	s.Function, s.MemoryBytes, s.Workers = f.Name, int64(f.MemoryMB)<<20, len(c.alive)
	return s
}
