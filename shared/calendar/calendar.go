// Package calendar has the two measures of time that Voiceforum keeps: the day, and the quarter. Nothing finer is
// stored with a response. Days begin and end in London, summer time included.
package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
	_ "time/tzdata" // a Lambda's image has no zone data of its own
)

// London is the time zone of every day and deadline.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic("calendar: embedded zone data lacks " + name)
	}
	return l
}

// Day is a day of London's calendar, written 2026-11-24. Days in this form sort as text.
type Day string

// DayOf gives the London day on which t falls.
func DayOf(t time.Time) Day { return Day(t.In(London).Format(time.DateOnly)) }

// ParseDay reads a day written 2026-11-24.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("day %q is not written YYYY-MM-DD", s)
	}
	return Day(s), nil
}

// Start gives the first instant of the day in London. The zero Day starts at the zero time.
func (d Day) Start() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), London)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add gives the day n days later, or earlier for a negative n.
func (d Day) Add(n int) Day { return DayOf(d.Start().AddDate(0, 0, n)) }

// Words gives the day as people write it: 24 November 2026.
func (d Day) Words() string {
	t := d.Start()
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006")
}

// Quarter is a quarter of a year, written 2026-Q4. It is also the id of the forum held on it.
type Quarter string

var quarterForm = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)

// ParseQuarter reads a quarter written 2026-Q4.
func ParseQuarter(s string) (Quarter, error) {
	if !quarterForm.MatchString(s) {
		return "", fmt.Errorf("quarter %q is not written YYYY-Qn", s)
	}
	return Quarter(s), nil
}

// QuarterOf gives the quarter in which t falls in London.
func QuarterOf(t time.Time) Quarter {
	t = t.In(London)
	return Quarter(fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())+2)/3))
}

func (q Quarter) parts() (year, number int) {
	m := quarterForm.FindStringSubmatch(string(q))
	if m == nil {
		return 0, 0
	}
	year, _ = strconv.Atoi(m[1])
	number, _ = strconv.Atoi(m[2])
	return year, number
}

// First gives the quarter's first day.
func (q Quarter) First() Day {
	y, n := q.parts()
	return DayOf(time.Date(y, time.Month(3*n-2), 1, 12, 0, 0, 0, London))
}

// Last gives the quarter's last day.
func (q Quarter) Last() Day { return q.Next().First().Add(-1) }

// Next gives the quarter after this one.
func (q Quarter) Next() Quarter {
	y, n := q.parts()
	if n == 4 {
		return Quarter(fmt.Sprintf("%04d-Q1", y+1))
	}
	return Quarter(fmt.Sprintf("%04d-Q%d", y, n+1))
}

// Previous gives the quarter before this one.
func (q Quarter) Previous() Quarter {
	y, n := q.parts()
	if n == 1 {
		return Quarter(fmt.Sprintf("%04d-Q4", y-1))
	}
	return Quarter(fmt.Sprintf("%04d-Q%d", y, n-1))
}

// Words gives the quarter as people say it: October to December 2026.
func (q Quarter) Words() string {
	f, l := q.First().Start(), q.Last().Start()
	return fmt.Sprintf("%s to %s %d", f.Format("January"), l.Format("January"), l.Year())
}
