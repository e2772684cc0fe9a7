package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/infra/local/template"
)

const (
	tableReadyWithin = 30 * time.Second
	tableAskEvery    = 20 * time.Millisecond
)

// CreateTables makes the tables, with their indexes, streams and expiry, and comes back once they can be used. A table
// that is there already is left as it is; one with other keys, indexes or stream than declared is an error, because
// what it holds was written under another template. Deletion protection, recovery and encryption at rest belong to
// the cloud: engines have no such thing, and the older one refuses to be asked.
func CreateTables(ctx context.Context, db *dynamodb.Client, tables []template.Table) error {
	for _, t := range tables {
		if err := createTable(ctx, db, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

func createTable(ctx context.Context, db *dynamodb.Client, t template.Table) error {
	input := createInput(t)
	_, err := db.CreateTable(ctx, input)
	if exists := new(types.ResourceInUseException); err != nil && !errors.As(err, &exists) {
		return err
	}
	waiter := dynamodb.NewTableExistsWaiter(db, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = tableAskEvery, tableAskEvery
	})
	made, err := waiter.WaitForOutput(ctx, &dynamodb.DescribeTableInput{TableName: &t.Name}, tableReadyWithin)
	if err != nil {
		return err
	}
	if difference := differs(input, made.Table); difference != "" {
		return fmt.Errorf("it was made by another template: its %s differs; `make clean` removes it", difference)
	}
	return expire(ctx, db, t)
}

func createInput(t template.Table) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{
		TableName:   aws.String(t.Name),
		BillingMode: types.BillingModePayPerRequest,
		KeySchema:   keySchema(t.KeySchema),
	}
	for _, a := range t.Attributes {
		in.AttributeDefinitions = append(in.AttributeDefinitions, types.AttributeDefinition{
			AttributeName: aws.String(a.Name), AttributeType: types.ScalarAttributeType(a.Type),
		})
	}
	for _, x := range t.Indexes {
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(x.Name),
			KeySchema: keySchema(x.KeySchema),
			Projection: &types.Projection{
				ProjectionType: types.ProjectionType(x.Projection), NonKeyAttributes: x.NonKey,
			},
		})
	}
	if t.StreamView != "" {
		in.StreamSpecification = &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewType(t.StreamView),
		}
	}
	return in
}

func keySchema(parts []template.KeyPart) []types.KeySchemaElement {
	schema := make([]types.KeySchemaElement, len(parts))
	for i, p := range parts {
		schema[i] = types.KeySchemaElement{AttributeName: aws.String(p.Attribute), KeyType: types.KeyType(p.Kind)}
	}
	return schema
}

// differs names the first thing in which a table is not as it was asked for; "" for none.
func differs(want *dynamodb.CreateTableInput, got *types.TableDescription) string {
	if !slices.EqualFunc(want.KeySchema, got.KeySchema, sameKey) {
		return "key"
	}
	if len(want.GlobalSecondaryIndexes) != len(got.GlobalSecondaryIndexes) {
		return "set of indexes"
	}
	for _, w := range want.GlobalSecondaryIndexes {
		same := func(g types.GlobalSecondaryIndexDescription) bool {
			return *w.IndexName == *g.IndexName && slices.EqualFunc(w.KeySchema, g.KeySchema, sameKey)
		}
		if !slices.ContainsFunc(got.GlobalSecondaryIndexes, same) {
			return "index " + *w.IndexName
		}
	}
	if view(want.StreamSpecification) != view(got.StreamSpecification) {
		return "stream"
	}
	return ""
}

func sameKey(a, b types.KeySchemaElement) bool {
	return *a.AttributeName == *b.AttributeName && a.KeyType == b.KeyType
}

func view(s *types.StreamSpecification) types.StreamViewType {
	if s == nil || !aws.ToBool(s.StreamEnabled) {
		return ""
	}
	return s.StreamViewType
}

// expire turns the table's expiry on. Turning on what is on already is refused, so it asks first.
func expire(ctx context.Context, db *dynamodb.Client, t template.Table) error {
	if t.TTLAttribute == "" {
		return nil
	}
	now, err := db.DescribeTimeToLive(ctx, &dynamodb.DescribeTimeToLiveInput{TableName: &t.Name})
	if err != nil {
		return err
	}
	if d := now.TimeToLiveDescription; d != nil && aws.ToString(d.AttributeName) == t.TTLAttribute {
		return nil
	}
	_, err = db.UpdateTimeToLive(ctx, &dynamodb.UpdateTimeToLiveInput{
		TableName: &t.Name,
		TimeToLiveSpecification: &types.TimeToLiveSpecification{
			AttributeName: &t.TTLAttribute, Enabled: aws.Bool(true),
		},
	})
	return err
}
