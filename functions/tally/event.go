package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
)

// service is what the function does: it counts changes, and codes again what was coded under another codebook.
type service struct {
	*counter
	*recoder
}

func connect(db *dynamodb.Client, s settings, log *slog.Logger) *service {
	store := dynamostore.NewTallies(db, s.Contributions, s.Tallies, time.Now)
	c := newCounter(store, log)
	feedback := dynamostore.NewResponses(db, dynamostore.Tables{Feedback: s.Feedback})
	return &service{c, &recoder{counter: c, responses: feedback, recodings: store}}
}

// Invoke answers whatever invokes the function. An event of a kind that is not known is an error, so that it waits in
// the failure queue for a person rather than being lost.
func (s *service) Invoke(ctx context.Context, raw json.RawMessage) (any, error) {
	const op = "read an event"
	var kind struct {
		Records []json.RawMessage `json:"Records"` // of a stream's
		Task    string            `json:"task"`    // of a schedule's
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, fault.New(fault.Internal, "%s: it is not JSON", op)
	}
	switch {
	case kind.Task == "recode":
		return nil, s.recode(ctx)
	case kind.Records == nil:
		return nil, fault.New(fault.Internal, "%s: it is of no kind that is known", op)
	}
	var batch events.DynamoDBEvent
	if err := json.Unmarshal(raw, &batch); err != nil {
		return nil, fault.New(fault.Internal, "%s: it is not a stream's", op)
	}
	return s.Handle(ctx, batch)
}
