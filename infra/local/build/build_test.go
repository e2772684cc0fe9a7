package build_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local/build"
	"voiceforum/infra/local/template"
)

// repository writes a module of its own with small programs in it.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                  "module sample\n\ngo 1.26\n",
		"functions/one/main.go":   "package main\n\nimport \"runtime/debug\"\n\nvar word = \"plain\"\n\nfunc main() {\n\tprint(word)\n\tinfo, _ := debug.ReadBuildInfo()\n\tfor _, s := range info.Settings {\n\t\tprint(\" \", s.Key, \"=\", s.Value)\n\t}\n}\n",
		"functions/one/tagged.go": "//go:build special\n\npackage main\n\nfunc init() { word = \"tagged\" }\n",
		"functions/two/main.go":   "package main\n\nfunc main() {}\n",
		"functions/lib/lib.go":    "package lib\n",
		"functions/bad/main.go":   "package main\n\nfunc main() { missing() }\n",
		"functions/empty/note":    "nothing to build\n",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func fn(name, folder string) template.Function {
	return template.Function{Name: name, CodeURI: "functions/" + folder, Machine: "arm64", Tags: []string{"special"}, LdFlags: "-s -w"}
}

func TestFunctionsAreBuiltAsTheTemplateSays(t *testing.T) {
	root, out := repository(t), "out"
	t.Chdir(t.TempDir())
	p := &template.Platform{Functions: []template.Function{fn("One", "one"), fn("Two", "two")}}
	var told []string
	if err := build.Functions(context.Background(), root, p, out, func(name string) { told = append(told, name) }); err != nil {
		t.Fatal(err)
	}
	if want := []string{"One", "Two"}; !slices.Equal(told, want) {
		t.Errorf("progress told of %v, want %v", told, want)
	}
	said, err := exec.Command("./" + filepath.Join(out, "One", "bootstrap")).CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"tagged", "-trimpath=true", "CGO_ENABLED=0", "GOARCH=" + runtime.GOARCH} {
		if !strings.Contains(string(said), want) {
			t.Errorf("the program says %q, want %q in it", said, want)
		}
	}
}

func TestWhatCannotBeBuiltIsNamed(t *testing.T) {
	root := repository(t)
	for folder, want := range map[string]string{
		"lib":     "function F has no main package in functions/lib: the package there is lib",
		"empty":   "function F has no main package in functions/empty: no buildable Go source files",
		"nowhere": "function F has no main package in functions/nowhere",
		"bad":     "build function F from functions/bad: exit status 1\n# sample/functions/bad\nfunctions/bad/main.go:3:15: undefined: missing",
	} {
		p := &template.Platform{Functions: []template.Function{fn("F", folder)}}
		err := build.Functions(context.Background(), root, p, t.TempDir(), nil)
		if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "./", ""), want) {
			t.Errorf("%s: error is %v, want %q in it", folder, err, want)
		}
	}
}

func TestAStoppedBuildSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := &template.Platform{Functions: []template.Function{fn("One", "one")}}
	if err := build.Functions(ctx, repository(t), p, t.TempDir(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestTheSameSourcesGiveTheSameZip(t *testing.T) {
	p := &template.Platform{Functions: []template.Function{fn("One", "one")}}
	var packed [2][]byte
	for i := range packed {
		zips, err := build.Package(context.Background(), repository(t), p, t.TempDir(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if packed[i], err = os.ReadFile(zips[0].Path); err != nil {
			t.Fatal(err)
		}
		if zips[0].Function != "One" || zips[0].Bytes != int64(len(packed[i])) {
			t.Errorf("zip is %+v, and %d bytes long", zips[0], len(packed[i]))
		}
	}
	if !bytes.Equal(packed[0], packed[1]) {
		t.Error("two packagings of the same sources differ")
	}
	archive, err := zip.NewReader(bytes.NewReader(packed[0]), int64(len(packed[0])))
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.File) != 1 || archive.File[0].Name != "bootstrap" || archive.File[0].Mode() != 0o755 {
		t.Errorf("the zip holds %d files, the first %s with mode %v", len(archive.File), archive.File[0].Name, archive.File[0].Mode())
	}
	content, err := archive.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	header := make([]byte, 20)
	if _, err := io.ReadFull(content, header); err != nil {
		t.Fatal(err)
	}
	if arm64 := []byte{0xb7, 0}; !bytes.Equal(header[18:20], arm64) {
		t.Errorf("the program is for ELF machine %x, want %x", header[18:20], arm64)
	}
}
