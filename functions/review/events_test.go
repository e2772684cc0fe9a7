package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/session"
)

// sample is one invocation of events/review. What it expects is beside the event. The cookie is that of a reviewer,
// whose session id is 32 zero bytes.
type sample struct {
	Expect struct {
		Status   int    `json:"status"`
		Contains string `json:"contains"`
	} `json:"expect"`
}

func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	db, name := enginetest.One(t)
	at, dir := time.Now(), t.TempDir()
	keys := "local-kms://" + dir
	if err := kmskeys.EnsureLocal(dir); err != nil {
		t.Fatal(err)
	}
	if err := dynamostore.NewSessions(db, name("Sessions")).Create(t.Context(), session.Session{
		Key: session.ID{}.Key(), Started: at, Seen: at,
		Person: session.Person{Subject: "sample", Name: "Sample Person", Roles: []session.Role{session.Reviewer}},
	}); err != nil {
		t.Fatal(err)
	}
	review := runtimetest.Start(t, "Review", runtimetest.Build(t, "."), db, map[string]string{
		"FEEDBACK_TABLE": name("Feedback"), "SEALED_TABLE": "Sealed", "CONTACT_TABLE": "Contact", "KEYS_TABLE": "Keys",
		"SESSIONS_TABLE": name("Sessions"), "AUDIT_TABLE": name("Audit"), "SEALED_TEXT_KEY": keys, "CONTACT_DETAILS_KEY": keys, "CLIENT_ID": "portal", "ISSUER": "http://127.0.0.1:1",
	})
	files, err := filepath.Glob("../../events/review/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			var want sample
			var got events.APIGatewayV2HTTPResponse
			review.Replay(t, file, &want, &got)
			if got.StatusCode != want.Expect.Status || !strings.Contains(got.Body, want.Expect.Contains) {
				t.Errorf("status %d, want %d with %q: %.300s", got.StatusCode, want.Expect.Status, want.Expect.Contains, got.Body)
			}
		})
	}
	log := review.Log()
	for _, secret := range []string{"192.0.2.1", "Sample/1.0", "Sample Person", "AAAA"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}
