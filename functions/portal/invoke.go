package main

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// invoker hands tasks to a function by invoking it asynchronously: the service keeps the task, tries again when it
// fails, and sends what keeps failing where an alarm watches.
type invoker struct {
	client   *lambda.Client
	function string
}

func newInvoker(ctx context.Context, function string) (invoker, error) {
	cfg, err := cloud.Config(ctx)
	if err != nil {
		return invoker{}, err
	}
	return invoker{client: lambda.NewFromConfig(cfg), function: function}, nil
}

// Start implements tasks. The payload is as the forum function's schedules send it.
func (i invoker) Start(ctx context.Context, task string, q calendar.Quarter) error {
	const op = "invoke the forum function"
	payload, err := json.Marshal(struct {
		Task  string           `json:"task"`
		Forum calendar.Quarter `json:"forum"`
	}{task, q})
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	out, err := i.client.Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &i.function, InvocationType: types.InvocationTypeEvent, Payload: payload,
	})
	if err != nil {
		return cloud.Fault(op, err)
	}
	if out.StatusCode != http.StatusAccepted {
		return fault.New(fault.Unavailable, "%s: status %d", op, out.StatusCode)
	}
	return nil
}
