package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/logs"
	"voiceforum/shared/session"
	"voiceforum/web/assets"
)

// now is the moment at which every test begins.
var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// world is review over a real engine.
type world struct {
	t        *testing.T
	handler  http.Handler
	sessions *dynamostore.Sessions
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, name := enginetest.One(t)
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	sessions := dynamostore.NewSessions(db, name("Sessions"))
	return &world{t: t, sessions: sessions, handler: newService(dependencies{
		gate: auth.New(auth.Config{
			Issuer: "http://127.0.0.1:1", ClientID: "portal", SiteAddress: "http://localhost:8080", Home: home, MayReturn: mayReturn, Now: clock,
		}, sessions, sessions),
		audit: audit.New(dynamostore.NewAudit(db, name("Audit"))), assets: built, log: logs.New(io.Discard), now: clock,
	})}
}

// get opens a page as somebody with groups; nil for somebody who is not signed in.
func (w *world) get(groups []string, target string) (status int, body string) {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	if groups != nil {
		id := session.NewID()
		if err := w.sessions.Create(w.t.Context(), session.Session{
			Key: id.Key(), Started: now, Seen: now,
			Person: session.Person{Subject: "subject", Name: "person@voiceforum.example", Roles: session.RolesOf(groups)},
		}); err != nil {
			w.t.Fatal(err)
		}
		r.AddCookie(&http.Cookie{Name: auth.SessionCookie, Value: id.String()})
	}
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return recorder.Code, recorder.Body.String()
}

func TestWhoMayOpenTheQueue(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		groups []string
		want   int
		says   string
	}{
		"a reviewer":      {[]string{"reviewer"}, 200, "The queue is not open yet"},
		"a facilitator":   {[]string{"facilitator"}, 403, "nobody has given your account the role"},
		"an observer":     {[]string{"observer"}, 403, "nobody has given your account the role"},
		"a partner":       {[]string{"partner"}, 403, "nobody has given your account the role"},
		"contact keepers": {[]string{"contact"}, 403, "Your role does not reach this page"},
		"no group":        {[]string{}, 403, "nobody has given your account the role"},
		"signed out":      {nil, 200, `href="/review/sign-in"`},
	} {
		status, body := w.get(c.groups, "/review")
		if status != c.want || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %d with %q", name, status, c.want, c.says)
		}
	}
	if status, _ := w.get([]string{"reviewer"}, "/review/elsewhere"); status != 404 {
		t.Errorf("an unknown page: %d", status)
	}
}

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
	at := time.Now()
	if err := dynamostore.NewSessions(db, name("Sessions")).Create(t.Context(), session.Session{
		Key: session.ID{}.Key(), Started: at, Seen: at,
		Person: session.Person{Subject: "sample", Name: "Sample Person", Roles: []session.Role{session.Reviewer}},
	}); err != nil {
		t.Fatal(err)
	}
	review := runtimetest.Start(t, "Review", runtimetest.Build(t, "."), db, map[string]string{
		"FEEDBACK_TABLE": "Feedback", "SEALED_TABLE": "Sealed", "CONTACT_TABLE": "Contact", "KEYS_TABLE": "Keys",
		"SESSIONS_TABLE": name("Sessions"), "AUDIT_TABLE": name("Audit"), "SEALED_TEXT_KEY": "local-kms:///nowhere",
		"CONTACT_DETAILS_KEY": "local-kms:///nowhere", "CLIENT_ID": "portal", "ISSUER": "http://127.0.0.1:1",
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
