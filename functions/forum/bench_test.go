package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/dynamostore/streamtest"
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

func (m *memoryFiles) Erase(_ context.Context, bucket, prefix string) error {
	if m.fail > 0 {
		m.fail--
		return fault.New(fault.Unavailable, "bucket is down")
	}
	for key := range m.content {
		if strings.HasPrefix(key, bucket+"/"+prefix) {
			delete(m.content, key)
		}
	}
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
		chain: audit.New(dynamostore.NewAudit(db, name("Audit"))),
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
		b.keep(r)
		if counted {
			b.coded(r, b.coder, b.book.Version)
		}
		all[i] = r
	}
	return all
}

// keep stores a response, which nobody counts.
func (b *bench) keep(r response.Response) {
	b.t.Helper()
	table := b.name("Feedback")
	if _, err := b.db.PutItem(b.t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: streamtest.Item(r)}); err != nil {
		b.t.Fatal(err)
	}
}

// coded counts a response as it is when a coder of a codebook's version has read it.
func (b *bench) coded(r response.Response, coder tally.Coder, codebook int) {
	b.t.Helper()
	q, err := b.about(r.Questionnaire.ID, r.Questionnaire.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	e, _, err := tally.NewEntry(q, coder, codebook, r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.count(e)
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

// lose takes an item out of the Tallies table.
func (b *bench) lose(key string) {
	b.t.Helper()
	table := b.name("Tallies")
	_, err := b.db.DeleteItem(b.t.Context(), &dynamodb.DeleteItemInput{
		TableName: &table, Key: map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: key}},
	})
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
