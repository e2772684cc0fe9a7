package forum_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

func TestDaysOfAForum(t *testing.T) {
	for q, want := range map[calendar.Quarter][3]calendar.Day{
		"2026-Q1": {"2026-01-01", "2026-03-31", "2026-04-14"},
		"2026-Q2": {"2026-04-01", "2026-06-30", "2026-07-14"},
		"2026-Q3": {"2026-07-01", "2026-09-30", "2026-10-13"},
		"2026-Q4": {"2026-10-01", "2026-12-31", "2027-01-12"},
		"2024-Q4": {"2024-10-01", "2024-12-31", "2025-01-14"},
		"2028-Q1": {"2028-01-01", "2028-03-31", "2028-04-11"},
		"2029-Q1": {"2029-01-01", "2029-03-31", "2029-04-10"},
	} {
		f := forum.New(q)
		if got := [3]calendar.Day{f.Opens, f.Closes, f.Meets}; got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
	for q := calendar.Quarter("2020-Q1"); q < "2060"; q = q.Next() {
		meets := forum.MeetingDay(q).Start()
		if first := q.Next().First().Start(); meets.Weekday() != time.Tuesday || meets.Month() != first.Month() || meets.Day() < 8 || meets.Day() > 14 {
			t.Errorf("%s meets on %s", q, meets)
		}
	}
}

func london(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.London)
	if err != nil {
		panic(err)
	}
	return t
}

// run does what is due at a moment, as the calendar's task does.
func run(now time.Time, forums map[calendar.Quarter]forum.Forum) int {
	var existing []forum.Forum
	for _, f := range forums {
		existing = append(existing, f)
	}
	due := forum.Due(now, existing)
	for _, c := range due {
		forums[c.ID] = c.Forum
	}
	return len(due)
}

func TestDue(t *testing.T) {
	states := func(forums map[calendar.Quarter]forum.Forum) map[calendar.Quarter]forum.State {
		s := map[calendar.Quarter]forum.State{}
		for q, f := range forums {
			s[q] = f.State
		}
		return s
	}
	forums := map[calendar.Quarter]forum.Forum{}
	for _, step := range []struct {
		at   string
		want map[calendar.Quarter]forum.State
	}{
		{"2026-03-28 12:00", map[calendar.Quarter]forum.State{"2026-Q1": forum.Open}},
		{"2026-03-31 23:59", map[calendar.Quarter]forum.State{"2026-Q1": forum.Open}}, // summer time began; UTC says 22:59
		{"2026-04-01 00:00", map[calendar.Quarter]forum.State{"2026-Q1": forum.Closed, "2026-Q2": forum.Open}},
		{"2026-12-31 23:59", map[calendar.Quarter]forum.State{"2026-Q1": forum.Closed, "2026-Q2": forum.Closed, "2026-Q3": forum.Closed, "2026-Q4": forum.Open}},
	} {
		run(london(step.at), forums)
		if diff := cmp.Diff(step.want, states(forums)); diff != "" {
			t.Errorf("%s: %s", step.at, diff)
		}
		if n := run(london(step.at), forums); n > 0 {
			t.Errorf("%s: %d more changes", step.at, n)
		}
	}
}

func TestClosingEarlyOpensTheNextAtOnce(t *testing.T) {
	forums := map[calendar.Quarter]forum.Forum{}
	now := london("2026-11-24 15:00")
	run(now, forums)
	closed, err := forums["2026-Q4"].Close("2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	forums["2026-Q4"] = closed
	run(now, forums)
	next := forums["2027-Q1"]
	if closed.Closes != "2026-11-24" || closed.Meets != "2027-01-12" || next.State != forum.Open || next.Opens != "2026-11-24" || next.Closes != "2027-03-31" {
		t.Errorf("closed %+v, next %+v", closed, next)
	}
	if _, err := next.Close("2026-11-24"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a forum whose quarter has not begun was closed: %v", err)
	}
}

func TestStatesOnlyMoveForward(t *testing.T) {
	f := forum.New("2026-Q4")
	if _, err := f.Publish(); !fault.Is(err, fault.Conflict) {
		t.Errorf("an open forum was published: %v", err)
	}
	closed, _ := f.Close("2026-12-31")
	again, err := closed.Close("2027-01-05")
	if err != nil || again != closed {
		t.Errorf("closing twice: %+v, %v", again, err)
	}
	published, err := closed.Publish()
	if err != nil || published.State != forum.Published {
		t.Error(err)
	}
	if back, err := published.Close("2027-01-06"); err != nil || back != published {
		t.Errorf("a published forum was closed: %+v, %v", back, err)
	}
	if !forum.Open.Before(forum.Closed) || !forum.Closed.Before(forum.Published) || forum.Published.Before(forum.Open) {
		t.Error("states have another order")
	}
}

// TestAnyRunsEndTheSame takes one history of early closings, once with the calendar run every day and once with runs at
// random: repeated, late, or missing for months. From a run on both are the same, and there is always somewhere to go.
func TestAnyRunsEndTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := london("2026-01-01 00:01").AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "start"))
		daily, sparse := map[calendar.Quarter]forum.Forum{}, map[calendar.Quarter]forum.Forum{}
		run(start, daily)
		run(start, sparse)
		for day := range rapid.IntRange(1, 500).Draw(t, "days") {
			now := start.AddDate(0, 0, day)
			run(now, daily)
			runs := rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 1, 3}).Draw(t, "runs")
			early := rapid.IntRange(0, 60).Draw(t, "early") == 0
			if early {
				runs = max(runs, 1) // somebody is looking at the forum they close
			}
			for range runs {
				run(now, sparse)
			}
			if f, open := daily[calendar.QuarterOf(now)]; early && open {
				f, err := f.Close(calendar.DayOf(now))
				if err != nil {
					t.Fatal(err)
				}
				daily[f.ID], sparse[f.ID] = f, f
				run(now, daily) // and the one after opens with it, or where that failed, with the next run
			}
			if taker(now, daily) == "" {
				t.Fatalf("%s: nowhere to go", now)
			}
			if runs > 0 {
				run(now, sparse)
				if diff := cmp.Diff(daily, sparse); diff != "" {
					t.Fatalf("%s: %s", now, diff)
				}
			} else if taker(now, sparse) == "" && calendar.QuarterOf(now) <= latest(sparse).Next() {
				t.Fatalf("%s: nowhere to go while no run came", now)
			}
		}
	})
}

func latest(forums map[calendar.Quarter]forum.Forum) calendar.Quarter {
	var last calendar.Quarter
	for q := range forums {
		last = max(last, q)
	}
	return last
}

func taker(now time.Time, forums map[calendar.Quarter]forum.Forum) calendar.Quarter {
	for _, q := range forum.Takers(now) {
		if forums[q].State == forum.Open {
			return q
		}
	}
	return ""
}
