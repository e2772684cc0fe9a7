package pack_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"voiceforum/shared/pack"
	"voiceforum/shared/pack/packtest"
	"voiceforum/shared/release"
)

// sizes are how many people answer the forums that are looked at: most forums are small.
var sizes = []int{0, 12, 25, 40, 400}

var (
	made   = map[int]release.Release{}
	making sync.Mutex
)

// sample gives the release of invented people; tests must not change what its slices hold.
func sample(tb testing.TB, people int) release.Release {
	tb.Helper()
	making.Lock()
	defer making.Unlock()
	if _, ok := made[people]; !ok {
		made[people] = packtest.Release(tb, people)
	}
	return made[people]
}

func files(tb testing.TB, r release.Release) map[string][]byte {
	tb.Helper()
	all, err := pack.Files(r)
	if err != nil {
		tb.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range all {
		content[f.Name] = f.Content
	}
	return content
}

func TestTheSameReleaseGivesTheSameFiles(t *testing.T) {
	r := sample(t, 40)
	first, second := files(t, r), files(t, packtest.Release(t, 40))
	for _, name := range pack.Names() {
		if len(first[name]) == 0 || !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s is not there, or differs", name)
		}
	}
	if key := pack.Key(r.Forum, r.Version, pack.Workbook); key != "packs/2026-Q4/v2/tables.xlsx" {
		t.Error(key)
	}
	if d := pack.Disposition(r.Forum, r.Version, pack.Workbook); d != `attachment; filename="voiceforum-2026-Q4-v2-tables.xlsx"` {
		t.Error(d)
	}
}

func TestManifestNamesEveryFile(t *testing.T) {
	all, err := pack.Files(sample(t, 40))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range all {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, pack.Names()) {
		t.Errorf("the files are %v", names)
	}
	var m struct {
		Files []struct {
			Name   string
			Bytes  int
			SHA256 string
		}
	}
	if err := json.Unmarshal(all[len(all)-1].Content, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != len(all)-1 {
		t.Fatalf("the manifest names %d files", len(m.Files))
	}
	for i, x := range m.Files {
		f := all[i]
		if h := sha256.Sum256(f.Content); x.Name != f.Name || x.Bytes != len(f.Content) || x.SHA256 != hex.EncodeToString(h[:]) {
			t.Errorf("the manifest says %+v of %s", x, f.Name)
		}
	}
}

// TestSummaryIsValidHTML holds summaries to html-validate's standard and accessibility rules. SAMPLE_PAGES names a
// directory to leave the packs in, to be looked at.
func TestSummaryIsValidHTML(t *testing.T) {
	dir := os.Getenv("SAMPLE_PAGES")
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{filepath.Join("..", "..", "web", "pages", "validate.mjs")}
	for _, people := range []int{0, 25, 400} {
		for name, content := range files(t, sample(t, people)) {
			path := filepath.Join(dir, fmt.Sprintf("%d-%s", people, name))
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if name == pack.Summary {
				arguments = append(arguments, path)
			}
		}
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, out[:min(len(out), 3000)])
	}
}

// TestSummaryIsGoodToLookAt opens summaries in a browser; see testdata/look.mjs.
func TestSummaryIsGoodToLookAt(t *testing.T) {
	arguments := []string{filepath.Join("testdata", "look.mjs")}
	for _, people := range []int{25, 400} {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("summary-%d.html", people))
		if err := os.WriteFile(path, files(t, sample(t, people))[pack.Summary], 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil { //nolint:gosec // our own script
		t.Errorf("%v:\n%s", err, out[:min(len(out), 3000)])
	}
}

// BenchmarkFiles makes the pack of a forum that 100,000 people answered. A release's size does not grow with its people.
func BenchmarkFiles(b *testing.B) {
	r := sample(b, 4000)
	for b.Loop() {
		if _, err := pack.Files(r); err != nil {
			b.Fatal(err)
		}
	}
}
