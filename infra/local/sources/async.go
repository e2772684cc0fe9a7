package sources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

// MaxEvent is the most bytes that an asynchronous invocation may carry.
const MaxEvent = 1 << 20

const longestRetryPause = time.Minute

// AsyncOptions says how asynchronous invocations are made.
type AsyncOptions struct {
	Functions []template.Function
	Invoker   Invoker
	Queues    *Queues
	Dir       string        // where accepted events wait until they are done
	Pause     time.Duration // before the first retry, doubled for each after it; a second where zero
	Report    Report
}

// Async accepts events for functions and invokes them later, again where they fail, and sends what keeps failing to
// the function's failure queue. What it has accepted it keeps on disk until then, so that a restart loses nothing.
type Async struct {
	o         AsyncOptions
	functions map[string]template.Async
	ctx       context.Context
	stop      context.CancelFunc

	mu    sync.Mutex
	calm  *sync.Cond // signalled when open becomes 0
	open  int        // events accepted and not done
	works bool       // between Start and Stop; at other times events stay on disk
	all   sync.WaitGroup
}

// event is one accepted asynchronous invocation, as it waits on disk.
type event struct {
	Function string          `json:"function"`
	Accepted time.Time       `json:"accepted"`
	Payload  json.RawMessage `json:"payload"`
}

// NewAsync makes the queue of asynchronous invocations; Start makes it work.
func NewAsync(o AsyncOptions) *Async {
	if o.Pause == 0 {
		o.Pause = time.Second
	}
	a := &Async{o: o, functions: make(map[string]template.Async, len(o.Functions))}
	a.calm = sync.NewCond(&a.mu)
	for _, f := range o.Functions {
		a.functions[f.Name] = f.Async
	}
	return a
}

// Start takes up what was accepted before, and makes ready for more.
func (a *Async) Start(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx, a.stop = context.WithCancel(ctx)
	a.works = true
	if err := os.MkdirAll(a.o.Dir, 0o700); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(a.o.Dir, "*.json"))
	if err != nil {
		return err
	}
	for _, path := range left {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var e event
		if err := json.Unmarshal(content, &e); err != nil {
			return fmt.Errorf("the event kept in %s: %w", path, err)
		}
		a.begin(path, e)
	}
	return nil
}

// Stop returns when no invocation is under way. What is not done is taken up by the next Start.
func (a *Async) Stop() {
	a.mu.Lock()
	a.works = false
	a.mu.Unlock()
	a.stop()
	a.all.Wait()
}

// Invoke accepts an event: a JSON payload for a function. When it returns nil, the event is on disk. What comes before
// Start waits for it.
func (a *Async) Invoke(function string, payload []byte) error {
	if _, ok := a.functions[function]; !ok {
		return fmt.Errorf("%w: %s", runtime.ErrNoFunction, function)
	}
	if len(payload) > MaxEvent {
		return runtime.ErrTooLarge
	}
	e := event{Function: function, Accepted: time.Now(), Payload: payload}
	content, err := json.Marshal(e)
	if err != nil {
		return errors.New("the payload of an asynchronous invocation is not JSON")
	}
	name := fmt.Sprintf("%s-%d.json", function, e.Accepted.UnixNano())
	path := filepath.Join(a.o.Dir, name)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := writeWhole(path, content); err != nil {
		return err
	}
	a.begin(path, e)
	return nil
}

// Idle returns when everything accepted so far is done.
func (a *Async) Idle(ctx context.Context) error {
	wake := context.AfterFunc(ctx, a.calm.Broadcast)
	defer wake()
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.open > 0 && ctx.Err() == nil {
		a.calm.Wait()
	}
	return ctx.Err()
}

// begin has an event that is on disk worked off. The caller holds mu.
func (a *Async) begin(path string, e event) {
	if !a.works {
		return
	}
	a.open++
	a.all.Go(func() {
		a.run(path, e)
		a.mu.Lock()
		defer a.mu.Unlock()
		a.open--
		a.calm.Broadcast()
	})
}

// run invokes the function until it succeeds, or has failed as often as it may.
func (a *Async) run(path string, e event) {
	config, pause := a.functions[e.Function], a.o.Pause
	for attempt := 1; ; attempt++ {
		result, err := a.o.Invoker.Invoke(a.ctx, e.Function, e.Payload)
		if a.ctx.Err() != nil || errors.Is(err, runtime.ErrStopped) {
			return
		}
		if err == nil && result.FunctionError == "" {
			a.done(path, e)
			return
		}
		condition := ""
		if attempt > config.MaxRetries {
			condition = "RetriesExhausted"
		} else if config.MaxAge > 0 && time.Since(e.Accepted) > config.MaxAge {
			condition = "EventAgeExceeded"
		}
		if condition != "" {
			a.giveUp(e, condition, attempt, result)
			a.done(path, e)
			return
		}
		select {
		case <-time.After(pause):
		case <-a.ctx.Done():
			return
		}
		pause = min(2*pause, longestRetryPause)
	}
}

func (a *Async) done(path string, e event) {
	if err := os.Remove(path); err != nil {
		a.o.Report(e.Function, "an event that is done could not be removed: "+err.Error())
	}
}

func (a *Async) giveUp(e event, condition string, attempts int, result runtime.Result) {
	queue := a.functions[e.Function].OnFailureQueue
	what := fmt.Sprintf("failed an asynchronous invocation %d times", attempts)
	if queue == "" {
		a.o.Report(e.Function, what)
		return
	}
	a.o.Report(e.Function, what+"; see the queue "+queue)
	record := map[string]any{
		"version":   "1.0",
		"timestamp": time.Now().UTC().Format(timestampForm),
		"requestContext": map[string]any{
			"requestId":              result.RequestID,
			"functionArn":            runtime.ARN(e.Function) + ":$LATEST",
			"condition":              condition,
			"approximateInvokeCount": attempts,
		},
		"requestPayload":  e.Payload,
		"responseContext": responseContext(result),
		"responsePayload": json.RawMessage(orNull(result.Payload)),
	}
	sendRecord(a.o.Queues, queue, record, func(err error) { a.o.Report(e.Function, err.Error()) })
}

const timestampForm = "2006-01-02T15:04:05.000Z"

func responseContext(r runtime.Result) map[string]any {
	return map[string]any{"statusCode": 200, "executedVersion": "$LATEST", "functionError": r.FunctionError}
}

func orNull(payload []byte) string {
	if !json.Valid(payload) {
		return "null"
	}
	return strings.TrimSpace(string(payload))
}

// sendRecord puts a record about a failure into a queue.
func sendRecord(queues *Queues, queue string, record map[string]any, failed func(error)) {
	message, err := json.Marshal(record)
	if err == nil {
		err = queues.Send(queue, message)
	}
	if err != nil {
		failed(fmt.Errorf("a failure could not be put into the queue %s: %w", queue, err))
	}
}
