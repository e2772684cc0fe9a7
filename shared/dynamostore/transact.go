package dynamostore

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
)

const (
	transactAttempts = 6
	transactPause    = 20 * time.Millisecond // at most, before the second attempt; twice as long before each next
)

// transact writes all of the items or none. Where a condition does not hold it gives the reasons, one an item in the
// items' order, and no error; reasonOf tells which items they concern. Transactions that were only in each other's way
// are tried again, at random moments, and are a fault.Unavailable when that does not help. A reply that was lost is
// no danger: the client's own retry carries the same request token, and a caller's retry meets the conditions.
func transact(ctx context.Context, db *dynamodb.Client, op string, writes []types.TransactWriteItem) (refused []types.CancellationReason, err error) {
	pause := transactPause
	for attempt := 1; ; attempt++ {
		_, err := db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
		if err == nil {
			return nil, nil
		}
		cancelled := new(types.TransactionCanceledException)
		if !errors.As(err, &cancelled) {
			return nil, failed(op, err)
		}
		switch failure := failedTransaction(op, cancelled.CancellationReasons); {
		case slices.ContainsFunc(cancelled.CancellationReasons, mayPass):
			if attempt == transactAttempts {
				return nil, fault.Wrap(fault.Unavailable, op, failure)
			}
		case fault.Is(failure, fault.Conflict) && len(cancelled.CancellationReasons) == len(writes):
			return cancelled.CancellationReasons, nil
		default:
			return nil, failure
		}
		if err := wait(ctx, rand.N(pause)); err != nil {
			return nil, failed(op, err)
		}
		pause *= 2
	}
}

// mayPass reports whether an item was refused for a reason that another attempt may not meet.
func mayPass(r types.CancellationReason) bool { return kinds[reasonOf(r)] == fault.Unavailable }

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
