package disclosure

import "slices"

// leaks reports whether the base of a routed table would give away a count that is suppressed elsewhere. The base is
// a sum of rows of the tables that lead to it, so it is withheld where
//   - a table that leads to it is withheld, or is not there;
//   - some of the rows suppressed together lead on and others do not: the base would split the group, and taking
//     the rows shown from it would leave a part of the group that may be small;
//   - the base differs by fewer people than the threshold from all people, from those asked before, or from those whom
//     the rows lead on: that difference is a count too;
//   - it differs so from the base of another table that is led to from the same place, where conditions are combined.
func (v *view) leaks(t Table) bool {
	if t.Route == nil {
		return v.small(v.total - t.Base)
	}
	if v.small(v.total - t.Base) {
		return true
	}
	together := 0
	for _, lead := range t.Route.From {
		from, there := v.tables[lead.Table]
		if !there || v.protect(lead.Table).Withheld || v.splits(from, lead) {
			return true
		}
		led := v.led(from, lead)
		together += led
		if v.small(from.Base-t.Base) || v.small(led-t.Base) || from.Kind == Choices && v.nearRow(from, lead, t.Base) {
			return true
		}
	}
	return len(t.Route.From) > 1 && (v.small(together-t.Base) || v.nearSibling(t))
}

// splits reports whether only a part of what is suppressed together in a table leads on. In a Choices table every row
// is suppressed for itself, so none that is may lead on.
func (v *view) splits(from Table, lead Lead) bool {
	in, out := false, false
	for id, f := range v.protect(from.ID).Rows {
		switch {
		case !f.Suppressed:
		case slices.Contains(lead.Rows, id):
			in = true
		default:
			out = true
		}
	}
	if from.Kind == Choices {
		return in
	}
	return in && out
}

// led counts whom a lead leads on by itself. Of a Choices table that is at most this many.
func (v *view) led(from Table, lead Lead) int {
	n := 0
	for _, row := range from.Rows {
		if slices.Contains(lead.Rows, row.ID) {
			n += row.Count
		}
	}
	if lead.Unasked {
		n += v.total - from.Base
	}
	return n
}

// nearRow reports whether a base is all but one of the rows of a Choices table that lead to it, and a few more.
func (v *view) nearRow(from Table, lead Lead, base int) bool {
	return slices.ContainsFunc(from.Rows, func(row Row) bool {
		return slices.Contains(lead.Rows, row.ID) && v.small(row.Count-base)
	})
}

// nearSibling reports whether another routed table that reads one of the same tables has nearly the same base. Of two
// such neighbours neither is shown, so that the outcome does not depend on their order.
func (v *view) nearSibling(t Table) bool {
	for id, other := range v.tables {
		if id != t.ID && other.Route != nil && v.small(other.Base-t.Base) && shareLead(t.Route, other.Route) {
			return true
		}
	}
	return false
}

func shareLead(a, b *Route) bool {
	return slices.ContainsFunc(a.From, func(x Lead) bool {
		return slices.ContainsFunc(b.From, func(y Lead) bool { return x.Table == y.Table })
	})
}
