package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
)

// batchesComplete takes the batches forward that the stream tells of. Those that fail are reported, each by its own
// sequence number, so that the stream tells of them again; what went forward is then passed over.
func (s *service) batchesComplete(ctx context.Context, raw json.RawMessage) (events.DynamoDBEventResponse, error) {
	out := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	var told events.DynamoDBEvent
	if err := json.Unmarshal(raw, &told); err != nil {
		return out, fault.New(fault.Internal, "read an event of the stream")
	}
	for _, record := range told.Records {
		batch := dynamostore.DecodeBatch(record)
		if batch == "" {
			continue
		}
		if err := s.in.batches.RollForward(ctx, batch, dynamostore.FromLast); err != nil {
			s.log.Error("batch-not-forward", "error", err)
			out.BatchItemFailures = append(out.BatchItemFailures, events.DynamoDBBatchItemFailure{
				ItemIdentifier: record.Change.SequenceNumber,
			})
		}
	}
	return out, nil
}
