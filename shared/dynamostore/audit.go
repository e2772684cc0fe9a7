package dynamostore

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// Audit keeps the portal's audit. It has no way to change or remove an entry, and neither has the function's policy.
type Audit struct {
	db    *dynamodb.Client
	table string
}

// NewAudit makes a store of audit entries over the table named Audit in template.yaml.
func NewAudit(db *dynamodb.Client, table string) *Audit {
	return &Audit{db: db, table: table}
}

// auditItem is one entry. PK is its London month; SK its moment in UTC at a fixed width, which sorts by time, with
// something random after it, so that no two entries ever meet.
type auditItem struct {
	PK      string           `dynamodbav:"PK"`
	SK      string           `dynamodbav:"SK"`
	Subject string           `dynamodbav:"subject"`
	Name    string           `dynamodbav:"name,omitempty"`
	Role    session.Role     `dynamodbav:"role,omitempty"`
	Verb    audit.Verb       `dynamodbav:"verb"`
	Forum   calendar.Quarter `dynamodbav:"forum,omitempty"`
	Release int              `dynamodbav:"release,omitempty"`
	File    string           `dynamodbav:"file,omitempty"`
	Outcome audit.Outcome    `dynamodbav:"outcome"`
}

const auditMoment = "2006-01-02T15:04:05.000000Z"

// Append implements audit.Store.
func (a *Audit) Append(ctx context.Context, e audit.Entry) error {
	const op = "append to the audit"
	item, err := attributevalue.MarshalMap(auditItem{
		PK:      string(audit.MonthOf(e.At)),
		SK:      e.At.UTC().Format(auditMoment) + "#" + rand.Text(),
		Subject: e.Subject,
		Name:    e.Name,
		Role:    e.Role,
		Verb:    e.Verb,
		Forum:   e.Forum,
		Release: e.Release,
		File:    e.File,
		Outcome: e.Outcome,
	})
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	_, err = a.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &a.table, Item: item, ConditionExpression: aws.String("attribute_not_exists(PK)"),
	})
	return failed(op, err)
}

// List implements audit.Store.
func (a *Audit) List(ctx context.Context, m audit.Month, from audit.Cursor, limit int) ([]audit.Entry, audit.Cursor, error) {
	const op = "list the audit"
	query := &dynamodb.QueryInput{
		TableName:                 &a.table,
		KeyConditionExpression:    aws.String("PK = :month"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":month": &types.AttributeValueMemberS{Value: string(m)}},
		ScanIndexForward:          aws.Bool(false),
		ConsistentRead:            aws.Bool(true),
		Limit:                     aws.Int32(int32(limit)),
	}
	if from != "" {
		query.ExclusiveStartKey = map[string]types.AttributeValue{
			"PK": &types.AttributeValueMemberS{Value: string(m)},
			"SK": &types.AttributeValueMemberS{Value: string(from)},
		}
	}
	out, err := a.db.Query(ctx, query)
	if err != nil {
		return nil, "", failed(op, err)
	}
	entries := make([]audit.Entry, 0, len(out.Items))
	for _, raw := range out.Items {
		e, err := auditEntry(raw)
		if err != nil {
			return nil, "", fault.New(fault.Internal, "%s: it does not read", op)
		}
		entries = append(entries, e)
	}
	var next audit.Cursor
	if sk, ok := out.LastEvaluatedKey["SK"].(*types.AttributeValueMemberS); ok {
		next = audit.Cursor(sk.Value)
	}
	return entries, next, nil
}

func auditEntry(raw map[string]types.AttributeValue) (audit.Entry, error) {
	var item auditItem
	if err := attributevalue.UnmarshalMap(raw, &item); err != nil {
		return audit.Entry{}, err
	}
	if len(item.SK) < len(auditMoment) {
		return audit.Entry{}, fault.New(fault.Internal, "audit entry has no moment")
	}
	at, err := time.Parse(auditMoment, item.SK[:len(auditMoment)])
	if err != nil {
		return audit.Entry{}, err
	}
	return audit.Entry{
		At: at, Subject: item.Subject, Name: item.Name, Role: item.Role, Verb: item.Verb,
		Forum: item.Forum, Release: item.Release, File: item.File, Outcome: item.Outcome,
	}, nil
}
