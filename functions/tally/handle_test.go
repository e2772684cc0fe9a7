package main

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/logs"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// memory is a ledger that forgets nothing and has nobody else in it.
type memory struct {
	mu      sync.Mutex
	shards  map[tally.Ref]tally.Shard
	entries map[response.ID]tally.Entry
	refuse  int // commits still to be refused
	commits int
}

func newMemory() *memory {
	return &memory{shards: map[tally.Ref]tally.Shard{}, entries: map[response.ID]tally.Entry{}}
}

func (m *memory) Look(_ context.Context, ref tally.Ref, _ []response.ID) (tally.Shard, map[response.ID]tally.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stored := map[response.ID]tally.Entry{}
	for id, e := range m.entries {
		stored[id] = e
	}
	s := m.shards[ref]
	s.Ref = ref
	return s, stored, nil
}

func (m *memory) Commit(_ context.Context, s tally.Shard, steps []tally.Step) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse > 0 {
		m.refuse--
		return fault.New(fault.Conflict, "somebody was faster")
	}
	m.commits++
	s.Version++
	m.shards[s.Ref] = s
	for _, step := range steps {
		m.entries[step.ID] = step.Entry
	}
	return nil
}

func (m *memory) total() tally.Tally {
	total := tally.Tally{}
	for _, s := range m.shards {
		total.Merge(s.Counts, 1)
	}
	return total
}

type coderFunc func(text, question string) ([]themes.Mention, error)

func (f coderFunc) Code(text, question string) ([]themes.Mention, error) { return f(text, question) }

func newTestCounter(m *memory, log *bytes.Buffer) *counter {
	c := newCounter(m, logs.New(log))
	c.now = func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }
	return c
}

func sample(t *testing.T, seed uint64, id response.ID) response.Response {
	t.Helper()
	q, _ := parts(t)
	r := tallytest.Response(rand.New(rand.NewPCG(seed, 1)), q, id)
	r.Consents = r.Consents[:0]
	r = tallytest.Change(rand.New(rand.NewPCG(1, 1)), r)
	r.Consents[0][0].Given, r.Version = true, 1
	return r
}

func failuresOf(out events.DynamoDBEventResponse) []string {
	failed := []string{}
	for _, f := range out.BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed
}

func TestARecordThatDoesNotReadIsReportedAlone(t *testing.T) {
	first, second := sample(t, 1, "sample-1"), sample(t, 2, "sample-2")
	poisons := map[string]func(*events.DynamoDBEventRecord){
		"no response": func(r *events.DynamoDBEventRecord) { delete(r.Change.NewImage, "response") },
		"response of one text": func(r *events.DynamoDBEventRecord) {
			r.Change.NewImage["response"] = events.NewStringAttribute("Canary")
		},
		"no shard": func(r *events.DynamoDBEventRecord) { delete(r.Change.NewImage, "forumShard") },
		"another's shard": func(r *events.DynamoDBEventRecord) {
			r.Change.NewImage["forumShard"] = events.NewStringAttribute("2026-Q4#99")
		},
		"another's keys": func(r *events.DynamoDBEventRecord) {
			r.Change.Keys["PK"] = events.NewStringAttribute("RESPONSE#sample-9")
		},
		"unknown channel": func(r *events.DynamoDBEventRecord) {
			r.Change.NewImage = changed(second, func(r *response.Response) { r.Channel = "pigeon" })
		},
		"no version": func(r *events.DynamoDBEventRecord) {
			r.Change.NewImage = changed(second, func(r *response.Response) { r.Version = 0 })
		},
		"unknown questionnaire": func(r *events.DynamoDBEventRecord) {
			r.Change.NewImage = changed(second, func(r *response.Response) { r.Questionnaire.Version = 99 })
		},
	}
	for name, poison := range poisons {
		t.Run(name, func(t *testing.T) {
			m, log := newMemory(), &bytes.Buffer{}
			records := []events.DynamoDBEventRecord{
				streamtest.Record("1", nil, &first), streamtest.Record("2", nil, &second), streamtest.Record("3", nil, ptr(sample(t, 3, "sample-3"))),
			}
			poison(&records[1])
			out, err := newTestCounter(m, log).Handle(t.Context(), events.DynamoDBEvent{Records: records})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"2"}, failuresOf(out)); diff != "" {
				t.Error(diff)
			}
			if len(m.entries) != 2 {
				t.Errorf("%d entries", len(m.entries))
			}
			if strings.Contains(log.String(), "Canary") || strings.Contains(log.String(), "sample-") {
				t.Errorf("the log says too much: %s", log)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func changed(r response.Response, change func(*response.Response)) map[string]events.DynamoDBAttributeValue {
	r = r.Clone()
	change(&r)
	return streamtest.Image(r)
}

func TestOldFormsOfRecords(t *testing.T) {
	r := sample(t, 1, "sample-1")
	m := newMemory()
	c := newTestCounter(m, &bytes.Buffer{})
	insert := streamtest.Record("1", nil, &r)
	insert.Change.NewImage["future"] = events.NewStringAttribute("an attribute nobody knows yet")
	removal := streamtest.Record("2", &r, nil)
	removal.Change.OldImage["response"] = events.NewStringAttribute("a form nobody knows any more")
	for _, record := range []events.DynamoDBEventRecord{insert, removal} {
		out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{record}})
		if err != nil || len(out.BatchItemFailures) > 0 {
			t.Fatalf("%s: %v %v", record.EventName, out, err)
		}
	}
	if !m.entries["sample-1"].Withdrawn() || len(m.total()) > 0 {
		t.Errorf("a response of an older form was not withdrawn: %v", m.total())
	}
}

func TestWhatChangesNoCount(t *testing.T) {
	r := sample(t, 1, "sample-1")
	m := newMemory()
	c := newTestCounter(m, &bytes.Buffer{})
	insert := streamtest.Record("1", nil, &r)
	expiry := streamtest.Record("2", &r, nil)
	expiry.UserIdentity = &events.DynamoDBUserIdentity{Type: "Service", PrincipalID: "dynamodb.amazonaws.com"}
	receipt := streamtest.Record("3", nil, &r)
	receipt.Change.Keys["SK"] = events.NewStringAttribute("RECEIPT")
	older := streamtest.Record("4", nil, &r)
	newer := tallytest.Change(rand.New(rand.NewPCG(1, 1)), r)
	change := streamtest.Record("5", &r, &newer)
	for _, batch := range [][]events.DynamoDBEventRecord{{insert}, {expiry, receipt}, {change}} {
		if out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: batch}); err != nil || len(out.BatchItemFailures) > 0 {
			t.Fatal(out, err)
		}
	}
	want, commits := m.total(), m.commits
	out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{older, change, expiry, insert}})
	if err != nil || len(out.BatchItemFailures) > 0 {
		t.Fatal(out, err)
	}
	if !m.total().Equal(want) || m.commits != commits || m.entries["sample-1"].Version != 2 {
		t.Errorf("told again it counted again: %v, then %v", want, m.total())
	}
}

func TestAFailingCoderLeavesTheCount(t *testing.T) {
	for name, coder := range map[string]coderFunc{
		"error": func(string, string) ([]themes.Mention, error) { return nil, errors.New("Canary") },
		"panic": func(text, _ string) ([]themes.Mention, error) { panic(text) },
	} {
		t.Run(name, func(t *testing.T) {
			r := sample(t, 1, "sample-1")
			r.Texts = map[string]response.Text{"one-change": {State: response.Clean, Words: "Canary"}, "other": {State: response.Held}}
			m, log := newMemory(), &bytes.Buffer{}
			c := newTestCounter(m, log)
			c.codebook = func() (tally.Coder, int, error) { return coder, 3, nil }
			out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{streamtest.Record("1", nil, &r)}})
			if err != nil || len(out.BatchItemFailures) > 0 {
				t.Fatal(out, err)
			}
			e := m.entries["sample-1"]
			if !e.Uncoded || e.Codebook != 3 || len(e.Mentions) > 0 || m.total().Of(r.Channel.View(), tally.Respondents, tally.All) != 1 {
				t.Errorf("entry %+v", e)
			}
			if !strings.Contains(log.String(), "response-uncoded") || strings.Contains(log.String(), "Canary") {
				t.Errorf("log: %s", log)
			}
		})
	}
}

func TestAMovedResponseIsReportedAlone(t *testing.T) {
	r, other := sample(t, 1, "sample-1"), sample(t, 2, "sample-2")
	m := newMemory()
	c := newTestCounter(m, &bytes.Buffer{})
	m.entries[r.ID] = tally.Entry{ID: r.ID, Forum: "2026-Q3", Version: 1}
	r.Version = 2
	out, err := c.Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{
		streamtest.Record("1", nil, &r), streamtest.Record("2", nil, &other),
	}})
	if diff := cmp.Diff([]string{"1"}, failuresOf(out)); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestItLooksAgainWhereSomebodyWasFaster(t *testing.T) {
	r := sample(t, 1, "sample-1")
	m := newMemory()
	m.refuse = 3
	out, err := newTestCounter(m, &bytes.Buffer{}).Handle(t.Context(), events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{streamtest.Record("1", nil, &r)}})
	if err != nil || len(out.BatchItemFailures) > 0 || m.commits != 1 {
		t.Error(out, err, m.commits)
	}
}
