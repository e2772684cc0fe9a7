package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/web"
)

// sent makes a request of a program: JSON under a key, unless the change says otherwise.
func (w *world) sent(client, method, target, key string, body []byte, change ...func(*http.Request)) reply {
	w.t.Helper()
	r := httptest.NewRequest(method, target, bytes.NewReader(body))
	r = r.WithContext(web.WithProgram(context.Background(), client))
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	return w.serve(r)
}

func (w *world) post(target, key, body string) reply {
	w.t.Helper()
	return w.sent(member(sampleService), http.MethodPost, target, key, []byte(body))
}

// pieceOf is a piece of feedback with a text; of several clients, so that little else must be answered.
func pieceOf(text string, more ...string) string {
	return fmt.Sprintf(`{"questionnaire": {"id": "partner", "version": 1},
		"answers": {"about": "our-view", "themes": ["respect"], "one-change": %q},
		"permissions": {"counts": true, "forum-quotes": true}%s}`, text, strings.Join(more, ""))
}

const one, many = "/v1/feedback", "/v1/feedback/batch"

func batchOf(pieces ...string) string { return `{"feedback": [` + strings.Join(pieces, ",") + `]}` }

// problem is a problem document as programs read it.
type problem struct {
	Type, Title, Detail string
	Status              int
	Errors              []apiError
}

func (w *world) wantProblem(what string, got reply, status int, name string) problem {
	w.t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(got.body), &p); err != nil || got.header.Get("Content-Type") != "application/problem+json" {
		w.t.Fatalf("%s: %d %s: %v", what, got.status, got.body, err)
	}
	if got.status != status || p.Status != status || p.Type != "/v1/problems/"+name || p.Title == "" || p.Detail == "" {
		w.t.Fatalf("%s: got %d %+v, want %d %s", what, got.status, p, status, name)
	}
	return p
}

func (w *world) wantTaken(what string, got reply) (one oneBody, all batchBody) {
	w.t.Helper()
	if got.status != http.StatusCreated {
		w.t.Fatalf("%s: %d %s", what, got.status, got.body)
	}
	w.must(json.Unmarshal([]byte(got.body), &one))
	w.must(json.Unmarshal([]byte(got.body), &all))
	return one, all
}

// stored gives everything that the tables hold, as text.
func (w *world) stored() string {
	w.t.Helper()
	var all strings.Builder
	for _, table := range []string{"Feedback", "Erasures", "Requests", "Organisations", "Forums", "Audit", "Sessions"} {
		name := w.name(table)
		pages := dynamodb.NewScanPaginator(w.db, &dynamodb.ScanInput{TableName: &name})
		for pages.HasMorePages() {
			page, err := pages.NextPage(w.t.Context())
			w.must(err)
			for _, i := range page.Items {
				var plain map[string]any
				w.must(attributevalue.UnmarshalMap(i, &plain))
				fmt.Fprintf(&all, "%s %q\n", plain, plain)
				if packed, is := plain["pieces"].([]byte); is {
					z, err := gzip.NewReader(bytes.NewReader(packed))
					w.must(err)
					unpacked, err := io.ReadAll(z)
					w.must(err)
					fmt.Fprintf(&all, "%s\n", unpacked)
				}
			}
		}
	}
	return all.String()
}

// responses counts what is stored as responses, whether anything else was.
func (w *world) responses() int { return strings.Count(w.stored(), "forumShard:") }

func TestOnePieceComesAndGoes(t *testing.T) {
	w := newWorld(t)
	got := w.post(one, "key-00001", pieceOf("They listened to her.", `, "reference": "r-1"`))
	taken, _ := w.wantTaken("one piece", got)
	address := "/v1/feedback/" + taken.ID
	if got.header.Get("Location") != address || taken.Forum != "2026-Q4" || taken.Reference != "r-1" || len(taken.Masked) != 0 {
		t.Errorf("it was taken as %s at %s", got.body, got.header.Get("Location"))
	}
	if again := w.post(one, `"key-00001"`, pieceOf("They listened to her.", `, "reference": "r-1"`)); again.body != got.body || again.status != 201 || again.header.Get("Location") != address {
		t.Errorf("again it is %d %s", again.status, again.body)
	}
	var shown pieceBody
	w.must(json.Unmarshal([]byte(w.program(member(sampleService), "GET", address).body), &shown))
	if shown.Version != 1 || shown.Answers["one-change"] != "They listened to her." || !shown.Permissions["forum-quotes"] || shown.Permissions["training"] {
		t.Errorf("it is shown as %+v", shown)
	}
	corrected, _ := w.wantTaken("a correction", w.post(one, "key-00002", pieceOf("They did not listen to her.", `, "reference": "r-1"`)))
	if w.must(json.Unmarshal([]byte(w.program(member(sampleService), "GET", address).body), &shown)); corrected.ID != taken.ID || shown.Version != 2 {
		t.Errorf("corrected, it is %+v", shown)
	}
	for _, method := range []string{"GET", "DELETE"} {
		w.wantProblem("another's "+method, w.program(member(sampleUnit), method, address), 404, "not-found")
		w.wantProblem("nobody's "+method, w.program(member(sampleService), method, address[:len(address)-1]+"x"), 404, "not-found")
	}
	for range 2 {
		if got := w.program(member(sampleService), "DELETE", address); got.status != 204 || got.body != "" {
			t.Errorf("withdrawn: %d %s", got.status, got.body)
		}
	}
	w.wantProblem("withdrawn", w.program(member(sampleService), "GET", address), 410, "withdrawn")
	w.wantProblem("another's withdrawn", w.program(member(sampleUnit), "DELETE", address), 404, "not-found")
	if left := w.stored(); strings.Contains(left, "listen") {
		t.Errorf("after it was withdrawn the tables hold %s", left)
	}
	again := w.wantProblem("its reference again", w.post(one, "key-00003", pieceOf("", `, "reference": "r-1"`)), 422, "invalid")
	if again.Errors[0].Code != "empty" {
		t.Errorf("%+v", again)
	}
	again = w.wantProblem("its reference again", w.post(one, "key-00003", pieceOf("They listened.", `, "reference": "r-1"`)), 422, "invalid")
	if again.Errors[0].Code != "reference-withdrawn" || again.Errors[0].Pointer != "#/reference" {
		t.Errorf("%+v", again)
	}
}

func TestTheSameKeyIsTheSameRequest(t *testing.T) {
	w := newWorld(t)
	body := pieceOf("They listened to her.")
	first := w.post(one, "key-00001", body)
	w.wantTaken("first", first)
	if same := w.post(one, "key-00001", strings.Join(strings.Fields(body), " ")); same.body != first.body {
		t.Errorf("the same document is answered %s", same.body)
	}
	w.wantProblem("another body", w.post(one, "key-00001", pieceOf("They did not.")), 422, "key-reused")
	w.wantProblem("another query", w.post(one+"?redact=accept", "key-00001", body), 422, "key-reused")
	w.wantProblem("another address", w.post(many, "key-00001", batchOf(body)), 422, "key-reused")
	w.wantProblem("no key", w.post(one, "", body), 400, "key-missing")
	for _, key := range []string{"short", `"unclosed-key`, "two words", strings.Repeat("k", 129), "kéy-00001"} {
		w.wantProblem(key, w.post(one, key, body), 400, "key-missing")
	}
	officer := w.sent(member(sampleUnit), "POST", one, "key-00001", []byte(`{"questionnaire": {"id": "officer", "version": 1}, "answers": `+officers+`, "permissions": {"counts": true}}`))
	if other, _ := w.wantTaken("another organisation's", officer); strings.Contains(first.body, other.ID) {
		t.Error("two organisations share a piece")
	}
	// A refusal uses up no key.
	w.wantProblem("refused", w.post(one, "key-00009", "[]"), 422, "invalid")
	w.wantTaken("put right", w.post(one, "key-00009", body))
	if n := w.responses(); n != 3 {
		t.Errorf("there are %d responses", n)
	}
}

func TestRequestsAtOnceAreOne(t *testing.T) {
	w := newWorld(t)
	for target, body := range map[string]string{one: pieceOf("They listened."), many: batchOf(pieceOf("They listened."), pieceOf("They came."))} {
		var mu sync.Mutex
		answers := map[string]int{}
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				got := w.post(target, "key-00001"+target, body)
				mu.Lock()
				defer mu.Unlock()
				if answers[got.body]++; got.status != 201 && got.status != 409 && got.status != 503 {
					t.Errorf("%s: %d %s", target, got.status, got.body)
				}
			})
		}
		all.Wait()
		w.wantTaken("in the end", w.post(target, "key-00001"+target, body))
	}
	if n := w.responses(); n != 3 {
		t.Errorf("there are %d responses", n)
	}
}

func TestABatchIsTakenWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t)
	bad := w.wantProblem("one of three is bad", w.post(many, "key-00001", batchOf(
		pieceOf("They came."), pieceOf("Her officer was DC Priya Kowalczyk."), `{"answers": {}}`)), 422, "invalid")
	pointers := map[string]string{}
	for _, e := range bad.Errors {
		pointers[e.Pointer] = e.Code
	}
	if pointers["#/feedback/2/permissions"] != wrongType || pointers["#/feedback/2/questionnaire"] != wrongType {
		t.Errorf("the errors are %+v", bad.Errors)
	}
	bad = w.wantProblem("one of two is bad", w.post(many, "key-00001", batchOf(
		pieceOf("They came."), pieceOf("Her officer was DC Priya Kowalczyk."))), 422, "invalid")
	if e := bad.Errors[0]; e.Pointer != "#/feedback/1/answers/one-change" || e.Code != "identifier" || e.Kind != "name" || *e.Start != 19 || *e.End != 34 {
		t.Errorf("the first error is %+v", e)
	}
	if stored := w.stored(); strings.Contains(stored, "They came") || strings.Contains(stored, "PART") {
		t.Errorf("something was stored: %s", stored)
	}
	_, taken := w.wantTaken("both good", w.post(many+"?redact=accept", "key-00001", batchOf(
		pieceOf("They came."), pieceOf("Her officer was DC Priya Kowalczyk."))))
	if len(taken.Feedback) != 2 || len(taken.Feedback[0].Masked) != 0 || !slices.Equal(taken.Feedback[1].Masked, []maskedBody{{"one-change", 19, 34, "name"}}) {
		t.Errorf("it was taken as %+v", taken)
	}
	got := w.program(member(sampleService), "GET", "/v1/feedback/"+taken.Feedback[1].ID)
	if !strings.Contains(got.body, "Her officer was DC [name].") || w.responses() != 2 {
		t.Errorf("it became %s", got.body)
	}
	pieces := make([]string, mostPieces+1)
	for n := range pieces {
		pieces[n] = pieceOf("They came.")
	}
	w.wantProblem("501 pieces", w.post(many, "key-00002", batchOf(pieces...)), 413, "too-large")
	w.wantProblem("no pieces", w.post(many, "key-00002", batchOf()), 422, "invalid")
}

const canary = "Priya Kowalczyk"

// What was refused, or masked, leaves nothing behind: in no table, no log and no answer.
func TestWhatShowsWhoSomebodyIsIsKeptNowhere(t *testing.T) {
	w := newWorld(t)
	text := "Her officer was DC " + canary + ", on 07700 900123."
	answers := []reply{
		w.post(one, "key-00001", pieceOf(text)),
		w.post(many, "key-00002", batchOf(pieceOf(text))),
		w.post(one+"?redact=accept", "key-00003", pieceOf(text)),
		w.post(many+"?redact=accept", "key-00004", batchOf(pieceOf(text))),
		w.post(one+"?redact=accept", "key-00005", pieceOf("Bardzo źle ją potraktowali, "+canary+" nigdy nie oddzwonił i nikt niczego nie wyjaśnił.")),
		w.post(one, "key-00006", `{"questionnaire": {"id": "partner", "version": 1}, "`+canary+`": 1, "answers": {"`+canary+`": "x", "about": "`+canary+`"}, "permissions": {"`+canary+`": true}}`),
		w.post(one, "key-00007", `{"questionnaire": {"id": "`+canary+`", "version": 1}, "reference": "`+canary+`", "answers": {}, "permissions": {"counts": true}}`),
		w.post(one, "key-00008", `{"`+canary+`": `), w.post(one, "key-00009", `{"`+canary+`": 1, "`+canary+`": 1}`),
	}
	w.service.in.batches = halting{w.service.in.batches}
	answers = append(answers, w.post(many+"?redact=accept", "key-00010", batchOf(pieceOf(text))))
	if !strings.Contains(w.stored(), `"Corrects":false`) {
		t.Error("no batch is staged")
	}
	for n, want := range []int{422, 422, 201, 201, 422, 422, 422, 400, 400, 503} {
		if answers[n].status != want {
			t.Errorf("request %d: %d %s", n, answers[n].status, answers[n].body)
		}
		if strings.Contains(answers[n].body, canary) {
			t.Errorf("request %d is answered %s", n, answers[n].body)
		}
	}
	if kept := w.stored() + w.log.String(); strings.Contains(kept, "Kowalczyk") || strings.Contains(kept, "900123") {
		t.Errorf("kept: %s", kept)
	}
	w.wantProblem("in doubt although redaction is accepted", answers[4], 422, "invalid")
}

const officers = `{"role": "police"}`
