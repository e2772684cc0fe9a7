package main

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	engines "voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/handover"
)

// rows is how many rows the test of doing things twice has: -rows 10000 to see that as many go through.
var rows = flag.Int("rows", 260, "rows of a spreadsheet that is done twice")

// Events come twice, late, and to two at once; and a job may die at any point. Each is done once all the same.
func TestAJobThatIsDoneTwiceIsDoneOnce(t *testing.T) {
	screens, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	q := newRoom(t, handover.Service{Anonymiser: screens, Now: func() time.Time { return now }})
	v := q.member(sampleService)
	address := v.start()
	begun := time.Now()
	v.upload([]byte(csvHeadings + strings.Repeat(",yes,one-client,4,They rang back when they said and told her about bail before her ex was let out.\r\n", *rows)))
	keys := listed(t, engines.S3(enginetest.S3Endpoint(t)), q.in.bucket, jobsPrefix)
	if len(keys) != 1 {
		t.Fatalf("%d jobs", len(keys))
	}
	both := make(chan error, 2)
	for range 2 {
		go func() { both <- q.event(keys[0]) }()
	}
	for range 2 {
		q.must(<-both)
	}
	v.get(address)
	v.says(fmt.Sprintf(">%d<", *rows))
	t.Logf("%d rows were read twice at once after %v", *rows, time.Since(begun))
	begun = time.Now()
	v.post(address + "/send")
	keys = listed(t, engines.S3(enginetest.S3Endpoint(t)), q.in.bucket, jobsPrefix)
	st, err := q.in.load(t.Context(), sampleService.ID, strings.TrimPrefix(address, sheetsPath+"/"))
	q.must(err)
	// A job that dies after it handed a chunk over and before it could say so.
	chunk, err := q.in.chunk(t.Context(), st, 0)
	q.must(err)
	j := job{intake: q.in, o: sampleService, st: st}
	_, err = j.sendChunk(t.Context(), forumNow, chunk)
	q.must(err)
	for range 2 {
		q.must(q.event(keys[0]))
	}
	v.get(address)
	v.says("All rows are sent")
	t.Logf("they were sent twice after %v", time.Since(begun))
	if n := q.countResponses(); n != *rows {
		t.Errorf("%d rows count", n)
	}
}

// A spreadsheet that takes longer than a function may is read and sent by one job after another.
func TestAJobWithoutTimeLeavesTheRestToTheNext(t *testing.T) {
	q := newRoom(t, nil)
	q.hurried = true
	v := q.member(sampleService)
	address := v.start()
	v.upload([]byte(csvHeadings + strings.Repeat(",yes,one-client,4,Ring back\r\n", 260)))
	reading := q.work(sampleService.ID)
	v.get(address)
	v.says(">260<")
	v.post(address + "/send")
	sending := q.work(sampleService.ID)
	if n := q.countResponses(); n != 260 || reading < 3 || sending < 3 {
		t.Errorf("%d rows count after %d and %d jobs", n, reading, sending)
	}
}

func TestEventsOfTheBucketThatMeanNothing(t *testing.T) {
	q := newRoom(t, nil)
	for key, wrong := range map[string]bool{
		"jobs/larkspur/none/1": false, "uploads/larkspur/none/1": false, "jobs/": true, "elsewhere": true, "jobs/LARK SPUR/x/1": true,
	} {
		if err := q.event(key); (err != nil) != wrong {
			t.Errorf("%s: %v", key, err)
		}
	}
	var _ keepsSheets = (*dynamostore.Staged)(nil)
}
