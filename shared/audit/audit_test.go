package audit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
)

// kept is a store of entries that can break.
type kept struct {
	entries []audit.Entry
	err     error
}

func (k *kept) Append(_ context.Context, e audit.Entry) error {
	if k.err == nil {
		k.entries = append(k.entries, e)
	}
	return k.err
}

func (k *kept) List(context.Context, audit.Month, audit.Cursor, int) ([]audit.Entry, audit.Cursor, error) {
	return k.entries, "", k.err
}

func TestWhatCannotBeRecordedIsUnavailable(t *testing.T) {
	whole := audit.Entry{At: time.Unix(1, 0), Subject: "sample", Verb: audit.Download, Outcome: audit.Allowed}
	noWho, noWhat, noWhen, noOutcome := whole, whole, whole, whole
	noWho.Subject, noWhat.Verb, noWhen.At, noOutcome.Outcome = "", "", time.Time{}, ""
	for name, c := range map[string]struct {
		entry audit.Entry
		err   error
		ok    bool
	}{
		"whole":           {entry: whole, ok: true},
		"nobody":          {entry: noWho},
		"nothing":         {entry: noWhat},
		"at no time":      {entry: noWhen},
		"with no outcome": {entry: noOutcome},
		"store broken":    {entry: whole, err: fault.New(fault.Internal, "broken")},
		"store failing":   {entry: whole, err: errors.New("failing")},
	} {
		store := &kept{err: c.err}
		err := audit.New(store).Record(t.Context(), c.entry)
		if c.ok != (err == nil) || (!c.ok && !fault.Is(err, fault.Unavailable)) {
			t.Errorf("%s: error %v", name, err)
		}
		if c.ok != (len(store.entries) == 1) {
			t.Errorf("%s: %d entries kept", name, len(store.entries))
		}
	}
}

func TestMonthsAreLondons(t *testing.T) {
	if m := audit.MonthOf(time.Date(2026, 6, 30, 23, 30, 0, 0, time.UTC)); m != "2026-07" {
		t.Errorf("in summer time: %s", m)
	}
	if m := audit.MonthOf(time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)); m != "2026-12" || m.Next() != "2027-01" || m.Words() != "December 2026" {
		t.Errorf("at the year's end: %s, then %s", m, m.Next())
	}
	if m := audit.Month("2027-01"); m.Previous() != "2026-12" {
		t.Errorf("before %s: %s", m, m.Previous())
	}
	for _, s := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "2026-11-24", "26-11", "soon"} {
		if _, err := audit.ParseMonth(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: error %v", s, err)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("2026-11-24T09:00:00.000000Z#ABC234")
	f.Add("<script>")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := audit.ParseCursor(s)
		if err == nil && (string(c) != s || len(s) > 80) {
			t.Errorf("%q becomes %q", s, c)
		}
	})
}
