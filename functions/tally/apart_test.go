package main

import (
	"io"
	"math/rand/v2"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/logs"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
)

// What was set apart in a surge is in no count, not even of the base. Once a person lets it through it counts like any
// other, once, however often the stream tells of it and whatever its person changed meanwhile.
func TestWhatWasSetApartCountsOnce(t *testing.T) {
	q, _ := parts(t)
	ledger := newMemory()
	c := newCounter(ledger, logs.New(io.Discard))
	total := func(records ...events.DynamoDBEventRecord) tally.Tally {
		t.Helper()
		out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: records})
		if err != nil || len(out.BatchItemFailures) > 0 {
			t.Fatalf("%v, %+v", err, out)
		}
		sum := tally.Tally{}
		for _, s := range ledger.shards {
			sum.Merge(s.Counts, 1)
		}
		return sum
	}
	came := tallytest.Response(rand.New(rand.NewPCG(1, 2)), q, "one")
	came.SetApart = true
	changed := tallytest.Change(rand.New(rand.NewPCG(1, 1)), came)
	counted := changed
	counted.SetApart, counted.Version = false, changed.Version+1
	if !counted.Counts() {
		t.Fatal("the sample is not permitted to count")
	}
	first, second := streamtest.Record("1", nil, &came), streamtest.Record("2", &came, &changed)
	through := streamtest.Record("3", &changed, &counted)
	if got := total(first, second, first); len(got) > 0 {
		t.Errorf("set apart, it counts as %v", got)
	}
	once := total(through)
	if len(once) == 0 {
		t.Error("let through, it counts nowhere")
	}
	if again := total(through, first, second, through); !again.Equal(once) {
		t.Errorf("told again, it counts as %v", again.Sub(once))
	}
	if got := total(streamtest.Record("4", &counted, nil)); !got.Equal(tally.Tally{}) {
		t.Errorf("withdrawn, it leaves %v", got)
	}
}
