package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
	"voiceforum/shared/logs"
)

// comprehends stands in for Amazon Comprehend, and says how often it was asked.
func comprehends(t *testing.T, status int, answer string) *int {
	t.Helper()
	asked := new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*asked++
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_COMPREHEND", server.URL)
	t.Setenv("AWS_REGION", "eu-west-2")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
	return asked
}

func TestASecondOpinionIsAskedOnlyWhereItIsAllowed(t *testing.T) {
	const found = `{"Entities": [{"Score": 0.7, "Type": "NAME", "BeginOffset": 4, "EndOffset": 8}]}`
	for name, c := range map[string]struct {
		allowed string
		percent int
		status  int
		answer  string
		words   string
		verdict anonymise.Verdict
		asked   int
	}{
		"denied":      {"Deny", 50, 200, found, "the lamp was left on", anonymise.Clean, 0},
		"allowed":     {"Allow", 50, 200, found, "the [name] was left on", anonymise.Clean, 1},
		"not so sure": {"Allow", 80, 200, found, "the lamp was left on", anonymise.Clean, 1},
		"refused":     {"Allow", 50, 400, `{"__type": "AccessDeniedException"}`, "the lamp was left on", anonymise.Held, 1},
	} {
		t.Run(name, func(t *testing.T) {
			asked, log := comprehends(t, c.status, c.answer), &lockedBuffer{}
			a, err := anonymiser(t.Context(), settings{SecondOpinion: c.allowed, SecondOpinionPercent: c.percent}, slog.New(logs.New(log).Handler()))
			if err != nil {
				t.Fatal(err)
			}
			got, err := a.Anonymise([]string{"the lamp was left on"})
			if err != nil {
				t.Fatal(err)
			}
			if got[0].Words != c.words || got[0].Verdict != c.verdict || *asked != c.asked {
				t.Errorf("got %q (%s %s) after %d requests", got[0].Words, got[0].Verdict, got[0].Why, *asked)
			}
			if said := log.String(); strings.Contains(said, "second-opinion-failed") != (c.verdict == anonymise.Held) {
				t.Errorf("logged %q", said)
			}
		})
	}
}

func TestASecondOpinionIsAllowedOrDeniedAndNothingBetween(t *testing.T) {
	for _, s := range []settings{{SecondOpinion: "off"}, {SecondOpinion: "Allow", SecondOpinionPercent: 101}} {
		if _, err := anonymiser(t.Context(), s, slog.New(slog.DiscardHandler)); !fault.Is(err, fault.Internal) {
			t.Errorf("%+v: got %v", s, err)
		}
	}
}
