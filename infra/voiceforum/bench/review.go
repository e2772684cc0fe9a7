package bench

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/template"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
)

const (
	queueShown = 20 // responses on a page of the queue
	batchPuts  = 25 // the most that the database takes in one batch
)

// review prints how long the queue's first page takes to read, with many responses in the store, of which every fourth
// waits; and, beside it, a single read of one response. The engine is of the platform's kind, in memory, with nobody else on it.
func (b *bench) review(ctx context.Context) error {
	process, err := engine.Dynoxide(ctx, "")
	if err != nil {
		return err
	}
	defer process.Stop() //nolint:errcheck // it is thrown away
	described, err := b.described()
	if err != nil {
		return err
	}
	db := engine.DynamoDB(process.Endpoint)
	if err := engine.CreateTables(ctx, db, onlyQueue(described.Tables)); err != nil {
		return err
	}
	if err := fill(ctx, db, b.Responses, b.Together); err != nil {
		return err
	}
	store := dynamostore.NewReviews(db, dynamostore.Tables{Feedback: "Feedback"}, time.Now)
	var whole, one []time.Duration
	for range max(b.Rounds, 3) {
		began := time.Now()
		page, _, err := store.Queue(ctx, dynamostore.Place{}, queueShown)
		if err != nil {
			return err
		}
		whole = append(whole, time.Since(began))
		if want := min(queueShown, b.Responses/4); len(page) != want {
			return fmt.Errorf("the queue's first page has %d responses, want %d", len(page), want)
		}
		began = time.Now()
		if _, err := store.Get(ctx, page[0].Response.ID); err != nil {
			return err
		}
		one = append(one, time.Since(began))
	}
	b.section(fmt.Sprintf("The review queue's first page, %d responses in the store, a quarter of them waiting", b.Responses))
	b.row("the first page of 20, read from the store", "%.0f ms", milliseconds(median(whole)))
	b.row("one response by its id", "%.1f ms", milliseconds(median(one)))
	return nil
}

// onlyQueue gives the table of responses without its stream and the indexes that the queue does not ask, so that filling
// it takes minutes and not hours.
func onlyQueue(tables []template.Table) []template.Table {
	for _, t := range tables {
		if t.LogicalID == "Feedback" {
			t.Indexes = slices.DeleteFunc(slices.Clone(t.Indexes), func(i template.Index) bool { return i.Name != "by-review" })
			t.Attributes = slices.DeleteFunc(slices.Clone(t.Attributes), func(a template.Attribute) bool {
				return !slices.Contains([]string{"PK", "SK", "reviewShard"}, a.Name)
			})
			t.StreamView = ""
			return []template.Table{t}
		}
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// fill writes responses of this quarter as the store holds them: the first of every 400 reads as danger, others of each
// fourth are held or may be quoted.
func fill(ctx context.Context, db *dynamodb.Client, responses, together int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(together, 1))
	for from := 0; from < responses; from += batchPuts {
		g.Go(func() error {
			var puts []types.WriteRequest
			for n := from; n < min(from+batchPuts, responses); n++ {
				it, err := stored(n)
				if err != nil {
					return err
				}
				puts = append(puts, types.WriteRequest{PutRequest: &types.PutRequest{Item: it}})
			}
			for left := map[string][]types.WriteRequest{"Feedback": puts}; len(left) > 0; {
				out, err := db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: left})
				if err != nil {
					return err
				}
				left = out.UnprocessedItems
			}
			return nil
		})
	}
	return g.Wait()
}

// stored gives the n-th response as the Feedback table holds it.
func stored(n int) (item, error) {
	forum := calendar.QuarterOf(time.Now())
	r := response.Response{
		ID: response.ID(fmt.Sprintf("bench-%08d", n)), Version: 1, Forum: forum, Channel: response.Victim, Language: "en",
		Questionnaire: response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}, Received: forum.First(),
		Texts:    map[string]response.Text{"one-change": {State: response.Clean, Words: "Somebody should ring when they say that they will ring."}},
		Consents: []consent.Event{{{Purpose: consent.Counts, Given: true, Wording: 1, Language: "en", Day: forum.First()}}},
	}
	switch {
	case n%400 == 0:
		r.Signs = []string{"plan"}
	case n%8 == 0:
		r.Texts["one-change"] = response.Text{State: response.Held}
	case n%4 == 0:
		r.Consents[0] = append(r.Consents[0], consent.Permission{Purpose: consent.ForumQuotes, Given: true, Wording: 1, Language: "en", Day: forum.First()})
	}
	body, err := attributevalue.Marshal(r)
	if err != nil {
		return nil, err
	}
	it := item{
		"PK": s("RESPONSE#" + string(r.ID)), "SK": s("RESPONSE"), "forumShard": s(fmt.Sprintf("%s#%02d", forum, r.ID.Shard())),
		"version": &types.AttributeValueMemberN{Value: "1"}, "response": body,
	}
	if queue := review.QueueOf(r); queue != "" {
		it["reviewShard"] = s(fmt.Sprintf("%s#%s#%02d", queue, forum, r.ID.Shard()%8))
	}
	return it, nil
}

func s(text string) types.AttributeValue { return &types.AttributeValueMemberS{Value: text} }
