package journeys

import (
	"strings"
	"testing"
	"time"

	"voiceforum/infra/local"
	"voiceforum/infra/local/engine"
	"voiceforum/infra/voiceforum/demo"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
)

// More people answer than is usual. Those beyond it are in no count until two reviewers have met over them; then all are,
// once. Whoever may not come near is turned away, on the same platform.
func TestASurge(t *testing.T) {
	const people, usual = 18, 12 // the floor of 10, rounded up to the parts that it is counted in
	exit := weather(t)
	platform := start(t, exit, 10)
	if err := demo.Submit(t.Context(), platform.Site, people, 3, 1, func() {}); err != nil {
		t.Fatal(err)
	}
	if got := counted(t, platform); got != usual {
		t.Fatalf("%d of %d are counted before anybody looked, want %d", got, people, usual)
	}
	browse(t, platform, exit, "surge.mjs")
	if got := counted(t, platform); got != people {
		t.Errorf("%d of %d are counted after all were let through", got, people)
	}
	t.Run("every route for everybody", func(t *testing.T) { everyRouteForEverybody(t, platform) })
}

// counted gives how many people's answers are in the tally of this quarter, once everything has come to rest.
func counted(t *testing.T, platform *local.Platform) int {
	t.Helper()
	if err := platform.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	tallies := dynamostore.NewTallies(engine.DynamoDB(platform.DynamoDB), "Contributions", "Tallies", time.Now)
	shards, err := tallies.Shards(t.Context(), calendar.QuarterOf(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, shard := range shards {
		for cell, count := range shard.Counts {
			if strings.Contains(cell, "respondents") {
				n += count
			}
		}
	}
	return n
}
