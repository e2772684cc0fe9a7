// Package local runs the whole platform that template.yaml describes on one machine: real engines for tables and
// buckets, a development issuer for sign-in, every function as processes of its own, and what AWS puts between them.
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"sync"

	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/sources"
	"voiceforum/infra/local/template"
)

// DefaultPort is where the site is unless somebody asks for another port.
const DefaultPort = 8080

// Options says what is run and where. Only Root is needed.
type Options struct {
	Root     string            // the repository
	Template string            // Root/template.yaml where empty
	Dir      string            // where everything is kept: Root/.local where empty
	Port     int               // of the site, on localhost; 0 for any free one
	Exit     string            // where "Exit this page" leads; the template's own address where empty
	Workers  int               // of each function at most; 4 where zero
	Surge    int               // SurgeFloor; so many where zero that no demonstration or measurement is a surge
	Log      io.Writer         // what functions print; nil for nowhere
	Progress func(what string) // told what takes long while it does; may be nil
	Report   sources.Report    // told of crashes, refusals and what was given up on; may be nil
}

// Platform is a running platform.
type Platform struct {
	Site     string // e.g. http://localhost:8080
	Admin    string // the admin listener's address
	Issuer   string // where people sign in
	DynamoDB string // the engine itself, which asks nobody for permission
	S3       string // the same
	Dir      string // where everything is kept

	o         Options
	described *template.Platform
	policy    *iam.Policy

	site       net.Listener
	issuerPort int
	webhook    string // where the storage tells of changes in buckets

	runtime *runtime.Runtime
	queues  *sources.Queues
	async   *sources.Async
	streams *sources.Streams
	clock   *sources.Schedules

	failed   chan error // the first part that ended by itself
	stopping chan struct{}
	stop     func() error // once
	steps    []step       // what to undo, in the order it was done
}

// step is something to undo when the platform stops.
type step struct {
	what string
	undo func() error
}

// Start starts everything and returns when the site answers. What it needs (packages, engines, assets) must be there.
// When ctx ends while it starts, or a part cannot be started, everything is stopped again.
func Start(ctx context.Context, o Options) (*Platform, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	p := &Platform{o: o, Dir: o.Dir, failed: make(chan error, 1), stopping: make(chan struct{})}
	p.stop = sync.OnceValue(p.undo)
	for _, start := range []func(context.Context) error{
		p.lock, p.listen, p.describe, p.startParts, p.makeKeys, p.makeRuntime, p.startSources, p.seed, p.serveAdmin, p.serveSite, p.firstCalendar,
	} {
		if err := start(ctx); err != nil {
			return nil, errors.Join(err, p.Stop())
		}
		if ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), p.Stop())
		}
	}
	return p, nil
}

// complete fills in what was left out.
func (o Options) complete() (Options, error) {
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return o, err
	}
	o.Root = root
	if o.Template == "" {
		o.Template = filepath.Join(root, "template.yaml")
	}
	if o.Dir == "" {
		o.Dir = filepath.Join(root, ".local")
	}
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return o, err
	}
	if o.Surge == 0 {
		o.Surge = 1_000_000
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if o.Report == nil {
		o.Report = func(string, string) {}
	}
	return o, nil
}

// Wait returns when ctx ends, nil then, or when a part ends by itself, which is an error. It stops everything first.
func (p *Platform) Wait(ctx context.Context) error {
	var err error
	select {
	case <-ctx.Done():
	case err = <-p.failed:
	}
	return errors.Join(err, p.Stop())
}

// Stop stops everything in the reverse of the order in which it was started, and returns when nothing is left. It may
// be called again.
func (p *Platform) Stop() error { return p.stop() }

func (p *Platform) undo() error {
	close(p.stopping)
	var all []error
	for _, s := range slices.Backward(p.steps) {
		if err := s.undo(); err != nil {
			all = append(all, fmt.Errorf("stopping %s: %w", s.what, err))
		}
	}
	return errors.Join(all...)
}

func (p *Platform) later(what string, undo func() error) {
	p.steps = append(p.steps, step{what, undo})
}

// watch makes the end of a part, while nobody has asked for it, the end of the platform.
func (p *Platform) watch(what string, ended <-chan struct{}) {
	go func() {
		select {
		case <-ended:
			select {
			case p.failed <- fmt.Errorf("%s ended by itself", what):
			default:
			}
		case <-p.stopping:
		}
	}()
}

// Idle returns when everything that was sent to the platform so far has been worked off: changes in streams and
// asynchronous invocations, and what those changed in turn.
func (p *Platform) Idle(ctx context.Context) error {
	for _, idle := range []func(context.Context) error{p.streams.Idle, p.async.Idle, p.streams.Idle} {
		if err := idle(ctx); err != nil {
			return err
		}
	}
	return nil
}
