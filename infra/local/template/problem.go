package template

import (
	"fmt"
	"strings"
)

// Problem is one thing in a template that cannot be run as it stands.
type Problem struct {
	File string
	Line int    // from 1; 0 where it is about the file as a whole
	Path string // e.g. "Resources.Survey.Properties.Timeout"; "" for the file as a whole
	What string
}

// Error gives the problem as file:line: path: what is wrong.
func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Path == "" {
		return place + ": " + p.What
	}
	return place + ": " + p.Path + ": " + p.What
}

// Problems is everything found wrong in one reading, in the order of the file; it is never empty when it is an error.
type Problems []Problem

// Error gives one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}
