package dynamostore

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
)

// Drafts keeps drafts, each encrypted under a key that only its cookie has.
type Drafts struct {
	db    *dynamodb.Client
	table string
}

// NewDrafts makes a store of drafts over the Drafts table.
func NewDrafts(db *dynamodb.Client, table string) *Drafts { return &Drafts{db: db, table: table} }

// Load gives a draft. One that is not there, or whose time is over at now, is a fault.Gone.
func (d *Drafts) Load(ctx context.Context, id string, now time.Time) (draft.Stored, error) {
	const op = "load draft"
	stored, err := getItem(ctx, d.db, op, d.table, single(id))
	if err != nil {
		return draft.Stored{}, err
	}
	if len(stored) == 0 || expired(stored, now) {
		return draft.Stored{}, fault.New(fault.Gone, op)
	}
	return draft.Stored{
		ID:      id,
		Version: int(numberOf(stored, "version")),
		Sealed:  bytesOf(stored, "sealed"),
		Expires: time.Unix(numberOf(stored, "expires"), 0).UTC(),
	}, nil
}

// Save stores a draft as the version after s.Version, in place of exactly that one; 0 makes a new draft. Where another
// version is stored, or none, it is a fault.Conflict, and above the database's limit a fault.TooLarge.
func (d *Drafts) Save(ctx context.Context, s draft.Stored) error {
	const op = "save draft"
	put := &dynamodb.PutItemInput{
		TableName: &d.table,
		Item: with(single(s.ID), item{
			"version": number(s.Version + 1),
			"sealed":  blob(s.Sealed),
			"expires": expiry(s.Expires),
		}),
	}
	if err := fits(op, put.Item); err != nil {
		return err
	}
	if s.Version == 0 {
		put.ConditionExpression = aws.String("attribute_not_exists(PK)")
	} else {
		put.ConditionExpression = aws.String("version = :version")
		put.ExpressionAttributeValues = item{":version": number(s.Version)}
	}
	_, err := d.db.PutItem(ctx, put)
	return failed(op, err)
}

// Delete removes a draft. Removing one that is not there is no error.
func (d *Drafts) Delete(ctx context.Context, id string) error {
	_, err := d.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &d.table, Key: single(id)})
	return failed("delete draft", err)
}
