package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
)

// TestSampleInvocationsOfTheRealBinary replays the samples of events/tally, each on top of insert.json, and holds what
// they come to.
func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	binary := runtimetest.Build(t, ".")
	samples := map[string]struct {
		failures    []string
		respondents int
	}{
		"insert.json":      {[]string{}, 2},
		"change.json":      {[]string{}, 1},
		"withdrawal.json":  {[]string{}, 1},
		"expiry.json":      {[]string{}, 2},
		"repeated.json":    {[]string{}, 2},
		"unreadable.json":  {[]string{"300000000000000000002"}, 2},
		"other-items.json": {[]string{}, 2},
		"recode.json":      {[]string{}, 2},
	}
	files, err := filepath.Glob("../../events/tally/*.json")
	if err != nil || len(files) != len(samples) {
		t.Errorf("%d samples, %d expected: %v", len(files), len(samples), err)
	}
	for file, want := range samples {
		t.Run(file, func(t *testing.T) {
			db, name := enginetest.One(t)
			function := runtimetest.Start(t, "Tally", binary, db, map[string]string{
				"FEEDBACK_TABLE": name("Feedback"), "CONTRIBUTIONS_TABLE": name("Contributions"), "TALLIES_TABLE": name("Tallies"),
			})
			var out events.DynamoDBEventResponse
			for _, f := range []string{"insert.json", file} {
				out = events.DynamoDBEventResponse{}
				function.Replay(t, filepath.Join("../../events/tally", f), &struct{}{}, &out)
			}
			if diff := cmp.Diff(want.failures, failuresOf(out)); diff != "" {
				t.Error(diff)
			}
			shards, err := dynamostore.NewTallies(db, name("Contributions"), name("Tallies"), time.Now).Shards(t.Context(), tallytest.Forum)
			if err != nil {
				t.Fatal(err)
			}
			total := tally.Tally{}
			for _, s := range shards {
				total.Merge(s.Counts, 1)
			}
			if n := total.Of("victim", tally.Respondents, tally.All); n != want.respondents {
				t.Errorf("%d people counted, want %d", n, want.respondents)
			}
		})
	}
}
