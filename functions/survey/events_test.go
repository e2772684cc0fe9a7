package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/web"
)

// sample is one invocation of events/survey. The status that it expects is beside the event; Lambda's own fields are
// all that the function reads.
type sample struct {
	Expect struct {
		Status int `json:"status"`
	} `json:"expect"`
}

func TestSampleInvocations(t *testing.T) {
	w := begin(t)
	answer := web.Adapt(w.server.Config.Handler)
	files, err := filepath.Glob("../../events/survey/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want sample
		var event events.APIGatewayV2HTTPRequest
		for _, into := range []any{&want, &event} {
			if err := json.Unmarshal(body, into); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
		reply, err := answer(t.Context(), event)
		if err != nil || reply.StatusCode != want.Expect.Status {
			t.Errorf("%s: %d, want %d: %v", filepath.Base(file), reply.StatusCode, want.Expect.Status, err)
		}
	}
	w.absent(t, "192.0.2.1", "Sample/1.0", "Sample words")
}
