package main

import (
	"context"
	"errors"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

// rasso is the questionnaire that forums are opened with, in its latest version.
const rasso = "rasso-adult"

// keptOpen is for how long after a forum closed answers may still come in for it: pages remember for some seconds which
// forum is open, and changes take a moment to be counted. Recounting starts after it.
const keptOpen = 12 * time.Second

// lookBack is how many quarters the calendar looks back for forums to close and releases that were not finished.
const lookBack = 8

// finishFor is for how many days the calendar still looks after a release's pack.
const finishFor = 3

// Task is what the function is asked to do. Every task may be asked for again, also after it ended half-way: it does
// what is left. docs/operations.md lists them.
type Task struct {
	Task  string           `json:"task"`
	Forum calendar.Quarter `json:"forum,omitempty"` // for close, publish and release
}

// Handle does a task. An error has it tried again, and in the end sent where an alarm watches. A task that is unknown
// or names no forum is a fault.Invalid.
func (d *desk) Handle(ctx context.Context, t Task) error {
	err := d.do(ctx, t)
	if err != nil {
		d.log.Error("task-failed", "op", taskName(t.Task), "error", err)
	}
	return err
}

func (d *desk) do(ctx context.Context, t Task) error {
	switch t.Task {
	case "calendar":
		return d.calendar(ctx)
	case "refresh":
		return d.refresh(ctx)
	case "recall":
		return d.recall(ctx)
	case "audit-head":
		return d.auditHead(ctx)
	}
	q, err := calendar.ParseQuarter(string(t.Forum))
	if err != nil {
		return fault.New(fault.Invalid, "task names no forum")
	}
	switch t.Task {
	case "close":
		return d.close(ctx, q)
	case "publish":
		return d.publish(ctx, q)
	case "release":
		return d.release(ctx, q)
	}
	return fault.New(fault.Invalid, "task is unknown")
}

// taskName gives a task's name as a log may hold it.
func taskName(task string) string {
	switch task {
	case "calendar", "refresh", "recall", "audit-head", "close", "publish", "release":
		return task
	}
	return "unknown"
}

// calendar carries out what is due, and finishes the first release of every forum that closed without one. One forum
// that fails does not keep the others waiting.
func (d *desk) calendar(ctx context.Context) error {
	now := d.now()
	existing, err := d.recent(ctx, now)
	if err != nil {
		return err
	}
	closing := false
	for _, c := range forum.Due(now, existing) {
		if err := d.put(ctx, c.Forum); err != nil {
			return err
		}
		closing = closing || c.Was == forum.Open
	}
	if closing {
		if err := d.wait(ctx, keptOpen); err != nil {
			return err
		}
	}
	existing, err = d.recent(ctx, now)
	if err != nil {
		return err
	}
	var failures []error
	for _, f := range existing {
		if f.State != forum.Open {
			failures = append(failures, d.finish(ctx, f))
		}
	}
	return errors.Join(failures...)
}

// finish makes the first release of a closed forum that has none, and of one made in the last days writes the pack once
// more and removes what a task that died may have left of recalled ones.
func (d *desk) finish(ctx context.Context, f forum.Forum) error {
	latest, err := d.releases.Latest(ctx, f.ID)
	if err == nil && latest.Made < d.today().Add(-finishFor) {
		return nil
	}
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	all, err := d.shown.Quoted(ctx, []calendar.Quarter{f.ID})
	if err != nil {
		return err
	}
	for _, version := range all[f.ID].Recalled {
		if err := d.erase(ctx, f.ID, version); err != nil {
			return err
		}
	}
	return d.first(ctx, f)
}

func (d *desk) recent(ctx context.Context, now time.Time) ([]forum.Forum, error) {
	from := calendar.QuarterOf(now)
	for range lookBack {
		from = from.Previous()
	}
	return d.forums.List(ctx, from, calendar.QuarterOf(now).Next())
}

// put stores a forum as it must become, a new one with the latest questionnaire. Where somebody else was faster the next
// run, or the next task, looks again: what was due then is done or still due.
func (d *desk) put(ctx context.Context, f forum.Forum) error {
	if f.Version == 0 {
		if err := d.ask(&f); err != nil {
			return err
		}
	}
	err := d.forums.Put(ctx, f)
	if err == nil {
		d.log.Info("forum-changed", "forum", string(f.ID), "kind", string(f.State))
	}
	return err
}

// close closes a forum, opens the one after it, and makes the first release.
func (d *desk) close(ctx context.Context, q calendar.Quarter) error {
	f, err := d.forums.Get(ctx, q)
	if err != nil {
		return err
	}
	closed, err := f.Close(d.today())
	if err != nil {
		return err
	}
	if closed.State != f.State {
		if err := d.put(ctx, closed); err != nil {
			return err
		}
	}
	if err := d.openNext(ctx); err != nil {
		return err
	}
	if closed.State != f.State {
		if err := d.wait(ctx, keptOpen); err != nil {
			return err
		}
	}
	return d.first(ctx, closed)
}

// openNext opens what the calendar asks for now that a forum has closed. It opens nothing that is open already, and
// closes nothing.
func (d *desk) openNext(ctx context.Context) error {
	existing, err := d.recent(ctx, d.now())
	if err != nil {
		return err
	}
	for _, c := range forum.Due(d.now(), existing) {
		if c.Was != "" {
			continue
		}
		if err := d.put(ctx, c.Forum); err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return nil
}

// publish puts a closed forum's release before others. A forum that was not released yet is a fault.Conflict.
func (d *desk) publish(ctx context.Context, q calendar.Quarter) error {
	f, err := d.forums.Get(ctx, q)
	if err != nil {
		return err
	}
	published, err := f.Publish()
	if err != nil || published.State == f.State {
		return err
	}
	if _, err := d.releases.Latest(ctx, q); err != nil {
		if fault.Is(err, fault.NotFound) {
			return fault.Wrap(fault.Conflict, "forum has no release to publish", err)
		}
		return err
	}
	return d.put(ctx, published)
}
