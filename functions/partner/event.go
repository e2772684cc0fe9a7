package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

// invocation is what tells the kinds of events apart.
type invocation struct {
	RouteKey string `json:"routeKey"` // of an HTTP API's
	Source   string `json:"source"`   // of EventBridge's
	Records  []struct {
		EventSource string `json:"eventSource"` // of a stream's
	} `json:"Records"`
	Task string `json:"task"` // of a schedule's
}

// Handle answers whatever invokes the function. An event of a kind that is not known is an error, so that it waits in
// the failure queue for a person rather than being lost.
func (s *service) Handle(ctx context.Context, raw json.RawMessage) (any, error) {
	const op = "read an event"
	var kind invocation
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, fault.New(fault.Internal, "%s: it is not JSON", op)
	}
	switch {
	case len(kind.Records) > 0 && kind.Records[0].EventSource == "aws:dynamodb":
		return s.batchesComplete(ctx, raw)
	case kind.Source == "aws.s3":
		return nil, s.object(ctx, raw)
	case kind.Task == "sweep":
		return nil, s.sweep(ctx)
	case kind.RouteKey == "":
		return nil, fault.New(fault.Internal, "%s: it is of no kind that is known", op)
	}
	var request events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(raw, &request); err != nil {
		return nil, fault.New(fault.Internal, "%s: it is not an HTTP API's", op)
	}
	return web.Adapt(s)(ctx, request)
}
