package redact_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/fault"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func words(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

var errCut = errors.New("cut off")

func cutOff(w io.Writer) error { return errors.Join(words("half of it")(w), errCut) }

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if err := redact.ToFile(path, nil, cutOff); !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := redact.ToFile(path, nil, words("first")); err != nil {
		t.Fatal(err)
	}
	if err := redact.ToFile(path, nil, cutOff); !errors.Is(err, errCut) {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(link); err != nil || string(got) != "first" {
		t.Errorf("after a failure: %q, %v", got, err)
	}
	if err := redact.ToFile(link, nil, words("second")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	got, _ := os.ReadFile(path)
	if err != nil || info.Mode() != 0o600 || string(got) != "second" || len(names(t, dir)) != 2 {
		t.Errorf("%v, %v with %q, beside %v", err, info.Mode(), got, names(t, dir))
	}
}

func TestTheInputIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	path, link, hard := filepath.Join(dir, "in"), filepath.Join(dir, "link"), filepath.Join(dir, "hard")
	if err := errors.Join(os.WriteFile(path, []byte("as written"), 0o600), os.Symlink(path, link), os.Link(path, hard)); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	for _, to := range []string{path, link, hard, dir, os.DevNull} {
		if err := redact.ToFile(to, []*os.File{in}, words("masked")); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "as written" || len(names(t, dir)) != 3 {
		t.Errorf("%q, %v, beside %v", got, err, names(t, dir))
	}
}

func TestAStreamGetsAllOfItOrNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var out bytes.Buffer
	if err := redact.ToStream(&out, cutOff); !errors.Is(err, errCut) || out.Len() != 0 {
		t.Errorf("%v, with %q written", err, out.String())
	}
	seen := func(w io.Writer) error {
		if there := names(t, dir); len(there) != 0 {
			t.Errorf("while it is written there is %v", there)
		}
		return words("all of it")(w)
	}
	if err := redact.ToStream(&out, seen); err != nil || out.String() != "all of it" {
		t.Errorf("%v, with %q written", err, out.String())
	}
}
