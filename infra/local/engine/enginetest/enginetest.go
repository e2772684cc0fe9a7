// Package enginetest gives tests real engines. Each engine is started once in a test binary, when a test first asks
// for it, and ends with the binary. Every test has tables and buckets of its own, made from template.yaml.
package enginetest

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/template"
)

var (
	dynoxide = sync.OnceValues(func() (*engine.Process, error) {
		return engine.Dynoxide(context.Background(), "")
	})
	dynamoDBLocal = sync.OnceValues(func() (*engine.Process, error) {
		return engine.DynamoDBLocal(context.Background())
	})
	versityGW = sync.OnceValues(func() (*engine.Process, error) {
		return engine.VersityGW(context.Background(), engine.Options{})
	})
	platform = sync.OnceValues(load)
)

// Each runs a test once for every DynamoDB engine, as subtests named after them, with the template's tables under
// names that no other test has; name gives a table's name from its logical id. DynamoDB Local is left out, with a
// line in the log, where it or its Java is missing; where CI is set in the environment that is a failure.
func Each(t *testing.T, run func(t *testing.T, db *dynamodb.Client, name func(logicalID string) string)) {
	t.Helper()
	t.Run("dynoxide", func(t *testing.T) {
		p, err := dynoxide()
		if err != nil {
			t.Fatal(err)
		}
		on(t, p, run)
	})
	p, err := dynamoDBLocal()
	if errors.Is(err, engine.ErrNotInstalled) && os.Getenv("CI") == "" {
		t.Logf("left out: %v", err)
		return
	}
	t.Run("DynamoDBLocal", func(t *testing.T) {
		if err != nil {
			t.Fatal(err)
		}
		on(t, p, run)
	})
}

// One runs a test on dynoxide alone, for what is not about the engine. It is otherwise as Each.
func One(t *testing.T) (db *dynamodb.Client, name func(logicalID string) string) {
	t.Helper()
	p, err := dynoxide()
	if err != nil {
		t.Fatal(err)
	}
	return tables(t, p)
}

func on(t *testing.T, p *engine.Process, run func(*testing.T, *dynamodb.Client, func(string) string)) {
	t.Helper()
	db, name := tables(t, p)
	run(t, db, name)
}

// tables gives a client, and a function that makes a table of the template when its name is first asked for: making
// all of them takes the older engine a second.
func tables(t *testing.T, p *engine.Process) (*dynamodb.Client, func(string) string) {
	t.Helper()
	declared, err := platform()
	if err != nil {
		t.Fatal(err)
	}
	db := engine.DynamoDB(p.Endpoint)
	prefix := "test-" + unique() + "-"
	var mu sync.Mutex
	made := map[string]bool{}
	return db, func(logicalID string) string {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if made[logicalID] {
			return prefix + logicalID
		}
		i := slices.IndexFunc(declared.Tables, func(x template.Table) bool { return x.LogicalID == logicalID })
		if i < 0 {
			t.Fatalf("template.yaml declares no table %s", logicalID)
		}
		own := declared.Tables[i]
		own.Name = prefix + logicalID
		// The engine's broom sweeps by the real clock, and would take what a test with a clock of its own still needs.
		own.TTLAttribute = ""
		if err := engine.CreateTables(t.Context(), db, []template.Table{own}); err != nil {
			t.Fatal(err)
		}
		made[logicalID] = true
		return own.Name
	}
}

func unique() string { return strings.ToLower(rand.Text()[:10]) }

// Bucket makes a versioned bucket of this test's own, and gives its name and a client of its engine.
func Bucket(t *testing.T) (client *s3.Client, bucket string) {
	t.Helper()
	p, err := versityGW()
	if err != nil {
		t.Fatal(err)
	}
	client = engine.S3(p.Endpoint)
	bucket = "test-" + unique()
	own := []template.Bucket{{LogicalID: "Test", Name: bucket, Versioned: true}}
	if err := engine.CreateBuckets(t.Context(), client, own); err != nil {
		t.Fatal(err)
	}
	return client, bucket
}

// S3Endpoint gives the address of the S3 engine that Bucket's buckets are in.
func S3Endpoint(t *testing.T) string {
	t.Helper()
	p, err := versityGW()
	if err != nil {
		t.Fatal(err)
	}
	return p.Endpoint
}

func load() (*template.Platform, error) {
	root, err := engine.Root()
	if err != nil {
		return nil, err
	}
	return template.Load(filepath.Join(root, "template.yaml"), map[string]string{
		"SiteAddress": "http://localhost:8080",
		"AlarmEmail":  "alarms@example.org",
	}, template.Local(root, template.LocalOptions{}))
}
