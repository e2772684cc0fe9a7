package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/logs"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
	"voiceforum/shared/session"
	"voiceforum/shared/submission"
	"voiceforum/web/assets"
)

// now is the moment at which every test begins.
var now = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// What a person wrote, and how she can be reached: none of it may be anywhere but under its seal. The anonymiser is not
// sure of the first, and masks too much of the second.
const (
	heldWords  = "Zsuzsanna from the Zebrafinch rang me. The wait was long."
	cleanWords = "They were kind and it was a mark of respect."
	reachedBy  = "canary@voiceforum.example"
)

// unsure is an anonymiser that vouches for nothing that has a Z in it.
type unsure struct{}

func (unsure) Anonymise(texts []string) ([]anonymise.Result, error) {
	out := make([]anonymise.Result, len(texts))
	for i, text := range texts {
		words := strings.ReplaceAll(text, "Zsuzsanna", "[name]")
		out[i] = anonymise.Result{Words: words, Verdict: anonymise.Clean}
		if strings.Contains(words, "Z") {
			out[i].Verdict, out[i].Why = anonymise.Held, "a word may be a name"
		}
		if text == cleanWords {
			out[i].Words = strings.ReplaceAll(text, "mark", "[name]")
		}
	}
	return out, nil
}

// clearKey wraps data keys by turning their bits, so that tests need no key files.
type clearKey struct{}

func (clearKey) Wrap(_ context.Context, key, _ []byte) ([]byte, error) { return turned(key), nil }

func (clearKey) Unwrap(_ context.Context, key, _ []byte) ([]byte, error) { return turned(key), nil }

func turned(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = ^b[i]
	}
	return out
}

// world is review over a real engine.
type world struct {
	t        *testing.T
	handler  http.Handler
	db       *dynamodb.Client
	name     func(string) string
	sessions *dynamostore.Sessions
	drafts   *dynamostore.Drafts
	stored   *dynamostore.Responses
	deps     dependencies
	log      *bytes.Buffer
	at       time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, name := enginetest.One(t)
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, db: db, name: name, log: new(bytes.Buffer), at: now}
	clock := func() time.Time { return w.at }
	tables := dynamostore.Tables{
		Feedback: name("Feedback"), Drafts: name("Drafts"), Sealed: name("Sealed"), Contact: name("Contact"), Keys: name("Keys"),
		Erasures: name("Erasures"),
	}
	w.sessions = dynamostore.NewSessions(db, name("Sessions"))
	w.drafts, w.stored = dynamostore.NewDrafts(db, tables.Drafts), dynamostore.NewResponses(db, tables)
	w.deps = dependencies{
		gate: auth.New(auth.Config{
			Issuer: "http://127.0.0.1:1", ClientID: "portal", SiteAddress: "http://localhost:8080", Home: home, MayReturn: mayReturn, Now: clock,
		}, w.sessions, w.sessions),
		audit:   audit.New(dynamostore.NewAudit(db, name("Audit"))),
		windows: dynamostore.NewWindows(db, tables.Feedback),
		reviews: dynamostore.NewReviews(db, tables, clock), contacts: dynamostore.NewContacts(db, tables, clock),
		words: seal.Opener{Unwrapper: clearKey{}}, details: seal.Opener{Unwrapper: clearKey{}}, anonymiser: unsure{},
		assets: built, log: logs.New(w.log), now: clock,
	}
	w.handler = newService(w.deps)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// sent is somebody's response with both texts, as survey makes it.
func (w *world) sent(change func(*draft.Draft)) (response.ID, receipt.Hash) {
	w.t.Helper()
	return w.sentAs(change, func(*submission.Submission) {})
}

// sentAs is a response that is changed once more after everything that survey does, before it is stored.
func (w *world) sentAs(change func(*draft.Draft), last func(*submission.Submission)) (response.ID, receipt.Hash) {
	w.t.Helper()
	token := receipt.NewToken()
	d := draft.New(draft.Answering, "en", w.at)
	d.Adult, d.Who, d.Version = true, response.Victim, 1
	d.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
	d.Answers = map[string][]string{"one-change": {heldWords}, "treated-words": {cleanWords}}
	d.Permissions = given(consent.Counts, consent.ForumQuotes, consent.Contact)
	d.Contact = draft.Contact{How: "email", Where: reachedBy, Name: "Zed", When: "after nine"}
	if change != nil {
		change(&d)
	}
	sealer := seal.Sealer{Wrapper: clearKey{}}
	prepare := submission.Service{
		Anonymiser: unsure{}, Words: sealer, Contacts: sealer, Now: func() time.Time { return w.at },
		Doubt: func(err error) { w.t.Error(err) },
	}
	sub, err := prepare.Prepare(w.t.Context(), token, d, "2026-Q4")
	w.must(err)
	last(&sub)
	w.must(w.drafts.Save(w.t.Context(), draft.Stored{ID: token.DraftID(), Sealed: []byte("x"), Expires: w.at.Add(time.Hour)}))
	w.must(w.stored.Submit(w.t.Context(), sub))
	return sub.Response.ID, sub.Receipt
}

func given(purposes ...consent.Purpose) consent.Event {
	var e consent.Event
	for _, p := range purposes {
		e = append(e, consent.Permission{Purpose: p, Given: true, Wording: 1, Language: "en", Day: "2026-11-24"})
	}
	return e
}

func (w *world) response(id response.ID) response.Response {
	w.t.Helper()
	r, err := w.deps.reviews.Get(w.t.Context(), id)
	w.must(err)
	return r
}

// browser is somebody's browser, signed in with groups, or not at all.
type browser struct {
	*world
	id     session.ID
	cookie bool
	token  string // of its forms, once it was seen
}

func (w *world) person(groups ...string) *browser {
	w.t.Helper()
	id := session.NewID()
	w.must(w.sessions.Create(w.t.Context(), session.Session{
		Key: id.Key(), Started: w.at, Seen: w.at,
		Person: session.Person{Subject: "subject-" + strings.Join(groups, "-"), Name: "person@voiceforum.example", Roles: session.RolesOf(groups)},
	}))
	return &browser{w, id, true, ""}
}

// reply is an answer with its body read.
type reply struct {
	status         int
	body, location string
	header         http.Header
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
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, r)
	body, err := io.ReadAll(recorder.Result().Body)
	b.must(err)
	return reply{recorder.Code, string(body), recorder.Header().Get("Location"), recorder.Header()}
}

func (b *browser) get(target string) reply { b.t.Helper(); return b.send(http.MethodGet, target, nil) }

var tokenField = regexp.MustCompile(`name="token" value="([^"]+)"`)

// formToken gives the token of this browser's forms; "" where nobody is signed in.
func (b *browser) formToken() string {
	b.t.Helper()
	if b.token == "" {
		page := b.get(home)
		if page.location != "" {
			page = b.get(page.location)
		}
		if found := tokenField.FindStringSubmatch(page.body); found != nil {
			b.token = found[1]
		}
	}
	return b.token
}

// post sends a form with its token.
func (b *browser) post(target string, form url.Values) reply {
	b.t.Helper()
	if form == nil {
		form = url.Values{}
	}
	if token := b.formToken(); token != "" {
		form.Set("token", token)
	}
	return b.send(http.MethodPost, target, form)
}

// recorded gives the entries of the audit with a verb.
func (w *world) recorded(verb audit.Verb) []audit.Entry {
	w.t.Helper()
	var all []audit.Entry
	w.must(w.deps.audit.Walk(w.t.Context(), audit.MonthOf(w.at), 0, func(l audit.Link) bool {
		if l.Verb == verb {
			all = append(all, l.Entry)
		}
		return true
	}))
	return all
}

// deaf is a store of the audit that keeps nothing.
type deaf struct{ audit.Store }

func (deaf) Append(context.Context, []audit.Link) error { return errors.New("the audit is down") }

// written gives everything that some tables hold, as text.
func (w *world) written(logicalIDs ...string) string {
	w.t.Helper()
	var all strings.Builder
	for _, id := range logicalIDs {
		pages := dynamodb.NewScanPaginator(w.db, &dynamodb.ScanInput{TableName: aws.String(w.name(id))})
		for pages.HasMorePages() {
			page, err := pages.NextPage(w.t.Context())
			w.must(err)
			for _, i := range page.Items {
				var plain map[string]any
				w.must(attributevalue.UnmarshalMap(i, &plain))
				out, err := json.Marshal(plain)
				w.must(err)
				all.Write(out)
			}
		}
	}
	return all.String()
}
