// Package streamtest writes responses down as the Feedback table holds them and as its stream tells of them, for tests
// of what reads the two.
package streamtest

import (
	"encoding/json"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/response"
)

// Item gives a response as the Feedback table holds it.
func Item(r response.Response) map[string]types.AttributeValue {
	item, err := attributevalue.MarshalMap(map[string]any{
		"PK": "RESPONSE#" + string(r.ID), "SK": "RESPONSE", "version": r.Version, "response": r,
		"forumShard": fmt.Sprintf("%s#%02d", r.Forum, r.ID.Shard()),
	})
	if err != nil {
		panic(err)
	}
	return item
}

// Image gives a response as the stream of the Feedback table shows it.
func Image(r response.Response) map[string]events.DynamoDBAttributeValue {
	wire, err := attributevalue.MarshalJSON(&types.AttributeValueMemberM{Value: Item(r)})
	if err != nil {
		panic(err)
	}
	var outer struct {
		M map[string]events.DynamoDBAttributeValue
	}
	if err := json.Unmarshal(wire, &outer); err != nil {
		panic(err)
	}
	return outer.M
}

// Record gives the record of a change in the stream: from was to is, either of which may be nil.
func Record(sequence string, was, is *response.Response) events.DynamoDBEventRecord {
	record := events.DynamoDBEventRecord{EventSource: "aws:dynamodb", EventName: "MODIFY", EventID: "e" + sequence}
	record.Change.SequenceNumber = sequence
	some := is
	if is == nil {
		record.EventName, some = "REMOVE", was
	} else {
		record.Change.NewImage = Image(*is)
	}
	if was == nil {
		record.EventName = "INSERT"
	} else {
		record.Change.OldImage = Image(*was)
	}
	record.Change.Keys = map[string]events.DynamoDBAttributeValue{
		"PK": events.NewStringAttribute("RESPONSE#" + string(some.ID)), "SK": events.NewStringAttribute("RESPONSE"),
	}
	return record
}
