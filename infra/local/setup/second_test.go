package setup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archived writes a small archive with one file in it, and gives its path and digest.
func archived(t *testing.T, name string) (path, digest string) {
	t.Helper()
	var zipped bytes.Buffer
	zipper := gzip.NewWriter(&zipped)
	archive := tar.NewWriter(zipper)
	if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: 4}); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Write([]byte("text")); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipper.Close(); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "sample.tgz")
	if err := os.WriteFile(path, zipped.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(zipped.Bytes())
	return path, hex.EncodeToString(sum[:])
}

func TestUnpack(t *testing.T) {
	path, digest := archived(t, "package/lib/one.jar")
	into := filepath.Join(t.TempDir(), "into")
	if err := unpack(path, digest, into); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(into, "lib", "one.jar")); err != nil || string(got) != "text" {
		t.Errorf("read %q with error %v", got, err)
	}
}

func TestUnpackStaysInItsFolder(t *testing.T) {
	for name, want := range map[string]string{
		"package/../../out": "path escapes from parent",
		"package//etc/out":  "path escapes from parent",
		"elsewhere/out":     "which is not under package/",
	} {
		path, digest := archived(t, name)
		into := filepath.Join(t.TempDir(), "into")
		if err := unpack(path, digest, into); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want %q", name, err, want)
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(into), "out")); err == nil {
			t.Errorf("%s was written outside", name)
		}
	}
}
