package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/forum"
	"voiceforum/shared/pack"
)

// TestSampleInvocationsOfTheRealBinary does the samples of events/forum in an order that comes to the same on any day:
// the calendar, which goes by the day, comes last.
func TestSampleInvocationsOfTheRealBinary(t *testing.T) {
	db, name := enginetest.One(t)
	files, bucket := enginetest.Bucket(t)
	b := newBench(t, db, name)
	if err := b.put(t.Context(), forum.New(q4)); err != nil {
		t.Fatal(err)
	}
	b.came(30, true)
	function := runtimetest.Start(t, "Forum", runtimetest.Build(t, "."), db, map[string]string{
		"FEEDBACK_TABLE": name("Feedback"), "CONTRIBUTIONS_TABLE": name("Contributions"), "TALLIES_TABLE": name("Tallies"),
		"FORUMS_TABLE": name("Forums"), "PACKS_BUCKET": bucket, "AUDIT_TABLE": name("Audit"), "AUDIT_HEADS_BUCKET": bucket,
		"AWS_ENDPOINT_URL_S3": enginetest.S3Endpoint(t),
	})
	done := map[string]bool{}
	for _, x := range []struct {
		file  string
		fails string // what its failure says
	}{
		{"refresh.json", ""},
		{"audit-head.json", ""},
		{"release.json", "no first release"},
		{"publish.json", "cannot be published"},
		{"close.json", ""},
		{"recall.json", ""},
		{"release.json", ""},
		{"publish.json", ""},
		{"unknown.json", "unknown"},
		{"no-such-forum.json", "names no forum"},
		{"calendar.json", ""},
	} {
		done[x.file] = true
		event, err := os.ReadFile(filepath.Join("../../events/forum", x.file))
		if err != nil {
			t.Fatal(err)
		}
		result := function.Invoke(t, event)
		if failed := result.FunctionError != ""; failed != (x.fails != "") || !strings.Contains(string(result.Payload), x.fails) {
			t.Errorf("%s: %q %s", x.file, result.FunctionError, result.Payload)
		}
	}
	if all, err := filepath.Glob("../../events/forum/*.json"); err != nil || len(all) != len(done) {
		t.Errorf("%d samples, of which %d were done: %v", len(all), len(done), err)
	}
	if b.state(q4) != forum.Published {
		t.Errorf("in the end %s", b.state(q4))
	}
	for _, file := range []string{pack.Summary, pack.Tables, pack.Manifest} {
		key := pack.Key(q4, 1, file)
		if _, err := files.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: &bucket, Key: &key}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	if log := function.Log(); strings.Contains(log, "tidy-up") || strings.Contains(log, "2026-Q5") {
		t.Errorf("the log repeats what was sent: %s", log)
	}
}
