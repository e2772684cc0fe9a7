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
	"voiceforum/shared/session"
)

// sample is one invocation of events/portal. What it expects is beside the event; Lambda's own fields are all that
// the function reads. The cookies are those of a facilitator, whose session id is 32 zero bytes, and of an observer,
// whose id ends with a one.
type sample struct {
	Expect struct {
		Status   int    `json:"status"`
		Contains string `json:"contains"`
	} `json:"expect"`
}

func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	db, name := enginetest.One(t)
	d := &desk{
		t: t, now: time.Now(), sessions: dynamostore.NewSessions(db, name("Sessions")),
		forums: dynamostore.NewForums(db, name("Forums")), shown: dynamostore.NewShown(db, name("Forums"), name("Tallies")),
	}
	d.fill()
	for role, id := range map[session.Role]session.ID{session.Facilitator: {}, session.Observer: {31: 1}} {
		d.must(d.sessions.Create(t.Context(), session.Session{
			Key: id.Key(), Started: d.now, Seen: d.now,
			Person: session.Person{Subject: "sample", Name: "Sample Person", Roles: []session.Role{role}},
		}))
	}
	portal := runtimetest.Start(t, "Portal", runtimetest.Build(t, "."), db, map[string]string{
		"FORUMS_TABLE": name("Forums"), "SESSIONS_TABLE": name("Sessions"), "AUDIT_TABLE": name("Audit"),
		"PACKS_BUCKET": "packs", "FORUM_FUNCTION": "Forum", "CLIENT_ID": "portal", "ISSUER": "http://127.0.0.1:1",
	})
	files, err := filepath.Glob("../../events/portal/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) { replay(t, portal, file) })
	}
	log := portal.Log()
	for _, secret := range []string{"forged", "elsewhere.example", "192.0.2.1", "Sample/1.0", "Sample Person", "AAAA"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
}

func replay(t *testing.T, portal *runtimetest.Function, file string) {
	t.Helper()
	var want sample
	var got events.APIGatewayV2HTTPResponse
	portal.Replay(t, file, &want, &got)
	if got.StatusCode != want.Expect.Status || !strings.Contains(got.Body, want.Expect.Contains) {
		t.Errorf("status %d, want %d with %q: %s", got.StatusCode, want.Expect.Status, want.Expect.Contains, got.Body)
	}
	for _, name := range []string{"Content-Security-Policy", "Referrer-Policy", "Cache-Control"} {
		if got.Headers[name] == "" {
			t.Errorf("no %s", name)
		}
	}
}
