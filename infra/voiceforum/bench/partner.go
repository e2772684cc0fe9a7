package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/issuer"
)

const (
	piecesPerDraft = 10  // pieces of feedback for each submission that a round has
	batchPieces    = 500 // what the API takes in one batch
	batchesAtOnce  = 2
	batchTries     = 10
	bareTogether   = 100 // what one transaction takes
)

// partner prints how many pieces of feedback a second a program hands in through the whole stack, in batches, each piece
// screened, and how many of the same items a plain client writes into the same kind of engine, in the largest
// transactions that there are, by turns.
func (b *bench) partner(ctx context.Context) error {
	stop, bare, err := b.bareEngine(ctx)
	if err != nil {
		return err
	}
	defer stop()
	program := issuer.SamplePrograms()[0]
	credentials := clientcredentials.Config{
		ClientID: program.ID, ClientSecret: program.Secret, TokenURL: b.platform.Issuer + "/token",
		Scopes: []string{issuer.ProgramScope}, AuthStyle: oauth2.AuthStyleInHeader,
	}
	total := b.Drafts * piecesPerDraft
	var whole, plain []time.Duration
	known := map[string]bool{}
	if _, err := b.handedIn(ctx, known); err != nil {
		return err
	}
	for round := range b.Rounds {
		took, err := b.handIn(ctx, credentials.Client(ctx), round, total)
		if err != nil {
			return err
		}
		whole = append(whole, took)
		items, err := b.handedIn(ctx, known)
		if err != nil {
			return err
		}
		if len(items) != total {
			return fmt.Errorf("%d pieces are stored of %d that were handed in", len(items), total)
		}
		if took, err = b.barePuts(ctx, bare, items); err != nil {
			return err
		}
		plain = append(plain, took)
	}
	w, p := perSecond(total, median(whole)), perSecond(total, median(plain))
	b.section(fmt.Sprintf("Feedback handed in by program (%d pieces a round, in batches of %d, median of %d rounds)", total, batchPieces, b.Rounds))
	b.row("through the whole local stack", "%.0f pieces a second", w)
	b.row("bare TransactWriteItems of the same items", "%.0f pieces a second", p)
	b.row("ratio", "%.2f", w/p)
	return nil
}

// handIn hands in pieces, and gives how long it took until all were acknowledged, which is when all are stored.
func (b *bench) handIn(ctx context.Context, client *http.Client, round, total int) (time.Duration, error) {
	rng := rand.New(rand.NewPCG(uint64(round), 11))
	pieces := make([]map[string]any, total)
	for n := range pieces {
		pieces[n] = feedback(rng)
	}
	if err := b.platform.Idle(ctx); err != nil {
		return 0, err
	}
	started := time.Now()
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(batchesAtOnce)
	for n, batch := range slices.Collect(slices.Chunk(pieces, batchPieces)) {
		g.Go(func() error { return b.handInBatch(gctx, client, fmt.Sprintf("bench-%d-%d", round, n), batch) })
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	return time.Since(started), b.platform.Idle(ctx)
}

// handInBatch hands in a batch, and tries again under the same key where the answer says that it may help.
func (b *bench) handInBatch(ctx context.Context, client *http.Client, key string, pieces []map[string]any) error {
	body, err := json.Marshal(map[string]any{"feedback": pieces})
	if err != nil {
		return err
	}
	for try := 1; ; try++ {
		status, answer, err := b.postBatch(ctx, client, key, body)
		if err != nil || status == http.StatusCreated {
			return err
		}
		if again := status == http.StatusServiceUnavailable || status == http.StatusConflict; !again || try == batchTries {
			return fmt.Errorf("a batch was answered with status %d: %.300s", status, answer)
		}
		time.Sleep(time.Second)
	}
}

func (b *bench) postBatch(ctx context.Context, client *http.Client, key string, body []byte) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.platform.Site+"/v1/feedback/batch", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	res, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

var said = []string{
	"They explained every step in plain words and rang when they said they would.", "Nobody told clients that the trial had moved.",
	"Clients waited for months to get their phones back and were not told why.", "The officers listened, and did not rush anybody.",
	"Letters about the decision were cold and hard to understand.", "Special measures were agreed early, and were there on the day.",
	"People had to tell it all again each time the officer changed.", "Our advocates were told in good time and could be there.",
}

// feedback makes up a piece of feedback with some three sentences.
func feedback(rng *rand.Rand) map[string]any {
	words := make([]string, 3)
	for i := range words {
		words[i] = said[rng.IntN(len(said))]
	}
	return map[string]any{
		"questionnaire": map[string]any{"id": "partner", "version": 1},
		"answers":       map[string]any{"about": "our-view", "themes": []string{"kept-informed", "respect"}, "treated-words": strings.Join(words, " ")},
		"permissions":   map[string]any{"counts": true},
	}
}

// handedIn reads the responses of services that are stored and not known yet, and knows them from then on.
func (b *bench) handedIn(ctx context.Context, known map[string]bool) ([]item, error) {
	var items []item
	pages := dynamodb.NewScanPaginator(engine.DynamoDB(b.platform.DynamoDB), &dynamodb.ScanInput{TableName: aws.String("Feedback")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, it := range page.Items {
			body, _ := it["response"].(*types.AttributeValueMemberM)
			if body == nil || body.Value["organisation"] == nil || known[belongsTo(it)] {
				continue
			}
			known[belongsTo(it)] = true
			items = append(items, it)
		}
	}
	return items, nil
}

// barePuts writes items where there are none yet.
func (b *bench) barePuts(ctx context.Context, db *dynamodb.Client, items []item) (time.Duration, error) {
	started := time.Now()
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(batchesAtOnce)
	for part := range slices.Chunk(items, bareTogether) {
		var writes []types.TransactWriteItem
		for _, it := range part {
			writes = append(writes, types.TransactWriteItem{Put: &types.Put{
				TableName: aws.String("Feedback"), Item: it, ConditionExpression: aws.String("attribute_not_exists(PK)"),
			}})
		}
		g.Go(func() error {
			_, err := db.TransactWriteItems(gctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
			return err
		})
	}
	err := g.Wait()
	return time.Since(started), err
}
