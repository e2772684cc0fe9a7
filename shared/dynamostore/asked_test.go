package dynamostore_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
)

func TestTaskIsAskedForOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, asked := t.Context(), dynamostore.NewAsked(db, name("Sessions"))
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		until := now.Add(5 * time.Minute)

		var first atomic.Int32
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				switch err := asked.Ask(ctx, "2026-Q4", "close", now, until); {
				case err == nil:
					first.Add(1)
				case !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if first.Load() != 1 {
			t.Errorf("asked for %d times", first.Load())
		}
		for _, c := range []struct {
			task string
			at   time.Time
			want bool
		}{{"close", now, true}, {"close", until, false}, {"publish", now, false}} {
			if got, err := asked.Pending(ctx, "2026-Q4", c.task, c.at); err != nil || got != c.want {
				t.Errorf("%s at %s: pending is %t, error %v", c.task, c.at, got, err)
			}
		}
		// What was asked for long ago, and came to nothing, may be asked for again; so may what could not be started.
		if err := asked.Ask(ctx, "2026-Q4", "close", until, until.Add(time.Minute)); err != nil {
			t.Error(err)
		}
		if err := asked.Forget(ctx, "2026-Q4", "close"); err != nil {
			t.Fatal(err)
		}
		if err := asked.Ask(ctx, "2026-Q4", "close", now, until); err != nil {
			t.Error(err)
		}
	})
}
