// Package runtimetest gives tests real functions to run.
package runtimetest

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// Build builds the main package in dir as functions are built, and gives its binary's path.
func Build(t testing.TB, dir string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "bootstrap")
	out, err := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", binary, dir).CombinedOutput()
	if err != nil {
		t.Fatalf("building %s: %v\n%s", dir, err, out)
	}
	return binary
}
