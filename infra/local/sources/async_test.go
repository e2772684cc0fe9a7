package sources

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

// flaky fails a number of times and then succeeds, and keeps what it was given.
type flaky struct {
	mu       sync.Mutex
	failures int
	payloads []string
}

// Invoke implements Invoker.
func (f *flaky) Invoke(_ context.Context, _ string, payload []byte) (runtime.Result, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.payloads = append(f.payloads, string(payload))
	if f.failures > 0 {
		f.failures--
		return runtime.Result{RequestID: "r", Payload: []byte(`{"errorType":"x"}`), FunctionError: "Unhandled"}, nil
	}
	return runtime.Result{}, nil
}

func newAsync(t *testing.T, invoker Invoker, dir string) (*Async, *Queues) {
	t.Helper()
	queues := NewQueues(t.TempDir())
	return NewAsync(AsyncOptions{
		Functions: []template.Function{{Name: "Forum", Async: template.Async{MaxRetries: 2, OnFailureQueue: "Failures"}}},
		Invoker:   invoker, Queues: queues, Dir: dir, Pause: time.Nanosecond,
		Report: func(function, what string) { t.Logf("reported: %s %s", function, what) },
	}), queues
}

func TestAsyncInvocations(t *testing.T) {
	for _, c := range []struct {
		what               string
		failures, attempts int
		queued             int
	}{{"at once", 0, 1, 0}, {"at the last try", 2, 3, 0}, {"never", 9, 3, 1}} {
		t.Run(c.what, func(t *testing.T) {
			f := &flaky{failures: c.failures}
			a, queues := newAsync(t, f, t.TempDir())
			if err := a.Start(context.Background()); err != nil {
				t.Fatal(err)
			}
			defer a.Stop()
			if err := a.Invoke("Forum", []byte(`{"task":"refresh"}`)); err != nil {
				t.Fatal(err)
			}
			if err := a.Idle(t.Context()); err != nil {
				t.Fatal(err)
			}
			messages, err := queues.Messages("Failures")
			if err != nil {
				t.Fatal(err)
			}
			if len(f.payloads) != c.attempts || len(messages) != c.queued {
				t.Fatalf("%d attempts and %d messages, want %d and %d", len(f.payloads), len(messages), c.attempts, c.queued)
			}
			if c.queued == 0 {
				return
			}
			var m struct {
				RequestContext struct{ Condition, FunctionArn string }
				RequestPayload struct{ Task string }
			}
			if err := json.Unmarshal(messages[0], &m); err != nil {
				t.Fatal(err)
			}
			if m.RequestContext.Condition != "RetriesExhausted" || m.RequestPayload.Task != "refresh" {
				t.Errorf("the message is %s", messages[0])
			}
		})
	}
}

func TestWhatWasAcceptedSurvivesARestart(t *testing.T) {
	dir, f := t.TempDir(), &flaky{}
	before, _ := newAsync(t, f, dir)
	if err := before.Invoke("Forum", []byte(`{"n":1}`)); err != nil { // accepted, and never started
		t.Fatal(err)
	}
	after, _ := newAsync(t, f, dir)
	if err := after.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := after.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	after.Stop()
	again, _ := newAsync(t, f, dir)
	if err := again.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	again.Stop()
	if len(f.payloads) != 1 || f.payloads[0] != `{"n":1}` {
		t.Errorf("it was invoked with %v", f.payloads)
	}
}

func TestAsyncRefusals(t *testing.T) {
	a, _ := newAsync(t, &flaky{}, t.TempDir())
	if err := a.Invoke("Nobody", []byte(`{}`)); !errors.Is(err, runtime.ErrNoFunction) {
		t.Errorf("an unknown function: %v", err)
	}
	if err := a.Invoke("Forum", make([]byte, MaxEvent+1)); !errors.Is(err, runtime.ErrTooLarge) {
		t.Errorf("an event too large: %v", err)
	}
	if err := a.Invoke("Forum", []byte(`{`)); err == nil {
		t.Error("an event that is not JSON was accepted")
	}
}
