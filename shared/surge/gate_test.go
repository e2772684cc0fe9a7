package surge_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
)

// counter is a Counter in memory, any part of which may be down.
type counter struct {
	mu                           sync.Mutex
	passed                       map[calendar.Day][24]int
	opened                       map[surge.Window]bool
	noticed                      []surge.Window
	asked                        int // how often Take was
	beforeDown, takeDown, isShut bool
}

func (c *counter) Before(_ context.Context, day calendar.Day, days int) ([]surge.Passed, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.beforeDown {
		return nil, fault.New(fault.Unavailable, "before")
	}
	var all []surge.Passed
	for i := 1; i <= days; i++ {
		var p surge.Passed
		for _, n := range c.passed[day.Add(-i)] {
			p.Busiest, p.Total = max(p.Busiest, n), p.Total+n
		}
		all = append(all, p)
	}
	return all, nil
}

func (c *counter) Take(_ context.Context, h surge.Hour, l surge.Limits) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	if c.takeDown {
		return false, fault.New(fault.Unavailable, "take")
	}
	hours, total := c.passed[h.Day], 0
	for _, n := range hours {
		total += n
	}
	if hours[h.Hour] >= l.Hour || total >= l.Day {
		return false, nil
	}
	hours[h.Hour]++
	c.passed[h.Day] = hours
	return true, nil
}

func (c *counter) Open(_ context.Context, w surge.Window) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isShut {
		return fault.New(fault.Unavailable, "open")
	}
	c.opened[w] = true
	return nil
}

var window = surge.Window{Forum: "2026-Q4", Day: "2026-11-24"}

// gate has a clock that the test moves, and tells how often it was in doubt.
func gate(c *counter, at *time.Time, doubts *int) *surge.Gate {
	c.passed, c.opened = map[calendar.Day][24]int{}, map[surge.Window]bool{}
	return &surge.Gate{
		Counter: c, Floor: 20, Now: func() time.Time { return *at }, Doubt: func(error) { *doubts++ },
		Noticed: func(w surge.Window) { c.noticed = append(c.noticed, w) },
	}
}

// apart sends n responses and gives how many of them were set apart.
func apart(g *surge.Gate, n int) int {
	set := 0
	for range n {
		if g.SetsApart(context.Background(), window) {
			set++
		}
	}
	return set
}

func noon() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, calendar.London) }

func TestWhatIsBeyondAnHourIsSetApart(t *testing.T) {
	at, doubts, c := noon(), 0, &counter{}
	g := gate(c, &at, &doubts)
	if got := apart(g, 20); got != 0 || len(c.opened) != 0 {
		t.Fatalf("%d of what is usual are set apart", got)
	}
	if got := apart(g, 500); got != 500 || !c.opened[window] || len(c.noticed) != 1 || c.noticed[0] != window {
		t.Fatalf("%d of 500 too many are set apart; windows %v, noticed %v", got, c.opened, c.noticed)
	}
	if c.asked != 21 {
		t.Errorf("a flood asks the counter %d times", c.asked)
	}
	at = at.Add(time.Hour)
	if got := apart(g, 21); got != 1 {
		t.Errorf("%d of the next hour's are set apart", got)
	}
	for range 6 { // 20 in each hour
		at = at.Add(time.Hour)
		apart(g, 20)
	}
	if got := apart(g, 1); got != 1 {
		t.Error("beyond the day's limit nothing is set apart")
	}
	at = at.Add(24 * time.Hour)
	if got := apart(g, 1); got != 0 || doubts != 0 {
		t.Errorf("the next day %d are set apart; %d doubts", got, doubts)
	}
}

// Whatever is down, nobody is set apart without somebody being told to look, and the failure is told.
func TestTheGateFailsOpen(t *testing.T) {
	for name, down := range map[string]func(*counter){
		"what is usual": func(c *counter) { c.beforeDown = true },
		"the count":     func(c *counter) { c.takeDown = true },
		"the windows":   func(c *counter) { c.isShut = true },
	} {
		at, doubts, c := noon(), 0, &counter{}
		g := gate(c, &at, &doubts)
		down(c)
		if got := apart(g, 30); got != 0 || doubts == 0 {
			t.Errorf("%s: %d set apart, %d doubts", name, got, doubts)
		}
		c.beforeDown, c.takeDown, c.isShut = false, false, false
		if got := apart(g, 30); got == 0 {
			t.Errorf("%s: it never recovers", name)
		}
	}
}

func TestAFloorIsNeverBelowTheLeast(t *testing.T) {
	at, doubts := noon(), 0
	g := gate(&counter{}, &at, &doubts)
	g.Floor = 0
	if got := apart(g, surge.Least); got != 0 {
		t.Errorf("%d of %d are set apart", got, surge.Least)
	}
}

// Whatever comes when, no hour lets through more than its limit; and whoever comes in an hour of few is let through,
// whatever came in the hours before, until the day is full.
func TestHoursAreTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at, doubts, c := noon(), 0, &counter{}
		g := gate(c, &at, &doubts)
		passed, day := 0, calendar.DayOf(at)
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 60), 1, 30).Draw(t, "hours") {
			if today := calendar.DayOf(at); today != day {
				passed, day = 0, today
			}
			want := min(n, 20, 80-passed)
			if got := n - apart(g, n); got != want {
				t.Fatalf("%d of %d are let through, want %d", got, n, want)
			}
			passed += want
			at = at.Add(time.Hour)
		}
	})
}

// One gate serves many at once, and lets through no more for that.
func TestManyAtOnce(t *testing.T) {
	at, doubts := noon(), 0
	g := gate(&counter{}, &at, &doubts)
	var all sync.WaitGroup
	set := make(chan int, 10)
	for range 10 {
		all.Go(func() { set <- apart(g, 10) })
	}
	all.Wait()
	close(set)
	sum := 0
	for n := range set {
		sum += n
	}
	if sum != 80 {
		t.Errorf("%d of 100 are set apart", sum)
	}
}
