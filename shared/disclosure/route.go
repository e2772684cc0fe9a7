package disclosure

import "slices"

// Why a base can leak. The base of a routed table is made of rows of the tables that lead to it. Shown beside them, it
// lets anybody take rows from it, and it from rows, so it may only be shown where every count that comes of that is
// large. What is decided here is decided, where it can be, by which rows are suppressed and not by the counts behind
// them: a decision that follows a suppressed count tells it.

// cutOff reports whether a table that leads to a routed one is withheld, or is not there.
func (v *view) cutOff(t Table) bool {
	return t.Route != nil && (len(t.Route.From) == 0 || slices.ContainsFunc(t.Route.From, func(lead Lead) bool {
		_, there := v.tables[lead.Table]
		return !there || v.protect(lead.Table).Withheld
	}))
}

// leaks reports whether a table's base would give away a count that is suppressed elsewhere.
func (v *view) leaks(t Table) bool {
	if t.Route == nil {
		return t.Base != v.total
	}
	if len(t.Route.From) == 1 {
		lead := t.Route.From[0]
		from := v.tables[lead.Table]
		if from.Kind == Parts || len(lead.Rows) == 1 {
			return v.splits(lead) || v.led(lead) != t.Base
		}
	}
	return v.nearSomething(t)
}

// splits reports whether only some of the rows that are suppressed together lead on: a base would split the group, and
// taking the rows shown from it would leave a part of the group. Rows that lead on, or do not, all or none of the group
// with them, come to nobody or to at least the threshold. In a Choices table each row is suppressed for itself, so none
// that is may lead on.
func (v *view) splits(lead Lead) bool {
	in, out := false, false
	for id, f := range v.protect(lead.Table).Rows {
		switch {
		case !f.Suppressed:
		case slices.Contains(lead.Rows, id), id == NotAsked && lead.Unasked:
			in = true
		default:
			out = true
		}
	}
	if v.tables[lead.Table].Kind == Choices {
		return in
	}
	return in && out
}

// led counts whom a lead leads on by itself. Of several rows of a Choices table that is at most this many.
func (v *view) led(lead Lead) int {
	from, n := v.tables[lead.Table], 0
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

// nearSomething is for a base that is no plain sum of rows: one of several choices, or of conditions on several tables.
// It leaks where it splits what is suppressed, and where it is within the threshold of anything that it could be
// compared with: everybody, the bases before it, what leads to it, whom the rows that stand alone leave, and the bases
// of other tables that are led to from the same places.
func (v *view) nearSomething(t Table) bool {
	together, compared := 0, []int{v.total}
	for _, lead := range t.Route.From {
		if v.splits(lead) {
			return true
		}
		led := v.led(lead)
		together += led
		compared = append(compared, v.protect(lead.Table).people, led)
		if rest, some := v.besideAlone(lead); some {
			compared = append(compared, rest)
		}
		for _, row := range v.tables[lead.Table].Rows {
			if slices.Contains(lead.Rows, row.ID) {
				compared = append(compared, row.Count)
			}
		}
	}
	compared = append(compared, together)
	for id, other := range v.tables {
		if id != t.ID && other.Route != nil && !sameRoute(t.Route, other.Route) && shareLead(t.Route, other.Route) {
			compared = append(compared, other.Base)
		}
	}
	return slices.ContainsFunc(compared, func(n int) bool {
		return n-t.Base < v.rule.Threshold && t.Base-n < v.rule.Threshold
	})
}

// besideAlone counts the people of a lead's table who are in none of the rows shown there that stand alone and do not
// lead on, and reports whether another such row is suppressed: the base taken from these people is what that comes to,
// where the rest lead on.
func (v *view) besideAlone(lead Lead) (rest int, some bool) {
	from := v.protect(lead.Table)
	rest = from.people
	for _, row := range v.tables[lead.Table].Rows {
		switch {
		case !row.Alone || slices.Contains(lead.Rows, row.ID):
		case from.Rows[row.ID].Suppressed:
			some = true
		default:
			rest -= row.Count
		}
	}
	return rest, some
}

// wider gives the base that a table is widened to: the one shown of the table that leads to it, where that is one, and
// otherwise everybody.
func (v *view) wider(t Table) int {
	if t.Route != nil && len(t.Route.From) == 1 && !t.Route.From[0].Unasked {
		return v.protect(t.Route.From[0].Table).people
	}
	return v.total
}

// bounds reports whether a widened table's rows would narrow down what is suppressed where it is led to from. At least
// as many people were asked as its rows can be taken to show; set against the rows shown there, that says at least how
// many are in those suppressed that lead on, and at most how many in those that do not. Only what is published goes
// into it, so that the decision tells nothing either.
func (v *view) bounds(t Table, p Protected) bool {
	asked := v.atLeast(t, p)
	if t.Route == nil {
		return false
	}
	for _, lead := range t.Route.From {
		from := v.protect(lead.Table)
		most, left := 0, from.Base.Value+v.rule.Round/2-asked
		in, out := false, v.tables[lead.Table].Kind == Choices
		for id, f := range from.Rows {
			leads := slices.Contains(lead.Rows, id) || id == NotAsked && lead.Unasked
			switch {
			case f.Suppressed:
				in, out = in || leads, out || !leads
			case leads:
				most += f.Value + v.rule.Round/2
			case v.tables[lead.Table].Kind == Parts:
				left -= f.Value - v.rule.Round/2
			}
		}
		if in && asked > most || out && left < v.rule.Threshold {
			return true
		}
	}
	return false
}

// atLeast gives how many people a widened table shows to have been asked.
func (v *view) atLeast(t Table, p Protected) int {
	sum, most, hidden := 0, 0, false
	for _, row := range t.Rows {
		f := p.Rows[row.ID]
		n := max(f.Value-v.rule.Round/2, v.rule.Threshold)
		switch {
		case f.Suppressed:
			hidden = true
		case t.Kind == Choices && !row.Alone:
			most = max(most, n)
		default:
			sum += n
		}
	}
	if hidden || most > 0 {
		sum += v.rule.Threshold // what is suppressed together, and who did not choose a row, are never fewer
	}
	return sum + most
}

// sameRoute reports whether two tables are led to in the same way, so that their bases are one.
func sameRoute(a, b *Route) bool {
	return slices.EqualFunc(a.From, b.From, func(x, y Lead) bool {
		return x.Table == y.Table && x.Unasked == y.Unasked && slices.Equal(x.Rows, y.Rows)
	})
}

func shareLead(a, b *Route) bool {
	return slices.ContainsFunc(a.From, func(x Lead) bool {
		return slices.ContainsFunc(b.From, func(y Lead) bool { return x.Table == y.Table })
	})
}
