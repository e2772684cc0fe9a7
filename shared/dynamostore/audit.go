package dynamostore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
)

// Audit keeps the chain of the audit. It has no way to change or remove a link, and neither has any function's policy.
//
//	PK              SK           other attributes
//	--------------  -----------  ----------------------------------------------------------------------------
//	CHAIN#2026-11   0000000012   those of audit.Columns that are not empty, as text, but for month and sequence
//	MONTHS          2026-11      none: the month has links
//	MONTHS          0000-00      none: the chain has begun
//
// There is no item for the chain's end: it is the month's highest number, and the next one is written on condition that
// it is free. So the chain needs no item that is ever changed.
type Audit struct {
	db    *dynamodb.Client
	table string
}

// NewAudit makes a store of the audit over the table named Audit in template.yaml.
func NewAudit(db *dynamodb.Client, table string) *Audit {
	return &Audit{db: db, table: table}
}

const (
	auditMonths = "MONTHS"
	auditBegun  = "0000-00"
)

func auditMonth(m audit.Month) string { return "CHAIN#" + string(m) }

func auditNumber(sequence int) string { return fmt.Sprintf("%010d", sequence) }

// auditKeyed are the columns that the key holds.
var auditKeyed = []string{"month", "sequence"}

func auditItem(l audit.Link) item {
	i := pair(auditMonth(l.Month), auditNumber(l.Sequence))
	for n, v := range l.Values() {
		if v != "" && !slices.Contains(auditKeyed, audit.Columns[n]) {
			i[audit.Columns[n]] = text(v)
		}
	}
	return i
}

// Append implements audit.Store.
func (a *Audit) Append(ctx context.Context, links []audit.Link) error {
	const op = "append to the audit"
	var items []item
	for _, l := range links {
		items = append(items, auditItem(l))
		if l.Sequence == 1 {
			items = append(items, pair(auditMonths, string(l.Month)))
		}
		if l.Previous == audit.Genesis {
			items = append(items, pair(auditMonths, auditBegun))
		}
	}
	free := aws.String("attribute_not_exists(" + partitionKey + ")")
	if len(items) == 1 {
		_, err := a.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: &a.table, Item: items[0], ConditionExpression: free})
		if busy := new(types.TransactionConflictException); errors.As(err, &busy) {
			return fault.New(fault.Conflict, "%s: its month is being closed", op)
		}
		return failed(op, err)
	}
	writes := make([]types.TransactWriteItem, len(items))
	for i := range items {
		writes[i].Put = &types.Put{TableName: &a.table, Item: items[i], ConditionExpression: free}
	}
	refused, err := transact(ctx, a.db, op, writes)
	if err == nil && len(refused) > 0 {
		return fault.New(fault.Conflict, "%s: it was taken", op)
	}
	return err
}

// Months implements audit.Store.
func (a *Audit) Months(ctx context.Context) ([]audit.Month, error) {
	const op = "list the audit's months"
	found, err := a.query(ctx, op, &dynamodb.QueryInput{
		KeyConditionExpression:    aws.String("PK = :pk AND SK > :begun"),
		ExpressionAttributeValues: item{":pk": text(auditMonths), ":begun": text(auditBegun)},
	}, 0)
	months := make([]audit.Month, len(found))
	for i, f := range found {
		months[i] = audit.Month(textOf(f, sortKey))
	}
	return months, err
}

// After implements audit.Store.
func (a *Audit) After(ctx context.Context, m audit.Month, sequence, limit int) ([]audit.Link, error) {
	return a.links(ctx, m, limit, &dynamodb.QueryInput{
		KeyConditionExpression:    aws.String("PK = :pk AND SK > :sk"),
		ExpressionAttributeValues: item{":pk": text(auditMonth(m)), ":sk": text(auditNumber(sequence))},
	})
}

// Before implements audit.Store.
func (a *Audit) Before(ctx context.Context, m audit.Month, sequence, limit int) ([]audit.Link, error) {
	query := &dynamodb.QueryInput{
		KeyConditionExpression:    aws.String("PK = :pk"),
		ExpressionAttributeValues: item{":pk": text(auditMonth(m))},
		ScanIndexForward:          aws.Bool(false),
	}
	if sequence > 0 {
		query.KeyConditionExpression = aws.String("PK = :pk AND SK < :sk")
		query.ExpressionAttributeValues[":sk"] = text(auditNumber(sequence))
	}
	return a.links(ctx, m, limit, query)
}

func (a *Audit) links(ctx context.Context, m audit.Month, limit int, query *dynamodb.QueryInput) ([]audit.Link, error) {
	const op = "read the audit"
	found, err := a.query(ctx, op, query, limit)
	if err != nil {
		return nil, err
	}
	links := make([]audit.Link, len(found))
	for i, f := range found {
		sequence, err := strconv.Atoi(textOf(f, sortKey))
		if err != nil {
			return nil, fault.New(fault.Internal, "%s: something in the chain has no number", op)
		}
		links[i] = auditLink(m, sequence, f)
	}
	return links, nil
}

// auditLink makes a link of an item. One with an attribute that is not text or not a column's is damaged.
func auditLink(m audit.Month, sequence int, i item) audit.Link {
	values := make([]string, len(audit.Columns))
	given := 2 // the key's attributes
	for n, column := range audit.Columns {
		switch v, ok := i[column].(*types.AttributeValueMemberS); {
		case column == "month":
			values[n] = string(m)
		case column == "sequence":
			values[n] = strconv.Itoa(sequence)
		case ok:
			values[n] = v.Value
			given++
		}
	}
	l := audit.ReadLink(values)
	l.Damaged = l.Damaged || given != len(i) || strings.TrimLeft(textOf(i, sortKey), "0") != values[2]
	return l
}

// query reads items as they stand, up to limit; all of them where that is 0.
func (a *Audit) query(ctx context.Context, op string, query *dynamodb.QueryInput, limit int) ([]item, error) {
	query.TableName, query.ConsistentRead = &a.table, aws.Bool(true)
	if limit > 0 {
		query.Limit = aws.Int32(int32(limit))
	}
	var found []item
	for pages := dynamodb.NewQueryPaginator(a.db, query); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, failed(op, err)
		}
		found = append(found, page.Items...)
		if limit > 0 && len(found) >= limit {
			return found[:limit], nil
		}
	}
	return found, nil
}
