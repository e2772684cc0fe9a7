package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

func TestAQuarter(t *testing.T) {
	db, name := enginetest.One(t) // the stores are held to both engines by their own tests
	b := newBench(t, db, name)
	ctx := t.Context()
	b.do("calendar", "")
	b.do("calendar", "")
	if b.state(q4) != forum.Open {
		t.Fatal("the first run opened nothing")
	}
	b.came(32, true)
	b.do("refresh", "")
	if got := b.respondents(b.releases.Live(ctx, q4)); got.Value != 30 {
		t.Errorf("live figures of 32 people: %v", got)
	}
	b.came(9, true)
	b.at = b.at.AddDate(0, 0, 1)
	b.do("refresh", "")
	if live, err := b.releases.Live(ctx, q4); b.respondents(live, err).Value != 30 || live.Made != "2026-11-24" {
		t.Errorf("nine people changed the live figures: %v", live.Views)
	}
	b.came(1, true)
	b.do("refresh", "")
	if got := b.respondents(b.releases.Live(ctx, q4)); got.Value != 40 {
		t.Errorf("live figures of 42 people: %v", got)
	}
	b.came(11, true)
	b.do("close", q4)
	first, err := b.releases.Latest(ctx, q4)
	if b.respondents(first, err).Value != 55 || first.Version != 1 || b.state(q4) != forum.Closed || b.state("2027-Q1") != forum.Open || !b.packed(1) {
		t.Fatalf("closed: %v, %s and %s, packed %v", first.Views, b.state(q4), b.state("2027-Q1"), b.packed(1))
	}
	b.do("publish", q4)
	b.do("publish", q4)
	b.do("close", q4)
	b.do("calendar", "")
	if b.state(q4) != forum.Published {
		t.Errorf("published: %s", b.state(q4))
	}
	b.came(9, true)
	b.do("release", q4)
	if latest, err := b.releases.Latest(ctx, q4); err != nil || latest.Version != 1 {
		t.Errorf("nine people made release %d", latest.Version)
	}
	b.came(5, true)
	b.do("release", q4)
	b.do("release", q4)
	if latest, err := b.releases.Latest(ctx, q4); b.respondents(latest, err).Value != 65 || latest.Version != 2 || !b.packed(2) {
		t.Errorf("14 people made release %d: %v", latest.Version, latest.Views)
	}
	if again, err := dynamostore.NewReleases(db, name("Forums")).Get(ctx, q4, 1); err != nil || !cmp.Equal(first, again) {
		t.Error("the first release changed")
	}
	if strings.Contains(b.log.String(), "recount-differs") || strings.Contains(b.log.String(), "ERROR") {
		t.Error(b.log)
	}
}

// Where the exact counts behind what was shown are lost, one more person must not show as the difference.
func TestFiguresWithNothingToCompareAreRefused(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	ctx := t.Context()
	b.do("calendar", "")
	b.came(32, true)
	b.do("refresh", "")
	before, err := b.releases.Live(ctx, q4)
	if err != nil {
		t.Fatal(err)
	}
	b.lose("FORUM#" + string(q4) + "#SHOWN")
	b.came(1, true)
	for _, task := range []Task{{Task: "refresh"}, {Task: "close", Forum: q4}, {Task: "calendar"}} {
		b.log.Reset()
		if err := b.Handle(ctx, task); !fault.Is(err, fault.Internal) || !strings.Contains(b.log.String(), "task-failed") {
			t.Errorf("%s is not known to have failed: %v %s", task.Task, err, b.log)
		}
	}
	if live, err := b.releases.Live(ctx, q4); err != nil || !cmp.Equal(before, live) {
		t.Errorf("the live figures changed: %v", err)
	}
	if _, err := b.releases.Latest(ctx, q4); !fault.Is(err, fault.NotFound) {
		t.Errorf("a release was made: %v", err)
	}
}

func TestACloseThatDiesHalfWayIsFinished(t *testing.T) {
	db, name := enginetest.One(t)
	for fail := range 3 {
		t.Run(fmt.Sprint(fail, " files written"), func(t *testing.T) {
			b := newBench(t, db, name)
			b.do("calendar", "")
			if b.state(q4) == forum.Open {
				b.came(30, true)
			}
			whole := b.desk.files
			b.desk.files = limited{whole, &fail}
			if err := b.Handle(t.Context(), Task{Task: "close", Forum: q4}); !fault.Is(err, fault.Unavailable) {
				t.Fatalf("closed all the same: %v", err)
			}
			b.desk.files = whole
			b.do("close", q4)
			if latest, err := b.releases.Latest(t.Context(), q4); err != nil || latest.Version != 1 || !b.packed(1) {
				t.Errorf("release %d, packed %v, %v", latest.Version, b.packed(1), err)
			}
		})
	}
}

// limited lets some files through.
type limited struct {
	files
	left *int
}

func (l limited) Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error {
	if *l.left == 0 {
		return fault.New(fault.Unavailable, "bucket is down")
	}
	*l.left--
	return l.files.Put(ctx, bucket, key, contentType, disposition, content)
}

func TestTheCalendarFinishesWhatNobodyDid(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	b.came(30, true)
	b.at = time.Date(2027, 1, 1, 0, 1, 0, 0, calendar.London)
	b.files.fail = 1
	if err := b.Handle(t.Context(), Task{Task: "calendar"}); !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	if b.packed(1) || b.state(q4) != forum.Closed || b.state("2027-Q1") != forum.Open {
		t.Fatalf("%v %s %s", b.packed(1), b.state(q4), b.state("2027-Q1"))
	}
	b.at = b.at.AddDate(0, 0, 1)
	b.do("calendar", "")
	if !b.packed(1) {
		t.Error("the pack was not finished")
	}
}

func TestTasksThatCannotBeDone(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	for task, want := range map[Task]fault.Kind{
		{Task: "release", Forum: q4}:            fault.Conflict,
		{Task: "publish", Forum: q4}:            fault.Conflict,
		{Task: "close", Forum: "2025-Q1"}:       fault.NotFound,
		{Task: "close"}:                         fault.Invalid,
		{Task: "Canary", Forum: q4}:             fault.Invalid,
		{Task: "close", Forum: "Canary"}:        fault.Invalid,
		{Task: "publish", Forum: "2030-Q1"}:     fault.NotFound,
		{Task: "release", Forum: "2030-Q1"}:     fault.NotFound,
		{Task: "", Forum: calendar.Quarter(q4)}: fault.Invalid,
	} {
		if err := b.Handle(t.Context(), task); !fault.Is(err, want) {
			t.Errorf("%v: %v, want %v", task, err, want)
		}
	}
	if strings.Contains(b.log.String(), "Canary") {
		t.Error("the log repeats what was sent")
	}
}
