package runtime

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"voiceforum/infra/local/child"
)

// api is the worker's Lambda Runtime API, version 2018-06-01.
func (w *worker) api() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", w.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", w.response)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", w.failure)
	mux.HandleFunc("POST /2018-06-01/runtime/init/error", w.initError)
	return mux
}

// next ends the invocation before, and waits until there is another for this worker.
func (w *worker) next(rw http.ResponseWriter, r *http.Request) {
	w.expect(false)
	w.release()
	var inv *invocation
	select {
	case inv = <-w.pool.queue:
	case <-r.Context().Done():
		return
	case <-w.pool.ctx.Done():
		return
	}
	deadline, ok := w.take(inv)
	if !ok {
		go w.pool.enqueue(w.pool.ctx, inv) //nolint:errcheck // fails only when everything stops
		return
	}
	h := rw.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(inv.payload)))
	h.Set("Lambda-Runtime-Aws-Request-Id", inv.id)
	h.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(deadline.UnixMilli(), 10))
	h.Set("Lambda-Runtime-Invoked-Function-Arn", ARN(w.pool.function.Name))
	h.Set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0")
	if _, err := rw.Write(inv.payload); err != nil {
		// The worker went away with the invocation; its end fails it.
		child.Kill(w.cmd) //nolint:errcheck // it is gone already
	}
}

// release notes that the worker is free again.
func (w *worker) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil {
		w.timer.Stop()
	}
	if w.current != nil {
		w.current.failAs("Runtime.NoResponse", "Runtime asked for the next invocation without an answer")
		w.pool.stats.sample(w)
	}
	w.current, w.timer = nil, nil
}

// take makes the invocation this worker's, and gives the moment at which it will have taken too long. A worker whose
// process has just ended takes nothing.
func (w *worker) take(inv *invocation) (deadline time.Time, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return time.Time{}, false
	}
	w.current, w.served = inv, true
	timeout := w.pool.function.Timeout
	w.timer = time.AfterFunc(timeout, func() { w.tooLate(inv) })
	return time.Now().Add(timeout), true
}

// tooLate kills a worker whose invocation has taken longer than the function's timeout, as Lambda does.
func (w *worker) tooLate(inv *invocation) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.current != inv {
		return
	}
	w.timedOut = true
	w.pool.stats.timedOut(w)
	inv.timeOut(w.pool.function.Timeout)
	if err := child.Kill(w.cmd); err != nil {
		w.pool.options.Report(Problem{w.pool.function.Name, "could not be killed: " + err.Error()})
	}
}

func (w *worker) response(rw http.ResponseWriter, r *http.Request) {
	inv := w.answering(rw, r)
	if inv == nil {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, MaxResponse))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		inv.fail(errorDocument("Function.ResponseSizeTooLarge", fmt.Sprintf(
			"Response payload size exceeded maximum allowed payload size (%d bytes).", MaxResponse)))
		reply(rw, http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		child.Kill(w.cmd) //nolint:errcheck // half an answer means that the worker is ending
		return
	}
	w.expect(true)
	if kind := r.Trailer.Get("Lambda-Runtime-Function-Error-Type"); kind != "" {
		inv.failAs(kind, "the answer broke off")
	} else {
		inv.succeed(body)
	}
	reply(rw, http.StatusAccepted)
}

func (w *worker) failure(rw http.ResponseWriter, r *http.Request) {
	inv := w.answering(rw, r)
	if inv == nil {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, MaxResponse))
	if err != nil {
		inv.failAs("Runtime.Unknown", "the error could not be read")
		reply(rw, http.StatusRequestEntityTooLarge)
		return
	}
	w.expect(true)
	inv.fail(body)
	reply(rw, http.StatusAccepted)
}

func (w *worker) initError(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, MaxResponse))
	if err != nil {
		reply(rw, http.StatusRequestEntityTooLarge)
		return
	}
	w.mu.Lock()
	w.initFail = body
	w.mu.Unlock()
	reply(rw, http.StatusAccepted)
}

// answering gives the invocation that the request is about, or refuses the request and gives nil.
func (w *worker) answering(rw http.ResponseWriter, r *http.Request) *invocation {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.current == nil || w.current.id != r.PathValue("id") {
		reply(rw, http.StatusBadRequest)
		return nil
	}
	return w.current
}

func reply(rw http.ResponseWriter, status int) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	io.WriteString(rw, `{"status":"`+http.StatusText(status)+`"}`) //nolint:errcheck // the worker may be gone
}
