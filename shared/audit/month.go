package audit

import (
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

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
func (m Month) Previous() Month { return m.Add(-1) }

// Next gives the month after this one.
func (m Month) Next() Month { return m.Add(1) }

// Add gives the month n months later, or earlier for a negative n.
func (m Month) Add(n int) Month {
	t, _ := time.Parse(monthForm, string(m)) // a Month was parsed or formatted before
	return Month(t.AddDate(0, n, 0).Format(monthForm))
}

// Words gives the month as people write it: November 2026.
func (m Month) Words() string {
	t, _ := time.Parse(monthForm, string(m))
	return t.Format("January 2006")
}
