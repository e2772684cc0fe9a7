package dynamostore_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
)

func counter(db *dynamodb.Client, name func(string) string) *dynamostore.Surge {
	return dynamostore.NewSurge(db, name("Surge"), name("Feedback"))
}

// take asks n times and gives how often there was room.
func take(t *testing.T, s *dynamostore.Surge, h surge.Hour, l surge.Limits, n int) int {
	t.Helper()
	room := 0
	for range n {
		ok, err := s.Take(t.Context(), h, l)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			room++
		}
	}
	return room
}

func TestAnHourAndADayTakeSoMany(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := counter(db, name)
		limits := surge.Limits{Hour: 4, Day: 8}
		if got := take(t, s, surge.Hour{Day: today, Hour: 9}, limits, 6); got != 4 {
			t.Errorf("the hour takes %d, want 4", got)
		}
		if got := take(t, s, surge.Hour{Day: today, Hour: 23}, surge.Limits{Hour: 8, Day: 8}, 6); got != 4 {
			t.Errorf("the day takes %d more, want 4", got)
		}
		if got := take(t, s, surge.Hour{Day: today.Add(1)}, limits, 3); got != 3 {
			t.Errorf("the next day takes %d, want 3", got)
		}
		if got := take(t, s, surge.Hour{Day: today, Hour: 9}, surge.Limits{Hour: 8, Day: 100}, 6); got != 4 {
			t.Errorf("under a higher limit %d more are taken, want 4", got)
		}
	})
}

func TestManyAtOnceTakeNoMoreThanThereIs(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := counter(db, name)
		var room atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 2 {
					ok, err := s.Take(t.Context(), surge.Hour{Day: today, Hour: 12}, surge.Limits{Hour: 8, Day: 64})
					if err != nil {
						t.Error(err)
					}
					if ok {
						room.Add(1)
					}
				}
			})
		}
		all.Wait()
		if got := room.Load(); got != 8 {
			t.Errorf("%d were taken, want 8", got)
		}
	})
}

func TestWhatIsUsualIsReadByDays(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := counter(db, name)
		plenty := surge.Limits{Hour: 400, Day: 4000}
		take(t, s, surge.Hour{Day: today.Add(-1), Hour: 3}, plenty, 5)
		take(t, s, surge.Hour{Day: today.Add(-1), Hour: 20}, plenty, 7)
		take(t, s, surge.Hour{Day: today.Add(-14), Hour: 8}, plenty, 2)
		take(t, s, surge.Hour{Day: today.Add(-15), Hour: 8}, plenty, 1)
		take(t, s, surge.Hour{Day: today, Hour: 8}, plenty, 1)
		got, err := s.Before(t.Context(), today, surge.Days)
		if err != nil {
			t.Fatal(err)
		}
		want := make([]surge.Passed, surge.Days)
		want[0], want[13] = surge.Passed{Busiest: 7, Total: 12}, surge.Passed{Busiest: 2, Total: 2}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		_, err = s.Before(t.Context(), today, 26)
		wantFault(t, "more days than one call reads", err, fault.Invalid)
	})
}

// The counts say how many came in which hour of which day, and nothing of anybody.
func TestCountsHoldNothingButNumbers(t *testing.T) {
	db, name := enginetest.One(t)
	stores := newStores(db, name)
	take(t, counter(db, name), surge.Hour{Day: today, Hour: 7}, surge.Limits{Hour: 400, Day: 4000}, 40)
	for _, i := range stores.scan(t, name("Surge")) {
		var held map[string]any
		if err := attributevalue.UnmarshalMap(i, &held); err != nil {
			t.Fatal(err)
		}
		if held["expires"] != float64(today.Add(15).Start().Unix()) {
			t.Errorf("it expires at %v", held["expires"])
		}
		var names []string
		for n := range held {
			names = append(names, n)
		}
		slices.Sort(names)
		if !slices.Equal(names, []string{"PK", "expires", "h07", "total"}) {
			t.Errorf("there is %v", names)
		}
	}
}

func window(day calendar.Day) surge.Window { return surge.Window{Forum: quarter, Day: day} }

// setApart sends n responses on a day, all set apart, and gives their receipts.
func (s stores) setApart(t *testing.T, day calendar.Day, n int) []sent {
	t.Helper()
	if err := s.windows().Open(t.Context(), window(day)); err != nil {
		t.Fatal(err)
	}
	all := make([]sent, n)
	for i := range all {
		all[i] = s.sends(t, day, true)
	}
	return all
}

func (s stores) windows() *dynamostore.Windows {
	return dynamostore.NewWindows(s.db, s.tables.Feedback)
}

// states gives what is known of the windows, on one line each.
func (s stores) states(t *testing.T) []string {
	t.Helper()
	states, err := s.windows().OfForum(t.Context(), quarter)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, w := range states {
		last := "nothing"
		if w.Last != nil {
			last = fmt.Sprintf("%s because %q by %s on %s", w.Last.Verdict, w.Last.Reason, w.Last.By, w.Last.Day)
		}
		all = append(all, fmt.Sprintf("%s: %d wait, %d withheld, %s", w.Day, w.Waiting, w.Withheld, last))
	}
	return all
}
