package summary

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/calendar"
	"voiceforum/shared/release"
)

// about gives a figure as it is said: every figure is rounded, so none is exact.
func about(f release.Figure) string {
	if f.Suppressed {
		return "too few to show"
	}
	return "about " + strconv.Itoa(f.Value)
}

// peopleOf names a view's respondents after a number.
func peopleOf(view string) string {
	switch view {
	case "partner":
		return "pieces of feedback from partner services"
	case "officer":
		return "pieces of feedback from officers"
	}
	return "victims and survivors"
}

// share gives a row's percentage with its 95% interval: 40% (32% to 48%).
func share(percent *int, within *release.Interval) string {
	if percent == nil {
		return ""
	}
	s := strconv.Itoa(*percent) + "%"
	if within != nil {
		s += fmt.Sprintf(" (%d%% to %d%%)", within.Low, within.High)
	}
	return s
}

// points says by how much a share moved, with its 95% interval: "up 12 points (4 to 20)".
func points(c release.Change) string {
	word, n, low, high := "up", c.Points, c.Within.Low, c.Within.High
	if c.Points < 0 {
		word, n, low, high = "down", -n, -high, -low
	}
	unit := "points"
	if n == 1 {
		unit = "point"
	}
	return fmt.Sprintf("%s %d %s (%d to %d)", word, n, unit, low, high)
}

// verdict says in a few words how a row changed; nothing where it was not compared.
func verdict(c *release.Change) string {
	if c == nil {
		return ""
	}
	switch c.Verdict {
	case release.Up, release.Down:
		return points(*c)
	case release.NoClearChange:
		return "no clear change"
	}
	return "too few to tell"
}

// lower makes the first letter of a title small, so that it can stand inside a sentence.
func lower(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	second, _ := utf8.DecodeRuneInString(title[size:])
	if unicode.IsUpper(second) || strings.HasPrefix(title, "I ") || strings.HasPrefix(title, "I’") || strings.HasPrefix(title, "I'") {
		return title
	}
	return string(unicode.ToLower(first)) + title[size:]
}

// list joins names: a, b and c.
func list(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// span says from when to when some forums went: "October 2025 to September 2026".
func span(forums []calendar.Quarter) string {
	if len(forums) == 0 {
		return ""
	}
	return monthOf(forums[0].First()) + " to " + monthOf(forums[len(forums)-1].Last())
}

func monthOf(d calendar.Day) string {
	_, month, _ := strings.Cut(d.Words(), " ")
	return month
}

// count says how many of a thing there are, for numbers that are no figures of people: tables, comparisons.
func count(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + several
}

// upper makes the first letter of a sentence large.
func upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
