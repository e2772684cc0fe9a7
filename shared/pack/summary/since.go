package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"voiceforum/shared/pack/label"
	"voiceforum/shared/release"
)

// change is one figure that moved.
type change struct {
	what, base string
	release.Change
}

// changes says what changed since the forum before, the largest first, and how many comparisons there were in all.
func (w *writer) changes() (found []finding, compared string) {
	var moved []change
	all, few := 0, 0
	note := func(what, base string, c *release.Change) {
		if c == nil {
			return
		}
		all++
		switch c.Verdict {
		case release.Up, release.Down:
			moved = append(moved, change{what, base, *c})
		case release.TooFew:
			few++
		}
	}
	for _, t := range w.Tables {
		for _, r := range t.Rows {
			note(whatChanged(t, r), fmt.Sprintf("now %s of %d", share(r.Percent, nil), t.Base.Value), r.Change)
		}
	}
	for _, s := range w.Satisfaction {
		note(viewed(s.View, "“"+s.Title+"”: the two best answers"), fmt.Sprintf("base %s", about(s.Base)), s.Change)
	}
	slices.SortStableFunc(moved, func(a, b change) int { return cmp.Compare(max(b.Points, -b.Points), max(a.Points, -a.Points)) })
	for _, c := range moved[:min(len(moved), mostChanges)] {
		found = append(found, finding{c.what, fmt.Sprintf("%s since %s; %s.", upper(points(c.Change)), c.Since.Words(), c.base)})
	}
	return found, w.comparedInWords(all, len(moved), few)
}

func (w *writer) comparedInWords(all, moved, few int) string {
	if all == 0 {
		return "Nothing can be compared with the forum before: there was none, it asked other questions, or too few people answered."
	}
	if few == all {
		return fmt.Sprintf("Too few people answered, now or at the forum before, to tell whether anything changed in any of %s.", count(all, "comparison", "comparisons"))
	}
	said := fmt.Sprintf("Of %s with the forum before, ", count(all, "comparison", "comparisons"))
	switch moved {
	case 0:
		said += "none shows a clear change"
	case 1:
		said += "1 shows a clear change"
	default:
		said += fmt.Sprintf("%d show a clear change", moved)
	}
	if moved > mostChanges {
		said += fmt.Sprintf(" (the %d largest are named here)", mostChanges)
	}
	if few > 0 {
		said += fmt.Sprintf(", and in %d too few people answered to tell", few)
	}
	return said + "."
}

// whatChanged names a row so that it can stand alone.
func whatChanged(t release.Table, r release.Row) string {
	switch {
	case t.ID == release.AllThemes:
		return viewed(t.View, "Wrote about “"+lower(r.Label)+"”")
	case t.Part == release.Themes:
		return viewed(t.View, "“"+t.Title+"”: "+lower(r.Label))
	}
	return viewed(t.View, "“"+t.Title+"” “"+r.Label+"”")
}

// viewed says whose a figure is, where it is not the victims'.
func viewed(view, what string) string {
	switch view {
	case "partner":
		return "Services: " + what
	case "officer":
		return "Officers: " + what
	}
	return what
}

// fresh says which words are new.
func (w *writer) fresh() []finding {
	var found []finding
	for _, f := range w.Release.Fresh {
		head := f.Name
		if head == "" {
			head = "Not named yet"
		}
		text := "the words " + list(quoted(f.Words))
		if f.People.Suppressed {
			text += ", used by too few people to show how many."
		} else {
			text += fmt.Sprintf(", used by about %d people.", f.People.Value)
		}
		found = append(found, finding{head, text})
	}
	return found
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "“" + w + "”"
	}
	return out
}

// promises says what agencies said they would do, and how far it has come.
func (w *writer) promises() []finding {
	var all []finding
	for _, p := range w.Release.Promises {
		agency := label.Agency(p.Agency)
		if agency == "" {
			agency = p.Agency
		}
		all = append(all, finding{
			agency + ", on “" + lower(w.theme(p.Theme)) + "”",
			fmt.Sprintf("%s, by %s (forum of %s). Now: %s.", strings.TrimSuffix(p.What, "."), p.By.Words(), p.Forum.Words(), strings.ReplaceAll(p.State, "-", " ")),
		})
	}
	return all
}

// quote is somebody's words with what may be said of who speaks.
type quote struct{ Words, From, Theme string }

// quotes gives at most n quotes of victims, of one theme or, where that is empty, of as many themes as there are. No
// officer's words are quoted, whatever a release holds.
func (w *writer) quotes(theme string, n int) []quote {
	var first, more []quote
	seen := map[string]bool{}
	for _, q := range w.Release.Quotes {
		if q.View == "officer" || theme != "" && q.Theme != theme {
			continue
		}
		from := q.From
		if from == "" && q.View == "partner" {
			from = "a partner service"
		}
		one := quote{q.Words, from, w.theme(q.Theme)}
		if seen[q.Theme] {
			more = append(more, one)
			continue
		}
		seen[q.Theme] = true
		first = append(first, one)
	}
	all := append(first, more...)
	return all[:min(n, len(all))]
}
