package sources

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voiceforum/infra/local/template"
)

// newSchedules makes the calendar's schedule at a moment; what fires comes out of the channel.
func newSchedules(t *testing.T, file string, now time.Time) (*Schedules, <-chan string) {
	t.Helper()
	fired := make(chan string, 9)
	calendar := template.Schedule{Name: "Calendar", Expression: "cron(1 0 * * ? *)", Timezone: "Europe/London", Input: `{"task":"calendar"}`}
	s, err := NewSchedules(SchedulesOptions{
		Functions: []template.Function{{Name: "Forum", Schedules: []template.Schedule{calendar}}},
		Invoke:    func(function string, payload []byte) error { fired <- function + string(payload); return nil },
		File:      file, Now: func() time.Time { return now },
		Report: func(function, what string) { t.Errorf("reported: %s %s", function, what) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, fired
}

func TestAScheduleFiresByHand(t *testing.T) {
	s, fired := newSchedules(t, filepath.Join(t.TempDir(), "s.json"), instant(t, "2026-11-24T12:00:00Z"))
	for _, name := range []string{"Calendar", "Forum.Calendar"} {
		if err := s.Fire(name); err != nil {
			t.Fatal(err)
		}
		if got := <-fired; got != `Forum{"task":"calendar"}` {
			t.Errorf("fired %s", got)
		}
	}
	if err := s.Fire("Lunch"); !errors.Is(err, ErrNoSchedule) {
		t.Errorf("an unknown one: %v", err)
	}
}

func TestWhatWasMissedFiresOnceAtTheNextStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.json")
	for _, c := range []struct {
		now   string
		fires bool
	}{
		{"2026-11-24T12:00:00Z", false}, // the first start ever
		{"2026-11-24T23:00:00Z", false}, // the same day
		{"2026-11-28T12:00:00Z", true},  // four were missed
		{"2026-11-28T13:00:00Z", false},
	} {
		s, fired := newSchedules(t, file, instant(t, c.now))
		if err := s.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		if c.fires {
			<-fired
		}
		s.Stop()
		if len(fired) > 0 {
			t.Errorf("at %s it fired, or once more: %s", c.now, <-fired)
		}
	}
}

func TestListSaysWhenEachFiresNext(t *testing.T) {
	s, _ := newSchedules(t, filepath.Join(t.TempDir(), "s.json"), instant(t, "2026-11-24T12:00:00Z"))
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	all := s.List()
	if len(all) != 1 || all[0].Name != "Forum.Calendar" || !all[0].Next.Equal(instant(t, "2026-11-25T00:01:00Z")) {
		t.Errorf("got %+v", all)
	}
}

func TestAScheduleThatCannotBeReadIsNamed(t *testing.T) {
	_, err := NewSchedules(SchedulesOptions{Functions: []template.Function{{Name: "F", Schedules: []template.Schedule{{Name: "Odd", Expression: "cron(x)", Timezone: "UTC"}}}}})
	if err == nil || !strings.Contains(err.Error(), "F.Odd") {
		t.Errorf("got %v", err)
	}
}
