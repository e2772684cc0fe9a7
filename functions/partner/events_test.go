package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/kmskeys"
)

// sample is one invocation of events/partner. What it expects is beside the event; Lambda's own fields are all that
// the function reads. The program sample-partner acts for Larkspur.
type sample struct {
	Expect struct {
		Status   int    `json:"status"`
		Contains string `json:"contains"`
	} `json:"expect"`
}

func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	db, name := enginetest.One(t)
	if err := dynamostore.NewOrganisations(db, name("Organisations")).Put(t.Context(), sampleService, []string{"sample-partner"}, nil); err != nil {
		t.Fatal(err)
	}
	openForum(t, db, name("Forums"))
	keys := t.TempDir()
	if err := kmskeys.EnsureLocal(keys); err != nil {
		t.Fatal(err)
	}
	partner := runtimetest.Start(t, "Partner", runtimetest.Build(t, "."), db, map[string]string{
		"FEEDBACK_TABLE": name("Feedback"), "ERASURES_TABLE": name("Erasures"), "FORUMS_TABLE": name("Forums"),
		"REQUESTS_TABLE": name("Requests"), "INVITATIONS_TABLE": name("Invitations"),
		"STAGED_TABLE": name("Staged"), "ORGANISATIONS_TABLE": name("Organisations"), "SESSIONS_TABLE": name("Sessions"),
		"AUDIT_TABLE": name("Audit"), "STAGING_BUCKET": "staging", "STAGING_KEY": "local-kms://" + keys,
		"CLIENT_ID": "portal", "ISSUER": "http://127.0.0.1:1",
	})
	files, err := filepath.Glob("../../events/partner/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			var want sample
			var got events.APIGatewayV2HTTPResponse
			partner.Replay(t, file, &want, &got)
			if got.StatusCode != want.Expect.Status || !strings.Contains(got.Body, want.Expect.Contains) {
				t.Errorf("status %d, want %d with %q: %.300s", got.StatusCode, want.Expect.Status, want.Expect.Contains, got.Body)
			}
		})
	}
	t.Run("openapi.yaml", func(t *testing.T) { describes(t, partner) })
	log := partner.Log()
	for _, secret := range []string{"192.0.2.1", "Sample/1.0", "sample-partner", "stranger", "Kowalczyk", "2026-117"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}
