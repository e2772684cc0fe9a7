package runtime

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"voiceforum/infra/local/child"
)

// grace is how long a worker has to end by itself when the platform stops.
const grace = 2 * time.Second

// worker is one process of a function, with a Runtime API address of its own, so that an invocation belongs to it
// and ends with it.
type worker struct {
	pool *pool
	cmd  *exec.Cmd

	mu       sync.Mutex
	coming   bool        // it will ask for an invocation soon
	served   bool        // it has taken an invocation
	ended    bool        // its process is gone
	current  *invocation // answered or not, until it asks for the next
	timer    *time.Timer // kills the worker when current has taken too long
	timedOut bool
	initFail []byte // what it posted to init/error
}

// ending is how a worker's process came to its end.
type ending struct {
	served   bool   // it had taken an invocation
	problem  string // what to tell whoever runs the platform
	timedOut bool   // it was killed for taking too long
	peak     int64  // bytes of memory, 0 where unknown
	initFail []byte // its own account of why it could not start
}

// document is the answer to an invocation that found no worker because of this ending.
func (e ending) document(requestID string) []byte {
	if e.initFail != nil {
		return e.initFail
	}
	return errorDocument("Runtime.ExitError", "RequestId: "+requestID+" Error: Runtime exited before it was ready")
}

// runWorker starts a worker's process and returns when it has ended, by itself or because ctx is done.
func runWorker(ctx context.Context, p *pool) ending {
	w := &worker{pool: p, coming: true}
	defer w.expect(false)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return ending{problem: "no address for its runtime API: " + err.Error()}
	}
	server := &http.Server{Handler: w.api(), ReadHeaderTimeout: time.Minute}
	go server.Serve(listener) //nolint:errcheck // always ErrServerClosed, by the Close below
	defer server.Close()

	out := newLineWriter(p.options.Log, p.function.Name)
	defer out.Flush()
	w.cmd = exec.Command(p.function.Binary)
	w.cmd.Dir = filepath.Dir(p.function.Binary)
	w.cmd.Env = environment(p.function, listener.Addr().String())
	w.cmd.Stdout, w.cmd.Stderr = out, out
	w.cmd.WaitDelay = grace
	if err := w.start(); err != nil {
		return ending{problem: "cannot be started: " + err.Error()}
	}
	p.stats.started(w)
	end := w.wait(ctx)
	p.stats.ended(w, end)
	return end
}

// expect notes whether the worker will ask for an invocation soon.
func (w *worker) expect(coming bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.coming == coming {
		return
	}
	w.coming = coming
	if coming {
		w.pool.count(&w.pool.coming, +1)
	} else {
		w.pool.count(&w.pool.coming, -1)
	}
}

// start holds back the worker's API until its process is known.
func (w *worker) start() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return child.Start(w.cmd)
}

// wait waits for the process to end and fails the invocation that it takes with it.
func (w *worker) wait(ctx context.Context) ending {
	exited := make(chan struct{})
	stopped := context.AfterFunc(ctx, func() { child.Stop(w.cmd, exited, grace) }) //nolint:errcheck // it ends with the platform
	defer stopped()
	err := w.cmd.Wait()
	close(exited)

	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.ended = true
	during := "while idle"
	if w.current != nil {
		during = "during an invocation"
		w.current.failAs("Runtime.ExitError", "Runtime exited with error: %s", w.cmd.ProcessState)
	}
	end := ending{served: w.served, timedOut: w.timedOut, initFail: w.initFail, peak: peakOf(w.cmd.ProcessState)}
	switch {
	case w.timedOut:
		end.problem = fmt.Sprintf("took longer than its %s and was killed", w.pool.function.Timeout)
	case err == nil:
		end.problem = "ended by itself " + during
	default:
		end.problem = fmt.Sprintf("crashed %s: %s", during, w.cmd.ProcessState)
	}
	return end
}

// environment is the whole environment of a worker: as on Lambda, nothing of this machine's own comes with it.
func environment(f Function, address string) []string {
	env := map[string]string{
		"PATH":                            "/usr/local/bin:/usr/bin/:/bin",
		"LANG":                            "en_US.UTF-8",
		"TZ":                              ":UTC",
		"_HANDLER":                        "bootstrap",
		"LAMBDA_TASK_ROOT":                filepath.Dir(f.Binary),
		"TMPDIR":                          os.TempDir(),
		"AWS_REGION":                      Region,
		"AWS_DEFAULT_REGION":              Region,
		"AWS_LAMBDA_RUNTIME_API":          address,
		"AWS_LAMBDA_FUNCTION_NAME":        f.Name,
		"AWS_LAMBDA_FUNCTION_VERSION":     "$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": strconv.Itoa(f.MemoryMB),
		"AWS_LAMBDA_INITIALIZATION_TYPE":  "on-demand",
		"AWS_LAMBDA_LOG_GROUP_NAME":       "/aws/lambda/" + f.Name,
		"AWS_LAMBDA_LOG_STREAM_NAME":      address,
	}
	for name, value := range f.Environment {
		env[name] = value
	}
	list := make([]string, 0, len(env))
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	return list
}
