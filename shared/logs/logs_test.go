package logs_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/logs"
)

const canary = "Canary-7Q4M"

func line(t *testing.T, write func(*slog.Logger)) (map[string]any, string) {
	t.Helper()
	var out bytes.Buffer
	write(logs.New(&out))
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("not one JSON object: %v", err)
	}
	delete(got, "time")
	return got, out.String()
}

func TestWhatIsAllowedIsWritten(t *testing.T) {
	err := fmt.Errorf("outer: %w", fault.Wrap(fault.Unavailable, "save draft", fault.New(fault.Internal, "put item")))
	got, _ := line(t, func(l *slog.Logger) {
		l.With("function", "survey").Error("request-failed", "route", "POST /q/{id}", "status", 503,
			"kind", fault.Unavailable, "forum", "2026-Q4", "duration_ms", 1500*time.Millisecond, "error", err)
	})
	want := map[string]any{
		"level": "ERROR", "event": "request-failed", "function": "survey", "route": "POST /q/{id}", "status": 503.0,
		"kind": "unavailable", "forum": "2026-Q4", "duration_ms": 1500.0, "error": "unavailable: save draft: put item",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

type leaky struct{ Answer string }

func TestCanariesReachNoLog(t *testing.T) {
	thirdParty := fault.Wrap(fault.Internal, "parse form", errors.New("invalid value "+canary))
	writes := map[string]func(*slog.Logger){
		"message":            func(l *slog.Logger) { l.Info("she said " + canary) },
		"unknown key":        func(l *slog.Logger) { l.Info("x", "answer", canary) },
		"unknown key, bound": func(l *slog.Logger) { l.With("receipt", canary).Info("x") },
		"group":              func(l *slog.Logger) { l.WithGroup("g").Info("x", "op", canary) },
		"bound in a group":   func(l *slog.Logger) { l.WithGroup("g").With("op", canary).Info("x") },
		"group value":        func(l *slog.Logger) { l.Info("x", slog.Group("op", "inner", canary)) },
		"struct":             func(l *slog.Logger) { l.Info("x", "op", leaky{canary}) },
		"pointer":            func(l *slog.Logger) { l.Info("x", "error", &leaky{canary}) },
		"other's error":      func(l *slog.Logger) { l.Info("x", "error", errors.New(canary)) },
		"wrapped error":      func(l *slog.Logger) { l.Info("x", "error", thirdParty) },
		"formatted error":    func(l *slog.Logger) { l.Info("x", "error", fmt.Errorf("%s: %w", canary, thirdParty)) },
		"missing key":        func(l *slog.Logger) { l.Info("x", []any{canary}...) },
		"beyond the limit":   func(l *slog.Logger) { l.Info("x", "op", strings.Repeat("a", 160)+canary) },
		"slice":              func(l *slog.Logger) { l.Info("x", "op", []string{canary}) },
	}
	for name, write := range writes {
		t.Run(name, func(t *testing.T) {
			if _, out := line(t, write); strings.Contains(out, canary) {
				t.Errorf("the canary is in %s", out)
			}
		})
	}
}

func TestAnyTextStaysOneShortPlainLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var out bytes.Buffer
		text := rapid.String().Draw(t, "text")
		logs.New(&out).Info(text, "op", text, text, text)
		if n := strings.Count(out.String(), "\n"); n != 1 {
			t.Errorf("%d lines", n)
		}
		if len(out.String()) > 400 {
			t.Errorf("%d bytes", out.Len())
		}
		if i := strings.IndexFunc(strings.TrimSuffix(out.String(), "\n"), func(c rune) bool { return c < ' ' || c > '~' }); i >= 0 {
			t.Errorf("not plain at %d: %q", i, out.String())
		}
	})
}
