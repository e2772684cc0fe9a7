package sources

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"voiceforum/infra/local/template"
)

const (
	pollEvery     = 100 * time.Millisecond
	discoverEvery = 5 * time.Second
	troublePause  = time.Second
)

// StreamsOptions says which streams are fed to functions, and from where.
type StreamsOptions struct {
	Functions []template.Function
	TableName func(logicalID string) string // the engine's name of a table; the logical id where nil
	Endpoint  string                        // of the DynamoDB engine
	AccessKey string                        // to read it with
	Dir       string                        // where it is kept how far each has come
	Invoker   Invoker
	Queues    *Queues
	Report    Report
}

// Streams feeds tables' streams to functions, as Lambda's event source mappings do.
type Streams struct {
	mappings []*mapping
	stop     context.CancelFunc
	done     sync.WaitGroup
}

// NewStreams reads the functions' stream sources. A filter that it does not know is an error that names it.
func NewStreams(o StreamsOptions) (*Streams, error) {
	if o.TableName == nil {
		o.TableName = func(logicalID string) string { return logicalID }
	}
	api := &streamAPI{
		endpoint:      o.Endpoint,
		authorization: "AWS4-HMAC-SHA256 Credential=" + o.AccessKey + "/20260101/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
		client:        &http.Client{},
	}
	s := &Streams{}
	for _, f := range o.Functions {
		for _, source := range f.Streams {
			name := f.Name + "." + source.Name
			passes, err := newFilter(source.Filters)
			if err != nil {
				return nil, fmt.Errorf("stream source %s: %w", name, err)
			}
			s.mappings = append(s.mappings, newMapping(o, api, f.Name, source, passes))
		}
	}
	return s, nil
}

func newMapping(o StreamsOptions, api *streamAPI, function string, source template.StreamSource, passes filter) *mapping {
	m := &mapping{
		api:    api,
		table:  o.TableName(source.Table),
		path:   filepath.Join(o.Dir, function+"."+source.Name+".json"),
		filter: passes,
		deliverer: deliverer{
			source: source, function: function, invoker: o.Invoker, queues: o.Queues, report: o.Report,
		},
		shards: make(map[string]*follower),
	}
	m.changed = sync.NewCond(&m.mu)
	m.nudge = make(chan struct{})
	return m
}

// Start begins to feed every stream, from where it was left.
func (s *Streams) Start(ctx context.Context) {
	ctx, s.stop = context.WithCancel(ctx)
	for _, m := range s.mappings {
		s.done.Go(func() { m.run(ctx) })
	}
}

// Stop returns when no record is being processed any more.
func (s *Streams) Stop() {
	s.stop()
	s.done.Wait()
}

// Idle returns when every change that was in a stream when it was called has been processed or given up on. It does
// not wait for batching windows.
func (s *Streams) Idle(ctx context.Context) error {
	for _, m := range s.mappings {
		if err := m.settle(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mapping feeds one stream to one function.
type mapping struct {
	deliverer
	api    *streamAPI
	table  string
	path   string // of its checkpoint
	filter filter
	kept   *checkpoint

	mu      sync.Mutex
	changed *sync.Cond           // signalled whenever a follower has come to the end
	nudge   chan struct{}        // closed to end every follower's rest
	asked   int                  // how often somebody wanted to know that all is processed
	shards  map[string]*follower // those that are followed now
	found   bool                 // shards have been looked for since one ended
}

// run looks for shards and has each followed until ctx is done.
func (m *mapping) run(ctx context.Context) {
	var followers sync.WaitGroup
	defer followers.Wait()
	for ctx.Err() == nil {
		nudged := m.nudged()
		fresh, err := m.discover(ctx)
		if err != nil && ctx.Err() == nil {
			m.report(m.function, "its stream cannot be read: "+err.Error())
		}
		for _, f := range fresh {
			followers.Go(func() {
				f.follow(ctx)
				m.leave(f)
			})
		}
		select {
		case <-time.After(discoverEvery):
		case <-nudged:
		case <-ctx.Done():
		}
	}
}

// discover gives followers for the shards that can be followed and are not yet: those whose parent is dealt with.
func (m *mapping) discover(ctx context.Context) ([]*follower, error) {
	arn, err := m.api.stream(ctx, m.table)
	if err != nil {
		return nil, err
	}
	if m.kept == nil {
		if m.kept, err = openCheckpoint(m.path, arn); err != nil {
			return nil, err
		}
		m.stream = arn
	}
	all, err := m.api.shards(ctx, arn)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	open := make(map[string]bool, len(all))
	for _, s := range all {
		open[s.ID] = !m.kept.of(s.ID).Ended
	}
	var fresh []*follower
	for _, s := range all {
		if m.shards[s.ID] == nil && open[s.ID] && !open[s.Parent] {
			m.shards[s.ID] = newFollower(m, s.ID)
			fresh = append(fresh, m.shards[s.ID])
		}
	}
	m.found = true
	m.changed.Broadcast()
	return fresh, nil
}

// leave forgets a follower whose shard has ended, and has its children looked for.
func (m *mapping) leave(f *follower) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.shards, f.shard)
	m.found = false
	m.wake()
}

// wake ends everybody's rest. The caller holds mu.
func (m *mapping) wake() {
	close(m.nudge)
	m.nudge = make(chan struct{})
}

func (m *mapping) nudged() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.nudge
}

// settle returns when every follower has come to the end of its shard since settle was called.
func (m *mapping) settle(ctx context.Context) error {
	stop := context.AfterFunc(ctx, m.changed.Broadcast)
	defer stop()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	want := m.asked
	m.wake()
	for ctx.Err() == nil && !m.settled(want) {
		m.changed.Wait()
	}
	return ctx.Err()
}

func (m *mapping) settled(want int) bool {
	for _, f := range m.shards {
		if f.reached < want {
			return false
		}
	}
	return m.found
}
