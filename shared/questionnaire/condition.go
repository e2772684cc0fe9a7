package questionnaire

import "slices"

// Condition says when a question applies. Exactly one of its forms is set: a question with the options that satisfy
// it, or All, Any or Not.
type Condition struct {
	Question string   // id of an earlier question
	Is       []string // satisfied where any of these options was chosen

	All []*Condition // satisfied where each of them is
	Any []*Condition // satisfied where at least one of them is
	Not *Condition   // satisfied where it is not
}

// Met reports whether the answers satisfy the condition. A nil condition is always met; an unanswered question
// satisfies no Is.
func (c *Condition) Met(a Answers) bool {
	switch {
	case c == nil:
		return true
	case c.Question != "":
		return slices.ContainsFunc(a[c.Question], func(id string) bool { return slices.Contains(c.Is, id) })
	case c.Not != nil:
		return !c.Not.Met(a)
	case c.Any != nil:
		return slices.ContainsFunc(c.Any, func(c *Condition) bool { return c.Met(a) })
	default:
		return !slices.ContainsFunc(c.All, func(c *Condition) bool { return !c.Met(a) })
	}
}

// reads calls f with every question that the condition reads.
func (c *Condition) reads(f func(id string)) {
	if c == nil {
		return
	}
	if c.Question != "" {
		f(c.Question)
	}
	for _, inner := range c.All {
		inner.reads(f)
	}
	for _, inner := range c.Any {
		inner.reads(f)
	}
	c.Not.reads(f)
}
