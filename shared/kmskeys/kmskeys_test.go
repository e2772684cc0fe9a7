package kmskeys_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"voiceforum/shared/fault"
	"voiceforum/shared/kmskeys"
)

func pair(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "keys", "SealedTextKey")
	if err := kmskeys.EnsureLocal(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func wrap(t *testing.T, uri string, dataKey, associated []byte) []byte {
	t.Helper()
	w, err := kmskeys.Wrapper(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := w.Wrap(t.Context(), dataKey, associated)
	if err != nil {
		t.Fatal(err)
	}
	return wrapped
}

func TestAPairUnwrapsWhatEitherHalfWrapped(t *testing.T) {
	dir := pair(t)
	for _, uri := range []string{"local-kms-public://" + dir, "local-kms://" + dir} {
		wrapped := wrap(t, uri, []byte("data key"), []byte("words"))
		if bytes.Contains(wrapped, []byte("data key")) {
			t.Errorf("%s: the data key shows", uri)
		}
		u, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := u.Unwrap(t.Context(), wrapped, []byte("words"))
		if err != nil || string(got) != "data key" {
			t.Errorf("%s: unwrapped %q, %v", uri, got, err)
		}
	}
}

func TestAWriterCannotUnwrap(t *testing.T) {
	dir := pair(t)
	if _, err := kmskeys.Unwrapper(t.Context(), "local-kms-public://"+dir); !fault.Is(err, fault.Forbidden) {
		t.Errorf("got %v, want it forbidden", err)
	}
	// Nor when all that it can reach is the public half, whatever it makes of its address.
	if err := os.Remove(filepath.Join(dir, "private.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+dir); !fault.Is(err, fault.Internal) {
		t.Errorf("got %v, want no key", err)
	}
	public, err := os.ReadFile(filepath.Join(dir, "public.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "private.json"), public, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+dir); !fault.Is(err, fault.Internal) {
		t.Errorf("the public half in the private one's place: got %v, want it refused", err)
	}
}

func TestAWriterIsNotGivenAPrivateKey(t *testing.T) {
	dir := pair(t)
	private, err := os.ReadFile(filepath.Join(dir, "private.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "public.json"), private, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := kmskeys.Wrapper(t.Context(), "local-kms-public://"+dir); !fault.Is(err, fault.Internal) {
		t.Errorf("got %v, want the private half refused in the public one's place", err)
	}
}

func TestWhatWasWrappedForAnotherDoesNotUnwrap(t *testing.T) {
	dir, other := pair(t), pair(t)
	wrapped := wrap(t, "local-kms-public://"+dir, []byte("data key"), []byte("words"))
	flipped := bytes.Clone(wrapped)
	flipped[len(flipped)-1] ^= 1
	for what, c := range map[string]struct {
		dir     string
		wrapped []byte
		purpose string
	}{
		"another pair":    {other, wrapped, "words"},
		"another purpose": {dir, wrapped, "contact"},
		"a flipped bit":   {dir, flipped, "words"},
		"cut short":       {dir, wrapped[:len(wrapped)-1], "words"},
		"nothing":         {dir, nil, "words"},
	} {
		u, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+c.dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := u.Unwrap(t.Context(), c.wrapped, []byte(c.purpose)); err == nil || got != nil {
			t.Errorf("%s: unwrapped %q, want a fault", what, got)
		}
	}
}

func TestAPairIsMadeOnceAndKeptPrivate(t *testing.T) {
	dir := pair(t)
	before, err := os.ReadFile(filepath.Join(dir, "private.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "public.json")); err != nil {
		t.Fatal(err)
	}
	if err := kmskeys.EnsureLocal(dir); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(dir, "private.json"))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the private half changed (%v)", err)
	}
	for file, want := range map[string]fs.FileMode{"private.json": 0o600, "public.json": 0o644, "": 0o700 | fs.ModeDir} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil || info.Mode() != want {
			t.Errorf("%s: mode %v (%v), want %v", file, info.Mode(), err, want)
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("the folder holds %v (%v), want two files", files, err)
	}
}

func TestABrokenPrivateKeyIsNeitherReplacedNorQuoted(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "private.json"), []byte(`{"CANARY`), 0o600); err != nil {
		t.Fatal(err)
	}
	err := kmskeys.EnsureLocal(dir)
	if !fault.Is(err, fault.Internal) || bytes.Contains([]byte(err.Error()), []byte("CANARY")) {
		t.Errorf("got %v, want a fault that does not quote the file", err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "private.json")); err != nil || string(got) != `{"CANARY` {
		t.Errorf("the file now holds %q (%v)", got, err)
	}
}

func TestOtherAddressesAreRefused(t *testing.T) {
	for _, uri := range []string{"", "local-kms", "file:///keys", "gcp-kms://x", "arn:aws:s3:::packs", "aws-kms://", "arn:", "local-kms:///nowhere"} {
		if _, err := kmskeys.Wrapper(t.Context(), uri); !fault.Is(err, fault.Internal) {
			t.Errorf("wrapper of %q: got %v", uri, err)
		}
		if _, err := kmskeys.Unwrapper(t.Context(), uri); !fault.Is(err, fault.Internal) {
			t.Errorf("unwrapper of %q: got %v", uri, err)
		}
	}
}
