// Package runtime is the local Lambda service: it keeps each function's built binary running as separate worker
// processes, hands them invocations through the Lambda Runtime API, and holds them to the limits that Lambda would:
// one invocation at a time, the function's timeout, and the size of what goes in and out.
package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"voiceforum/infra/local/template"
)

// The limits of Lambda's synchronous invocations, in bytes.
const (
	MaxRequest  = 6 << 20
	MaxResponse = 6<<20 + 100
)

// Account and Region stand in the ARNs of everything local.
const (
	Account = template.LocalAccount
	Region  = template.LocalRegion
)

// ErrNoFunction means that the platform has no function of that name.
var ErrNoFunction = errors.New("there is no such function")

// ErrTooLarge means that a payload is over MaxRequest.
var ErrTooLarge = errors.New("the payload is larger than a function accepts")

// ErrStopped means that the runtime is stopping and takes nothing more.
var ErrStopped = errors.New("the runtime is stopping")

// Function is what the runtime needs to know of one deployable.
type Function struct {
	Name        string
	Binary      string // absolute path of its bootstrap
	MemoryMB    int
	Timeout     time.Duration
	Environment map[string]string // all of it but what the runtime adds
}

// ARN is the function's local ARN.
func ARN(function string) string {
	return fmt.Sprintf("arn:aws:lambda:%s:%s:function:%s", Region, Account, function)
}

// Options says how workers are kept.
type Options struct {
	Warm       int           // workers of each function from the start; 1 where zero
	MaxWorkers int           // workers of each function at most; 4 where zero
	Log        io.Writer     // what workers print, each line after its function's name; discarded where nil
	Report     func(Problem) // told of every crash, timeout and excess of memory; must not call back; may be nil
}

// Problem is something about a worker that whoever runs the platform should hear of. It holds nothing that the
// function was given or said.
type Problem struct {
	Function string
	What     string // e.g. "crashed during an invocation: exit status 2"
}

// Result is how an invocation ended.
type Result struct {
	RequestID string
	Payload   []byte // the function's answer, or a JSON error document
	// FunctionError is empty when the function answered, "Unhandled" when it failed, crashed or took too long.
	FunctionError string
}

// Runtime runs the functions of one platform. Its methods may be used concurrently.
type Runtime struct {
	functions map[string]*pool
	stop      context.CancelFunc
}

// New makes a runtime of these functions; Start makes it run.
func New(functions []Function, o Options) *Runtime {
	if o.Warm == 0 {
		o.Warm = 1
	}
	if o.MaxWorkers == 0 {
		o.MaxWorkers = 4
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Report == nil {
		o.Report = func(Problem) {}
	}
	r := &Runtime{functions: make(map[string]*pool, len(functions))}
	for _, f := range functions {
		r.functions[f.Name] = newPool(f, o)
	}
	return r
}

// Start starts the warm workers of every function and returns at once: invocations wait for their workers.
func (r *Runtime) Start(ctx context.Context) {
	ctx, r.stop = context.WithCancel(ctx)
	for _, p := range r.functions {
		p.start(ctx)
	}
}

// Stop ends every worker and returns when none is left. Invocations under way fail.
func (r *Runtime) Stop() {
	r.stop()
	for _, p := range r.functions {
		p.end()
	}
}

// Invoke runs a function once and waits for its answer. A function that fails gives a Result with FunctionError; an
// error means that the invocation never came to one: ErrNoFunction, ErrTooLarge, ErrStopped, or ctx's.
func (r *Runtime) Invoke(ctx context.Context, function string, payload []byte) (Result, error) {
	p, ok := r.functions[function]
	if !ok {
		return Result{}, fmt.Errorf("%w: %s", ErrNoFunction, function)
	}
	if len(payload) > MaxRequest {
		return Result{}, ErrTooLarge
	}
	return p.invoke(ctx, payload)
}
