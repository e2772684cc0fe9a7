package audit

import (
	"slices"

	"voiceforum/shared/calendar"
)

// Breaking is how a chain is broken.
type Breaking string

// The ways in which a chain can be broken.
const (
	Altered    Breaking = "altered"      // the link is not as it was when it was made
	Missing    Breaking = "missing"      // links are missing before this one
	OutOfPlace Breaking = "out-of-place" // the link stands where another should, or twice
	Unlinked   Breaking = "unlinked"     // the link does not follow from the one before it
	CutOff     Breaking = "cut-off"      // links are missing from this one on, up to a head or the month's close at least
	OtherHead  Breaking = "other-head"   // the link is not the one that was there when a head was put away
	HiddenHead Breaking = "hidden-head"  // somebody tried to remove a head
)

// Break is the first place at which a chain is broken.
type Break struct {
	How      Breaking
	Month    Month
	Sequence int
}

// Verifier follows links, in their order, and finds the first break. It keeps no more than the last link.
type Verifier struct {
	heads  map[Month]map[int][]Hash
	latest Month // of the heads
	last   Link
	begun  bool // last is known, if only as nothing
	found  *Break
	read   int
}

// NewVerifier makes a verifier that also holds links to the heads that were put away.
func NewVerifier(heads []Head) *Verifier {
	v := &Verifier{heads: map[Month]map[int][]Hash{}}
	for _, h := range heads {
		if v.heads[h.Month] == nil {
			v.heads[h.Month] = map[int][]Hash{}
		}
		v.heads[h.Month][h.Sequence] = append(v.heads[h.Month][h.Sequence], h.Hash)
		v.latest = max(v.latest, h.Month)
	}
	return v
}

// From says which link comes right before those to be added; Link{} where they are the first of all. Without it the first
// that is added is taken as what follows from something that is not known.
func (v *Verifier) From(before Link) { v.last, v.begun = before, true }

// Add follows one link. It reports whether the chain is whole so far.
func (v *Verifier) Add(l Link) bool {
	if v.found != nil {
		return false
	}
	v.read++
	how := v.wrong(l)
	if how == CutOff {
		return v.broken(CutOff, v.last.Month, v.last.Sequence+1)
	}
	if how != "" {
		return v.broken(how, l.Month, l.Sequence)
	}
	v.last, v.begun = l, true
	return true
}

func (v *Verifier) broken(how Breaking, m Month, sequence int) bool {
	v.found = &Break{how, m, sequence}
	return false
}

// wrong says how a link breaks the chain; "" where it does not.
func (v *Verifier) wrong(l Link) Breaking {
	if l.Damaged || l.sum() != l.Hash {
		return Altered
	}
	if how := v.misplaced(l); how != "" {
		return how
	}
	if slices.ContainsFunc(v.heads[l.Month][l.Sequence], func(h Hash) bool { return h != l.Hash }) {
		return OtherHead
	}
	return ""
}

// misplaced says how a link does not follow from the one before it.
func (v *Verifier) misplaced(l Link) Breaking {
	expected, previous := 1, v.last.Hash
	switch {
	case !v.begun:
		if l.Sequence < 1 {
			return OutOfPlace
		}
		return ""
	case v.last.Sequence == 0:
		previous = Genesis
	case l.Month < v.last.Month, l.Month == v.last.Month && v.last.closing():
		return OutOfPlace
	case l.Month == v.last.Month:
		expected = v.last.Sequence + 1
	case !v.last.closing():
		return CutOff
	}
	switch {
	case l.Sequence > expected:
		return Missing
	case l.Sequence < expected:
		return OutOfPlace
	case l.Previous != previous:
		return Unlinked
	}
	return ""
}

// End says that what was added goes to the end of a month as it is now, and gives the first break; ok where there is
// none. A later month that has begun, after, means that this one must be closed; so does a head of a later month.
func (v *Verifier) End(m, after Month) (first Break, ok bool) {
	if v.found != nil {
		return *v.found, false
	}
	last := 0
	if v.last.Month == m {
		last = v.last.Sequence
	}
	must := max(after, v.latest) > m && !(last > 0 && v.last.closing())
	for sequence := range v.heads[m] {
		must = must || sequence > last
	}
	if must {
		v.broken(CutOff, m, last+1)
		return *v.found, false
	}
	return Break{}, true
}

// Read is how many links were added up to the first break.
func (v *Verifier) Read() int { return v.read }

// Kept is for how many months entries are kept: seven years.
const Kept = 7 * 12

// expected lists the months that have links, or should have by the heads, the earliest first.
func expected(months []Month, heads []Head) []Month {
	all := slices.Clone(months)
	for _, h := range heads {
		all = append(all, h.Month)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Due gives the months to be verified on a day, the latest first: the latest two of those that have links, or should have
// by the heads, and one of the earlier ones in turn, so that each has its day. What is of more than seven years ago may
// be gone.
func Due(months []Month, heads []Head, today calendar.Day) []Month {
	oldest := MonthOf(today.Start()).Add(-Kept)
	due := slices.DeleteFunc(expected(months, heads), func(m Month) bool { return m < oldest })
	slices.Reverse(due)
	const always = 2
	if len(due) <= always {
		return due
	}
	earlier := due[always:]
	return append(due[:always:always], earlier[today.Start().YearDay()%len(earlier)])
}

// Beside gives the months before and after one that have links, or should have by the heads; "" where there is none.
func Beside(m Month, months []Month, heads []Head) (before, after Month) {
	all := expected(months, heads)
	i, there := slices.BinarySearch(all, m)
	if i > 0 {
		before = all[i-1]
	}
	if there {
		i++
	}
	if i < len(all) {
		after = all[i]
	}
	return before, after
}
