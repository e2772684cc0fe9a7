package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/logs"
	"voiceforum/shared/release"
	"voiceforum/shared/session"
	"voiceforum/web/assets"
)

// now is the moment at which every test begins: in the quarter that is open.
var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

const (
	openForum      = calendar.Quarter("2026-Q4")
	closedForum    = calendar.Quarter("2026-Q3") // with release 1
	publishedForum = calendar.Quarter("2026-Q2") // with release 1
	nextForum      = calendar.Quarter("2027-Q1") // open before its quarter
)

// started notes the tasks that were handed over, in place of the Lambda service.
type started struct {
	mu    sync.Mutex
	tasks []string
	err   error
}

func (s *started) Start(_ context.Context, task string, q calendar.Quarter) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.tasks = append(s.tasks, task+" "+string(q))
	return nil
}

// desk is the portal over real engines, and a clock.
type desk struct {
	t        *testing.T
	handler  http.Handler
	deps     dependencies
	sessions *dynamostore.Sessions
	forums   *dynamostore.Forums
	shown    *dynamostore.Shown
	started  *started
	log      *strings.Builder
	db       *dynamodb.Client
	table    func(string) string

	mu  sync.Mutex
	now time.Time
}

func (d *desk) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// address gives addresses of files that nobody fetches.
type address struct{}

func (address) Address(_ context.Context, key string, _ time.Duration) (string, error) {
	return "https://files.example/" + key, nil
}

// newDesk makes a portal with a forum in each state. change may put other dependencies in place.
func newDesk(t *testing.T, change ...func(*dependencies)) *desk {
	t.Helper()
	db, name := enginetest.One(t)
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{
		t: t, now: now, log: &strings.Builder{}, started: &started{}, db: db, table: name,
		sessions: dynamostore.NewSessions(db, name("Sessions")),
		forums:   dynamostore.NewForums(db, name("Forums")),
		shown:    dynamostore.NewShown(db, name("Forums"), name("Tallies")),
	}
	d.deps = dependencies{
		gate: auth.New(auth.Config{
			Issuer: "http://127.0.0.1:1", ClientID: "portal", SiteAddress: "http://localhost:8080",
			Home: home, MayReturn: mayReturn, Now: d.clock,
		}, d.sessions, d.sessions),
		forums: d.forums, releases: dynamostore.NewReleases(db, name("Forums")), files: address{},
		asked: dynamostore.NewAsked(db, name("Sessions")), tasks: d.started,
		audit: audit.New(dynamostore.NewAudit(db, name("Audit"))), assets: built, log: logs.New(d.log), now: d.clock,
	}
	for _, c := range change {
		c(&d.deps)
	}
	d.handler = newService(d.deps)
	d.fill()
	return d
}

func (d *desk) fill() {
	d.t.Helper()
	for q, state := range map[calendar.Quarter]forum.State{
		openForum: forum.Open, closedForum: forum.Closed, publishedForum: forum.Published, nextForum: forum.Open,
	} {
		f := forum.New(q)
		f.State = state
		d.must(d.forums.Put(d.t.Context(), f))
	}
	d.show(openForum, 0)
	d.show(closedForum, 1)
	d.show(publishedForum, 1)
}

func (d *desk) show(q calendar.Quarter, version int) {
	d.t.Helper()
	d.must(d.shown.Put(d.t.Context(), sampleRelease(q, version), release.Basis{}, 0))
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// browser is somebody's browser: signed in with groups, or not at all.
type browser struct {
	*desk
	id     session.ID
	cookie bool
}

func (d *desk) stranger() *browser { return &browser{desk: d} }

func (d *desk) person(groups ...string) *browser {
	d.t.Helper()
	id := session.NewID()
	name := strings.Join(append([]string{"sample"}, groups...), "-")
	d.must(d.sessions.Create(d.t.Context(), session.Session{
		Key:     id.Key(),
		Person:  session.Person{Subject: "subject-" + name, Name: name + "@voiceforum.example", Roles: session.RolesOf(groups)},
		Started: d.clock(), Seen: d.clock(),
	}))
	return &browser{desk: d, id: id, cookie: true}
}

// reply is an answer with its body read.
type reply struct {
	status   int
	header   http.Header
	body     string
	location string
}

func (b *browser) send(method, target string, form url.Values) reply {
	b.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if b.cookie {
		r.AddCookie(&http.Cookie{Name: auth.SessionCookie, Value: b.id.String()})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	b.must(err)
	return reply{w.Code, w.Header(), string(body), w.Header().Get("Location")}
}

func (b *browser) get(target string) reply { b.t.Helper(); return b.send(http.MethodGet, target, nil) }

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// token gives the token of the forms of a page that everybody signed in may see.
func (b *browser) token() string {
	b.t.Helper()
	found := tokenField.FindStringSubmatch(b.get(home).body)
	if found == nil {
		return ""
	}
	return found[1]
}

// post sends a form with its token, and nothing else.
func (b *browser) post(target string) reply {
	b.t.Helper()
	return b.send(http.MethodPost, target, url.Values{"token": {b.token()}})
}

// entries gives the audit of the month, newest first.
func (d *desk) entries() []audit.Entry {
	d.t.Helper()
	found, err := d.deps.audit.Find(d.t.Context(), audit.Search{Month: audit.MonthOf(d.clock())}, 100)
	d.must(err)
	if found.Break != nil {
		d.t.Errorf("the audit is broken: %+v", found.Break)
	}
	all := make([]audit.Entry, len(found.Links))
	for i, l := range found.Links {
		all[i] = l.Entry
	}
	return all
}

func (d *desk) recorded(verb audit.Verb, outcome audit.Outcome) int {
	d.t.Helper()
	n := 0
	for _, e := range d.entries() {
		if e.Verb == verb && e.Outcome == outcome {
			n++
		}
	}
	return n
}

// deaf is an audit that keeps nothing.
type deaf struct{}

func (deaf) Append(context.Context, []audit.Link) error {
	return fault.New(fault.Internal, "the audit is down")
}

func (deaf) Months(context.Context) ([]audit.Month, error) { return nil, nil }

func (deaf) After(context.Context, audit.Month, int, int) ([]audit.Link, error) { return nil, nil }

func (deaf) Before(context.Context, audit.Month, int, int) ([]audit.Link, error) { return nil, nil }
