package sources

import (
	"strings"
	"testing"
	"time"
)

func TestNextFiring(t *testing.T) {
	for _, c := range []struct{ expression, zone, after, want string }{
		{"cron(1 0 * * ? *)", "Europe/London", "2026-11-24T10:00:00Z", "2026-11-25T00:01:00Z"},
		{"cron(1 0 * * ? *)", "Europe/London", "2026-07-01T10:00:00Z", "2026-07-01T23:01:00Z"},
		{"cron(1 0 * * ? *)", "Europe/London", "2026-11-25T00:01:00Z", "2026-11-26T00:01:00Z"},
		// 29 March 2026: clocks in London go from 00:59 GMT to 02:00 BST, so 01:30 is never shown that day.
		{"cron(30 1 * * ? *)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z"},
		{"cron(30 0 * * ? *)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-29T00:30:00Z"},
		{"cron(30 2 * * ? *)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"},
		// 25 October 2026: from 01:59 BST back to 01:00 GMT, so 01:30 is shown twice and fires the first time.
		{"cron(30 1 * * ? *)", "Europe/London", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"},
		{"cron(30 1 * * ? *)", "Europe/London", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"cron(30 1 * * ? *)", "Europe/London", "2026-10-25T00:45:00Z", "2026-10-26T01:30:00Z"},
		{"cron(30 1 * * ? *)", "Europe/London", "2026-10-25T01:10:00Z", "2026-10-26T01:30:00Z"},
		// Days of the week: 1 and SUN are Sunday.
		{"cron(0 9 ? * 2 *)", "UTC", "2026-11-24T10:00:00Z", "2026-11-30T09:00:00Z"},
		{"cron(0 9 ? * MON-FRI *)", "UTC", "2026-11-27T10:00:00Z", "2026-11-30T09:00:00Z"},
		{"cron(0 9 ? * 1 *)", "UTC", "2026-11-24T10:00:00Z", "2026-11-29T09:00:00Z"},
		{"cron(0 12 1 JAN,APR,JUL,OCT ? *)", "UTC", "2026-11-24T10:00:00Z", "2027-01-01T12:00:00Z"},
		{"cron(0/15 * * * ? *)", "UTC", "2026-11-24T10:16:00Z", "2026-11-24T10:30:00Z"},
		{"cron(0 0 29 2 ? *)", "UTC", "2026-11-24T10:00:00Z", "2028-02-29T00:00:00Z"},
		{"cron(0 0 1 1 ? 2020)", "UTC", "2026-11-24T10:00:00Z", "never"},
		{"rate(1 day)", "Europe/London", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"},
		{"rate(5 minutes)", "UTC", "2026-11-24T10:00:00Z", "2026-11-24T10:05:00Z"},
		{"at(2026-12-01T09:00:00)", "Europe/London", "2026-11-24T10:00:00Z", "2026-12-01T09:00:00Z"},
		{"at(2026-11-01T09:00:00)", "Europe/London", "2026-11-24T10:00:00Z", "never"},
	} {
		f, err := newFirings(c.expression, c.zone)
		if err != nil {
			t.Errorf("%s: %v", c.expression, err)
			continue
		}
		got := "never"
		if next, ok := f(instant(t, c.after)); ok {
			got = next.UTC().Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s in %s after %s is %s, want %s", c.expression, c.zone, c.after, got, c.want)
		}
	}
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestSchedulesThatCannotBeReadAreNamed(t *testing.T) {
	for _, c := range []struct{ expression, zone, want string }{
		{"cron(0 0 L * ? *)", "UTC", `"L"`},
		{"cron(0 0 15W * ? *)", "UTC", `"15W"`},
		{"cron(0 0 ? * 6#3 *)", "UTC", `"6#3"`},
		{"cron(0 0 ? * FRIL *)", "UTC", `"FRIL"`},
		{"cron(0 0 ? * 8 *)", "UTC", `"8"`},
		{"cron(0 0 * * * *)", "UTC", "needs a ?"},
		{"cron(0 0 ? * ? *)", "UTC", "needs a ?"},
		{"cron(0 0 * * *)", "UTC", "5 fields"},
		{"cron(61 0 * * ? *)", "UTC", "cannot be read"},
		{"rate(0 days)", "UTC", "rate(0 days)"},
		{"rate(1 fortnight)", "UTC", "rate(1 fortnight)"},
		{"at(tomorrow)", "UTC", "at(tomorrow)"},
		{"every day", "UTC", "every day"},
		{"rate(1 day)", "Europe/Atlantis", "Europe/Atlantis"},
	} {
		_, err := newFirings(c.expression, c.zone)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s named", c.expression, err, c.want)
		}
	}
}
