package main

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	engines "voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/forum"
	"voiceforum/shared/handover"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/logs"
	"voiceforum/shared/organisation"
	"voiceforum/shared/s3store"
	"voiceforum/shared/seal"
	"voiceforum/shared/session"
	"voiceforum/web/assets"
)

// zebedee finds the word "Zebedee" as a name, and is in doubt of any text with "perhaps".
type zebedee struct{}

func (zebedee) Anonymise(texts []string) ([]anonymise.Result, error) {
	const name = "Zebedee"
	results := make([]anonymise.Result, len(texts))
	for n, text := range texts {
		results[n] = anonymise.Result{Words: strings.ReplaceAll(text, name, "[name]"), Verdict: anonymise.Clean}
		if strings.Contains(text, "perhaps") {
			results[n].Verdict = anonymise.Held
		}
		for at := 0; ; {
			i := strings.Index(text[at:], name)
			if i < 0 {
				break
			}
			start := len([]rune(text[:at+i]))
			results[n].Spans = append(results[n].Spans, anonymise.Span{Start: start, End: start + len(name), Kind: anonymise.Name})
			at += i + len(name)
		}
	}
	return results, nil
}

// room is people's pages over real engines, with two organisations and an open forum.
type room struct {
	t       *testing.T
	service *service
	in      *intake
	db      *dynamodb.Client
	name    func(string) string
	log     *strings.Builder
	now     time.Time
	hurried bool // jobs have no time for more than one step

	sessions *dynamostore.Sessions
}

const forumNow calendar.Quarter = "2026-Q4"

func newRoom(t *testing.T, screens screens) *room {
	t.Helper()
	db, name := enginetest.One(t)
	_, bucket := enginetest.Bucket(t)
	t.Setenv("AWS_ENDPOINT_URL_S3", enginetest.S3Endpoint(t))
	t.Setenv("AWS_REGION", engines.Region)
	t.Setenv("AWS_ACCESS_KEY_ID", engines.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", engines.SecretKey)
	q := &room{t: t, db: db, name: name, log: &strings.Builder{}, now: now, sessions: dynamostore.NewSessions(db, name("Sessions"))}
	clock := func() time.Time { return q.now }
	if screens == nil {
		screens = handover.Service{Anonymiser: zebedee{}, Now: clock}
	}
	files, err := s3store.New(t.Context())
	q.must(err)
	keys := t.TempDir()
	q.must(kmskeys.EnsureLocal(keys))
	wrap, err := kmskeys.Wrapper(t.Context(), "local-kms://"+keys)
	q.must(err)
	unwrap, err := kmskeys.Unwrapper(t.Context(), "local-kms://"+keys)
	q.must(err)
	forums := dynamostore.NewForums(db, name("Forums"))
	q.must(forums.Put(t.Context(), forum.New(forumNow)))
	handovers := dynamostore.NewHandovers(db, dynamostore.HandoverTables{
		Feedback: name("Feedback"), Erasures: name("Erasures"), Requests: name("Requests"),
	}, clock)
	staged := dynamostore.NewStaged(db, name("Staged"))
	q.in = &intake{
		screens: screens, pieces: handovers, batches: handovers, forums: forums, sheets: staged, due: staged, files: files,
		cards: dynamostore.NewInvitations(db, name("Invitations")), seal: seal.Sealer{Wrapper: wrap}, open: seal.Opener{Unwrapper: unwrap},
		bucket: bucket, site: "http://localhost:8080", now: clock,
	}
	store := dynamostore.NewOrganisations(db, name("Organisations"))
	for _, o := range []organisation.Organisation{sampleService, sampleUnit} {
		q.must(store.Put(t.Context(), o, nil, []string{member(o)}))
	}
	built, err := assets.Load()
	q.must(err)
	q.service = newService(dependencies{
		gate: auth.New(auth.Config{
			Issuer: "http://127.0.0.1:1", ClientID: "portal", SiteAddress: "http://localhost:8080", Home: home, MayReturn: mayReturn, Now: clock,
		}, q.sessions, q.sessions),
		organisations: store, audit: audit.New(dynamostore.NewAudit(db, name("Audit"))), assets: built, log: logs.New(q.log), now: clock, in: q.in,
	})
	return q
}

func (q *room) must(err error) {
	q.t.Helper()
	if err != nil {
		q.t.Fatal(err)
	}
}

// visitor is somebody signed in, with a browser.
type visitor struct {
	*room
	cookie string
	token  string
	jar    url.Values // the fields of the form last seen
	last   reply
}

func (q *room) member(o organisation.Organisation) *visitor {
	q.t.Helper()
	return q.signedIn(member(o), "partner")
}

// signedIn gives somebody who is signed in with a group.
func (q *room) signedIn(subject, group string) *visitor {
	q.t.Helper()
	id := session.NewID()
	q.must(q.sessions.Create(q.t.Context(), session.Session{
		Key: id.Key(), Started: q.now, Seen: q.now,
		Person: session.Person{Subject: subject, Name: "person@voiceforum.example", Roles: session.RolesOf([]string{group})},
	}))
	return &visitor{room: q, cookie: id.String()}
}

func (v *visitor) send(r *http.Request) reply {
	v.t.Helper()
	if v.cookie != "" {
		r.AddCookie(&http.Cookie{Name: auth.SessionCookie, Value: v.cookie})
	}
	recorder := httptest.NewRecorder()
	v.service.ServeHTTP(recorder, r)
	v.last = reply{recorder.Code, recorder.Header(), recorder.Body.String()}
	if m := tokens.FindStringSubmatch(v.last.body); m != nil {
		v.token = m[1]
		v.jar = url.Values{}
		for _, m := range hiddens.FindAllStringSubmatch(v.last.body, -1) {
			v.jar.Add(m[1], unescape.Replace(m[2]))
		}
	}
	return v.last
}

var (
	tokens   = regexp.MustCompile(`name="token" value="([^"]+)"`)
	hiddens  = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	unescape = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#43;", "+")
)

func (v *visitor) get(path string) reply {
	v.t.Helper()
	return v.send(httptest.NewRequest(http.MethodGet, path, nil))
}

// post sends the form last seen, with some of its fields filled in: name, value, name, value.
func (v *visitor) post(path string, fields ...string) reply {
	v.t.Helper()
	form := url.Values{}
	for name, values := range v.jar {
		form[name] = values
	}
	form.Set("token", v.token)
	for pair := range slices.Chunk(fields, 2) {
		form.Add(pair[0], pair[1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

// follow goes where the last answer leads.
func (v *visitor) follow() reply {
	v.t.Helper()
	to := v.last.header.Get("Location")
	if v.last.status != http.StatusSeeOther || to == "" {
		v.t.Fatalf("leads nowhere: %d %.600s", v.last.status, v.last.body)
	}
	return v.get(to)
}

func (v *visitor) says(want ...string) {
	v.t.Helper()
	for _, text := range want {
		if !strings.Contains(v.last.body, text) {
			v.t.Fatalf("%d, and not %q: %s", v.last.status, text, mainOf(v.last.body))
		}
	}
}

func mainOf(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		return page[i:]
	}
	return page
}

// upload sends a file to the bucket by the form last seen, as a browser does, and comes back.
func (v *visitor) upload(content []byte) reply {
	v.t.Helper()
	action := regexp.MustCompile(`action="(http[^"]+)"`).FindStringSubmatch(v.last.body)
	if action == nil {
		v.t.Fatalf("no form leads to the bucket: %s", mainOf(v.last.body))
	}
	if policy := v.last.header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' http://127.0.0.1") {
		v.t.Errorf("the browser would not send it: %s", policy)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, m := range hiddens.FindAllStringSubmatch(v.last.body, -1) {
		if m[1] != "token" {
			v.must(form.WriteField(m[1], unescape.Replace(m[2])))
		}
	}
	file, err := form.CreateFormFile("file", "rows")
	v.must(err)
	_, err = file.Write(content)
	v.must(err)
	v.must(form.Close())
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(action[1], form.FormDataContentType(), &body)
	v.must(err)
	res.Body.Close() //nolint:errcheck // nothing of it is read
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil || res.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("the bucket answered %d", res.StatusCode)
	}
	v.get(to.RequestURI())
	return v.follow()
}

// work does what the bucket's events would have the function do until nothing is left to do, and gives how often.
func (q *room) work(of organisation.ID) (times int) {
	q.t.Helper()
	client := engines.S3(enginetest.S3Endpoint(q.t))
	for {
		keys := listed(q.t, client, q.in.bucket, jobsPrefix+string(of)+"/")
		if len(keys) == 0 {
			return times
		}
		for _, key := range keys {
			q.must(q.event(key))
			times++
		}
	}
}

// event hands the function an event of the bucket.
func (q *room) event(key string) error {
	raw, err := json.Marshal(map[string]any{"source": "aws.s3", "detail": map[string]any{"object": map[string]any{"key": key}}})
	q.must(err)
	patience := 5 * time.Minute
	if q.hurried {
		patience = enough
	}
	ctx, cancel := context.WithTimeout(q.t.Context(), patience)
	defer cancel()
	_, err = q.service.Handle(ctx, raw)
	return err
}
