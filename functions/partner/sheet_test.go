package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	engines "voiceforum/infra/local/engine"
	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/handover"
	"voiceforum/shared/sheet"
)

func listed(t *testing.T, client *s3.Client, bucket, prefix string) []string {
	t.Helper()
	out, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, o := range out.Contents {
		keys = append(keys, *o.Key)
	}
	return keys
}

const csvHeadings = "Reference,May be counted,About,Believed by the police,One change\r\n"

// start begins a spreadsheet and gives its address.
func (v *visitor) start() string {
	v.t.Helper()
	v.get(sheetsPath)
	v.post(sheetsPath)
	address := v.last.header.Get("Location")
	v.follow()
	return address
}

// responses gives the responses that are stored, by their words of "one-change".
func (q *room) responses() map[string]int {
	q.t.Helper()
	found := map[string]int{}
	pages := dynamodb.NewScanPaginator(q.db, &dynamodb.ScanInput{TableName: aws.String(q.name("Feedback"))})
	for pages.HasMorePages() {
		page, err := pages.NextPage(q.t.Context())
		q.must(err)
		for _, i := range page.Items {
			if key := fmt.Sprintf("%v", i["SK"]); strings.Contains(key, "RESPONSE") {
				found[regexp.MustCompile(`words:[^ ]*|Words`).FindString(fmt.Sprint(i))]++
			}
		}
	}
	return found
}

func (q *room) countResponses() int {
	total := 0
	for _, n := range q.responses() {
		total += n
	}
	return total
}

func TestASpreadsheetIsReadMendedAndSentOnce(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	var written strings.Builder
	written.WriteString(csvHeadings)
	for i := range 20 {
		fmt.Fprintf(&written, "R-%d,yes,one-client,4,Ring back %d\r\n", i, i)
	}
	written.WriteString("R-20,yes,one-client,Perhaps,\r\nR-21,,our-view,,\r\nR-22,no,one-client,,Ask Zebedee.\r\nbad ref,yes,one-client,,\r\n,yes,one-client,,perhaps\r\n")
	address := v.start()
	v.upload([]byte(written.String()))
	v.says("The spreadsheet is being read")
	q.work(sampleService.ID)
	v.get(address)
	v.says(">20<", "Row 22", "Believed by the police: “Perhaps” is none of the answers in the list.", "Row 23", "May be counted: Say whether this row may be counted",
		"Row 24", "Ask <mark>Zebedee</mark>", "Row 25", "Reference: A reference has letters", "Row 26", "One change: This text may show who somebody is")
	if n := q.countResponses(); n != 0 {
		t.Fatalf("%d rows count before they are sent", n)
	}
	q.nothingIsReadable(address, "Zebedee", "Ring back")

	v.post(address + "/send")
	v.follow()
	v.says("The rows are being sent")
	q.work(sampleService.ID)
	v.get(address)
	if n := q.countResponses(); n != 20 {
		t.Fatalf("%d rows were sent, not 20", n)
	}

	fixed := q.mended(v, address)
	v.get(address + "/fix")
	v.upload(fixed)
	q.work(sampleService.ID)
	v.get(address)
	v.says("Row 24", ">4<")
	v.post(address+"/send", "redactions", "accept")
	q.work(sampleService.ID)
	v.get(address)
	v.says("All rows are sent")
	if n := q.countResponses(); n != 25 {
		t.Fatalf("%d rows were sent in all, not 25", n)
	}
	ids := v.get(address + "/sent.csv")
	if strings.Count(ids.body, "\r\n") != 26 || strings.Contains(ids.body, "R-") {
		t.Errorf("the ids are %.200s", ids.body)
	}
	id, err := q.in.pieces.Get(t.Context(), sampleService.ID, handover.ReferenceID(sampleService.ID, "R-22"))
	if err != nil || id.Texts["one-change"].Words != "Ask [name]." {
		t.Errorf("with our redactions: %+v, %v", id.Texts, err)
	}

	// The same file once more, and its rows again: what has a reference is corrected, and nothing counts twice.
	again := v.start()
	v.upload([]byte(written.String()))
	q.work(sampleService.ID)
	v.get(again)
	v.post(again+"/send", "redactions", "accept")
	q.work(sampleService.ID)
	if n := q.countResponses(); n != 25 {
		t.Errorf("sent twice there are %d", n)
	}
	if strings.Contains(q.log.String(), "Zebedee") || strings.Contains(q.log.String(), "R-2") {
		t.Error("the log holds what was typed")
	}
}

// mended takes the rows to put right, and puts all right but the one with a name.
func (q *room) mended(v *visitor, address string) []byte {
	q.t.Helper()
	got := v.get(address + "/to-fix.xlsx")
	if got.status != http.StatusOK || got.header.Get("Content-Disposition") != `attachment; filename="rows-to-put-right.xlsx"` {
		q.t.Fatalf("%d", got.status)
	}
	return edited(q.t, []byte(got.body), map[string]string{
		"Perhaps": "Mostly", "bad ref": "R-23", "perhaps": "Ring back",
	}, "23", "May be counted", "Yes")
}

// nothingIsReadable makes sure that what is staged holds nothing of what was typed.
func (q *room) nothingIsReadable(address string, typed ...string) {
	q.t.Helper()
	out, err := q.db.Scan(q.t.Context(), &dynamodb.ScanInput{TableName: aws.String(q.name("Staged"))})
	q.must(err)
	if len(out.Items) < 3 {
		q.t.Fatalf("%d items are staged", len(out.Items))
	}
	for _, i := range out.Items {
		for _, words := range typed {
			if strings.Contains(fmt.Sprintf("%s", i), words) {
				q.t.Errorf("staged is %q", words)
			}
		}
	}
	if keys := listed(q.t, engines.S3(enginetest.S3Endpoint(q.t)), q.in.bucket, uploadsPrefix); len(keys) != 0 {
		q.t.Errorf("the upload is still there: %v", keys)
	}
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	address := v.start()
	v.upload([]byte("Client name,May be counted,About\nX,yes,one-client\n"))
	q.work(sampleService.ID)
	v.get(address)
	v.says("This file cannot be read", "Client name", "The file is deleted")
	if got := v.post(address + "/send"); got.status != http.StatusSeeOther || q.work(sampleService.ID) != 0 {
		t.Errorf("it can be sent: %d", got.status)
	}
}

func TestWhatIsCancelledOrOverIsGone(t *testing.T) {
	q := newRoom(t, nil)
	v := q.member(sampleService)
	rows := []byte(csvHeadings + "A,yes,one-client,4,Ring back\r\n")
	staged := func() int32 {
		out, err := q.db.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(q.name("Staged")), Select: "COUNT"})
		q.must(err)
		return out.Count
	}
	for name, end := range map[string]func(address string){
		"cancelled": func(address string) { v.post(address + "/cancel") },
		"over": func(string) {
			q.now = q.now.Add(sheet.Kept)
			if _, err := q.service.Handle(t.Context(), []byte(`{"task": "sweep"}`)); err != nil {
				t.Error(err)
			}
		},
	} {
		q.now = now
		v = q.member(sampleService)
		address := v.start()
		v.upload(rows)
		q.work(sampleService.ID)
		v.get(address)
		v.says("Ready to send")
		if got := q.member(sampleUnit).get(address); got.status != http.StatusGone {
			t.Errorf("%s: another organisation's: %d", name, got.status)
		}
		abandoned := v.start()
		v.upload(rows)
		v.get(address)
		end(address)
		v = q.member(sampleService)
		if got := v.get(address); got.status != http.StatusGone {
			t.Errorf("%s: %d", name, got.status)
		}
		if name == "cancelled" {
			v.get(abandoned)
			continue
		}
		if n := staged(); n != 0 {
			t.Errorf("%s: %d items are left", name, n)
		}
		if keys := listed(t, engines.S3(enginetest.S3Endpoint(t)), q.in.bucket, uploadsPrefix); len(keys) != 0 {
			t.Errorf("%s: uploads are left: %v", name, keys)
		}
	}
	if q.work(sampleService.ID); len(listed(t, engines.S3(enginetest.S3Endpoint(t)), q.in.bucket, jobsPrefix)) != 0 {
		t.Error("jobs are left")
	}
	if n := q.countResponses(); n != 0 {
		t.Errorf("%d rows were sent", n)
	}
	if sheet.Kept+10*time.Minute > time.Hour {
		t.Error("what is staged may be there for more than an hour")
	}
}
