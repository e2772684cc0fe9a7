package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/logs"
	"voiceforum/shared/pack"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

const q4 = tallytest.Forum

// memoryFiles keeps files, and fails as often as it is told to.
type memoryFiles struct {
	content map[string][]byte
	fail    int
}

func (m *memoryFiles) Put(_ context.Context, bucket, key, _, disposition string, content []byte) error {
	if m.fail > 0 {
		m.fail--
		return fault.New(fault.Unavailable, "bucket is down")
	}
	if !strings.HasPrefix(disposition, `attachment; filename="voiceforum-`) {
		return errors.New("browsers would open " + key)
	}
	m.content[bucket+"/"+key] = content
	return nil
}

// bench is a desk over a real database, at a time of its own.
type bench struct {
	*desk
	t     *testing.T
	db    *dynamodb.Client
	name  func(string) string
	store *dynamostore.Tallies
	files *memoryFiles
	at    time.Time
	log   *bytes.Buffer
	rng   *rand.Rand
	waits int
}

func newBench(t *testing.T, db *dynamodb.Client, name func(string) string) *bench {
	t.Helper()
	book, err := themes.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{
		t: t, db: db, name: name, files: &memoryFiles{content: map[string][]byte{}}, log: &bytes.Buffer{},
		at: time.Date(2026, 11, 24, 12, 0, 0, 0, calendar.London), rng: rand.New(rand.NewPCG(1, 2)),
		store: dynamostore.NewTallies(db, name("Contributions"), name("Tallies"), time.Now),
	}
	b.desk = &desk{
		forums:    dynamostore.NewForums(db, name("Forums")),
		responses: dynamostore.NewResponses(db, dynamostore.Tables{Feedback: name("Feedback")}),
		tallies:   b.store,
		shown:     dynamostore.NewShown(db, name("Forums"), name("Tallies")),
		releases:  dynamostore.NewReleases(db, name("Forums")),
		files:     b.files, bucket: "packs",
		asked: questionnaire.Latest, about: questionnaire.Get, book: book, coder: book,
		now:  func() time.Time { return b.at },
		wait: func(context.Context, time.Duration) error { b.waits++; return nil },
		log:  logs.New(b.log),
	}
	return b
}

func (b *bench) do(task string, q calendar.Quarter) {
	b.t.Helper()
	if err := b.Handle(b.t.Context(), Task{Task: task, Forum: q}); err != nil {
		b.t.Fatalf("%s: %v", task, err)
	}
}

// came has people answer: their responses are stored, and counted if counted is set.
func (b *bench) came(n int, counted bool) []response.Response {
	b.t.Helper()
	q, err := questionnaire.Latest(rasso)
	if err != nil {
		b.t.Fatal(err)
	}
	all := make([]response.Response, n)
	for i := range all {
		r := tallytest.Response(b.rng, q, response.ID(fmt.Sprint("sample-", b.rng.Uint64())))
		r.Channel = response.Victim
		r.Consents[0][0].Given = true
		table := b.name("Feedback")
		if _, err := b.db.PutItem(b.t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: tallytest.Item(r)}); err != nil {
			b.t.Fatal(err)
		}
		if counted {
			e, _, err := tally.NewEntry(q, b.coder, b.book.Version, r)
			if err != nil {
				b.t.Fatal(err)
			}
			b.count(e)
		}
		all[i] = r
	}
	return all
}

func (b *bench) count(e tally.Entry) {
	b.t.Helper()
	shard, stored, err := b.store.Look(b.t.Context(), tally.RefOf(q4, e.ID), []response.ID{e.ID})
	if err != nil {
		b.t.Fatal(err)
	}
	after, steps, err := shard.Apply(stored, []tally.Entry{e})
	if err == nil {
		err = b.store.Commit(b.t.Context(), after, steps)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) respondents(r release.Release, err error) release.Figure {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Views[0].Respondents
}

func (b *bench) state(q calendar.Quarter) forum.State {
	b.t.Helper()
	f, err := b.forums.Get(b.t.Context(), q)
	if err != nil && !fault.Is(err, fault.NotFound) {
		b.t.Fatal(err)
	}
	return f.State
}

func (b *bench) packed(version int) bool {
	for _, name := range []string{pack.Summary, pack.Tables, pack.Manifest} {
		if len(b.files.content["packs/"+pack.Key(q4, version, name)]) == 0 {
			return false
		}
	}
	return true
}

func TestAQuarter(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		b := newBench(t, db, name)
		ctx := t.Context()
		b.do("calendar", "")
		b.do("calendar", "")
		if b.state(q4) != forum.Open {
			t.Fatal("the first run opened nothing")
		}
		b.came(32, true)
		b.do("refresh", "")
		if got := b.respondents(b.releases.Live(ctx, q4)); got.Value != 30 {
			t.Errorf("live figures of 32 people: %v", got)
		}
		b.came(9, true)
		b.at = b.at.AddDate(0, 0, 1)
		b.do("refresh", "")
		if live, err := b.releases.Live(ctx, q4); b.respondents(live, err).Value != 30 || live.Made != "2026-11-24" {
			t.Errorf("nine people changed the live figures: %v", live.Views)
		}
		b.came(1, true)
		b.do("refresh", "")
		if got := b.respondents(b.releases.Live(ctx, q4)); got.Value != 40 {
			t.Errorf("live figures of 42 people: %v", got)
		}
		b.came(11, true)
		b.do("close", q4)
		first, err := b.releases.Latest(ctx, q4)
		if b.respondents(first, err).Value != 55 || first.Version != 1 || b.state(q4) != forum.Closed || b.state("2027-Q1") != forum.Open || !b.packed(1) {
			t.Fatalf("closed: %v, %s and %s, packed %v", first.Views, b.state(q4), b.state("2027-Q1"), b.packed(1))
		}
		b.do("publish", q4)
		b.do("publish", q4)
		b.do("close", q4)
		b.do("calendar", "")
		if b.state(q4) != forum.Published {
			t.Errorf("published: %s", b.state(q4))
		}
		b.came(9, true)
		b.do("release", q4)
		if latest, err := b.releases.Latest(ctx, q4); err != nil || latest.Version != 1 {
			t.Errorf("nine people made release %d", latest.Version)
		}
		b.came(5, true)
		b.do("release", q4)
		b.do("release", q4)
		if latest, err := b.releases.Latest(ctx, q4); b.respondents(latest, err).Value != 65 || latest.Version != 2 || !b.packed(2) {
			t.Errorf("14 people made release %d: %v", latest.Version, latest.Views)
		}
		if again, err := dynamostore.NewReleases(db, name("Forums")).Get(ctx, q4, 1); err != nil || !cmp.Equal(first, again) {
			t.Error("the first release changed")
		}
		if strings.Contains(b.log.String(), "recount-differs") || strings.Contains(b.log.String(), "ERROR") {
			t.Error(b.log)
		}
	})
}

func TestACloseThatDiesHalfWayIsFinished(t *testing.T) {
	db, name := enginetest.One(t)
	for fail := range 3 {
		t.Run(fmt.Sprint(fail, " files written"), func(t *testing.T) {
			b := newBench(t, db, name)
			b.do("calendar", "")
			if b.state(q4) == forum.Open {
				b.came(30, true)
			}
			whole := b.desk.files
			b.desk.files = limited{whole, &fail}
			if err := b.Handle(t.Context(), Task{Task: "close", Forum: q4}); !fault.Is(err, fault.Unavailable) {
				t.Fatalf("closed all the same: %v", err)
			}
			b.desk.files = whole
			b.do("close", q4)
			if latest, err := b.releases.Latest(t.Context(), q4); err != nil || latest.Version != 1 || !b.packed(1) {
				t.Errorf("release %d, packed %v, %v", latest.Version, b.packed(1), err)
			}
		})
	}
}

// limited lets some files through.
type limited struct {
	files
	left *int
}

func (l limited) Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error {
	if *l.left == 0 {
		return fault.New(fault.Unavailable, "bucket is down")
	}
	*l.left--
	return l.files.Put(ctx, bucket, key, contentType, disposition, content)
}

func TestTheCalendarFinishesWhatNobodyDid(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	b.came(30, true)
	b.at = time.Date(2027, 1, 1, 0, 1, 0, 0, calendar.London)
	b.files.fail = 1
	if err := b.Handle(t.Context(), Task{Task: "calendar"}); !fault.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	if b.packed(1) || b.state(q4) != forum.Closed || b.state("2027-Q1") != forum.Open {
		t.Fatalf("%v %s %s", b.packed(1), b.state(q4), b.state("2027-Q1"))
	}
	b.at = b.at.AddDate(0, 0, 1)
	b.do("calendar", "")
	if !b.packed(1) {
		t.Error("the pack was not finished")
	}
}

func TestARecountThatDiffersIsReportedAndReleased(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	b.came(30, true)
	b.came(30, false) // never counted
	b.do("close", q4)
	if got := b.respondents(b.releases.Latest(t.Context(), q4)); got.Value != 60 {
		t.Errorf("released %v", got)
	}
	if !strings.Contains(b.log.String(), `"event":"recount-differs"`) || b.waits != 1+len(pauses) {
		t.Errorf("%d waits; %s", b.waits, b.log)
	}
}

func TestARecountWaitsForWhatIsOnItsWay(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	late := b.came(30, false)
	b.wait = func(context.Context, time.Duration) error {
		b.waits++
		if b.waits == 2 {
			for _, r := range late {
				q, _ := b.about(r.Questionnaire.ID, r.Questionnaire.Version)
				e, _, _ := tally.NewEntry(q, b.coder, b.book.Version, r)
				b.count(e)
			}
		}
		return nil
	}
	b.do("close", q4)
	if strings.Contains(b.log.String(), "recount-differs") {
		t.Error(b.log)
	}
}

func TestARecountMendsWhatCouldNotBeCoded(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	for _, r := range b.came(40, false) {
		q, _ := b.about(r.Questionnaire.ID, r.Questionnaire.Version)
		e, _, _ := tally.NewEntry(q, failing{}, b.book.Version, r)
		b.count(e)
	}
	b.do("close", q4)
	if strings.Contains(b.log.String(), "recount-differs") {
		t.Error("what could not be coded in time is no difference")
	}
	latest, err := b.releases.Latest(t.Context(), q4)
	if err != nil {
		t.Fatal(err)
	}
	if themes, _ := latest.Table("victim", release.AllThemes); themes.Suppressed() || !shows(themes) {
		t.Error("the release has no themes")
	}
}

func shows(t release.Table) bool {
	for _, row := range t.Rows {
		if !row.Count.Suppressed {
			return true
		}
	}
	return false
}

type failing struct{}

func (failing) Code(string, string) ([]themes.Mention, error) { return nil, errors.New("no") }

func TestAWithdrawalIsNotRecounted(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	all := b.came(33, true)
	for _, r := range all[:5] { // the index by forum still has them
		b.count(tally.Withdrawal(r.ID, q4, b.today()))
	}
	b.do("close", q4)
	if got := b.respondents(b.releases.Latest(t.Context(), q4)); got.Value != 30 || strings.Contains(b.log.String(), "recount-differs") {
		t.Errorf("released %v of 28; %s", got, b.log)
	}
}

func TestTasksThatCannotBeDone(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.do("calendar", "")
	for task, want := range map[Task]fault.Kind{
		{Task: "release", Forum: q4}:            fault.Conflict,
		{Task: "publish", Forum: q4}:            fault.Conflict,
		{Task: "close", Forum: "2025-Q1"}:       fault.NotFound,
		{Task: "close"}:                         fault.Invalid,
		{Task: "Canary", Forum: q4}:             fault.Invalid,
		{Task: "close", Forum: "Canary"}:        fault.Invalid,
		{Task: "publish", Forum: "2030-Q1"}:     fault.NotFound,
		{Task: "release", Forum: "2030-Q1"}:     fault.NotFound,
		{Task: "", Forum: calendar.Quarter(q4)}: fault.Invalid,
	} {
		if err := b.Handle(t.Context(), task); !fault.Is(err, want) {
			t.Errorf("%v: %v, want %v", task, err, want)
		}
	}
	if strings.Contains(b.log.String(), "Canary") {
		t.Error("the log repeats what was sent")
	}
}

// TestSamples does the samples of events/forum in the order in which a quarter has them.
func TestSamples(t *testing.T) {
	db, name := enginetest.One(t)
	b := newBench(t, db, name)
	b.came(30, true)
	for _, x := range []struct {
		file string
		want fault.Kind // Internal for none: no sample fails so
	}{
		{"calendar.json", fault.Internal}, {"refresh.json", fault.Internal}, {"release.json", fault.Conflict},
		{"close.json", fault.Internal}, {"release.json", fault.Internal}, {"publish.json", fault.Internal},
		{"unknown.json", fault.Invalid}, {"no-such-forum.json", fault.Invalid},
	} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "events", "forum", x.file))
		if err != nil {
			t.Fatal(err)
		}
		var task Task
		if err := json.Unmarshal(raw, &task); err != nil {
			t.Fatal(err)
		}
		if err := b.Handle(t.Context(), task); (err != nil || x.want != fault.Internal) && !fault.Is(err, x.want) {
			t.Errorf("%s: %v", x.file, err)
		}
	}
	if b.state(q4) != forum.Published {
		t.Errorf("in the end %s", b.state(q4))
	}
}
