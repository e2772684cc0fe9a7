package bench

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/voiceforum/demo"
	"voiceforum/infra/voiceforum/visitor"
)

type item = map[string]types.AttributeValue

// ready is somebody about to press the last button.
type ready struct {
	visitor *visitor.Visitor
	form    visitor.Form
}

// submissions prints how many ready drafts a second go through the whole stack, and how many transactions of the same
// items a plain client writes into the same kind of engine, by turns.
func (b *bench) submissions(ctx context.Context) error {
	stop, bare, err := b.bareEngine(ctx)
	if err != nil {
		return err
	}
	defer stop()
	before, err := b.written(ctx)
	if err != nil {
		return err
	}
	var whole, plain []time.Duration
	for round := range b.Rounds {
		took, err := b.wholeStack(ctx, uint64(round))
		if err != nil {
			return err
		}
		whole = append(whole, took)
		after, err := b.written(ctx)
		if err != nil {
			return err
		}
		took, err = b.bareWrites(ctx, bare, newer(before, after))
		if err != nil {
			return err
		}
		plain = append(plain, took)
		before = after
	}
	w, p := perSecond(b.Drafts, median(whole)), perSecond(b.Drafts, median(plain))
	b.section(fmt.Sprintf("Final submissions of ready drafts (%d a round, %d at once, median of %d rounds)", b.Drafts, b.Together, b.Rounds))
	b.row("through the whole local stack", "%.0f a second", w)
	b.row("bare TransactWriteItems of the same items", "%.0f a second", p)
	b.row("ratio", "%.2f", w/p)
	return nil
}

func perSecond(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// wholeStack makes drafts ready and then sends them all, timing only the sending.
func (b *bench) wholeStack(ctx context.Context, round uint64) (time.Duration, error) {
	all := make([]ready, b.Drafts)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(b.Together)
	for i := range all {
		g.Go(func() (err error) {
			if all[i].visitor, err = visitor.New(b.platform.Site); err != nil {
				return err
			}
			pages := 0
			all[i].form, err = demo.Ready(gctx, all[i].visitor, round<<32|uint64(i)|1<<60, &pages)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	if err := b.platform.Idle(ctx); err != nil {
		return 0, err
	}
	started := time.Now()
	g, gctx = errgroup.WithContext(ctx)
	g.SetLimit(b.Together)
	for _, r := range all {
		g.Go(func() error {
			status, err := r.visitor.Post(gctx, r.form)
			if err == nil && status != 303 {
				err = fmt.Errorf("a submission was answered with status %d", status)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	return time.Since(started), b.platform.Idle(ctx)
}

// tables are those that a submission writes.
var tables = []string{"Feedback", "Sealed", "Keys", "Contact"}

// written reads what the platform's submissions wrote: for each response, its items by table.
func (b *bench) written(ctx context.Context) (map[string]map[string][]item, error) {
	db := engine.DynamoDB(b.platform.DynamoDB)
	all := map[string]map[string][]item{}
	for _, table := range tables {
		pages := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: &table})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, err
			}
			for _, it := range page.Items {
				id := belongsTo(it)
				if all[id] == nil {
					all[id] = map[string][]item{}
				}
				all[id][table] = append(all[id][table], it)
			}
		}
	}
	return all, nil
}

// belongsTo gives the response that an item is part of: receipts name it, the rest have it in their key.
func belongsTo(it item) string {
	if id, ok := it["responseId"].(*types.AttributeValueMemberS); ok {
		return "RESPONSE#" + id.Value
	}
	key, _ := it["PK"].(*types.AttributeValueMemberS)
	return key.Value
}

func newer(before, after map[string]map[string][]item) []map[string][]item {
	maps.DeleteFunc(after, func(id string, _ map[string][]item) bool { return before[id] != nil })
	out := slices.Collect(maps.Values(after))
	for id, items := range before {
		after[id] = items
	}
	return out
}

// bareEngine starts another engine of the same kind, with the same tables and nobody listening to its stream.
func (b *bench) bareEngine(ctx context.Context) (func(), *dynamodb.Client, error) {
	dir, err := os.MkdirTemp(b.dir, "bare-")
	if err != nil {
		return nil, nil, err
	}
	process, err := engine.Dynoxide(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	stop := func() { process.Stop() } //nolint:errcheck // it is thrown away
	described, err := b.described()
	if err != nil {
		stop()
		return nil, nil, err
	}
	db := engine.DynamoDB(process.Endpoint)
	if err := engine.CreateTables(ctx, db, described.Tables); err != nil {
		stop()
		return nil, nil, err
	}
	return stop, db, nil
}

// bareWrites writes the same items, and deletes a draft with each, as a submission does.
func (b *bench) bareWrites(ctx context.Context, db *dynamodb.Client, responses []map[string][]item) (time.Duration, error) {
	for i := range responses {
		draft := item{"PK": &types.AttributeValueMemberS{Value: fmt.Sprint(i)}}
		if _, err := db.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("Drafts"), Item: draft}); err != nil {
			return 0, err
		}
	}
	started := time.Now()
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(b.Together)
	for i, byTable := range responses {
		writes := []types.TransactWriteItem{{Delete: &types.Delete{
			TableName: aws.String("Drafts"), Key: item{"PK": &types.AttributeValueMemberS{Value: fmt.Sprint(i)}},
			ConditionExpression: aws.String("attribute_exists(PK)"),
		}}}
		for table, items := range byTable {
			for _, it := range items {
				writes = append(writes, types.TransactWriteItem{Put: &types.Put{
					TableName: &table, Item: it, ConditionExpression: aws.String("attribute_not_exists(PK)"),
				}})
			}
		}
		g.Go(func() error {
			_, err := db.TransactWriteItems(gctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
			return err
		})
	}
	err := g.Wait()
	return time.Since(started), err
}
