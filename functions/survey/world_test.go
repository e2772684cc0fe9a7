package main

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/forum"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/logs"
)

const weather = "https://weather.example/today"

// now is the moment at which the tests' clock begins: noon in the middle of a quarter.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// world is the real service over a real engine, with a clock and a log of its own.
type world struct {
	t      *testing.T
	db     *dynamodb.Client
	tables map[string]string
	keys   string // folder of the two pairs of key files
	server *httptest.Server
	forums *dynamostore.Forums
	log    *lockedBuffer

	mu   sync.Mutex
	time time.Time
}

// lockedBuffer is a log that several requests write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var tableNames = []string{"Feedback", "Drafts", "Sealed", "Contact", "Keys", "Erasures", "Forums", "Invitations", "Surge"}

// begin starts the service with the current forum open. Change may put something else in place of a dependency.
func begin(t *testing.T, change ...func(*dependencies)) *world {
	t.Helper()
	db, name := enginetest.One(t)
	w := &world{t: t, db: db, tables: map[string]string{}, keys: t.TempDir(), log: &lockedBuffer{}, time: now}
	for _, table := range tableNames {
		w.tables[table] = name(table)
	}
	settings := settings{
		Feedback: name("Feedback"), Drafts: name("Drafts"), Sealed: name("Sealed"), Contact: name("Contact"),
		Keys: name("Keys"), Erasures: name("Erasures"), Forums: name("Forums"), ExitAddress: weather,
		Invitations: name("Invitations"), Surge: name("Surge"), SurgeFloor: 30, SecondOpinion: "Deny",
	}
	for folder, key := range map[string]*string{"words": &settings.TextKey, "contact": &settings.ContactKey} {
		dir := filepath.Join(w.keys, folder)
		if err := kmskeys.EnsureLocal(dir); err != nil {
			t.Fatal(err)
		}
		*key = "local-kms-public://" + dir
	}
	d, err := connectTo(t.Context(), db, settings, slog.New(logs.New(w.log).Handler()))
	if err != nil {
		t.Fatal(err)
	}
	d.now, d.submission.Now, d.gate.Now = w.now, w.now, w.now
	for _, c := range change {
		c(&d)
	}
	w.forums = dynamostore.NewForums(db, settings.Forums)
	if err := w.forums.Put(t.Context(), forum.New(calendar.QuarterOf(now))); err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewTLSServer(newService(d).handler())
	t.Cleanup(w.server.Close)
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.time
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.time = w.time.Add(d)
}
