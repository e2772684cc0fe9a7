package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
)

// Forums keeps the forums, one a quarter.
type Forums struct {
	db    *dynamodb.Client
	table string
}

// NewForums makes a store of forums over the Forums table.
func NewForums(db *dynamodb.Client, table string) *Forums { return &Forums{db: db, table: table} }

// Get gives the forum of a quarter; a fault.NotFound where there is none.
func (f *Forums) Get(ctx context.Context, q calendar.Quarter) (forum.Forum, error) {
	const op = "get forum"
	stored, err := getItem(ctx, f.db, op, f.table, forumKey(q))
	if err != nil {
		return forum.Forum{}, err
	}
	if len(stored) == 0 {
		return forum.Forum{}, fault.New(fault.NotFound, op)
	}
	var got forum.Forum
	if err := attributevalue.Unmarshal(stored["forum"], &got); err != nil {
		return forum.Forum{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	return got, nil
}

// Put stores a forum as the version after v.Version, in place of exactly that one; 0 makes a new forum. Where another
// version is stored, or none, it is a fault.Conflict.
func (f *Forums) Put(ctx context.Context, v forum.Forum) error {
	const op = "put forum"
	was := v.Version
	v.Version++
	body, err := attributevalue.Marshal(v)
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	put := &dynamodb.PutItemInput{
		TableName: &f.table,
		Item:      with(forumKey(v.ID), item{"version": number(v.Version), "forum": body}),
	}
	if was == 0 {
		put.ConditionExpression = aws.String("attribute_not_exists(PK)")
	} else {
		put.ConditionExpression = aws.String("version = :version")
		put.ExpressionAttributeValues = item{":version": number(was)}
	}
	_, err = f.db.PutItem(ctx, put)
	return failed(op, err)
}

// List gives the forums from one quarter to another, both included, in their order. Quarters without one are left out.
func (f *Forums) List(ctx context.Context, from, to calendar.Quarter) ([]forum.Forum, error) {
	var forums []forum.Forum
	for q := from; q <= to; q = q.Next() {
		got, err := f.Get(ctx, q)
		switch {
		case fault.Is(err, fault.NotFound):
		case err != nil:
			return nil, err
		default:
			forums = append(forums, got)
		}
	}
	return forums, nil
}
