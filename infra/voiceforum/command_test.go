package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/infra/local"
)

// command runs a command line and gives its exit code and what it printed.
func command(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestExitCodes(t *testing.T) {
	nowhere := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", exitOK, "Usage:"},
		{"--help", exitOK, "Usage:"},
		{"run --help", exitOK, "--port"},
		{"dance", exitUsage, `unknown command "dance"`},
		{"run --dance", exitUsage, "unknown flag"},
		{"run now", exitUsage, `unknown command "now"`},
		{"schedule dance", exitUsage, `unknown command "dance"`},
		{"schedule fire", exitUsage, "1 arg"},
		{"invoke Forum", exitUsage, "2 arg"},
		{"invoke Forum {", exitUsage, "not JSON"},
		{"invoke Forum {} --data " + nowhere, exitFailure, "not running"},
		{"schedule list --data " + nowhere, exitFailure, "not running"},
	} {
		code, out, errs := command(t, strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%q: exit code %d and %q, want %d and %q", c.args, code, out+errs, c.code, c.says)
		}
	}
}

func TestCommandsTalkToARunningPlatform(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	platform, err := local.Start(t.Context(), local.Options{
		Root: root, Dir: dir, Template: filepath.Join(root, "infra/local/testdata/template.yaml"),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Stop() //nolint:errcheck // tested where it is written
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"invoke", "Echo", `{"a":1}`}, exitOK, `{"a":1}`},
		{[]string{"invoke", "Echo", `{"do":"fail"}`}, exitFailure, "errorMessage"},
		{[]string{"invoke", "Nobody", `{}`}, exitFailure, "Nobody"},
		{[]string{"schedule", "list"}, exitOK, "Echo.Calendar"},
		{[]string{"schedule", "fire", "Calendar"}, exitFailure, "Calendar failed"},
		{[]string{"schedule", "fire", "Lunch"}, exitFailure, "Lunch"},
	} {
		code, out, errs := command(t, append(c.args, "--data", dir)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%q: exit code %d and %q, want %d and %q", c.args, code, out+errs, c.code, c.says)
		}
	}
}
