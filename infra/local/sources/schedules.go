package sources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"voiceforum/infra/local/template"
)

// longestNap is how long a schedule sleeps at most, so that a laptop that was asleep itself is only a little late.
const longestNap = 20 * time.Second

// ErrNoSchedule means that the template has no schedule of that name.
var ErrNoSchedule = errors.New("there is no such schedule")

// SchedulesOptions says what fires.
type SchedulesOptions struct {
	Functions []template.Function
	Invoke    func(function string, payload []byte) error // asynchronously
	File      string                                      // where the moments of the last firings are kept
	Now       func() time.Time                            // time.Now where nil
	Report    Report
}

// Schedules fires the template's schedules. One that was due while the platform was not running fires once when it
// starts again.
type Schedules struct {
	o    SchedulesOptions
	all  []*schedule
	stop context.CancelFunc
	done sync.WaitGroup

	mu    sync.Mutex
	fired map[string]time.Time // last, by name
}

type schedule struct {
	Schedule
	input   []byte
	firings firings
}

// Schedule is one schedule and when it fires next.
type Schedule struct {
	Name       string    `json:"name"` // the function's and the event's, e.g. "Forum.Calendar"
	Function   string    `json:"function"`
	Expression string    `json:"expression"`
	Timezone   string    `json:"timezone"`
	Next       time.Time `json:"next"` // zero where it never fires again
}

// NewSchedules reads the functions' schedules. One that it cannot translate is an error that names it.
func NewSchedules(o SchedulesOptions) (*Schedules, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Schedules{o: o, fired: make(map[string]time.Time)}
	for _, f := range o.Functions {
		for _, t := range f.Schedules {
			name := f.Name + "." + t.Name
			next, err := newFirings(t.Expression, t.Timezone)
			if err != nil {
				return nil, fmt.Errorf("schedule %s: %w", name, err)
			}
			one := Schedule{Name: name, Function: f.Name, Expression: t.Expression, Timezone: t.Timezone}
			s.all = append(s.all, &schedule{Schedule: one, input: input(t), firings: next})
		}
	}
	return s, nil
}

// input is what a schedule sends: what the template says, or an empty object.
func input(t template.Schedule) []byte {
	if t.Input == "" {
		return []byte("{}")
	}
	return []byte(t.Input)
}

// Start fires what was missed, and then every schedule at its times.
func (s *Schedules) Start(ctx context.Context) error {
	content, err := os.ReadFile(s.o.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil {
		if err := json.Unmarshal(content, &s.fired); err != nil {
			return fmt.Errorf("the schedules' last firings in %s: %w", s.o.File, err)
		}
	}
	if err := s.begin(); err != nil {
		return err
	}
	ctx, s.stop = context.WithCancel(ctx)
	for _, one := range s.all {
		s.done.Go(func() { s.keep(ctx, one) })
	}
	return nil
}

// Stop returns when nothing fires any more.
func (s *Schedules) Stop() {
	s.stop()
	s.done.Wait()
}

// List gives every schedule, in the template's order.
func (s *Schedules) List() []Schedule {
	all := make([]Schedule, len(s.all))
	for i, one := range s.all {
		all[i] = one.Schedule
		all[i].Next, _ = one.firings(s.lastFired(one))
	}
	return all
}

// Fire fires one now, by its name or by its event's name alone where that is clear.
func (s *Schedules) Fire(name string) error {
	var found []*schedule
	for _, one := range s.all {
		if one.Name == name || one.Name == one.Function+"."+name {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return fmt.Errorf("%w: %s", ErrNoSchedule, name)
	case 1:
		return s.fire(found[0])
	default:
		return fmt.Errorf("several functions have a schedule %s; name one with its function, e.g. %s", name, found[0].Name)
	}
}

// keep sleeps and fires.
func (s *Schedules) keep(ctx context.Context, one *schedule) {
	from := s.lastFired(one)
	for {
		due, ok := one.firings(from)
		if !ok {
			return
		}
		if !s.sleepUntil(ctx, due) {
			return
		}
		if err := s.fire(one); err != nil {
			s.o.Report(one.Function, "the schedule "+one.Name+" could not be fired: "+err.Error())
		}
		from = s.o.Now()
	}
}

// begin counts a schedule that was never there before from now on.
func (s *Schedules) begin() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.all {
		if _, ok := s.fired[one.Name]; !ok {
			s.fired[one.Name] = s.o.Now()
		}
	}
	return s.save()
}

// lastFired gives when a schedule last fired, or first was there.
func (s *Schedules) lastFired(one *schedule) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fired[one.Name]
}

func (s *Schedules) sleepUntil(ctx context.Context, due time.Time) bool {
	for {
		wait := due.Sub(s.o.Now())
		if wait <= 0 {
			return true
		}
		select {
		case <-time.After(min(wait, longestNap)):
		case <-ctx.Done():
			return false
		}
	}
}

func (s *Schedules) fire(one *schedule) error {
	if err := s.o.Invoke(one.Function, one.input); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fired[one.Name] = s.o.Now()
	return s.save()
}

// save writes the moments of the last firings down. The caller holds mu.
func (s *Schedules) save() error {
	content, err := json.Marshal(s.fired)
	if err != nil {
		return err
	}
	return writeWhole(s.o.File, content)
}
