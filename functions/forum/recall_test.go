package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore/streamtest"
	"voiceforum/shared/fault"
	"voiceforum/shared/pack"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/s3store"
)

// spoke has somebody answer whose words may be quoted.
func (b *bench) spoke(words string) response.Response {
	b.t.Helper()
	return b.says(b.came(1, true)[0], "treated-words", words)
}

// says has a response change to one whose only words may be quoted.
func (b *bench) says(r response.Response, question, words string) response.Response {
	b.t.Helper()
	r.Version++
	r.Texts = map[string]response.Text{question: {State: response.Clean, Words: words}}
	r.Consents = append(r.Consents, consent.Event{{Purpose: consent.ForumQuotes, Given: true, Wording: 1, Language: "en", Day: "2026-11-24"}})
	r.Reviews = map[string]response.Review{question: {
		Decision: response.Cleared, Quotes: []response.Span{{Start: 0, End: len(words)}}, Approved: []consent.Purpose{consent.ForumQuotes},
	}}
	b.keep(r)
	return r
}

func (b *bench) withdraw(r response.Response) {
	b.t.Helper()
	table, item := b.name("Feedback"), streamtest.Item(r)
	for name := range item {
		if name != "PK" && name != "SK" {
			delete(item, name)
		}
	}
	if _, err := b.db.DeleteItem(b.t.Context(), &dynamodb.DeleteItemInput{TableName: &table, Key: item}); err != nil {
		b.t.Fatal(err)
	}
}

// quoted gives the words in one release of the forum.
func (b *bench) quoted(version int) string {
	b.t.Helper()
	r, err := b.releases.Get(b.t.Context(), q4, version)
	if err != nil {
		b.t.Fatal(err)
	}
	var all []string
	for _, q := range r.Quotes {
		all = append(all, q.Words)
	}
	return strings.Join(all, "; ")
}

// inFiles names the files, of any version of any release, that hold some words.
func (b *bench) inFiles(words string) []string {
	var all []string
	for key, content := range b.files.content {
		if bytes.Contains(content, []byte(words)) {
			all = append(all, key)
		}
	}
	return all
}

const cold, corridor, updates = "it was cold there", "he stood in the corridor", "our dog barked at nobody"

func TestWordsThatAreTakenBackLeaveEveryRelease(t *testing.T) {
	for name, take := range map[string]func(*bench, response.Response){
		"withdrawn": (*bench).withdraw,
		"permission taken back": func(b *bench, r response.Response) {
			r.Consents = append(r.Consents, consent.Event{{Purpose: consent.ForumQuotes, Wording: 1, Language: "en", Day: "2027-01-02"}})
			b.keep(r)
		},
		"held by a reviewer": func(b *bench, r response.Response) {
			r.Reviews = map[string]response.Review{"treated-words": {Decision: response.HeldBack, Reason: "identifies"}}
			r.Texts = map[string]response.Text{"treated-words": {State: response.Held}}
			b.keep(r)
		},
		"no longer readable": func(b *bench, r response.Response) {
			table, item := b.name("Feedback"), streamtest.Item(r)
			item["response"] = &types.AttributeValueMemberS{Value: "spoilt"}
			if _, err := b.db.PutItem(b.t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: item}); err != nil {
				b.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, table := enginetest.One(t)
			b := newBench(t, db, table)
			b.do("calendar", "")
			b.came(30, true)
			first, second := b.spoke(cold), b.spoke(corridor)
			b.do("close", q4)
			before, err := b.releases.Latest(t.Context(), q4)
			if err != nil || !strings.Contains(b.quoted(1), cold) || !strings.Contains(b.quoted(1), corridor) {
				t.Fatalf("release 1 says %q, %v", b.quoted(1), err)
			}
			b.do("recall", "")
			if latest, _ := b.releases.Latest(t.Context(), q4); latest.Version != 1 {
				t.Fatalf("nothing was taken back, and there is release %d", latest.Version)
			}
			take(b, first)
			b.at = b.at.AddDate(0, 0, 1)
			b.do("recall", "")
			b.do("recall", "")
			latest, err := b.releases.Latest(t.Context(), q4)
			if err != nil || latest.Version != 2 || !latest.TakenBack || !latest.SameFigures(before) {
				t.Fatalf("release %d, taken back %v, %v", latest.Version, latest.TakenBack, err)
			}
			for version := 1; version <= 2; version++ {
				if b.quoted(version) != corridor {
					t.Errorf("release %d says %q", version, b.quoted(version))
				}
			}
			if b.packed(1) || !b.packed(2) || len(b.inFiles(cold)) > 0 {
				t.Errorf("packed: %v %v, and in %v", b.packed(1), b.packed(2), b.inFiles(cold))
			}
			b.withdraw(second)
			b.do("recall", "")
			if latest, _ := b.releases.Latest(t.Context(), q4); latest.Version != 3 || !latest.TakenBack || latest.Quotes != nil {
				t.Errorf("release %d, taken back %v, %v", latest.Version, latest.TakenBack, latest.Quotes)
			}
			if strings.Contains(b.log.String(), "quoted-unreadable") != (name == "no longer readable") {
				t.Error("the log does not say what could not be read")
			}
			if strings.Contains(b.log.String(), cold) || strings.Contains(b.log.String(), string(first.ID)) {
				t.Error("the log says whose words they were")
			}
		})
	}
}

// interrupted does something once, just before or just after a release is stored.
type interrupted struct {
	shown
	before, after func()
}

func (i interrupted) Put(ctx context.Context, r release.Release, b release.Basis, version int) error {
	if i.before != nil {
		i.before()
	}
	err := i.shown.Put(ctx, r, b, version)
	if i.after != nil {
		i.after()
	}
	return err
}

func TestAWithdrawalWhileAReleaseIsMadeLeavesNoWords(t *testing.T) {
	for _, when := range []string{"before it is read", "before it is stored", "after it is stored", "before its files", "and is acted on before its files", "after its files"} {
		t.Run(when, func(t *testing.T) {
			db, table := enginetest.One(t)
			b := newBench(t, db, table)
			b.do("calendar", "")
			b.came(30, true)
			one := b.spoke(cold)
			b.spoke(corridor)
			gone := func() { b.withdraw(one) }
			whole := b.desk.shown
			switch when {
			case "before it is read":
				gone()
			case "before it is stored":
				b.desk.shown = interrupted{shown: whole, before: gone}
			case "after it is stored":
				b.desk.shown = interrupted{shown: whole, after: gone}
			case "before its files":
				b.desk.files = once{b.files, new(sync.Once), gone}
			case "and is acted on before its files":
				b.desk.files = once{b.files, new(sync.Once), func() { gone(); b.do("recall", "") }}
			}
			b.do("close", q4)
			b.desk.shown, b.desk.files = whole, b.files
			if when == "after its files" {
				gone()
			}
			b.do("recall", "")
			latest, err := b.releases.Latest(t.Context(), q4)
			if err != nil {
				t.Fatal(err)
			}
			for version := 1; version <= latest.Version; version++ {
				if b.quoted(version) != corridor {
					t.Errorf("release %d says %q", version, b.quoted(version))
				}
			}
			if len(b.inFiles(cold)) > 0 || !b.packed(latest.Version) || latest.Version > 1 && b.packed(1) {
				t.Errorf("it is in %v; packed %v %v", b.inFiles(cold), b.packed(1), b.packed(latest.Version))
			}
		})
	}
}

// once does something before the first file is written.
type once struct {
	*memoryFiles
	done  *sync.Once
	first func()
}

func (o once) Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error {
	first := false
	o.done.Do(func() { first = true })
	if first {
		o.first()
	}
	return o.memoryFiles.Put(ctx, bucket, key, contentType, disposition, content)
}

// A recall that dies is finished by the next, wherever it died.
func TestARecallThatDiesHalfWayIsFinished(t *testing.T) {
	for fail := range 3 {
		t.Run(fmt.Sprint(fail, " files written"), func(t *testing.T) {
			db, table := enginetest.One(t)
			b := newBench(t, db, table)
			b.do("calendar", "")
			b.came(30, true)
			one := b.spoke(cold)
			b.spoke(corridor)
			b.do("close", q4)
			b.withdraw(one)
			left := fail
			b.desk.files = limited{b.files, &left}
			err := b.Handle(t.Context(), Task{Task: "recall"})
			if !fault.Is(err, fault.Unavailable) {
				t.Fatalf("recalled all the same: %v", err)
			}
			if b.quoted(1) != corridor || b.quoted(2) != corridor {
				t.Errorf("the words are still shown: %q, %q", b.quoted(1), b.quoted(2))
			}
			b.desk.files = b.files
			b.do("recall", "")
			if latest, _ := b.releases.Latest(t.Context(), q4); latest.Version != 2 || b.packed(1) || !b.packed(2) || len(b.inFiles(cold)) > 0 {
				t.Errorf("release %d, packed %v %v, in %v", latest.Version, b.packed(1), b.packed(2), b.inFiles(cold))
			}
		})
	}
}

// On the real bucket, which keeps versions, nothing of the words is left in any.
func TestNoVersionOfAFileKeepsTheWords(t *testing.T) {
	db, table := enginetest.One(t)
	_, bucket := enginetest.Bucket(t)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_S3": enginetest.S3Endpoint(t), "AWS_REGION": engine.Region,
		"AWS_ACCESS_KEY_ID": engine.AccessKey, "AWS_SECRET_ACCESS_KEY": engine.SecretKey,
	} {
		t.Setenv(name, value)
	}
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, db, table)
	b.desk.files, b.bucket = store, bucket
	b.do("calendar", "")
	b.came(30, true)
	one := b.spoke(cold)
	b.do("close", q4)
	b.do("calendar", "") // writes the pack once more, as another version of its files
	b.withdraw(one)
	b.do("recall", "")
	versions, err := store.Versions(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		if strings.HasPrefix(v.Key, pack.Key(q4, 1, "")) {
			t.Errorf("a version of %s is left", v.Key)
		}
	}
	content, err := store.Get(t.Context(), bucket, pack.Key(q4, 2, pack.Manifest), 1<<20)
	if err != nil || len(content) == 0 {
		t.Error("release 2 has no pack", err)
	}
}
