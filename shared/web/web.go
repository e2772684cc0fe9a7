// Package web is how the functions speak HTTP: handlers that return errors, mapped once, here, to a page in plain words
// or a problem document; security headers on everything; forms read within limits; and the adapter that lets the same
// handlers serve an HTTP API's events.
package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strings"

	"voiceforum/shared/fault"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

// Handler answers a request, or returns an error, best a fault.Error. It writes nothing before it returns an error.
type Handler func(w http.ResponseWriter, r *http.Request) error

// View is what a page shows; see pages.View.
type View = pages.View

// Options are what a Site is made of.
type Options struct {
	Function    string                     // the function's name, for the log
	Log         *slog.Logger               // from logs.New
	Assets      *assets.Set                // from assets.Load
	Layout      pages.Layout               // pages.Public where empty
	Home        string                     // the start of this part of the site, e.g. "/portal"; "/" where empty
	ExitAddress string                     // where "Exit this page" leads; none where empty
	FormTo      []string                   // addresses that forms may lead to besides this site, e.g. the issuer's
	Problems    bool                       // always answer failures with problem documents, as an API does
	Lang        func(*http.Request) string // the language of error pages; English where nil
}

// Site is the handlers of one function. Its methods may be called by several goroutines once all is registered.
type Site struct {
	options Options
	mux     *http.ServeMux
	pages   *pages.Set
	policy  string
}

// New makes a Site. Like http.ServeMux it panics on what can never work: an address in Options that is not one.
func New(o Options) *Site {
	if o.Layout == "" {
		o.Layout = pages.Public
	}
	if o.Home == "" {
		o.Home = "/"
	}
	to := o.FormTo
	if o.ExitAddress != "" {
		to = append([]string{o.ExitAddress}, to...)
	}
	policy, err := allowForms(contentPolicy, to)
	if err != nil {
		panic(err)
	}
	return &Site{
		options: o,
		mux:     http.NewServeMux(),
		pages:   pages.New(o.Layout, o.Assets.Path, o.ExitAddress),
		policy:  policy,
	}
}

// Handle registers a handler for a pattern of http.ServeMux, e.g. "POST /forums/{id}". GET covers HEAD.
func (s *Site) Handle(pattern string, h Handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				s.fail(w, r, panicked(p))
			}
		}()
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// HandleAssets serves the static files of every function's pages below assets.Prefix.
func (s *Site) HandleAssets() {
	s.Handle("GET "+assets.Prefix, func(w http.ResponseWriter, r *http.Request) error {
		s.options.Assets.ServeHTTP(w, r)
		return nil
	})
}

// ServeHTTP implements http.Handler.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out := &response{ResponseWriter: w}
	secure(out.Header(), s.policy)
	h, pattern := s.mux.Handler(r)
	if pattern != "" {
		s.mux.ServeHTTP(out, r)
		return
	}
	var wanted probe
	h.ServeHTTP(&wanted, r)
	if allow := wanted.Header().Get("Allow"); wanted.status == http.StatusMethodNotAllowed {
		out.Header().Set("Allow", allow)
		s.fail(out, r, refuse(http.StatusMethodNotAllowed, "method", "no such method here"))
		return
	}
	s.fail(out, r, fault.New(fault.NotFound, "no such route"))
}

// SeeOther answers a form that was accepted: the browser fetches address next, and a reload sends nothing twice.
func SeeOther(w http.ResponseWriter, address string) error {
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// response notes whether anything has been written, after which no error page can be.
type response struct {
	http.ResponseWriter
	wrote bool
}

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	w.wrote = true
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *response) Write(p []byte) (int, error) {
	w.wrote = true
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// probe takes what the mux itself would answer, to learn its status and the methods it allows.
type probe struct {
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (p *probe) Header() http.Header {
	if p.header == nil {
		p.header = make(http.Header)
	}
	return p.header
}

// WriteHeader implements http.ResponseWriter.
func (p *probe) WriteHeader(status int) { p.status = status }

// Write implements http.ResponseWriter.
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }

// panicked makes an error of a recovered panic: where it happened, never what it said, which may quote input.
func panicked(p any) error {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "runtime.") {
			return fault.New(fault.Internal, "panic in %s", fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more {
			return fault.New(fault.Internal, "panic")
		}
	}
}
