// Package journeys has people go through Voiceforum in a real browser, on the whole platform as it runs on a laptop:
// real engines, every function as a process of its own. The journeys themselves are the .mjs files beside this one.
package journeys

import (
	"context"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"voiceforum/infra/local"
	"voiceforum/infra/local/engine"
	"voiceforum/infra/voiceforum/demo"
	"voiceforum/shared/calendar"
)

var pictures = flag.String("pictures", "", "the folder for a picture of every page, to be looked at; none are taken where empty")

// weather serves the neutral page that leaving leads to.
func weather(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "<!DOCTYPE html><html lang=en><title>Weather</title><h1>Weather</h1>") //nolint:errcheck // a page
	}))
	t.Cleanup(server.Close)
	return server.URL + "/weather"
}

// start runs a platform of its own; what its functions print goes to a file beside its data. surge is how many responses
// an hour are no surge; 0 for as many as there are.
func start(t *testing.T, exit string, surge int) *local.Platform {
	t.Helper()
	root, err := engine.Root()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	dir := t.TempDir()
	log, err := os.Create(filepath.Join(dir, "functions.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	platform, err := local.Start(ctx, local.Options{
		Root: root, Dir: dir, Log: log, Exit: exit, Surge: surge,
		Progress: func(what string) { t.Log(what) },
		Report:   func(what, why string) { t.Logf("%s: %s", what, why) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := platform.Stop(); err != nil {
			t.Error(err)
		}
	})
	return platform
}

func TestJourneys(t *testing.T) {
	exit := weather(t)
	platform := start(t, exit, 0)
	bringInAQuarter(t, platform)
	samples := sync.OnceValue(func() string { return samplePages(t) }) // only where a journey is gone through
	files, err := filepath.Glob("*.test.mjs")
	if err != nil || len(files) == 0 {
		t.Fatalf("no journeys: %v", err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) { browse(t, platform, exit, file, "SAMPLES="+samples()) })
	}
	t.Run("hostile input", func(t *testing.T) { hostileInputIsRefusedPlainly(t, platform) })
	t.Run("nothing typed is anywhere but sealed", func(t *testing.T) { nothingOfThemIsKept(t, platform) })
}

// browse goes through one journey in a browser.
func browse(t *testing.T, platform *local.Platform, exit, file string, more ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", file)
	cmd.Env = slices.Concat(os.Environ(), more, []string{
		"SITE=" + platform.Site, "EXIT=" + exit, "QUARTER=" + string(calendar.QuarterOf(time.Now())),
		"ADMIN=" + platform.Admin, "ISSUER=" + platform.Issuer, "PICTURES=" + *pictures,
	})
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	} else {
		t.Logf("%s", out)
	}
}

// samplePages has the tests that hold every page and every error state to the HTML standard leave those pages in a
// folder, so that a browser can look at them too. Where a page is wrong, its own test says so.
func samplePages(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, test := range map[string]string{"functions/survey": "TestEveryPageIsValid", "functions/portal": "TestPagesAreValid", "functions/partner": "TestEveryPageIsValid", "functions/review": "TestPagesAreValid", "web/pages": "TestSamplesAreValid"} {
		into := filepath.Join(dir, filepath.Base(name))
		if err := os.Mkdir(into, 0o700); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-run", "^"+test+"$", "voiceforum/"+name)
		cmd.Env = append(os.Environ(), "SAMPLE_PAGES="+into)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
	}
	return dir
}

// bringInAQuarter has some invented people answer, so that there are figures: many suppressed, some not.
func bringInAQuarter(t *testing.T, platform *local.Platform) {
	t.Helper()
	const people = 24
	if err := demo.Submit(t.Context(), platform.Site, people, 3, 1, func() {}); err != nil {
		t.Fatal(err)
	}
	if err := platform.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if result, err := platform.Invoke(t.Context(), "Forum", []byte(`{"task": "refresh"}`)); err != nil || result.FunctionError != "" {
		t.Fatalf("refresh: %v %s", err, result.Payload)
	}
}
