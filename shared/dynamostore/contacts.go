package dynamostore

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

// Contacts keeps who asked to be contacted, for the one role that may. It never holds how in clear.
type Contacts struct {
	envelopes Reviews
	table     string
}

// NewContacts makes a store over Contact and Keys. now is the clock that things expire by.
func NewContacts(db *dynamodb.Client, t Tables, now func() time.Time) *Contacts {
	return &Contacts{envelopes: Reviews{db: db, tables: t, now: now}, table: t.Contact}
}

// Tried is what came of trying so far.
type Tried string

// What can come of it, short of being done.
const (
	NotReached Tried = "not-reached" // tried, as they asked, and will be again
	Later      Tried = "later"       // put off
)

// ContactRequest is somebody who asked to be contacted. It says nothing about who, or how.
type ContactRequest struct {
	ID    response.ID
	Until calendar.Day // the first day on which the details are gone, done or not
	Tried Tried        // empty while nobody has
	Day   calendar.Day // of Tried
}

// List gives everybody who asked to be contacted and whose details are not gone, those first whose are gone first. The
// table holds nothing else, so that it is read whole.
func (c *Contacts) List(ctx context.Context) ([]ContactRequest, error) {
	const op = "list who asked to be contacted"
	var all []ContactRequest
	pages := dynamodb.NewScanPaginator(c.envelopes.db, &dynamodb.ScanInput{
		TableName: &c.table, ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("PK, expires, tried, triedDay"),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, failed(op, err)
		}
		for _, i := range page.Items {
			if !expired(i, c.envelopes.now()) {
				all = append(all, requestOf(i))
			}
		}
	}
	slices.SortFunc(all, older)
	return all, nil
}

func requestOf(i item) ContactRequest {
	return ContactRequest{
		ID:    response.ID(textOf(i, partitionKey)),
		Until: calendar.DayOf(time.Unix(numberOf(i, "expires"), 0)),
		Tried: Tried(textOf(i, "tried")), Day: calendar.Day(textOf(i, "triedDay")),
	}
}

// Get gives one request; a fault.NotFound where the details are gone.
func (c *Contacts) Get(ctx context.Context, id response.ID) (ContactRequest, error) {
	got, err := c.envelopes.item(ctx, "read who asked to be contacted", c.table, single(string(id)))
	if err != nil {
		return ContactRequest{}, err
	}
	return requestOf(got), nil
}

// Sealed gives what the details were sealed as, and the wrapped key; a fault.NotFound where they are gone.
func (c *Contacts) Sealed(ctx context.Context, id response.ID) (ciphertext, wrappedKey []byte, err error) {
	return c.envelopes.envelope(ctx, "read sealed contact details", c.table, id, contactKey)
}

// Try notes what came of trying. It is a fault.NotFound where the details are gone by now.
func (c *Contacts) Try(ctx context.Context, id response.ID, t Tried, day calendar.Day) error {
	const op = "note what came of contacting somebody"
	_, err := c.envelopes.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &c.table, Key: single(string(id)),
		UpdateExpression:          aws.String("SET tried = :tried, triedDay = :day"),
		ConditionExpression:       aws.String("attribute_exists(PK) AND expires > :now"),
		ExpressionAttributeValues: item{":tried": text(t), ":day": text(day), ":now": expiry(c.envelopes.now())},
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return fault.New(fault.NotFound, "%s: the details are gone", op)
	}
	return err
}

// Remove deletes the details and their key, so that nothing can read them any more, backups included. Removing what is
// gone is no error.
func (c *Contacts) Remove(ctx context.Context, id response.ID) error {
	const op = "remove contact details"
	refused, err := transact(ctx, c.envelopes.db, op, []types.TransactWriteItem{
		deletes(c.table, single(string(id))), deletes(c.envelopes.tables.Keys, dataKey(id, contactKey)),
	})
	if err == nil && refused != nil {
		return fault.New(fault.Internal, "%s: refused without a condition", op)
	}
	return err
}
