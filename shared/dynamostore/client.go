package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/cloud"
)

// Client gives a client of the database that the environment names: Amazon's, or AWS_ENDPOINT_URL_DYNAMODB.
func Client(ctx context.Context) (*dynamodb.Client, error) {
	cfg, err := cloud.Config(ctx)
	if err != nil {
		return nil, err
	}
	return dynamodb.NewFromConfig(cfg), nil
}
