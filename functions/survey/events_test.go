package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/forum"
)

// sample is one invocation of events/survey. The status that it expects is beside the event; Lambda's own fields are
// all that the function reads.
type sample struct {
	Expect struct {
		Status int `json:"status"`
	} `json:"expect"`
}

func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	w := begin(t)
	if today := calendar.QuarterOf(time.Now()); today != calendar.QuarterOf(now) {
		if err := w.forums.Put(t.Context(), forum.New(today)); err != nil {
			t.Fatal(err)
		}
	}
	environment := map[string]string{
		"EXIT_ADDRESS":        weather,
		"SEALED_TEXT_KEY":     "local-kms-public://" + filepath.Join(w.keys, "words"),
		"CONTACT_DETAILS_KEY": "local-kms-public://" + filepath.Join(w.keys, "contact"),
	}
	for logicalID, name := range w.tables {
		environment[strings.ToUpper(logicalID)+"_TABLE"] = name
	}
	survey := runtimetest.Start(t, "Survey", runtimetest.Build(t, "."), w.db, environment)
	files, err := filepath.Glob("../../events/survey/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			var want sample
			var got events.APIGatewayV2HTTPResponse
			survey.Replay(t, file, &want, &got)
			if got.StatusCode != want.Expect.Status {
				t.Errorf("status %d, want %d: %s", got.StatusCode, want.Expect.Status, got.Body)
			}
			if cache := got.Headers["Cache-Control"]; cache != "no-store" {
				t.Errorf("it may be kept: %q", cache)
			}
		})
	}
	w.log.Write([]byte(survey.Log())) //nolint:errcheck // a buffer
	w.absent(t, "192.0.2.1", "Sample/1.0", "Sample words")
}
