package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/template"
)

var voices = template.Table{
	LogicalID:    "Voices",
	Name:         "test-Voices",
	Attributes:   []template.Attribute{{Name: "PK", Type: "S"}, {Name: "SK", Type: "S"}, {Name: "shard", Type: "S"}},
	KeySchema:    []template.KeyPart{{Attribute: "PK", Kind: "HASH"}, {Attribute: "SK", Kind: "RANGE"}},
	StreamView:   "NEW_AND_OLD_IMAGES",
	TTLAttribute: "expires",
	Indexes: []template.Index{{
		Name:       "by-shard",
		KeySchema:  []template.KeyPart{{Attribute: "shard", Kind: "HASH"}, {Attribute: "PK", Kind: "RANGE"}},
		Projection: "ALL",
	}},
}

func TestTablesAreMadeAsDeclared(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		table := voices
		table.Name = name("Feedback") + "-Voices"
		for range 2 {
			if err := engine.CreateTables(t.Context(), db, []template.Table{table}); err != nil {
				t.Fatal(err)
			}
		}
		d, err := db.DescribeTable(t.Context(), &dynamodb.DescribeTableInput{TableName: &table.Name})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Table.GlobalSecondaryIndexes) != 1 || *d.Table.GlobalSecondaryIndexes[0].IndexName != "by-shard" {
			t.Errorf("indexes are %v, want by-shard", d.Table.GlobalSecondaryIndexes)
		}
		if d.Table.LatestStreamArn == nil {
			t.Error("there is no stream")
		}
		ttl, err := db.DescribeTimeToLive(t.Context(), &dynamodb.DescribeTimeToLiveInput{TableName: &table.Name})
		if err != nil {
			t.Fatal(err)
		}
		if got := aws.ToString(ttl.TimeToLiveDescription.AttributeName); got != "expires" {
			t.Errorf("items expire by %q, want expires", got)
		}
	})
}

func TestATableOfAnotherTemplateIsRefused(t *testing.T) {
	changed := map[string]func(*template.Table){
		"key":     func(x *template.Table) { x.KeySchema, x.Attributes, x.Indexes = x.KeySchema[:1], x.Attributes[:1], nil },
		"indexes": func(x *template.Table) { x.Indexes, x.Attributes = nil, x.Attributes[:2] },
		"stream":  func(x *template.Table) { x.StreamView = "" },
	}
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		table := voices
		table.Name = name("Feedback") + "-Voices"
		if err := engine.CreateTables(t.Context(), db, []template.Table{table}); err != nil {
			t.Fatal(err)
		}
		for what, change := range changed {
			other := table
			other.KeySchema, other.Attributes = slices.Clone(table.KeySchema), slices.Clone(table.Attributes)
			change(&other)
			err := engine.CreateTables(t.Context(), db, []template.Table{other})
			if err == nil || !strings.Contains(err.Error(), what) {
				t.Errorf("a table with another %s: got %v, want an error that names it", what, err)
			}
		}
	})
}

func TestDynoxideKeepsItsDataOverARestart(t *testing.T) {
	dir := t.TempDir()
	key := map[string]types.AttributeValue{
		"PK": &types.AttributeValueMemberS{Value: "a"}, "SK": &types.AttributeValueMemberS{Value: "b"},
	}
	first, err := engine.Dynoxide(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	db := engine.DynamoDB(first.Endpoint)
	if err := engine.CreateTables(t.Context(), db, []template.Table{voices}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &voices.Name, Item: key}); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	second, err := engine.Dynoxide(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	db = engine.DynamoDB(second.Endpoint)
	if err := engine.CreateTables(t.Context(), db, []template.Table{voices}); err != nil {
		t.Fatal(err)
	}
	got, err := db.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &voices.Name, Key: key})
	if err != nil || len(got.Item) == 0 {
		t.Errorf("after a restart the item is %v (%v), want it kept", got, err)
	}
	if err := second.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestAStoppedEngineLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	p, err := engine.VersityGW(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.S3(p.Endpoint).ListBuckets(t.Context(), &s3.ListBucketsInput{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left in the temporary directory: %v (%v)", left, err)
	}
	if _, err := engine.S3(p.Endpoint).ListBuckets(t.Context(), &s3.ListBucketsInput{}); err == nil {
		t.Error("it still answers")
	}
}

func TestWhatAKilledProcessLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	const noSuchProcess = 1 << 30
	left := filepath.Join(dir, fmt.Sprintf("voiceforum-engine-%d-1", noSuchProcess))
	ours := filepath.Join(dir, fmt.Sprintf("voiceforum-engine-%d-1", os.Getpid()))
	other := filepath.Join(dir, "voiceforum-engine-notes")
	for _, d := range []string{left, ours, other} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p, err := engine.VersityGW(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Stop()
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a dead process's directory: %v, want it gone", err)
	}
	for _, d := range []string{ours, other} {
		if _, err := os.Stat(d); err != nil {
			t.Errorf("%v, want it kept", err)
		}
	}
}

func TestAnEngineEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := engine.Dynoxide(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-p.Exited()
}

func TestAnEngineThatIsNotThereSaysSo(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module empty\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	starts := map[string]func() (*engine.Process, error){
		"dynoxide":       func() (*engine.Process, error) { return engine.Dynoxide(t.Context(), "") },
		"DynamoDB Local": func() (*engine.Process, error) { return engine.DynamoDBLocal(t.Context()) },
		"versitygw":      func() (*engine.Process, error) { return engine.VersityGW(t.Context(), engine.Options{}) },
	}
	for name, start := range starts {
		if _, err := start(); !errors.Is(err, engine.ErrNotInstalled) {
			t.Errorf("%s: got %v, want %v", name, err, engine.ErrNotInstalled)
		}
	}
}

func TestAnEngineThatCannotStartSaysWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := engine.Dynoxide(t.Context(), file)
	if err == nil || !strings.Contains(err.Error(), "start dynoxide") || !strings.Contains(err.Error(), "it said") {
		t.Errorf("got %v, want what the engine said", err)
	}
}

func TestBucketsAreMadeAsDeclared(t *testing.T) {
	client, bucket := enginetest.Bucket(t)
	declared := []template.Bucket{{Name: bucket, Versioned: true, CORS: []template.CORSRule{{
		Origins: []string{"http://localhost:8080"}, Methods: []string{"PUT"}, Headers: []string{"content-type"},
	}}}}
	for range 2 {
		if err := engine.CreateBuckets(t.Context(), client, declared); err != nil {
			t.Fatal(err)
		}
	}
	versions, err := client.GetBucketVersioning(t.Context(), &s3.GetBucketVersioningInput{Bucket: &bucket})
	if err != nil || versions.Status != "Enabled" {
		t.Errorf("versions are %v (%v), want Enabled", versions, err)
	}
	cors, err := client.GetBucketCors(t.Context(), &s3.GetBucketCorsInput{Bucket: &bucket})
	if err != nil || len(cors.CORSRules) != 1 || cors.CORSRules[0].AllowedMethods[0] != "PUT" {
		t.Errorf("rules are %v (%v), want the declared one", cors, err)
	}
}

// What is put into a locked bucket stays, whoever asks, and a newer version takes nothing away.
func TestALockedBucketKeepsEveryVersion(t *testing.T) {
	client, name := enginetest.Bucket(t)
	bucket := name + "-locked"
	declared := []template.Bucket{{Name: bucket, Versioned: true, Lock: template.Lock{Mode: "COMPLIANCE", Days: 1}}}
	for range 2 {
		if err := engine.CreateBuckets(t.Context(), client, declared); err != nil {
			t.Fatal(err)
		}
	}
	var versions []*string
	for _, content := range []string{"first", "second"} {
		put, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: aws.String("a"), Body: strings.NewReader(content)})
		if err != nil || put.VersionId == nil {
			t.Fatalf("put: %v", err)
		}
		versions = append(versions, put.VersionId)
	}
	for _, version := range versions {
		if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{
			Bucket: &bucket, Key: aws.String("a"), VersionId: version, BypassGovernanceRetention: aws.Bool(true),
		}); err == nil {
			t.Error("a version was removed")
		}
	}
	if _, err := client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: aws.String("a")}); err != nil {
		t.Errorf("hiding: %v", err)
	}
	all, err := client.ListObjectVersions(t.Context(), &s3.ListObjectVersionsInput{Bucket: &bucket})
	if err != nil || len(all.Versions) != 2 || len(all.DeleteMarkers) != 1 {
		t.Errorf("%d versions, %d marks: %v", len(all.Versions), len(all.DeleteMarkers), err)
	}
}
