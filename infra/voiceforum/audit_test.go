package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/audit"
)

// oneMonth is a store that keeps links in memory.
type oneMonth struct{ links []audit.Link }

func (o *oneMonth) Append(_ context.Context, links []audit.Link) error {
	o.links = append(o.links, links...)
	return nil
}

func (o *oneMonth) Months(context.Context) (months []audit.Month, err error) {
	if n := len(o.links); n > 0 {
		months = append(months, o.links[n-1].Month)
	}
	return months, nil
}

func (o *oneMonth) After(context.Context, audit.Month, int, int) ([]audit.Link, error) {
	return nil, nil
}

func (o *oneMonth) Before(_ context.Context, m audit.Month, _, _ int) ([]audit.Link, error) {
	if n := len(o.links); n > 0 && o.links[n-1].Month == m {
		return o.links[n-1:], nil
	}
	return nil, nil
}

// chainOf makes entries, the last two of them in the month after the others.
func chainOf(t *testing.T, n int) []audit.Link {
	t.Helper()
	store := &oneMonth{}
	for i := range n {
		at := time.Date(2026, 11, 24, 9, i, 0, 0, time.UTC)
		if i >= n-2 {
			at = at.AddDate(0, 1, 0)
		}
		err := audit.New(store).Record(t.Context(), audit.Entry{
			At: at, Subject: "sample", Name: "=sample, 'x'", Verb: audit.ViewText, About: "response:sample", Outcome: audit.Allowed,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return store.links
}

func put(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAuditVerify(t *testing.T) {
	links := chainOf(t, 7) // 2026-11: 1 to 6, the last its close; 2026-12: 1 and 2
	dir := t.TempDir()
	notes := put(t, filepath.Join(dir, "notes.txt"), []byte("not a list"))
	nameOf := func(l audit.Link) map[string]string {
		return map[string]string{"Key": audit.Head{Day: "2026-11-24", Month: l.Month, Sequence: l.Sequence, Hash: l.Hash}.Name()}
	}
	listed := func(name string, versions, markers []map[string]string) string {
		content, err := json.Marshal(map[string]any{"Versions": versions, "DeleteMarkers": markers})
		if err != nil {
			t.Fatal(err)
		}
		return put(t, filepath.Join(dir, name), content)
	}
	both := []map[string]string{nameOf(links[4]), nameOf(links[7]), nameOf(links[7]), {"Key": "readme.txt"}}
	heads := listed("heads.json", both, nil)
	hidden := listed("hidden.json", both, both[1:2])
	others := listed("others.json", both[3:], nil)
	file := func(name string, form audit.Form, links []audit.Link) string {
		return put(t, filepath.Join(dir, name), audit.Export(form, links))
	}
	november, december := file("11.csv", audit.CSV, links[:6]), file("12.jsonl", audit.Lines, links[6:])
	first, second := file("11-1.jsonl", audit.Lines, links[:3]), file("11-2.csv", audit.CSV, links[3:6])
	cut := file("12-cut.jsonl", audit.Lines, links[6:7])
	open := file("11-open.csv", audit.CSV, links[:5])
	csv := string(audit.Export(audit.CSV, links[:6]))
	touched := put(t, filepath.Join(dir, "touched.csv"), []byte(strings.Replace(csv, "'=sample", "'=sampled", 1)))
	other := file("other.jsonl", audit.Lines, chainOf(t, 7)[:6])
	empty := put(t, filepath.Join(dir, "empty.csv"), nil)
	for name, c := range map[string]struct {
		args string
		code int
		says string
	}{
		"whole":                {november + " " + december, exitOK, "Whole: 8 entries, from 2026-11/1 to 2026-12/2.\nNo heads were given"},
		"with heads":           {december + " " + november + " --heads " + heads, exitOK, "Held to 2 heads."},
		"parts of both forms":  {second + " " + first + " " + december, exitOK, "Whole: 8 entries"},
		"one part":             {second, exitOK, "Whole: 3 entries, from 2026-11/4 to 2026-11/6."},
		"a part is missing":    {second + " " + december + " " + first + " " + first, exitBroken, "2026-11/1 is where another should be"},
		"a month's end":        {first + " " + december, exitBroken, "entries from 2026-11/4 on are missing"},
		"cut, without heads":   {cut, exitOK, "does not show"},
		"cut":                  {cut + " --heads " + heads, exitBroken, "entries from 2026-12/2 on are missing"},
		"a close is missing":   {open + " --heads " + heads, exitBroken, "entries from 2026-11/6 on are missing"},
		"touched":              {touched, exitBroken, "entry 2026-11/1 is not as it was made"},
		"made again":           {other, exitOK, "Whole: 6 entries"},
		"made again, by heads": {other + " --heads " + heads, exitBroken, "2026-11/5 is not the one whose head was put away"},
		"nothing":              {empty, exitUsage, "no entries"},
		"no export":            {notes, exitUsage, "not an export"},
		"no file":              {filepath.Join(dir, "nowhere"), exitUsage, "no such file"},
		"a head is hidden":     {november + " " + december + " --heads " + hidden, exitBroken, "1 heads were hidden"},
		"no heads":             {november + " --heads " + others, exitUsage, "names no heads"},
		"no list of heads":     {november + " --heads " + notes, exitUsage, "no list of a bucket's versions"},
		"no file of heads":     {november + " --heads " + dir + "/nowhere", exitUsage, "no such file"},
		"no arguments":         {"", exitUsage, "at least 1 arg"},
	} {
		code, out, errs := command(t, append([]string{"audit", "verify"}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%s: exit code %d and %q, want %d and %q", name, code, out+errs, c.code, c.says)
		}
	}
}
