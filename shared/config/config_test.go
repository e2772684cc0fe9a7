package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/config"
	"voiceforum/shared/fault"
)

type tables struct {
	Feedback string `env:"FEEDBACK_TABLE"`
	Drafts   string `env:"DRAFTS_TABLE"`
}

type settings struct {
	Tables  tables
	Idle    time.Duration `env:"IDLE" default:"30m"`
	Workers int           `env:"WORKERS" default:"2"`
	Trace   bool          `env:"TRACE" optional:"true"`
	Ignored string
}

func from(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestLoad(t *testing.T) {
	got, err := config.Load[settings](from(map[string]string{
		"FEEDBACK_TABLE": "Feedback", "DRAFTS_TABLE": "Drafts", "WORKERS": "5", "TRACE": "true",
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := settings{Tables: tables{"Feedback", "Drafts"}, Idle: 30 * time.Minute, Workers: 5, Trace: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadNamesEveryProblemAndNoValue(t *testing.T) {
	const secret = "five-canaries"
	_, err := config.Load[settings](from(map[string]string{"WORKERS": secret, "IDLE": secret, "TRACE": secret}))
	if !fault.Is(err, fault.Internal) {
		t.Fatalf("got %v, want an internal fault", err)
	}
	for _, name := range []string{"FEEDBACK_TABLE is missing", "DRAFTS_TABLE is missing", "WORKERS", "IDLE", "TRACE"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
	if strings.Contains(err.Error(), secret) {
		t.Errorf("%q repeats a value", err)
	}
}

func TestLoadRefusesWhatItCannotFill(t *testing.T) {
	if _, err := config.Load[struct {
		Rate float64 `env:"RATE"`
	}](from(map[string]string{"RATE": "1.5"})); err == nil {
		t.Error("a float was accepted")
	}
	if _, err := config.Load[struct {
		table string `env:"TABLE"` //nolint:unused // the case under test
	}](from(map[string]string{"TABLE": "x"})); err == nil {
		t.Error("an unexported field was accepted")
	}
	if _, err := config.Load[string](from(nil)); err == nil {
		t.Error("a string was accepted as a struct")
	}
}
