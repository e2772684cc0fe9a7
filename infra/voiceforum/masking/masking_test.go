package masking_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"voiceforum/infra/voiceforum/masking"
)

func put(t *testing.T, path, words string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Times are for whoever reads them on a quiet machine; that each is there, and what is scored, is the same everywhere.
func TestEveryFigureIsPrintedBesideWhatIsAsked(t *testing.T) {
	root, bench := t.TempDir(), t.TempDir()
	put(t, filepath.Join(root, "shared/anonymise/testdata/labelled/few.txt"), "--- one victim\n"+
		"Please write to me at {{email|sample.person@mail.example}} because nobody from the {{keep|Crown Court}} rang me back.\n")
	put(t, filepath.Join(bench, "pii/tab-dev.jsonl"),
		`{"id": 1, "text": "Please write to me at sample.person@mail.example because they never rang me back.", "spans": [{"start": 0, "end": 6, "type": "name"}]}`)
	var out bytes.Buffer
	o := masking.Options{Root: root, Bench: bench, Bytes: 3000, Longest: 512, Rounds: 1, Out: &out}
	if err := masking.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`(?m)^ *email +1 +1\.000 *$`,
		`"texts": 1, "spans": 1, "masked": 1.0, "structured_masked": 1.0, "names_masked": NaN, .*"kept": 1.0`,
		`called clean with something unmasked: 1, with a name unmasked: 1`,
		`(?m)^feedback-dev +kept +— +at least 0.97 +not measured$`,
		`(?m)^tab-dev +masked, names and references +0\.000 +at least 0\.97 +FALLS SHORT$`,
		`(?m)^own-few +held; clean but leaking \(names\) +0; 0 \(0\) of 1`,
		`text per second on one core +[0-9.]+ MB`, `2,000 characters, p95 +[0-9.]+ ms`, `0 KB over 0 KB \(.+\) +[0-9.]+ times`, `opening the engine +[0-9.]+ ms`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("%s is not in\n%s", want, out.String())
		}
	}
}

func TestAFolderWithoutSetsIsSaid(t *testing.T) {
	err := masking.Run(t.Context(), masking.Options{Root: t.TempDir(), Bench: t.TempDir(), Out: &bytes.Buffer{}})
	if err == nil || !strings.Contains(err.Error(), "there is no pii/*.jsonl") {
		t.Errorf("got %v", err)
	}
}
