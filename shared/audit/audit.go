// Package audit is the record of who looked at what and who did what in the portal. Entries are added and never
// changed. What an entry is about is handed out, or done, only once the entry is kept.
package audit

import (
	"context"
	"errors"
	"regexp"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// Verb is what somebody did. Only these are ever recorded; nothing typed by a person enters an entry.
type Verb string

// The verbs.
const (
	SignedIn    Verb = "signed-in"
	SignedOut   Verb = "signed-out"
	ViewLive    Verb = "view-live"    // a forum's daily figures
	ViewRelease Verb = "view-release" // a release's tables
	Download    Verb = "download"     // a file of a release
	Close       Verb = "close"        // asked for a forum to be closed
	Publish     Verb = "publish"      // asked for a forum to be published
	ViewAudit   Verb = "view-audit"
)

// Outcome is whether it was let through.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused" // the person's role does not reach so far
)

// Entry is one line of the audit. Staff actions keep their exact time, unlike anything a victim does.
type Entry struct {
	At      time.Time    // to the microsecond
	Subject string       // the issuer's lasting id of the person
	Name    string       // the name they signed in with
	Role    session.Role // the role it was done under; empty for somebody without one
	Verb    Verb
	Forum   calendar.Quarter // empty where it is about no forum
	Release int              // 0 where it is about no release
	File    string           // the pack's file, as the pack names it; empty where it is about none
	Outcome Outcome
}

// Month is a month of London's calendar, written 2026-11, by which entries are kept.
type Month string

const monthForm = "2006-01"

// MonthOf gives the London month in which t falls.
func MonthOf(t time.Time) Month { return Month(t.In(calendar.London).Format(monthForm)) }

// ParseMonth reads a month written 2026-11. Anything else is a fault.Invalid.
func ParseMonth(s string) (Month, error) {
	if _, err := time.Parse(monthForm, s); err != nil {
		return "", fault.New(fault.Invalid, "month is not written YYYY-MM")
	}
	return Month(s), nil
}

// Previous gives the month before this one.
func (m Month) Previous() Month { return m.add(-1) }

// Next gives the month after this one.
func (m Month) Next() Month { return m.add(1) }

func (m Month) add(n int) Month {
	t, _ := time.Parse(monthForm, string(m)) // a Month was parsed or formatted before
	return Month(t.AddDate(0, n, 0).Format(monthForm))
}

// Words gives the month as people write it: November 2026.
func (m Month) Words() string {
	t, _ := time.Parse(monthForm, string(m))
	return t.Format("January 2006")
}

// Cursor is a place in a month's entries; the empty one is the newest entry.
type Cursor string

var cursorForm = regexp.MustCompile(`^[0-9TZ:.#A-Z-]{0,80}$`)

// ParseCursor reads a cursor that Store.List gave. What can be none is a fault.Invalid.
func ParseCursor(s string) (Cursor, error) {
	if !cursorForm.MatchString(s) {
		return "", fault.New(fault.Invalid, "cursor is malformed")
	}
	return Cursor(s), nil
}

// Store keeps entries for good.
type Store interface {
	// Append keeps one entry, beside whatever else there is.
	Append(ctx context.Context, e Entry) error
	// List gives up to limit entries of a month, newest first, from a cursor on, and the cursor of those after them;
	// that one is empty where there are none.
	List(ctx context.Context, m Month, from Cursor, limit int) ([]Entry, Cursor, error)
}

// Log records entries in a store.
type Log struct{ store Store }

// New makes a log over a store.
func New(s Store) *Log { return &Log{store: s} }

// Record keeps an entry. Whoever calls it must go no further on an error, which is always a fault.Unavailable: what
// cannot be recorded is not done.
func (l *Log) Record(ctx context.Context, e Entry) error {
	if e.Subject == "" || e.Verb == "" || e.Outcome == "" || e.At.IsZero() {
		return fault.Wrap(fault.Unavailable, "record in the audit", errors.New("entry lacks its who, what, when or outcome"))
	}
	return fault.Wrap(fault.Unavailable, "record in the audit", l.store.Append(ctx, e))
}

// List reads entries as Store.List does.
func (l *Log) List(ctx context.Context, m Month, from Cursor, limit int) ([]Entry, Cursor, error) {
	return l.store.List(ctx, m, from, limit)
}
