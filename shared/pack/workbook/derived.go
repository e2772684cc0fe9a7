package workbook

import (
	"slices"
	"strings"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack/label"
	"voiceforum/shared/release"
)

const oneTable = "This sheet has one table. The sheet Notes explains the marks, such as [c] for a figure that may not be shown."

func rightsSheet(r release.Release) sheet {
	s := sheet{
		name: "Rights", title: "Rights of the Victims’ Code: what people said of them, by agency",
		about: []string{oneTable, "This is the experience of those who chose to answer. It does not measure compliance."},
		head: []string{
			"Who answered", "Right", "What it is about", "Agency", "Stage", "Question", "Answer", "Asked", "Met", "Partly met", "Not met", "Does not apply",
			"Don’t know or no answer", "Base", "Base is of", "Share met (%)", "95% interval, low (%)", "95% interval, high (%)",
		},
		widths: []float64{24, 8, 40, 16, 16, 50, 34, 10, 10, 10, 10, 12, 14, 10, 34, 12, 13, 13},
	}
	for _, x := range r.Rights {
		asked := x.Question
		if t, ok := r.Table(x.View, x.Question); ok {
			asked = t.Title
		}
		row := []any{label.View(x.View), x.Right, x.Title, orMark(label.Agency(x.Agency)), orMark(label.Stage(x.Stage)), asked, orMark(x.Of)}
		for _, f := range []release.Figure{x.Asked, x.Met, x.Partly, x.NotMet, x.NotApply, x.DontKnow, x.Base} {
			row = append(row, offered(f))
		}
		row = append(row, x.BaseOf, percent(x.Percent))
		s.rows = append(s.rows, append(row, interval(x.Within)...))
	}
	return s
}

// offered gives a figure, or a mark where nobody could be counted in it: a count of nobody is never shown.
func offered(f release.Figure) any {
	if !f.Suppressed && f.Value == 0 {
		return NotApply
	}
	return figure(f)
}

func satisfactionSheet(r release.Release) sheet {
	s := sheet{
		name: "Satisfaction", title: "Satisfaction: means of five-point scales, from 1, the worst, to 5, the best",
		about: []string{oneTable, "The change is of the share of people who chose one of the two best points."},
		head: []string{
			"Who answered", "Question", "Base", "Mean", "95% interval, low", "95% interval, high", "Change", "Change (points)",
			"Change, low (points)", "Change, high (points)", "Compared with",
		},
		widths: []float64{24, 60, 10, 10, 13, 13, 17, 10, 10, 10, 26},
	}
	for _, x := range r.Satisfaction {
		row := []any{label.View(x.View), x.Title, figure(x.Base), mean(x.Mean), mean(x.Low), mean(x.High)}
		s.rows = append(s.rows, append(row, changeCells(x.Change)...))
	}
	return s
}

// besideSheet puts what more than one view was asked side by side: a row for each answer, columns for each view.
func besideSheet(r release.Release) (sheet, bool) {
	s := sheet{
		name: "Side_by_side", title: "Victims, services and officers side by side",
		about: []string{
			oneTable,
			"A service speaks of the people it supports and an officer of their own cases, so these are different people’s answers about different cases. They are never added up.",
		},
		head: []string{"Question", "Answer"}, widths: []float64{50, 44, 14},
	}
	for _, v := range r.Views {
		name := label.View(v.ID)
		s.head = append(s.head, name+": people", name+": base", name+": share (%)")
	}
	for _, b := range r.Beside {
		s.rows = append(s.rows, besideRows(r, b)...)
	}
	return s, len(r.Views) > 1
}

func besideRows(r release.Release, b release.Beside) [][]any {
	var ids []string
	rows := map[string][]any{}
	for i, v := range r.Views {
		t, ok := r.Table(v.ID, b.Tables[v.ID])
		if b.Tables[v.ID] == "" || !ok {
			continue
		}
		for _, x := range t.Rows {
			if rows[x.ID] == nil {
				ids = append(ids, x.ID)
				rows[x.ID] = append([]any{b.Title, x.Label}, slices.Repeat([]any{NotApply}, 3*len(r.Views))...)
			}
			copy(rows[x.ID][2+3*i:], []any{figure(x.Count), figure(t.Base), percent(x.Percent)})
		}
	}
	out := make([][]any, len(ids))
	for i, id := range ids {
		out[i] = rows[id]
	}
	return out
}

// crossSheet puts a view's two-way tables under each other, a row for each cell.
func crossSheet(name, view string, crosses []release.Cross) sheet {
	s := sheet{
		name: name, title: "Two answers together: " + label.View(view),
		about:  []string{oneTable, "Each row is of the people that the column “Of whom” names: how many of them said what. Their number is the base."},
		head:   []string{"Table", "Row", "Of whom", "People", "Base", "Share (%)", "Base is of", "Notes"},
		widths: []float64{60, 44, 34, 10, 10, 10, 34, 60},
	}
	for _, c := range crosses {
		if c.View != view {
			continue
		}
		for _, r := range c.Rows {
			for _, h := range c.Cols {
				f, ok := c.Cells[r.ID][h.ID]
				if !ok {
					f = disclosure.Suppressed
				}
				base := c.Bases[h.ID]
				s.rows = append(s.rows, []any{
					c.Title, r.Label, h.Label, figure(f), figure(base), percent(disclosure.Percent(f, base)), c.Base, orMark(strings.Join(c.Notes, " ")),
				})
			}
		}
	}
	return s
}

// wordsSheets gives quotes, words that are new, and promises.
func wordsSheets(r release.Release) []sheet {
	titles := label.Themes(r)
	quotes := sheet{
		name: "Quotes", title: "In people’s own words, anonymised",
		about: []string{"This sheet has one table. Each person agreed to be quoted, and a reviewer read each quote."},
		head:  []string{"Theme", "How they spoke of it", "Words", "Who speaks"}, widths: []float64{34, 20, 90, 40},
	}
	for _, q := range r.Quotes {
		if q.View != "officer" {
			quotes.rows = append(quotes.rows, []any{orMark(titles[q.Theme]), string(q.Stance), q.Words, orMark(q.From)})
		}
	}
	fresh := sheet{
		name: "New_words", title: "Words that no theme covers, used more than in the forums before",
		about: []string{oneTable, "A group has no name until a facilitator gives it one."},
		head:  []string{"Words", "Name", "People"}, widths: []float64{60, 40, 10},
	}
	for _, f := range r.Fresh {
		fresh.rows = append(fresh.rows, []any{strings.Join(f.Words, ", "), orMark(f.Name), figure(f.People)})
	}
	promises := sheet{
		name: "Promises", title: "What agencies said they would do, and whether they did", about: []string{"This sheet has one table."},
		head: []string{"Agency", "Theme", "Promise", "By", "State", "Forum at which it was made"}, widths: []float64{26, 34, 80, 20, 16, 30},
	}
	for _, p := range r.Promises {
		agency := label.Agency(p.Agency)
		if agency == "" {
			agency = p.Agency
		}
		promises.rows = append(promises.rows, []any{agency, orMark(titles[p.Theme]), p.What, p.By.Words(), p.State, p.Forum.Words()})
	}
	return []sheet{quotes, fresh, promises}
}
