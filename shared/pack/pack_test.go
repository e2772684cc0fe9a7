package pack_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"voiceforum/shared/disclosure"
	"voiceforum/shared/pack"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// sample makes a release of invented people.
func sample(t *testing.T, people int) release.Release {
	t.Helper()
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		t.Fatal(err)
	}
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	src := release.Source{Forum: tallytest.Forum, Questionnaire: q, Codebook: book.Version, Rule: disclosure.Default}
	for _, x := range book.Themes {
		src.Themes = append(src.Themes, release.ThemeTitle{ID: x.ID, Title: x.Title, Rights: x.Rights})
	}
	rng, counts := rand.New(rand.NewPCG(4, 4)), tally.Tally{}
	for i := range people {
		e, _, err := tally.NewEntry(q, book, 1, tallytest.Response(rng, q, response.ID(fmt.Sprint(i))))
		if err != nil {
			t.Fatal(err)
		}
		counts.Merge(e.Counts, 1)
	}
	return release.Make(src, 2, "2027-01-04", release.Basis{}.Advance(src.Rule, counts, "2027-01-02"))
}

func TestTheSameReleaseGivesTheSameFiles(t *testing.T) {
	r := sample(t, 150)
	first, err := pack.Files(r)
	if err != nil {
		t.Fatal(err)
	}
	second, err := pack.Files(sample(t, 150))
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Files []struct {
			Name   string
			Bytes  int
			SHA256 string
		}
	}
	if err := json.Unmarshal(first[len(first)-1].Content, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(first)-1 {
		t.Errorf("the manifest names %d files", len(m.Files))
	}
	for i, f := range first {
		if !bytes.Equal(f.Content, second[i].Content) {
			t.Errorf("%s differs", f.Name)
		}
		if i < len(m.Files) {
			h := sha256.Sum256(f.Content)
			if x := m.Files[i]; x.Name != f.Name || x.Bytes != len(f.Content) || x.SHA256 != hex.EncodeToString(h[:]) {
				t.Errorf("the manifest says %+v of %s", x, f.Name)
			}
		}
	}
	if key := pack.Key(r.Forum, r.Version, pack.Summary); key != "packs/2026-Q4/v2/summary.html" {
		t.Error(key)
	}
}

func TestCSVHasEveryRow(t *testing.T) {
	r := sample(t, 150)
	lines, err := csv.NewReader(bytes.NewReader(pack.CSV(r))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := 1 + len(r.Views)
	for _, x := range r.Tables {
		want += len(x.Rows)
	}
	if len(lines) != want {
		t.Errorf("%d lines, want %d", len(lines), want)
	}
	number := regexp.MustCompile(`^(\[c\]|\d+)$`)
	for _, l := range lines[1:] {
		if !number.MatchString(l[8]) || !number.MatchString(l[9]) {
			t.Errorf("count %q, base %q", l[8], l[9])
		}
	}
}

func TestCSVIsNoFormula(t *testing.T) {
	r := sample(t, 0)
	starts := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"}
	r.Tables = r.Tables[:1]
	r.Tables[0].Rows = nil
	for _, s := range starts {
		r.Tables[0].Rows = append(r.Tables[0].Rows, release.Row{ID: "row", Label: s, Count: disclosure.Suppressed})
	}
	r.Tables[0].Title = `=cmd|' /C calc'!A0`
	lines, err := csv.NewReader(bytes.NewReader(pack.CSV(r))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines[1:] {
		for _, cell := range l {
			if strings.IndexAny(cell, "=+-@\t\r＝") == 0 {
				t.Errorf("a cell begins %.4q", cell)
			}
		}
	}
}

func TestSummaryNeedsNothingElse(t *testing.T) {
	html, err := pack.HTML(sample(t, 150))
	if err != nil {
		t.Fatal(err)
	}
	page := string(html)
	for _, outside := range []string{"http:", "https:", "src=", "url(", "@import", "<script", "<link"} {
		if strings.Contains(page, outside) {
			t.Errorf("the summary has %s", outside)
		}
	}
	for _, needed := range []string{
		"Counts below 10", "rounded to the nearest 5", "[c]", "Victims’ Code: right 6, information about the investigation and prosecution", "How to cite", "Limits",
		"Victims and survivors: Who answered", "Victims and survivors: What people wrote about", "October to December 2026", "Release 2",
		"Counted on 2 January 2027",
	} {
		if !strings.Contains(page, needed) {
			t.Errorf("the summary does not say %q", needed)
		}
	}
	if n := strings.Count(page, "<table>"); n == 0 || n != strings.Count(page, "<caption>") {
		t.Errorf("%d tables, %d captions", n, strings.Count(page, "<caption>"))
	}
}

func TestSummaryIsSafeFromWhatItShows(t *testing.T) {
	r := sample(t, 0)
	r.Tables[0].Title = `<img src=x onerror=alert(1)>`
	r.Tables[0].Notes = []string{`</p><script>`}
	r.Tables[0].Rows[0].Count = release.Figure{Value: 10}
	html, err := pack.HTML(r)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(html), "<img") || strings.Contains(string(html), "<script") {
		t.Error("a title became markup")
	}
}

// TestSummaryIsValidHTML holds summaries to html-validate's standard and accessibility rules. SAMPLE_PAGES names a
// directory to leave them in, to be looked at.
func TestSummaryIsValidHTML(t *testing.T) {
	dir := os.Getenv("SAMPLE_PAGES")
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{filepath.Join("..", "..", "web", "pages", "validate.mjs")}
	for _, people := range []int{0, 30, 150} {
		html, err := pack.HTML(sample(t, people))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, fmt.Sprintf("summary-%d.html", people))
		if err := os.WriteFile(name, html, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, name)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, out[:min(len(out), 3000)])
	}
}
