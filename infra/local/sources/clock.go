package sources

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // schedules are in London time wherever this runs

	"github.com/adhocore/gronx"
)

// firings gives the first moment after t at which something fires, or ok false where there is none any more.
type firings func(t time.Time) (next time.Time, ok bool)

// newFirings reads a schedule expression of EventBridge Scheduler: cron(…) with its six fields, rate(…), counted from
// the firing before, or at(…). What it cannot translate it refuses by name.
func newFirings(expression, timezone string) (firings, error) {
	zone, err := time.LoadLocation(timezone)
	if err != nil {
		return nil, fmt.Errorf("the time zone %q is not known", timezone)
	}
	kind, inner, _ := strings.Cut(strings.TrimSuffix(expression, ")"), "(")
	switch kind {
	case "cron":
		return cronFirings(inner, zone)
	case "rate":
		return rateFirings(inner)
	case "at":
		return atFirings(inner, zone)
	default:
		return nil, fmt.Errorf("the schedule %q is neither cron(…) nor rate(…) nor at(…)", expression)
	}
}

var rateForm = regexp.MustCompile(`^([1-9]\d*) (minute|hour|day)s?$`)

func rateFirings(inner string) (firings, error) {
	m := rateForm.FindStringSubmatch(inner)
	if m == nil {
		return nil, fmt.Errorf("rate(%s) is not a number of minutes, hours or days", inner)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return nil, fmt.Errorf("rate(%s): %w", inner, err)
	}
	unit := map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}[m[2]]
	every := time.Duration(n) * unit
	return func(t time.Time) (time.Time, bool) { return t.Add(every), true }, nil
}

func atFirings(inner string, zone *time.Location) (firings, error) {
	at, err := time.ParseInLocation("2006-01-02T15:04:05", inner, zone)
	if err != nil {
		return nil, fmt.Errorf("at(%s) is not written yyyy-mm-ddThh:mm:ss", inner)
	}
	return func(t time.Time) (time.Time, bool) { return at, at.After(t) }, nil
}

// lastYear ends the search for a next firing, so that an expression that never fires again ends too.
const lastYear = 2199

// cronFirings looks for firings by the clock on the wall, and only then asks which moment that was: one that the clock
// jumped over in spring is left out, and one that it showed twice in autumn fires the first time, as AWS does it.
func cronFirings(inner string, zone *time.Location) (firings, error) {
	expression, err := translateCron(inner)
	if err != nil {
		return nil, err
	}
	return func(t time.Time) (time.Time, bool) {
		for wall := wallClock(t, zone); wall.Year() <= lastYear; {
			var err error
			if wall, err = gronx.NextTickAfter(expression, wall, false); err != nil {
				return time.Time{}, false
			}
			if moment, shown := whenShown(wall, zone); shown && moment.After(t) {
				return moment, true
			}
		}
		return time.Time{}, false
	}, nil
}

// wallClock gives what clocks in the zone show at t, as if it were UTC.
func wallClock(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// whenShown gives the first moment at which clocks in the zone show wall, if they ever do.
func whenShown(wall time.Time, zone *time.Location) (time.Time, bool) {
	moment := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	for _, earlier := range []time.Duration{2 * time.Hour, time.Hour, 30 * time.Minute} {
		if m := moment.Add(-earlier); wallClock(m, zone).Equal(wall) {
			return m, true
		}
	}
	return moment, wallClock(moment, zone).Equal(wall)
}

var weekdays = map[string]string{
	"1": "0", "2": "1", "3": "2", "4": "3", "5": "4", "6": "5", "7": "6",
	"SUN": "0", "MON": "1", "TUE": "2", "WED": "3", "THU": "4", "FRI": "5", "SAT": "6",
}

var (
	cronField = regexp.MustCompile(`^[0-9A-Z*,/?-]+$`)
	word      = regexp.MustCompile(`[0-9A-Z]+`)
)

// Where the days are among cron's fields.
const (
	dayOfMonth = 2
	dayOfWeek  = 4
)

// translateCron turns AWS's six fields (minute, hour, day of month, month, day of week, year) into gronx's, which
// begin with a second and count days of the week from 0.
func translateCron(inner string) (string, error) {
	fields := strings.Fields(strings.ToUpper(inner))
	if len(fields) != 6 {
		return "", fmt.Errorf("cron(%s) has %d fields instead of six", inner, len(fields))
	}
	for i, f := range fields {
		if !cronField.MatchString(f) || i == dayOfMonth && strings.ContainsAny(f, "LW") {
			return "", fmt.Errorf("%q in cron(%s) is not known here", f, inner)
		}
	}
	if (fields[dayOfMonth] == "?") == (fields[dayOfWeek] == "?") {
		return "", fmt.Errorf("cron(%s) needs a ? for either the day of the month or the day of the week", inner)
	}
	day, err := translateWeekday(fields[dayOfWeek])
	if err != nil {
		return "", fmt.Errorf("cron(%s): %w", inner, err)
	}
	fields[dayOfWeek] = day
	expression := "0 " + strings.Join(fields, " ")
	if !gronx.IsValid(expression) {
		return "", fmt.Errorf("cron(%s) cannot be read", inner)
	}
	return expression, nil
}

func translateWeekday(field string) (string, error) {
	first, step, hasStep := strings.Cut(field, "/")
	unknown := ""
	first = word.ReplaceAllStringFunc(first, func(w string) string {
		n, ok := weekdays[w]
		if !ok {
			unknown = w
		}
		return n
	})
	if unknown != "" {
		return "", fmt.Errorf("%q is no day of the week known here", unknown)
	}
	if hasStep {
		return first + "/" + step, nil
	}
	return first, nil
}
