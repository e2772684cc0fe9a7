package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
)

// flood fills up the hour, as many others would.
func (w *world) flood() {
	w.t.Helper()
	counter := dynamostore.NewSurge(w.db, w.tables["Surge"], w.tables["Feedback"])
	for {
		room, err := counter.Take(w.t.Context(), surge.HourOf(w.now()), surge.LimitsOf(30, nil))
		if err != nil {
			w.t.Fatal(err)
		}
		if !room {
			return
		}
	}
}

// What comes in a surge without a card is set apart, and whoever sends it sees no difference, then or later. What comes
// with one is not. A person who looks lets all of it through, and it counts.
func TestASurgeIsSetApart(t *testing.T) {
	w := begin(t)
	usual := w.started().sentAndBack(t)
	if got := w.only(); got.SetApart {
		t.Fatalf("the first of the day is set apart: %+v", got)
	}
	w.flood()
	b := w.started()
	b.press("Continue", answer("called-101"))
	b.get("/q/reported-how")
	b.press("Skip this question", nil)
	if apart := b.sentAndBack(t); apart != usual {
		t.Errorf("it differs:\n%s\n%s", usual, apart)
	}
	invited := w.started()
	invited.adds(t, w.cards(1)[0].String())
	invited.sent(t, "counts")
	w.wantApart(t, 1)
	for _, r := range w.responses() {
		if r.SetApart && r.Invited {
			t.Error("an invited response is set apart")
		}
	}

	if !strings.Contains(w.log.String(), "surge-noticed") {
		t.Error("nobody is told to look")
	}

	windows := dynamostore.NewWindows(w.db, w.tables["Feedback"])
	forum, today := calendar.QuarterOf(now), calendar.DayOf(now)
	states, err := windows.OfForum(t.Context(), forum)
	if err != nil || len(states) != 1 || states[0].Waiting != 1 || states[0].Day != today {
		t.Fatalf("to look at: %+v, %v", states, err)
	}
	n, more, err := windows.Decide(t.Context(), states[0].Window, 0, surge.Decision{
		Verdict: surge.Released, Reason: "differ", By: "reviewer", Day: today,
	}, 100)
	if err != nil || n != 1 || more {
		t.Fatalf("%d are let through: %v", n, err)
	}
	w.wantApart(t, 0)

	w.pass(time.Hour)
	w.started().sent(t, "counts")
	w.wantApart(t, 0)
}

func (w *world) wantApart(t *testing.T, want int) {
	t.Helper()
	n := 0
	for _, r := range w.responses() {
		if r.SetApart {
			n++
		}
	}
	if n != want {
		t.Errorf("%d of %d responses are set apart, want %d", n, len(w.responses()), want)
	}
}

// A card that was used before is no way around the gate.
func TestAUsedCardIsNoCard(t *testing.T) {
	w := begin(t)
	code := w.cards(1)[0].String()
	b := w.started()
	b.adds(t, code)
	b.sent(t, "counts")
	w.flood()
	b = w.started()
	b.adds(t, code)
	b.sent(t, "counts")
	w.wantApart(t, 1)
}

// uncounted is a counter that is down.
type uncounted struct{ surge.Counter }

func (uncounted) Take(context.Context, surge.Hour, surge.Limits) (bool, error) {
	return false, fault.New(fault.Unavailable, "count what came without a card")
}

func TestNobodyWaitsForTheCounter(t *testing.T) {
	w := begin(t, func(d *dependencies) { d.gate.Counter = uncounted{d.gate.Counter} })
	w.started().sent(t, "counts")
	w.wantApart(t, 0)
	if !strings.Contains(w.log.String(), "surge-not-counted") {
		t.Error("nobody is told")
	}
}
