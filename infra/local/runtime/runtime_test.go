package runtime_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/runtime/runtimetest"
)

// start runs the echo function under these options and gives the runtime and a function that invokes it.
func start(t *testing.T, f runtime.Function, o runtime.Options) (*runtime.Runtime, func(payload string) runtime.Result) {
	t.Helper()
	f.Name = "Echo"
	if f.Binary == "" {
		f.Binary = runtimetest.Build(t, "./testdata/echo")
	}
	if f.Timeout == 0 {
		f.Timeout = time.Minute
	}
	r := runtime.New([]runtime.Function{f}, o)
	r.Start(t.Context())
	t.Cleanup(r.Stop)
	return r, func(payload string) runtime.Result {
		t.Helper()
		result, err := r.Invoke(t.Context(), "Echo", []byte(payload))
		if err != nil {
			t.Errorf("Invoke: %v", err)
		}
		return result
	}
}

// problems collects what a runtime reports.
type problems struct {
	mu  sync.Mutex
	all []string
}

func (p *problems) report(one runtime.Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, one.Function+" "+one.What)
}

func (p *problems) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.all, "\n")
}

// syncBuffer is a buffer that workers may write to at once.
type syncBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func TestAnAnswerComesBack(t *testing.T) {
	_, invoke := start(t, runtime.Function{}, runtime.Options{})
	got := invoke(`{"some": "thing"}`)
	if string(got.Payload) != `{"some": "thing"}` && string(got.Payload) != `{"some":"thing"}` || got.FunctionError != "" {
		t.Errorf("got %s, error %q", got.Payload, got.FunctionError)
	}
	if len(got.RequestID) != 36 {
		t.Errorf("request id %q is no UUID", got.RequestID)
	}
}

func TestEachWayToFailIsAnsweredAsLambdaDoes(t *testing.T) {
	var seen problems
	r, invoke := start(t, runtime.Function{}, runtime.Options{Report: seen.report, MaxWorkers: 1})
	for _, c := range []struct{ do, want string }{
		{"fail", `"errorType":"errorString"`},
		{"panic", `"errorType":"string"`},
		{"crash", `"errorType":"Runtime.ExitError"`},
		{"huge", `"errorType":"Function.ResponseSizeTooLarge"`},
	} {
		t.Run(c.do, func(t *testing.T) {
			got := invoke(`{"do":"` + c.do + `"}`)
			if got.FunctionError != "Unhandled" || !strings.Contains(string(got.Payload), c.want) {
				t.Errorf("error %q with %.200s, want Unhandled with %s", got.FunctionError, got.Payload, c.want)
			}
			if after := invoke(`{}`); after.FunctionError != "" {
				t.Errorf("the next invocation failed: %s", after.Payload)
			}
		})
	}
	if want := "Echo crashed during an invocation: exit status 3"; !strings.Contains(seen.String(), want) {
		t.Errorf("reported %q, want %q in it", seen.String(), want)
	}
	if s := r.Stats()[0]; s.Crashes < 2 || s.Starts != s.Crashes+1 || s.Invocations < 4 {
		t.Errorf("stats are %+v", s)
	}
}

func TestAWorkerThatTakesTooLongIsKilled(t *testing.T) {
	var seen problems
	r, invoke := start(t, runtime.Function{Timeout: 300 * time.Millisecond}, runtime.Options{Report: seen.report})
	got := invoke(`{"do":"hang"}`)
	want := `{"errorMessage":"RequestId: ` + got.RequestID + ` Error: Task timed out after 0.30 seconds","errorType":"Sandbox.Timedout"}`
	if string(got.Payload) != want {
		t.Errorf("got  %s\nwant %s", got.Payload, want)
	}
	if after := invoke(`{}`); after.FunctionError != "" {
		t.Errorf("the next invocation failed: %s", after.Payload)
	}
	if s := r.Stats()[0]; s.Timeouts != 1 || s.Crashes != 0 {
		t.Errorf("stats are %+v", s)
	}
}

func TestInvocationsRunSideBySide(t *testing.T) {
	r, invoke := start(t, runtime.Function{}, runtime.Options{MaxWorkers: 2})
	order, err := json.Marshal(map[string]string{"do": "meet", "dir": t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	pids := make([]string, 2)
	for i := range pids {
		both.Go(func() { pids[i] = string(invoke(string(order)).Payload) })
	}
	both.Wait()
	if pids[0] == pids[1] {
		t.Errorf("both ran in process %s", pids[0])
	}
	if s := r.Stats()[0]; s.Workers != 2 || s.PeakBytes == 0 {
		t.Errorf("stats are %+v", s)
	}
}

func TestMoreMemoryThanAllowedIsReported(t *testing.T) {
	var seen problems
	_, invoke := start(t, runtime.Function{MemoryMB: 1}, runtime.Options{Report: seen.report, MaxWorkers: 1})
	for range 2 {
		invoke(`{}`)
	}
	if got := seen.String(); strings.Count(got, "Lambda would have killed it at 1 MB") != 1 {
		t.Errorf("reported %q", got)
	}
}

func TestOneInvocationAtATimeNeedsOneWorker(t *testing.T) {
	r, invoke := start(t, runtime.Function{}, runtime.Options{})
	for range 50 {
		invoke(`{}`)
	}
	if s := r.Stats()[0]; s.Starts != 1 {
		t.Errorf("%d workers were started", s.Starts)
	}
}

func TestAFunctionThatCannotStartFailsItsInvocations(t *testing.T) {
	var log syncBuffer
	f := runtime.Function{Environment: map[string]string{"BROKEN": "yes"}}
	_, invoke := start(t, f, runtime.Options{Log: &log, MaxWorkers: 1})
	if got := invoke(`{}`); !strings.Contains(string(got.Payload), "Runtime.ExitError") {
		t.Errorf("got %s", got.Payload)
	}
	if !strings.Contains(log.String(), "[Echo] cannot start\n") {
		t.Errorf("the log is %q", log.String())
	}
}

func TestNothingOfThisMachineReachesAWorker(t *testing.T) {
	t.Setenv("SECRET_OF_THIS_MACHINE", "x")
	_, invoke := start(t, runtime.Function{MemoryMB: 256, Environment: map[string]string{"OWN": "1"}}, runtime.Options{})
	got := string(invoke(`{"do":"env"}`).Payload)
	for _, want := range []string{`"OWN=1"`, `"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256"`, `"AWS_LAMBDA_FUNCTION_NAME=Echo"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
	if strings.Contains(got, "SECRET_OF_THIS_MACHINE") {
		t.Error("this machine's environment came through")
	}
}

func TestRefusals(t *testing.T) {
	r, _ := start(t, runtime.Function{}, runtime.Options{})
	if _, err := r.Invoke(t.Context(), "Nobody", nil); !errors.Is(err, runtime.ErrNoFunction) {
		t.Errorf("an unknown function: %v", err)
	}
	if _, err := r.Invoke(t.Context(), "Echo", make([]byte, runtime.MaxRequest+1)); !errors.Is(err, runtime.ErrTooLarge) {
		t.Errorf("a payload too large: %v", err)
	}
}

func TestStopLeavesNoProcess(t *testing.T) {
	f := runtime.Function{Name: "Echo", Binary: runtimetest.Build(t, "./testdata/echo"), Timeout: time.Minute}
	r := runtime.New([]runtime.Function{f}, runtime.Options{})
	r.Start(context.Background())
	got, err := r.Invoke(t.Context(), "Echo", []byte(`{"do":"pid"}`))
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	if err := json.Unmarshal(got.Payload, &pid); err != nil {
		t.Fatal(err)
	}
	r.Stop()
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d is still there: %v", pid, err)
	}
	if _, err := r.Invoke(t.Context(), "Echo", []byte(`{}`)); !errors.Is(err, runtime.ErrStopped) {
		t.Errorf("after the stop: %v", err)
	}
}
