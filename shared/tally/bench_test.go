package tally_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"

	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// BenchmarkRecount is what recounting one response costs this machine, the database aside: reading it from its item,
// and counting it with the mentions that were found when it came.
func BenchmarkRecount(b *testing.B) {
	q := latest(b)
	book, err := themes.Load()
	if err != nil {
		b.Fatal(err)
	}
	rng, total := rand.New(rand.NewPCG(1, 1)), tally.Tally{}
	r := tallytest.Response(rng, q, response.ID(fmt.Sprint(1)))
	e, _, err := tally.NewEntry(q, book, 1, r)
	if err != nil {
		b.Fatal(err)
	}
	item := streamtest.Item(r)["response"]
	for b.Loop() {
		var back response.Response
		if err := attributevalue.Unmarshal(item, &back); err != nil {
			b.Fatal(err)
		}
		c, err := tally.Contribution(q, back, e.AllMentions())
		if err != nil {
			b.Fatal(err)
		}
		total.Merge(c, 1)
	}
}
