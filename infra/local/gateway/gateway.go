// Package gateway is the local API Gateway: it turns HTTP requests into HTTP API events of payload format 2.0, has the
// function of the matching route answer them, and turns the answers back, with the limits and the refusals that AWS
// has. It keeps no access log.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

const (
	maxBody          = 10 << 20 // bytes of a request's body
	integrationLimit = 30 * time.Second
)

// MaxHeader is the most bytes that a request's line and headers may have together.
const MaxHeader = 10240

// Invoker runs a function and waits for its answer.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) (runtime.Result, error)
}

// Options says what the gateway serves.
type Options struct {
	Functions []template.Function // whose routes are served
	Throttle  template.Throttle
	Invoker   Invoker

	Authorizers []template.Authorizer
	Now         func() time.Time // by which tokens are checked; nil for time.Now

	Limit  time.Duration               // on a function's answer; 30 seconds where zero
	Report func(function, what string) // told when an answer cannot be used; may be nil
}

// Gateway is an http.Handler for every route of the platform.
type Gateway struct {
	routes  routes
	bucket  *bucket
	invoker Invoker
	limit   time.Duration
	report  func(function, what string)

	authorizers map[string]*authorizer
}

// New makes a gateway. Two functions with the same route are an error that names it.
func New(o Options) (*Gateway, error) {
	all, err := newRoutes(o.Functions)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	g := &Gateway{
		routes: all, bucket: newBucket(o.Throttle), invoker: o.Invoker, limit: o.Limit, report: o.Report,
		authorizers: newAuthorizers(o.Authorizers, o.Now),
	}
	for _, r := range all {
		if name := r.asks.Authorizer; name != "" && g.authorizers[name] == nil {
			return nil, fmt.Errorf("the route %s asks for the authorizer %s, which is not there", r.key, name)
		}
	}
	if g.limit == 0 {
		g.limit = integrationLimit
	}
	if g.report == nil {
		g.report = func(string, string) {}
	}
	return g, nil
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !g.bucket.take(time.Now()) {
		refuse(w, http.StatusTooManyRequests)
		return
	}
	// AWS decodes the path before it looks for its end, so a question mark that was escaped cuts it short.
	path, _, _ := strings.Cut(r.URL.Path, "?")
	match, ok := g.routes.match(r.Method, path)
	if !ok {
		refuse(w, http.StatusNotFound)
		return
	}
	token, refused := g.authorize(r, match)
	if refused != nil {
		w.Header().Set("WWW-Authenticate", refused.challenge())
		refuse(w, refused.status)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		refuse(w, http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		refuse(w, http.StatusBadRequest)
		return
	}
	event, err := newEvent(r, path, match, body, token)
	if err != nil {
		refuse(w, http.StatusBadRequest)
		return
	}
	g.answer(w, r, match.function, event)
}

// authorize checks the token that a route asks for, before anything of the body is read.
func (g *Gateway) authorize(r *http.Request, m match) (*claims, *refusal) {
	if m.asks.Authorizer == "" {
		return nil, nil
	}
	return g.authorizers[m.asks.Authorizer].check(r, m.asks.Scopes)
}

// answer has the function answer the event. As in AWS, the function runs on when whoever asked has gone away.
func (g *Gateway) answer(w http.ResponseWriter, r *http.Request, function string, event []byte) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), g.limit)
	defer cancel()
	result, err := g.invoker.Invoke(ctx, function, event)
	switch {
	case errors.Is(err, runtime.ErrTooLarge):
		refuse(w, http.StatusRequestEntityTooLarge)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, runtime.ErrStopped):
		refuse(w, http.StatusServiceUnavailable)
	case err != nil:
		g.report(function, err.Error())
		refuse(w, http.StatusInternalServerError)
	case result.FunctionError != "":
		refuse(w, http.StatusInternalServerError)
	default:
		if err := respond(w, result.Payload); err != nil {
			g.report(function, err.Error())
			refuse(w, http.StatusInternalServerError)
		}
	}
}

// refuse answers as API Gateway does when it answers itself.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, `{"message":"`+http.StatusText(status)+`"}`) //nolint:errcheck // whoever asked may be gone
}
