package local

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/sources"
)

// ErrNotRunning means that no platform is running in the folder.
var ErrNotRunning = errors.New("the platform is not running; start it with `make run`")

// Running is another process's platform, as seen through its admin listener.
type Running struct{ Run }

// Find finds the platform that runs in dir, its .local folder.
func Find(dir string) (*Running, error) {
	content, err := os.ReadFile(filepath.Join(dir, runFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, err
	}
	r := &Running{}
	if err := json.Unmarshal(content, &r.Run); err != nil {
		return nil, fmt.Errorf("%s: %w", runFile, err)
	}
	return r, nil
}

// Idle returns when everything sent to the platform so far has been worked off.
func (r *Running) Idle(ctx context.Context) error {
	_, _, err := r.ask(ctx, http.MethodGet, "/idle", nil)
	return err
}

// Stats gives what each function's workers have been through.
func (r *Running) Stats(ctx context.Context) ([]runtime.Stats, error) {
	return read[[]runtime.Stats](ctx, r, "/stats")
}

// Queues gives the queues and how much waits in each.
func (r *Running) Queues(ctx context.Context) ([]Queue, error) {
	return read[[]Queue](ctx, r, "/queues")
}

// Schedules gives the schedules and when each fires next.
func (r *Running) Schedules(ctx context.Context) ([]sources.Schedule, error) {
	return read[[]sources.Schedule](ctx, r, "/schedules")
}

// Fire fires a schedule now. It returns when that is accepted, not when it is done.
func (r *Running) Fire(ctx context.Context, schedule string) error {
	_, _, err := r.ask(ctx, http.MethodPost, "/schedules/"+url.PathEscape(schedule), nil)
	return err
}

// Invoke runs a function and waits for its answer.
func (r *Running) Invoke(ctx context.Context, function string, payload []byte) (runtime.Result, error) {
	body, header, err := r.ask(ctx, http.MethodPost, "/functions/"+url.PathEscape(function), payload)
	return runtime.Result{Payload: body, FunctionError: header.Get("X-Amz-Function-Error")}, err
}

func read[T any](ctx context.Context, r *Running, path string) (answer T, err error) {
	body, _, err := r.ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return answer, err
	}
	err = json.Unmarshal(body, &answer)
	return answer, err
}

func (r *Running) ask(ctx context.Context, method, path string, payload []byte) ([]byte, http.Header, error) {
	request, err := http.NewRequestWithContext(ctx, method, r.Admin+path, bytes.NewReader(payload))
	if err != nil {
		return nil, nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		return nil, nil, ErrNotRunning
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, nil, err
	}
	if response.StatusCode >= 300 {
		return nil, nil, errors.New(strings.TrimSpace(string(body)))
	}
	return body, response.Header, nil
}
