package disclosure

// Differ reports whether figures made from next may take the place of figures made from prev: whether at least the
// threshold of people are counted differently. Both map cells to exact counts, in which one person counts at most once
// a cell; so a cell that changed by n shows that at least n people are counted differently. Fewer than are may be
// shown by that, never more, and it needs nobody's answers to be kept.
//
// What is shown changes only where Differ is true, whether a release follows another or a live page is looked at
// twice; otherwise what changed would describe those few. So whoever shows figures asks, for each view by itself:
//
//   - before figures take the place of earlier ones of the same forum: Differ of the exact counts behind those that
//     were shown, which must be kept for it, and those of now; where it is false, the earlier figures stay;
//   - before forums are shown together: Pool, with every quarter and window published before;
//   - before part of the people are shown: there is no filter to ask about. A part of a view is a row of a cross, given
//     to ProtectAll with all others; the parts that are not shown cannot be asked for.
func (r Rule) Differ(prev, next map[string]int) bool {
	r = r.atLeastFloor()
	for cell, n := range next {
		if d := n - prev[cell]; d >= r.Threshold || d <= -r.Threshold {
			return true
		}
	}
	for cell, n := range prev {
		if _, there := next[cell]; !there && n >= r.Threshold {
			return true
		}
	}
	return false
}
