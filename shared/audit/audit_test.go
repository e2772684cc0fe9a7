package audit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// memory is a store that can break, and lose the reply to what it kept.
type memory struct {
	mu     sync.Mutex
	months map[audit.Month][]audit.Link
	err    error
	losing int // replies to be lost
}

func (m *memory) Append(_ context.Context, links []audit.Link) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return m.err
	}
	for _, l := range links {
		if len(m.months[l.Month]) != l.Sequence-1 || l.Previous == audit.Genesis && len(m.months) > 0 {
			return fault.New(fault.Conflict, "taken")
		}
	}
	if m.months == nil {
		m.months = map[audit.Month][]audit.Link{}
	}
	for _, l := range links {
		m.months[l.Month] = append(m.months[l.Month], l)
	}
	if m.losing > 0 {
		m.losing--
		return fault.New(fault.Conflict, "sent again, and met itself")
	}
	return nil
}

func (m *memory) Months(context.Context) ([]audit.Month, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []audit.Month
	for month := range m.months {
		all = append(all, month)
	}
	slices.Sort(all)
	return all, m.err
}

func (m *memory) After(_ context.Context, month audit.Month, sequence, limit int) ([]audit.Link, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.months[month]
	all = all[min(sequence, len(all)):]
	return slices.Clone(all[:min(limit, len(all))]), m.err
}

func (m *memory) Before(_ context.Context, month audit.Month, sequence, limit int) ([]audit.Link, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.Clone(m.months[month])
	if sequence > 0 {
		all = all[:min(sequence-1, len(all))]
	}
	slices.Reverse(all)
	return all[:min(limit, len(all))], m.err
}

// all gives every link in the chain's order.
func (m *memory) all() []audit.Link {
	var links []audit.Link
	months, _ := m.Months(context.Background())
	for _, month := range months {
		links = append(links, m.months[month]...)
	}
	return links
}

var november = time.Date(2026, 11, 24, 9, 0, 0, 123456789, time.UTC)

func opened(at time.Time) audit.Entry {
	return audit.Entry{
		At: at, Subject: "sample-subject", Name: "sample@voiceforum.example", Role: session.Reviewer, Verb: audit.OpenSealed,
		Reason: audit.ReasonMasking, About: audit.AboutResponse("sample-response", "what-happened"), Outcome: audit.Allowed,
	}
}

func TestWhatCannotBeRecordedIsUnavailable(t *testing.T) {
	change := func(f func(*audit.Entry)) audit.Entry {
		e := opened(november)
		f(&e)
		return e
	}
	for name, c := range map[string]struct {
		entry audit.Entry
		err   error
		ok    bool
	}{
		"whole":                {entry: opened(november), ok: true},
		"refused":              {entry: change(func(e *audit.Entry) { e.Outcome, e.Reason = audit.Refused, "" }), ok: true},
		"refused with reason":  {entry: change(func(e *audit.Entry) { e.Outcome = audit.Refused }), ok: true},
		"file":                 {entry: change(func(e *audit.Entry) { e.File, e.Forum, e.Release = "tables.csv", "2026-Q4", 2 }), ok: true},
		"nobody":               {entry: change(func(e *audit.Entry) { e.Subject = "" })},
		"nothing":              {entry: change(func(e *audit.Entry) { e.Verb = "" })},
		"unknown verb":         {entry: change(func(e *audit.Entry) { e.Verb = "peeked" })},
		"the platform's verb":  {entry: change(func(e *audit.Entry) { e.Verb, e.Reason = audit.MonthClosed, "" })},
		"at no time":           {entry: change(func(e *audit.Entry) { e.At = time.Time{} })},
		"no outcome":           {entry: change(func(e *audit.Entry) { e.Outcome = "" })},
		"unknown outcome":      {entry: change(func(e *audit.Entry) { e.Outcome = "perhaps" })},
		"no reason":            {entry: change(func(e *audit.Entry) { e.Reason = "" })},
		"words for a reason":   {entry: change(func(e *audit.Entry) { e.Reason = "I know her" })},
		"another verb's":       {entry: change(func(e *audit.Entry) { e.Reason = audit.ReasonReached })},
		"a reason too many":    {entry: change(func(e *audit.Entry) { e.Verb = audit.Approve })},
		"about words":          {entry: change(func(e *audit.Entry) { e.About = "response:her name is" })},
		"about nothing known":  {entry: change(func(e *audit.Entry) { e.About = "person:x" })},
		"no such forum":        {entry: change(func(e *audit.Entry) { e.Forum = "soon" })},
		"no such file":         {entry: change(func(e *audit.Entry) { e.File = "../a b" })},
		"no such release":      {entry: change(func(e *audit.Entry) { e.Release = -1 })},
		"store broken":         {entry: opened(november), err: fault.New(fault.Internal, "broken")},
		"store failing":        {entry: opened(november), err: errors.New("failing")},
		"always somebody else": {entry: opened(november), err: fault.New(fault.Conflict, "taken")},
	} {
		store := &memory{err: c.err}
		err := audit.New(store).Record(t.Context(), c.entry)
		if c.ok != (err == nil) || (!c.ok && !fault.Is(err, fault.Unavailable)) {
			t.Errorf("%s: error %v", name, err)
		}
		if c.ok != (len(store.all()) == 1) {
			t.Errorf("%s: %d entries kept", name, len(store.all()))
		}
	}
}

func TestEveryReasonIsSomeVerbsAndEveryVerbCanBeRecorded(t *testing.T) {
	store := &memory{}
	log := audit.New(store)
	for _, v := range audit.Verbs() {
		if v == audit.MonthClosed {
			continue
		}
		for _, r := range append(v.Reasons(), "") {
			e := opened(november)
			e.Verb, e.Reason = v, r
			want := (r == "") == (len(v.Reasons()) == 0)
			if err := log.Record(t.Context(), e); (err == nil) != want {
				t.Errorf("%s for %q: %v", v, r, err)
			}
		}
	}
}

func TestMonthsAreClosedAndJoined(t *testing.T) {
	store := &memory{}
	log := audit.New(store)
	late := time.Date(2026, 11, 30, 23, 59, 59, 0, time.UTC)
	for _, at := range []time.Time{
		november, late,
		time.Date(2027, 2, 1, 0, 0, 1, 0, time.UTC), // nobody came in between
		late, // slow, and its month is closed
	} {
		if err := log.Record(t.Context(), opened(at)); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, l := range store.all() {
		got = append(got, fmt.Sprintf("%s/%d %s", l.Month, l.Sequence, l.Verb))
	}
	want := []string{
		"2026-11/1 open-sealed", "2026-11/2 open-sealed", "2026-11/3 month-closed",
		"2027-02/1 open-sealed", "2027-02/2 open-sealed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("kept %v", got)
	}
	whole(t, store.all(), nil)
}

// whole fails where a chain is not, from its first link to its last.
func whole(t *testing.T, links []audit.Link, heads []audit.Head) {
	t.Helper()
	v := audit.NewVerifier(heads)
	v.From(audit.Link{})
	for _, l := range links {
		v.Add(l)
	}
	if first, ok := v.End(links[len(links)-1].Month, ""); !ok {
		t.Errorf("broken: %+v", first)
	}
}

func TestALostReplyMakesNoSecondEntry(t *testing.T) {
	store := &memory{losing: 3}
	log := audit.New(store)
	for _, at := range []time.Time{november, november, november.AddDate(0, 1, 0), november.AddDate(0, 1, 0)} {
		if err := log.Record(t.Context(), opened(at)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(store.all()); n != 5 { // and the month's close
		t.Errorf("%d links", n)
	}
}

func TestManyAtOnceMakeOneChain(t *testing.T) {
	store := &memory{}
	log := audit.New(store)
	const people, each = 8, 10
	var all sync.WaitGroup
	for n := range people {
		all.Go(func() {
			for i := range each {
				e := opened(november.AddDate(0, i/4, 0))
				e.Subject = fmt.Sprint("sample-", n)
				if err := log.Record(context.Background(), e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	links := store.all()
	if closed := 2; len(links) != people*each+closed {
		t.Errorf("%d links", len(links))
	}
	whole(t, links, nil)
}

func TestWhatTheIssuerSaysOfAPersonIsMadeHoldable(t *testing.T) {
	store := &memory{}
	e := opened(november)
	e.Name = "=sample\r\n\x00\xff" + strings.Repeat("é", 400)
	if err := audit.New(store).Record(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	got := store.all()[0]
	if !strings.HasPrefix(got.Name, "=sample����é") || len([]rune(got.Name)) != 320 {
		t.Errorf("kept %q", got.Name)
	}
	if want := november.Truncate(time.Microsecond); !got.At.Equal(want) || got.Hash == "" || got.Previous != audit.Genesis {
		t.Errorf("kept %+v", got)
	}
}

func TestMonthsAreLondons(t *testing.T) {
	if m := audit.MonthOf(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)); m != "2026-07" {
		t.Errorf("in summer time: %s", m)
	}
	if m := audit.MonthOf(time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)); m != "2026-12" || m.Next() != "2027-01" || m.Words() != "December 2026" {
		t.Errorf("at the year's end: %s, then %s", m, m.Next())
	}
	if m := audit.Month("2027-01"); m.Previous() != "2026-12" || m.Add(-audit.Kept) != "2020-01" {
		t.Errorf("before %s: %s", m, m.Previous())
	}
	for _, s := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "2026-11-24", "26-11", "soon"} {
		if _, err := audit.ParseMonth(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: error %v", s, err)
		}
	}
}
