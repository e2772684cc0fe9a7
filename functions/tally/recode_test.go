package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// archive is where responses and how far they are recoded are kept.
type archive struct {
	all       []response.Response
	reached   map[calendar.Quarter]tally.Recoding
	read      int // shards
	stopAfter int // shards, where not 0: then reading fails
}

var errStopped = errors.New("the process was ended")

func (a *archive) ByForum(_ context.Context, q calendar.Quarter, shard int, yield func(response.Response) error) error {
	if a.stopAfter > 0 && a.read == a.stopAfter {
		return errStopped
	}
	a.read++
	for _, r := range a.all {
		if tally.RefOf(r.Forum, r.ID) != (tally.Ref{Forum: q, Shard: shard}) {
			continue
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func (a *archive) Recoding(_ context.Context, q calendar.Quarter) (tally.Recoding, error) {
	if r, begun := a.reached[q]; begun {
		return r, nil
	}
	return tally.Recoding{Forum: q}, nil
}

func (a *archive) PutRecoding(_ context.Context, r tally.Recoding) (tally.Recoding, error) {
	if a.reached[r.Forum].Version != r.Version {
		return r, fault.New(fault.Conflict, "somebody went on")
	}
	r.Version++
	a.reached[r.Forum] = r
	return r, nil
}

// book is a codebook of one theme, which it finds in every text.
func book(version int, theme string) func() (tally.Coder, int, error) {
	return func() (tally.Coder, int, error) {
		return coderFunc(func(string, string) ([]themes.Mention, error) {
			return []themes.Mention{{Theme: theme, Stance: themes.Negative}}, nil
		}), version, nil
	}
}

// counted makes responses up and counts them under a first codebook.
func counted(t *testing.T, n int) (*service, *memory, *archive) {
	t.Helper()
	q, _ := parts(t)
	m, a := newMemory(), &archive{reached: map[calendar.Quarter]tally.Recoding{}}
	c := newTestCounter(m, &bytes.Buffer{})
	c.codebook = book(1, "believed")
	s := &service{c, &recoder{counter: c, responses: a, recodings: a}}
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range n {
		r := tallytest.Response(rng, q, response.ID(fmt.Sprint("sample-", i)))
		r.Forum = tallytest.Forum
		a.all = append(a.all, r)
		record, err := json.Marshal(map[string]any{"Records": []any{streamtest.Record("1", nil, &r)}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Invoke(t.Context(), record); err != nil {
			t.Fatal(err)
		}
	}
	return s, m, a
}

// under gives the tally that the responses come to under a codebook, counted from nothing.
func under(t *testing.T, a *archive, codebook func() (tally.Coder, int, error)) tally.Tally {
	t.Helper()
	coder, version, err := codebook()
	if err != nil {
		t.Fatal(err)
	}
	q, _ := parts(t)
	total := tally.Tally{}
	for _, r := range a.all {
		e, _, err := tally.NewEntry(q, coder, version, r)
		if err != nil {
			t.Fatal(err)
		}
		total.Merge(e.Counts, 1)
	}
	return total
}

func recode(t *testing.T, ctx context.Context, s *service) error {
	t.Helper()
	_, err := s.Invoke(ctx, json.RawMessage(`{"task": "recode"}`))
	return err
}

func TestACodebooksChangeCodesEverythingAgain(t *testing.T) {
	s, m, a := counted(t, 60)
	if err := recode(t, t.Context(), s); err != nil || !m.total().Equal(under(t, a, book(1, "believed"))) {
		t.Fatal("recoding under the same codebook changed something", err)
	}
	s.codebook = book(2, "safety")
	for range 2 { // one pass a run
		if err := recode(t, t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	want := under(t, a, book(2, "safety"))
	if !m.total().Equal(want) || want.Of("victim", "theme.safety", "negative") == 0 {
		t.Error(cmp.Diff(want, m.total()))
	}
	for _, e := range m.entries {
		if e.Codebook != 2 {
			t.Errorf("an entry is still under version %d", e.Codebook)
		}
	}
	read := a.read
	if err := recode(t, t.Context(), s); err != nil || a.read != read {
		t.Error("what was done is gone through once more", err)
	}
}

func TestRecodingGoesOnWhereItWasStopped(t *testing.T) {
	s, m, a := counted(t, 60)
	s.codebook = book(2, "safety")
	a.stopAfter = 100 // within the forum's own 64 shards, after those of the quarter to come
	if err := recode(t, t.Context(), s); err == nil {
		t.Fatal("it was not stopped")
	}
	at := a.reached[tallytest.Forum]
	if at.Shard != 36 || at.Passes != 0 {
		t.Fatalf("it stands at %+v", at)
	}
	a.stopAfter, a.read = 0, 0
	short, cancel := context.WithTimeout(t.Context(), margin/2)
	defer cancel()
	if err := recode(t, short, s); err != nil || a.read != 0 {
		t.Fatal("it began something in too short a time", err)
	}
	for range 2 {
		if err := recode(t, t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	if !a.reached[tallytest.Forum].Done() || !m.total().Equal(under(t, a, book(2, "safety"))) {
		t.Errorf("%+v", a.reached[tallytest.Forum])
	}
}

// What comes while a forum is coded again is counted once, and a withdrawal is not undone.
func TestRecodingLeavesWhatIsOnItsWay(t *testing.T) {
	s, m, a := counted(t, 40)
	gone, changed := a.all[0], a.all[1]
	m.entries[gone.ID] = tally.Withdrawal(gone.ID, gone.Forum, "2026-11-24")
	e := m.entries[changed.ID]
	e.Version = 5 // the index by forum shows an older version still
	m.entries[changed.ID] = e
	a.all = append(a.all, sample(t, 9, "sample-new")) // its change has not come yet
	s.codebook = book(2, "safety")
	for range 2 {
		if err := recode(t, t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	_, isNew := m.entries["sample-new"]
	if isNew || !m.entries[gone.ID].Withdrawn() || m.entries[changed.ID].Codebook != 1 {
		t.Error("it counted what is for the stream to tell")
	}
}

func TestAnUnknownEventIsAnError(t *testing.T) {
	s, _, _ := counted(t, 0)
	for _, raw := range []string{`{}`, `{"task": "dance"}`, `[]`, `{"Records": 7}`, `nothing`} {
		if _, err := s.Invoke(t.Context(), json.RawMessage(raw)); !fault.Is(err, fault.Internal) {
			t.Errorf("%s: %v", raw, err)
		}
	}
}

func TestFailingRecodingsKeepNobodyWaiting(t *testing.T) {
	s, m, a := counted(t, 20)
	s.codebook = book(2, "safety")
	next := tallytest.Forum.Next()
	s.recodings = failing{a, next}
	if err := recode(t, t.Context(), s); !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	if !m.total().Equal(under(t, a, book(2, "safety"))) {
		t.Error("another forum's failure kept it waiting")
	}
}

// failing fails for one forum.
type failing struct {
	*archive
	forum calendar.Quarter
}

func (f failing) Recoding(ctx context.Context, q calendar.Quarter) (tally.Recoding, error) {
	if q == f.forum {
		return tally.Recoding{}, fault.New(fault.Unavailable, "store is down")
	}
	return f.archive.Recoding(ctx, q)
}
