package dynamostore

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/calendar"
)

// Asked remembers, for a while, that work on a forum was asked for and may be under way: so that it is asked for
// once, and that everybody sees it. It shares the Sessions table, whose items are as short-lived.
type Asked struct {
	db    *dynamodb.Client
	table string
}

// NewAsked makes a store of work asked for over the table named Sessions in template.yaml.
func NewAsked(db *dynamodb.Client, table string) *Asked {
	return &Asked{db: db, table: table}
}

func askedKey(q calendar.Quarter, task string) item { return single("ASKED#" + string(q) + "#" + task) }

// Ask notes that a task on a forum is asked for, until a moment. Where it has been asked for already, and that still
// holds, it is a fault.Conflict.
func (a *Asked) Ask(ctx context.Context, q calendar.Quarter, task string, now, until time.Time) error {
	_, err := a.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName:                 &a.table,
		Item:                      with(askedKey(q, task), item{"expires": expiry(until)}),
		ConditionExpression:       aws.String("attribute_not_exists(PK) OR expires <= :now"),
		ExpressionAttributeValues: item{":now": number(now.Unix())},
	})
	return failed("ask for a task", err)
}

// Pending reports whether a task on a forum has been asked for and may still be under way.
func (a *Asked) Pending(ctx context.Context, q calendar.Quarter, task string, now time.Time) (bool, error) {
	stored, err := getItem(ctx, a.db, "look for a task", a.table, askedKey(q, task))
	if err != nil {
		return false, err
	}
	return len(stored) > 0 && !expired(stored, now), nil
}

// Forget takes back that a task was asked for, because it could not be started.
func (a *Asked) Forget(ctx context.Context, q calendar.Quarter, task string) error {
	_, err := a.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &a.table, Key: askedKey(q, task)})
	return failed("forget a task", err)
}
