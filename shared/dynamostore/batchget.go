package dynamostore

import (
	"context"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
)

const (
	batchKeys  = 100 // what one BatchGetItem takes
	batchTries = 8   // how often what the database did not get round to is asked for again
	batchPause = 20 * time.Millisecond
)

// batchGet reads items by their keys, at most batchKeys together, and asks again for what the database did not get round
// to. Only some attributes are read where they are named.
func batchGet(ctx context.Context, db *dynamodb.Client, op string, keys map[string][]item, consistent bool, only *string) (map[string][]item, error) {
	ask := map[string]types.KeysAndAttributes{}
	for table, k := range keys {
		ask[table] = types.KeysAndAttributes{Keys: k, ConsistentRead: &consistent, ProjectionExpression: only}
	}
	found := map[string][]item{}
	pause := batchPause
	for range batchTries {
		out, err := db.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: ask})
		if err != nil {
			return nil, failed(op, err)
		}
		for table, items := range out.Responses {
			found[table] = append(found[table], items...)
		}
		if len(out.UnprocessedKeys) == 0 {
			return found, nil
		}
		ask = maps.Clone(out.UnprocessedKeys)
		if err := wait(ctx, pause); err != nil {
			return nil, failed(op, err)
		}
		pause *= 2
	}
	return nil, fault.New(fault.Unavailable, "%s: the database did not get round to it", op)
}
