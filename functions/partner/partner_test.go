package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/forum"
	"voiceforum/shared/handover"
	"voiceforum/shared/logs"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
)

// now is the moment at which every test begins.
var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

var (
	sampleService = organisation.Organisation{ID: "larkspur", Name: "Larkspur Sample Service", Kind: organisation.AssaultAndAbuse}
	sampleUnit    = organisation.Organisation{ID: "sampleshire-police", Name: "Sampleshire Police", Kind: organisation.Police}
)

// world is partner over a real engine, with two organisations: each has the program and the person "<id>-member".
type world struct {
	t        *testing.T
	db       *dynamodb.Client
	name     func(logicalID string) string
	service  *service
	sessions *dynamostore.Sessions
	log      *strings.Builder
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, name := enginetest.One(t)
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	w := &world{t: t, db: db, name: name, log: &strings.Builder{}, sessions: dynamostore.NewSessions(db, name("Sessions"))}
	store := dynamostore.NewOrganisations(db, name("Organisations"))
	for _, o := range []organisation.Organisation{sampleService, sampleUnit} {
		w.must(store.Put(t.Context(), o, []string{member(o)}, []string{member(o)}))
	}
	w.service = newService(dependencies{
		gate: auth.New(auth.Config{
			Issuer: "http://127.0.0.1:1", ClientID: "portal", SiteAddress: "http://localhost:8080", Home: home, MayReturn: mayReturn, Now: clock,
		}, w.sessions, w.sessions),
		organisations: store, audit: audit.New(dynamostore.NewAudit(db, name("Audit"))), assets: built, log: logs.New(w.log), now: clock,
		in: w.intake(clock), pause: func(context.Context, time.Duration) {},
	})
	return w
}

var engine = sync.OnceValues(anonymise.New)

// intake is what programs and pages hand in to, over the real engines. The forum of now's quarter is open.
func (w *world) intake(clock func() time.Time) *intake {
	w.t.Helper()
	screens, err := engine()
	w.must(err)
	forums := dynamostore.NewForums(w.db, w.name("Forums"))
	open := forum.New(calendar.QuarterOf(now))
	open.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
	w.must(forums.Put(w.t.Context(), open))
	kept := w.handovers(clock)
	return &intake{
		screens: handover.Service{Anonymiser: screens, Now: clock}, pieces: kept, batches: kept, limits: kept, forums: forums, now: clock,
	}
}

func (w *world) handovers(clock func() time.Time) *dynamostore.Handovers {
	return dynamostore.NewHandovers(w.db, dynamostore.HandoverTables{
		Feedback: w.name("Feedback"), Erasures: w.name("Erasures"), Requests: w.name("Requests"),
	}, clock)
}

func member(o organisation.Organisation) string { return string(o.ID) + "-member" }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// reply is an answer with its body read.
type reply struct {
	status int
	header http.Header
	body   string
}

func (w *world) serve(r *http.Request) reply {
	w.t.Helper()
	recorder := httptest.NewRecorder()
	w.service.ServeHTTP(recorder, r)
	body, err := io.ReadAll(recorder.Result().Body)
	w.must(err)
	return reply{recorder.Code, recorder.Header(), string(body)}
}

// program makes a request by a program whose token was checked; "" for no token.
func (w *world) program(clientID, method, target string) reply {
	w.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	if clientID != "" {
		r = r.WithContext(web.WithProgram(context.Background(), clientID))
	}
	return w.serve(r)
}

// person makes a request by somebody signed in with groups.
func (w *world) person(subject string, groups []string, method, target string) reply {
	w.t.Helper()
	id := session.NewID()
	w.must(w.sessions.Create(w.t.Context(), session.Session{
		Key: id.Key(), Started: now, Seen: now,
		Person: session.Person{Subject: subject, Name: "person@voiceforum.example", Roles: session.RolesOf(groups)},
	}))
	r := httptest.NewRequest(method, target, nil)
	r.AddCookie(&http.Cookie{Name: auth.SessionCookie, Value: id.String()})
	return w.serve(r)
}

func TestProgramsAreKnownByTheirToken(t *testing.T) {
	w := newWorld(t)
	const address = "/v1/questionnaires/rasso-adult"
	for client, want := range map[string]int{
		member(sampleService): 200, member(sampleUnit): 200, "": 403, "stranger": 403, "larkspur": 403, "person-1": 403,
	} {
		got := w.program(client, http.MethodGet, address)
		if got.status != want {
			t.Errorf("%q: %d", client, got.status)
		}
		if want != 200 && got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%q: a refusal of type %s", client, got.header.Get("Content-Type"))
		}
	}
	// A session is no token, and a token no session.
	if got := w.person(member(sampleService), []string{"partner", "facilitator"}, http.MethodGet, address); got.status != 403 {
		t.Errorf("by a session: %d", got.status)
	}
	if got := w.program(member(sampleService), http.MethodGet, "/partner"); got.status != 200 || strings.Contains(got.body, sampleService.Name) {
		t.Errorf("a page by a token: %d", got.status)
	}
	if strings.Contains(w.log.String(), "stranger") {
		t.Error("the log names a client")
	}
}

func TestAQuestionnaireIsAllThatAProgramNeeds(t *testing.T) {
	w := newWorld(t)
	got := w.program(member(sampleService), http.MethodGet, "/v1/questionnaires/rasso-adult")
	var body questionnaireBody
	if err := json.Unmarshal([]byte(got.body), &body); err != nil || got.header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s: %v", got.header.Get("Content-Type"), err)
	}
	if body.ID != "rasso-adult" || body.Version != 1 || len(body.Questions) < 10 || len(body.Sections) == 0 || body.Title["en"] == "" {
		t.Errorf("the body is %.300s", got.body)
	}
	conditions := 0
	for _, q := range body.Questions {
		if q.ID == "" || q.Title["en"] == "" || q.Kind != "text" && len(q.Options) == 0 || q.Kind == "text" && q.MaxChars == 0 {
			t.Errorf("question %+v", q)
		}
		if q.When != nil {
			conditions++
		}
	}
	if conditions == 0 {
		t.Error("no question has a condition")
	}
	for method, want := range map[string]int{http.MethodPost: 405, http.MethodDelete: 405, http.MethodHead: 200} {
		if got := w.program(member(sampleService), method, "/v1/questionnaires/rasso-adult"); got.status != want {
			t.Errorf("%s: %d", method, got.status)
		}
	}
	for _, target := range []string{"/v1/questionnaires/none", "/v1/questionnaires/", "/v1/questionnaires/rasso-adult/x", "/v1/other", "/v1/questionnaires/..%2fpublished"} {
		got := w.program(member(sampleService), http.MethodGet, target)
		if got.status != 404 || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", target, got.status, got.header.Get("Content-Type"))
		}
	}
}

func TestWhoMayOpenThePages(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		subject string
		groups  []string
		want    int
		says    string
	}{
		"a service's":     {member(sampleService), []string{"partner"}, 200, "You hand in feedback for Larkspur Sample Service."},
		"a unit's":        {member(sampleUnit), []string{"partner"}, 200, "You hand in feedback for Sampleshire Police."},
		"nobody's":        {"stranger", []string{"partner"}, 403, "nobody has entered your account for an organisation"},
		"no group":        {member(sampleService), nil, 403, "not one of a service or an officer"},
		"a facilitator":   {member(sampleService), []string{"facilitator"}, 403, "not one of a service or an officer"},
		"a reviewer":      {member(sampleService), []string{"reviewer"}, 403, "not one of a service or an officer"},
		"an observer":     {member(sampleService), []string{"observer"}, 403, "not one of a service or an officer"},
		"contact keepers": {member(sampleService), []string{"contact"}, 403, "not one of a service or an officer"},
	} {
		got := w.person(c.subject, c.groups, http.MethodGet, "/partner")
		if got.status != c.want || !strings.Contains(got.body, c.says) || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, want %d with %q", name, got.status, c.want, c.says)
		}
		if !strings.Contains(got.body, `action="/partner/sign-out"`) {
			t.Errorf("%s: no way out", name)
		}
	}
	stranger := w.serve(httptest.NewRequest(http.MethodGet, "/partner", nil))
	if stranger.status != 200 || !strings.Contains(stranger.body, `href="/partner/sign-in"`) {
		t.Errorf("signed out: %d", stranger.status)
	}
	if got := w.serve(httptest.NewRequest(http.MethodGet, "/partner/elsewhere", nil)); got.status != 404 {
		t.Errorf("an unknown page: %d", got.status)
	}
}

func TestEventsOfNoKnownKindAreErrors(t *testing.T) {
	w := newWorld(t)
	for _, event := range []string{`{`, `{}`, `[]`, `{"Records": []}`, `{"Records": [{"eventSource": "aws:other"}]}`, `{"source": "aws.ec2"}`, `{"routeKey": 1}`} {
		if _, err := w.service.Handle(t.Context(), json.RawMessage(event)); err == nil {
			t.Errorf("%s was taken", event)
		}
	}
}
