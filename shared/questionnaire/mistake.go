package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong with a questionnaire file.
type Mistake struct {
	File   string
	Line   int // from 1; 0 where the file as a whole is meant
	Reason string
}

// Error writes the mistake as editors like it: file:line: reason.
func (m Mistake) Error() string {
	if m.Line == 0 {
		return m.File + ": " + m.Reason
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Reason)
}

// Mistakes is everything that is wrong with a file, in the order of its lines.
type Mistakes []Mistake

// Error writes one mistake a line.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

func (ms Mistakes) sorted() Mistakes {
	slices.SortStableFunc(ms, func(a, b Mistake) int { return a.Line - b.Line })
	return slices.Compact(ms)
}
