// Package sources is everything that invokes functions other than a request: tables' streams, schedules, bucket
// events and asynchronous invocations, with their retries, their order and what becomes of what cannot be processed,
// as in AWS.
package sources

import (
	"context"

	"voiceforum/infra/local/runtime"
)

// Invoker runs a function and waits for its answer.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) (runtime.Result, error)
}

// Report is told what whoever runs the platform should hear of. It is given nothing that an event held.
type Report func(function, what string)
