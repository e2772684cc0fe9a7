package local

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/sources"
)

// serveAdmin serves what the command line asks of a running platform, and writes down where.
func (p *Platform) serveAdmin(context.Context) (err error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /idle", p.adminIdle)
	mux.HandleFunc("GET /stats", func(w http.ResponseWriter, _ *http.Request) { give(w, p.runtime.Stats()) })
	mux.HandleFunc("GET /queues", p.adminQueues)
	mux.HandleFunc("GET /schedules", func(w http.ResponseWriter, _ *http.Request) { give(w, p.clock.List()) })
	mux.HandleFunc("POST /schedules/{name}", p.adminFire)
	mux.HandleFunc("POST /functions/{name}", p.adminInvoke)
	if p.Admin, err = p.serve("the admin listener", nil, &http.Server{Handler: mux}); err != nil {
		return err
	}
	return p.writeRun()
}

// Queue is a queue and how many messages wait in it.
type Queue struct {
	Name     string `json:"name"`
	Messages int    `json:"messages"`
}

func (p *Platform) adminIdle(w http.ResponseWriter, r *http.Request) {
	if err := p.Idle(r.Context()); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (p *Platform) adminQueues(w http.ResponseWriter, _ *http.Request) {
	all := make([]Queue, len(p.described.Queues))
	for i, q := range p.described.Queues {
		messages, err := p.queues.Messages(q.LogicalID)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		all[i] = Queue{q.LogicalID, len(messages)}
	}
	give(w, all)
}

func (p *Platform) adminFire(w http.ResponseWriter, r *http.Request) {
	switch err := p.clock.Fire(r.PathValue("name")); {
	case errors.Is(err, sources.ErrNoSchedule):
		http.Error(w, err.Error(), http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

func (p *Platform) adminInvoke(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(w, r.Body, runtime.MaxRequest))
	if err != nil {
		http.Error(w, runtime.ErrTooLarge.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	result, err := p.Invoke(r.Context(), r.PathValue("name"), payload)
	switch {
	case errors.Is(err, runtime.ErrNoFunction):
		http.Error(w, err.Error(), http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	default:
		if result.FunctionError != "" {
			w.Header().Set("X-Amz-Function-Error", result.FunctionError)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Write(result.Payload) //nolint:errcheck // whoever asked may be gone
	}
}

func give(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) //nolint:errcheck // whoever asked may be gone
}

// Run is what a running platform tells other commands, in the file run.json of its folder.
type Run struct {
	PID      int    `json:"pid"`
	Site     string `json:"site"`
	Admin    string `json:"admin"`
	Issuer   string `json:"issuer"`
	DynamoDB string `json:"dynamodb"`
	S3       string `json:"s3"`
}

const runFile = "run.json"

func (p *Platform) writeRun() error {
	content, err := json.MarshalIndent(Run{os.Getpid(), p.Site, p.Admin, p.Issuer, p.DynamoDB, p.S3}, "", "  ")
	if err != nil {
		return err
	}
	path := p.path(runFile)
	if err := os.WriteFile(path, append(content, '\n'), 0o600); err != nil {
		return err
	}
	p.later(runFile, func() error { return os.Remove(path) })
	return nil
}
