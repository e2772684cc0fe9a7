package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/template"
	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/s3store"
)

// witness is a bench with a bucket from which nothing can be removed.
type witness struct {
	*bench
	s3     *s3.Client
	bucket string
}

func newWitness(t *testing.T) witness {
	t.Helper()
	db, name := enginetest.One(t)
	client, bucket := enginetest.Bucket(t)
	bucket += "-heads"
	declared := template.Bucket{Name: bucket, Versioned: true, Lock: template.Lock{Mode: "COMPLIANCE", Days: 1}}
	if err := engine.CreateBuckets(t.Context(), client, []template.Bucket{declared}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ENDPOINT_URL_S3", enginetest.S3Endpoint(t))
	t.Setenv("AWS_REGION", engine.Region)
	t.Setenv("AWS_ACCESS_KEY_ID", engine.AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", engine.SecretKey)
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := witness{bench: newBench(t, db, name), s3: client, bucket: bucket}
	w.desk.heads = headBucket{store: store, bucket: bucket}
	return w
}

// did keeps entries of staff.
func (w witness) did(n int) {
	w.t.Helper()
	log := w.desk.chain.(*audit.Log)
	for range n {
		err := log.Record(w.t.Context(), audit.Entry{At: w.at, Subject: "sample", Verb: audit.ViewLive, Outcome: audit.Allowed})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// check does the task on the day that is set, and gives what it says of breaks.
func (w witness) check() string {
	w.t.Helper()
	w.log.Reset()
	w.do("audit-head", "")
	if !strings.Contains(w.log.String(), `"event":"audit-head"`) {
		w.t.Errorf("nobody would know that it ran: %s", w.log)
	}
	var said []string
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, `"event":"audit-broken"`) {
			said = append(said, line)
		}
	}
	return strings.Join(said, "")
}

func (w witness) key(m audit.Month, sequence int) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{
		"PK": &types.AttributeValueMemberS{Value: "CHAIN#" + string(m)},
		"SK": &types.AttributeValueMemberS{Value: fmt.Sprintf("%010d", sequence)},
	}
}

func (w witness) remove(m audit.Month, sequence int) {
	w.t.Helper()
	_, err := w.db.DeleteItem(w.t.Context(), &dynamodb.DeleteItemInput{TableName: aws.String(w.name("Audit")), Key: w.key(m, sequence)})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestTheAuditsHeadIsPutAwayEachDay(t *testing.T) {
	w := newWitness(t)
	if said := w.check(); said != "" {
		t.Errorf("of an audit without entries: %s", said)
	}
	w.did(3)
	w.check()
	w.check() // tried again
	w.at = w.at.AddDate(0, 0, 1)
	w.did(2)
	w.at = w.at.AddDate(0, 0, 8) // December
	w.did(1)
	if said := w.check(); said != "" {
		t.Errorf("of a whole audit: %s", said)
	}
	all, err := w.s3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &w.bucket})
	if err != nil || len(all.Versions) != 3 {
		t.Fatalf("%d versions, %v", len(all.Versions), err)
	}
	for i, want := range []string{"2026-11/2026-11-24-0000000003-", "2026-11/2026-11-24-0000000003-", "2026-12/2026-12-03-0000000001-"} {
		v := all.Versions[i]
		if !strings.HasPrefix(*v.Key, want) {
			t.Errorf("put away as %s, want %s", *v.Key, want)
		}
		_, err := w.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &w.bucket, Key: v.Key, VersionId: v.VersionId})
		if err == nil {
			t.Errorf("%s was removed", *v.Key)
		}
	}
	heads, _, err := w.desk.heads.List(t.Context())
	last, err2 := w.chain.Last(t.Context(), "2026-12")
	if err != nil || err2 != nil || len(heads) != 2 || heads[1] != audit.HeadOf("2026-12-03", last) {
		t.Errorf("%+v, %v, %v", heads, err, err2)
	}
}

func TestACutOffTailShowsTheNextDay(t *testing.T) {
	w := newWitness(t)
	w.did(5)
	w.check()
	w.at = w.at.AddDate(0, 0, 1)
	w.remove("2026-11", 5)
	if said := w.check(); !strings.Contains(said, `"kind":"cut-off","month":"2026-11","sequence":5`) {
		t.Errorf("%q", said)
	}
	w.did(2) // new entries do not cover it
	w.at = w.at.AddDate(0, 0, 1)
	if said := w.check(); !strings.Contains(said, `"kind":"other-head","month":"2026-11","sequence":5`) {
		t.Errorf("%q", said)
	}
}

func TestAMonthThatWasRemovedShows(t *testing.T) {
	w := newWitness(t)
	w.did(1)
	w.at = w.at.AddDate(0, 0, 8)
	w.did(1)
	w.check()
	w.remove("2026-12", 1)
	w.remove("2026-11", 2)
	_, err := w.db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{
		TableName: aws.String(w.name("Audit")), Key: map[string]types.AttributeValue{
			"PK": &types.AttributeValueMemberS{Value: "MONTHS"}, "SK": &types.AttributeValueMemberS{Value: "2026-12"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	said := w.check()
	for _, want := range []string{
		`"kind":"cut-off","month":"2026-12","sequence":1`, `"kind":"cut-off","month":"2026-11","sequence":2`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not in %q", want, said)
		}
	}
}

func TestAHiddenHeadShows(t *testing.T) {
	w := newWitness(t)
	w.did(1)
	w.check()
	all, err := w.s3.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &w.bucket})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &w.bucket, Key: all.Versions[0].Key}); err != nil {
		t.Fatal(err)
	}
	w.remove("2026-11", 1)
	w.at = w.at.AddDate(0, 0, 1)
	said := w.check()
	for _, want := range []string{`"kind":"hidden-head"`, `"kind":"cut-off","month":"2026-11","sequence":1`} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not in %q", want, said)
		}
	}
}

func TestAHeadThatCannotBePutAwayFailsTheTask(t *testing.T) {
	w := newWitness(t)
	w.did(1)
	t.Setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
	store, err := s3store.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.desk.heads = headBucket{store: store, bucket: w.bucket}
	if err := w.Handle(t.Context(), Task{Task: "audit-head"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
}
