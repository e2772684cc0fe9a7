package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
)

// headStart is for how long the stream leaves a batch to the request that completed it, which is about to take it
// forward itself.
const headStart = 2 * time.Second

// pause waits, or ends early with the context.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// batchesComplete takes the batches forward that the stream tells of. Those that fail are reported, each by its own
// sequence number, so that the stream tells of them again; what went forward is then passed over.
func (s *service) batchesComplete(ctx context.Context, raw json.RawMessage) (events.DynamoDBEventResponse, error) {
	out := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
	var told events.DynamoDBEvent
	if err := json.Unmarshal(raw, &told); err != nil {
		return out, fault.New(fault.Internal, "read an event of the stream")
	}
	s.pause(ctx, headStart)
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
