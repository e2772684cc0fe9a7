package pack_test

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack"
	"voiceforum/shared/release"
)

func read(t *testing.T, r release.Release) [][]string {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(pack.CSV(r))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestCSVHasEveryFigure(t *testing.T) {
	r := sample(t, 400)
	lines := read(t, r)
	want := 1 + len(r.Views)
	for _, x := range slices.Concat(r.Tables, r.Year.Tables) {
		want += len(x.Rows)
	}
	for _, c := range r.Crosses {
		want += len(c.Rows) * len(c.Cols)
	}
	rights := 0
	number := regexp.MustCompile(`^(\[c\]|\d+)$`)
	for _, l := range lines[1:] {
		if l[3] == "rights" {
			rights++
		}
		if !number.MatchString(l[8]) || !number.MatchString(l[9]) {
			t.Errorf("count %q, base %q", l[8], l[9])
		}
	}
	if len(lines)-rights != want {
		t.Errorf("%d lines besides the rights, want %d", len(lines)-rights, want)
	}
	if rights < len(r.Rights) {
		t.Errorf("%d lines of %d rights", rights, len(r.Rights))
	}
}

func TestCSVSaysWhatChangedAndHowSure(t *testing.T) {
	one, low := 40, release.Interval{Low: 32, High: 48}
	r := sample(t, 0)
	r.Views, r.Tables, r.Rights, r.Crosses, r.Year = r.Views[:1], slices.Clone(r.Tables[:1]), nil, nil, nil
	r.Tables[0].Rows = []release.Row{{
		ID: "row", Label: "Row", Count: release.Figure{Value: 60}, Percent: &one, Within: &low,
		Change: &release.Change{Since: "2026-Q3", Verdict: release.Down, Points: -12, Within: release.Interval{Low: -20, High: -4}},
	}}
	got := strings.Join(read(t, r)[2][18:], ",")
	if want := ",32,48,down,-12,-20,-4,2026-Q3,2026-Q4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCSVIsNoFormula(t *testing.T) {
	r := sample(t, 0)
	r.Tables = slices.Clone(r.Tables[:1])
	r.Tables[0].Rows = nil
	for _, s := range []string{"=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1"} {
		r.Tables[0].Rows = append(r.Tables[0].Rows, release.Row{ID: "row", Label: s, Count: disclosure.Suppressed})
	}
	r.Tables[0].Title = `=cmd|' /C calc'!A0`
	for _, l := range read(t, r)[1:] {
		for _, cell := range l {
			if strings.IndexAny(cell, "=+-@\t\r＝") == 0 {
				t.Errorf("a cell begins %.4q", cell)
			}
		}
	}
}
