package dynamostore

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// Sessions keeps the portal's sign-ins: those that stand, and those that have left for the issuer. An item goes by
// the hash of a secret that only a person's browser holds, so that a copy of the table lets nobody in.
type Sessions struct {
	db    *dynamodb.Client
	table string
}

// NewSessions makes a store of sign-ins over the table named Sessions in template.yaml.
func NewSessions(db *dynamodb.Client, table string) *Sessions {
	return &Sessions{db: db, table: table}
}

const (
	sessionPrefix = "SESSION#"
	attemptPrefix = "SIGN-IN#"
)

// sessionItem is a sign-in that stands. Times are milliseconds of the epoch, expires seconds, as the database's own
// expiry wants it.
type sessionItem struct {
	PK      string         `dynamodbav:"PK"`
	Subject string         `dynamodbav:"subject"`
	Name    string         `dynamodbav:"name,omitempty"`
	Roles   []session.Role `dynamodbav:"roles"`
	Started int64          `dynamodbav:"started"`
	Seen    int64          `dynamodbav:"seen"`
	Expires int64          `dynamodbav:"expires"`
}

// attemptItem is a sign-in that has left for the issuer.
type attemptItem struct {
	PK       string `dynamodbav:"PK"`
	Nonce    string `dynamodbav:"nonce"`
	Verifier string `dynamodbav:"verifier"`
	Return   string `dynamodbav:"return"`
	Until    int64  `dynamodbav:"until"` // milliseconds, exactly; expires is for the broom
	Expires  int64  `dynamodbav:"expires"`
}

// Create implements auth.Sessions.
func (s *Sessions) Create(ctx context.Context, n session.Session) error {
	return s.putNew(ctx, "create session", sessionItem{
		PK:      sessionPrefix + string(n.Key),
		Subject: n.Person.Subject,
		Name:    n.Person.Name,
		Roles:   n.Person.Roles,
		Started: n.Started.UnixMilli(),
		Seen:    n.Seen.UnixMilli(),
		Expires: broom(n.Ends()),
	})
}

// Load implements auth.Sessions.
func (s *Sessions) Load(ctx context.Context, k session.Key, now time.Time) (session.Session, error) {
	const op = "load session"
	stored, err := getItem(ctx, s.db, op, s.table, sessionKey(k))
	if err != nil {
		return session.Session{}, err
	}
	if stored == nil {
		return session.Session{}, fault.New(fault.Gone, "%s", op)
	}
	var item sessionItem
	if err := attributevalue.UnmarshalMap(stored, &item); err != nil {
		return session.Session{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	found := session.Session{
		Key:     k,
		Person:  session.Person{Subject: item.Subject, Name: item.Name, Roles: item.Roles},
		Started: time.UnixMilli(item.Started),
		Seen:    time.UnixMilli(item.Seen),
	}
	if !found.Alive(now) {
		return session.Session{}, fault.New(fault.Gone, "%s", op)
	}
	return found, nil
}

// Touch implements auth.Sessions.
func (s *Sessions) Touch(ctx context.Context, old session.Session, seen time.Time) error {
	const op = "touch session"
	moved := old
	moved.Seen = seen
	values, err := attributevalue.MarshalMap(map[string]int64{
		":seen": seen.UnixMilli(), ":expires": broom(moved.Ends()),
	})
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	_, err = s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 &s.table,
		Key:                       sessionKey(old.Key),
		UpdateExpression:          aws.String("SET seen = :seen, expires = :expires"),
		ConditionExpression:       aws.String("attribute_exists(PK)"),
		ExpressionAttributeValues: values,
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return fault.New(fault.Gone, "%s", op)
	}
	return err
}

// End implements auth.Sessions.
func (s *Sessions) End(ctx context.Context, k session.Key) error {
	_, err := s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &s.table, Key: sessionKey(k)})
	return failed("end session", err)
}

// Begin implements auth.Attempts.
func (s *Sessions) Begin(ctx context.Context, a session.Attempt) error {
	return s.putNew(ctx, "begin sign-in", attemptItem{
		PK:       attemptPrefix + string(a.Key),
		Nonce:    a.Nonce,
		Verifier: a.Verifier,
		Return:   a.Return,
		Until:    a.Expires.UnixMilli(),
		Expires:  broom(a.Expires),
	})
}

// Take implements auth.Attempts. The item is read and deleted in one step, on condition that it is there, so that of
// several takers one has it.
func (s *Sessions) Take(ctx context.Context, k session.Key, now time.Time) (session.Attempt, error) {
	const op = "take sign-in"
	out, err := s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{
		TableName:           &s.table,
		Key:                 map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: attemptPrefix + string(k)}},
		ConditionExpression: aws.String("attribute_exists(PK)"),
		ReturnValues:        types.ReturnValueAllOld,
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return session.Attempt{}, fault.New(fault.Gone, "%s", op)
	}
	if err != nil {
		return session.Attempt{}, err
	}
	var item attemptItem
	if err := attributevalue.UnmarshalMap(out.Attributes, &item); err != nil {
		return session.Attempt{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	until := time.UnixMilli(item.Until)
	if !now.Before(until) {
		return session.Attempt{}, fault.New(fault.Gone, "%s", op)
	}
	return session.Attempt{
		Key: k, Nonce: item.Nonce, Verifier: item.Verifier, Return: item.Return, Expires: until,
	}, nil
}

// putNew writes an item under a key that nothing may be under yet.
func (s *Sessions) putNew(ctx context.Context, op string, item any) error {
	m, err := attributevalue.MarshalMap(item)
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	_, err = s.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &s.table, Item: m, ConditionExpression: aws.String("attribute_not_exists(PK)"),
	})
	return failed(op, err)
}

func sessionKey(k session.Key) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: sessionPrefix + string(k)}}
}

// broom gives the time from which the database may remove an item, in seconds and never early.
func broom(t time.Time) int64 { return t.Unix() + 1 }
