package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// getItem reads one item as it is at this moment; an empty one where there is none. What has expired and is still there
// is given: the caller knows its clock.
func getItem(ctx context.Context, db *dynamodb.Client, op, table string, key item) (item, error) {
	out, err := db.GetItem(ctx, &dynamodb.GetItemInput{TableName: &table, Key: key, ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, failed(op, err)
	}
	return out.Item, nil
}
