package coding

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"voiceforum/shared/themes"
)

// labelled is a text with the mentions that it should have.
type labelled struct {
	ID       json.RawMessage
	Text     string
	Question string
	Mentions []themes.Mention
}

// tally is right and wrong findings of one theme.
type tally struct{ right, extra, missed int }

func (t tally) f1() float64 { return ratio(2*t.right, 2*t.right+t.extra+t.missed) }

// figures are those of one set of texts, as score.py gives them.
type figures struct {
	texts      int
	byTheme    map[string]tally
	all        tally
	stance     [2]int // right, of themes rightly found
	none       [2]int // texts without a theme left without one, of them all
	unevidence int    // mentions without words that show them
}

// score holds codings against labels.
func score(texts []labelled, codings []themes.Coding) figures {
	f := figures{texts: len(texts), byTheme: map[string]tally{}}
	for i, t := range texts {
		want, got := stances(t.Mentions), stances(codings[i].Mentions)
		f.add(want, got)
		for _, m := range codings[i].Mentions {
			if len(m.Evidence) == 0 {
				f.unevidence++
			}
		}
	}
	for _, t := range f.byTheme {
		f.all.right, f.all.extra, f.all.missed = f.all.right+t.right, f.all.extra+t.extra, f.all.missed+t.missed
	}
	return f
}

func (f *figures) add(want, got map[string]themes.Stance) {
	for theme, stance := range want {
		t := f.byTheme[theme]
		if found, ok := got[theme]; ok {
			t.right++
			f.stance[1]++
			if found == stance {
				f.stance[0]++
			}
		} else {
			t.missed++
		}
		f.byTheme[theme] = t
	}
	for theme := range got {
		if _, ok := want[theme]; !ok {
			t := f.byTheme[theme]
			t.extra++
			f.byTheme[theme] = t
		}
	}
	if len(want) == 0 {
		f.none[1]++
		if len(got) == 0 {
			f.none[0]++
		}
	}
}

func stances(mentions []themes.Mention) map[string]themes.Stance {
	all := map[string]themes.Stance{}
	for _, m := range mentions {
		all[m.Theme] = m.Stance
	}
	return all
}

// macro is the mean F1 of the themes that the labels have.
func (f figures) macro() float64 {
	sum, n := 0.0, 0
	for _, t := range f.byTheme {
		if t.right+t.missed > 0 {
			sum, n = sum+t.f1(), n+1
		}
	}
	return sum / float64(n)
}

// print writes the table by theme and the headline figures.
func (f figures) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "theme\ttexts\tP\tR\tF1\t\n")
	for _, theme := range slices.Sorted(maps.Keys(f.byTheme)) {
		t := f.byTheme[theme]
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\t\n", theme, t.right+t.missed,
			figure(ratio(t.right, t.right+t.extra)), figure(ratio(t.right, t.right+t.missed)), figure(t.f1()))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "texts %d, macro F1 %s, micro F1 %s, precision %s, recall %s, stance %s, none %s, evidence %s\n",
		f.texts, figure(f.macro()), figure(f.all.f1()), figure(ratio(f.all.right, f.all.right+f.all.extra)),
		figure(ratio(f.all.right, f.all.right+f.all.missed)), figure(ratio(f.stance[0], f.stance[1])), figure(ratio(f.none[0], f.none[1])),
		figure(1-ratio(f.unevidence, f.all.right+f.all.extra)))
	return err
}

func ratio(a, b int) float64 { return float64(a) / float64(b) } // 0/0 is NaN

// figure writes a share; a dash where there was nothing to count.
func figure(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}
