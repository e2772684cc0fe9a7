package questionnaire

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"voiceforum/shared/calendar"
)

// EarliestYear is the first year that is accepted as an answer.
const EarliestYear = 1900

// Date is the answer to a Month question. Zero stands for a part that was left out.
type Date struct {
	Year  int // EarliestYear to 9999, or 0
	Month int // 1 to 12, or 0
}

// String writes the date as an answer holds it, in the manner of XML Schema's gYearMonth, gYear and gMonth: 2025-03,
// 2025 where the month was left out, --03 where the year was, and nothing where both were.
func (d Date) String() string {
	switch {
	case d.Year == 0 && d.Month == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Year == 0:
		return fmt.Sprintf("--%02d", d.Month)
	}
	return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
}

// ParseDate reads a date as Date.String writes it; ok is false for anything else.
func ParseDate(s string) (d Date, ok bool) {
	year, month, _ := strings.Cut(s, "-")
	if rest, found := strings.CutPrefix(s, "--"); found {
		year, month = "", rest
	}
	d, problem := typedDate(month, year)
	return d, problem == nil && d != Date{} && d.String() == s
}

// typedDate reads a month and a year as people type them.
func typedDate(month, year string) (Date, *Problem) {
	var d Date
	if month = westernDigits(month); month != "" {
		if d.Month = monthNumber(month); d.Month == 0 {
			return Date{}, &Problem{Code: MonthInvalid}
		}
	}
	if year = westernDigits(year); year != "" {
		n, err := strconv.ParseUint(year, 10, 16)
		if err != nil || len(year) != 4 || n < EarliestYear {
			return Date{}, &Problem{Code: YearInvalid}
		}
		d.Year = int(n)
	}
	return d, nil
}

// monthNumber reads a month: 3, 03, March or Mar, in any case. It is 0 where s is none.
func monthNumber(s string) int {
	if n, err := strconv.ParseUint(s, 10, 8); err == nil && len(s) <= 2 && n <= 12 {
		return int(n)
	}
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(s, m.String()) || strings.EqualFold(s, m.String()[:3]) {
			return int(m)
		}
	}
	return 0
}

// westernDigits writes the digits of any script as 0 to 9, because phones set to Arabic or Urdu type their own, and
// drops the spaces around.
func westernDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.Is(unicode.Nd, r) {
			return r
		}
		// Every script's ten digits stand together, so the zero is as far back as there are digits in a row, modulo ten.
		n := rune(0)
		for unicode.Is(unicode.Nd, r-n-1) {
			n++
		}
		return '0' + n%10
	}, strings.TrimSpace(s))
}

func (qu *Question) readMonth(values []string, today calendar.Day) ([]string, *Problem) {
	date, options, problem := qu.splitMonth(values)
	if problem != nil {
		return nil, problem
	}
	chosen, problem := qu.readOptions(options)
	switch {
	case problem != nil:
		return nil, problem
	case date == Date{}:
		return chosen, nil
	case chosen != nil:
		return nil, &Problem{Code: NotTogether}
	case date.Year != 0 && date.String() > string(today)[:min(len(today), len(date.String()))]:
		return nil, &Problem{Code: MonthFuture}
	}
	return []string{date.String()}, nil
}

// splitMonth takes apart what a form sent into the date and the options chosen.
func (qu *Question) splitMonth(values []string) (Date, []string, *Problem) {
	if len(values) == 1 {
		if _, option := qu.Option(values[0]); option || values[0] == "" {
			return Date{}, values, nil
		}
		d, ok := ParseDate(values[0])
		if !ok {
			return Date{}, nil, &Problem{Code: UnknownOption}
		}
		return d, nil, nil
	}
	if len(values) == 0 {
		return Date{}, nil, nil
	}
	d, problem := typedDate(values[0], values[1])
	return d, values[2:], problem
}
