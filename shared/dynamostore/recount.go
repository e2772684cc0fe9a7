package dynamostore

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
)

const forumIndex = "by-forum"

// ByForum gives every response of one shard of a forum to yield, in no order that means anything, and stops at
// yield's first error, which it gives back as it is. What was written within the last moments may be missing. It is
// for recounting: no other function may read responses that it was not handed a receipt for.
func (r *Responses) ByForum(ctx context.Context, q calendar.Quarter, shard int, yield func(response.Response) error) error {
	const op = "read a forum's responses"
	pages := dynamodb.NewQueryPaginator(r.db, &dynamodb.QueryInput{
		TableName:                 &r.tables.Feedback,
		IndexName:                 aws.String(forumIndex),
		KeyConditionExpression:    aws.String("forumShard = :shard"),
		ExpressionAttributeValues: item{":shard": text(forumShard(q, shard))},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return failed(op, err)
		}
		for _, i := range page.Items {
			v, err := decodeResponse(op, i)
			if err != nil {
				return err
			}
			if err := yield(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// DecodeResponse reads a response from an image of its item in the Feedback table's stream. An image that holds none,
// such as a receipt's, is a fault.Invalid.
func DecodeResponse(image map[string]events.DynamoDBAttributeValue) (response.Response, error) {
	const op = "read a response from the stream"
	body, ok := image["response"]
	if !ok {
		return response.Response{}, fault.New(fault.Invalid, "%s: there is none", op)
	}
	// Both libraries' values have the database's own JSON in common.
	wire, err := json.Marshal(body)
	if err != nil {
		return response.Response{}, fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	value, err := attributevalue.UnmarshalJSON(wire)
	if err != nil {
		return response.Response{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	return decodeResponse(op, item{"response": value})
}

func decodeResponse(op string, i item) (response.Response, error) {
	var v response.Response
	if err := attributevalue.Unmarshal(i["response"], &v); err != nil {
		return response.Response{}, fault.New(fault.Internal, "%s: it does not unmarshal", op)
	}
	if v.ID == "" {
		return response.Response{}, fault.New(fault.Invalid, "%s: there is none", op)
	}
	return v, nil
}
