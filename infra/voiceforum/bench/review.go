package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/voiceforum/visitor"
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

// review prints how long the queue's first page takes, with many responses in the store, of which every fourth waits: as
// a signed-in reviewer's browser asks for it, through the gateway and the function's own process, and, of that, reading
// it from the store. It is a platform of its own, with nobody listening to the responses (see quiet).
func (b *bench) review(ctx context.Context) error {
	platform, err := b.quiet(ctx, "by-review", "reviewShard")
	if err != nil {
		return err
	}
	defer platform.Stop() //nolint:errcheck // it is thrown away
	db := engine.DynamoDB(platform.DynamoDB)
	if err := fill(ctx, db, b.Responses, b.Together); err != nil {
		return err
	}
	reviewer, err := visitor.New(platform.Site)
	if err != nil {
		return err
	}
	if err := signIn(ctx, reviewer, "/review/sign-in", "reviewer"); err != nil {
		return err
	}
	store := dynamostore.NewReviews(db, dynamostore.Tables{Feedback: "Feedback"}, time.Now)
	want := min(queueShown, b.Responses/4)
	var whole, read []time.Duration
	for range max(b.Rounds, 3) {
		began := time.Now()
		page, err := reviewer.Open(ctx, "/review")
		if err != nil {
			return err
		}
		whole = append(whole, time.Since(began))
		if page.Status != http.StatusOK || page.Path != "/review" || !strings.Contains(page.Text, "Responses that wait") {
			return fmt.Errorf("the queue's first page is at %s with status %d, and nothing waits there", page.Path, page.Status)
		}
		began = time.Now()
		if first, _, err := store.Queue(ctx, dynamostore.Place{}, queueShown); err != nil || len(first) != want {
			return fmt.Errorf("the store gives %d responses, want %d: %w", len(first), want, err)
		}
		read = append(read, time.Since(began))
	}
	b.section(fmt.Sprintf("The review queue's first page, %d responses in the store, a quarter of them waiting", b.Responses))
	b.row("asked for by a reviewer's browser", "%.0f ms", ms(median(whole)))
	b.row("reading it from the store, by turns", "%.0f ms", ms(median(read)))
	return nil
}

// signIn signs one of the sample staff in.
func signIn(ctx context.Context, v *visitor.Visitor, path, who string) error {
	page, err := v.Open(ctx, path)
	if err != nil {
		return err
	}
	form, ok := page.Form("")
	if !ok {
		return fmt.Errorf("no form to sign in at %s (%d)", page.Path, page.Status)
	}
	_, err = v.Send(ctx, form, url.Values{"email": {who + "@voiceforum.example"}, "password": {issuer.Password}})
	return err
}

// fill writes responses of this quarter as the store holds them: the first of every 400 reads as danger, others of each
// fourth are held or may be quoted.
func fill(ctx context.Context, db *dynamodb.Client, responses, together int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(together, 1))
	for from := 0; from < responses; from += batchPuts {
		g.Go(func() error {
			var items []item
			for n := from; n < min(from+batchPuts, responses); n++ {
				it, err := stored(n)
				if err != nil {
					return err
				}
				items = append(items, it)
			}
			return put(ctx, db, "Feedback", items)
		})
	}
	return g.Wait()
}

// put stores items in one batch.
func put(ctx context.Context, db *dynamodb.Client, table string, items []item) error {
	var puts []types.WriteRequest
	for _, it := range items {
		puts = append(puts, types.WriteRequest{PutRequest: &types.PutRequest{Item: it}})
	}
	for left := map[string][]types.WriteRequest{table: puts}; len(left) > 0; {
		out, err := db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: left})
		if err != nil {
			return err
		}
		left = out.UnprocessedItems
	}
	return nil
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
