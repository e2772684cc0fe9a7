package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func TestWhatIsNoFeedbackIsRefusedPlainly(t *testing.T) {
	w := newWorld(t)
	good := pieceOf("They listened.")
	plain := utf16.Encode([]rune(good))
	utf16le := []byte{0xff, 0xfe}
	for _, unit := range plain {
		utf16le = append(utf16le, byte(unit), byte(unit>>8))
	}
	windows1252 := []byte(strings.Replace(good, "listened", "listened \xe0 la carte", 1))
	deep := strings.Repeat(`{"a":`, 17) + "1" + strings.Repeat("}", 17)
	for name, c := range map[string]struct {
		body    []byte
		status  int
		problem string
	}{
		"nothing":              {nil, 400, "malformed-json"},
		"UTF-16":               {utf16le, 400, "malformed-json"},
		"Windows-1252":         {windows1252, 400, "malformed-json"},
		"another encoding":     {[]byte(strings.Replace(good, "listened", "listened \uFFFD", 1)), 400, "malformed-json"},
		"byte order mark":      {[]byte("\ufeff" + good), 400, "malformed-json"},
		"data after it":        {[]byte(good + "{}"), 400, "malformed-json"},
		"half of it":           {[]byte(good[:len(good)/2]), 400, "malformed-json"},
		"duplicate names":      {[]byte(strings.Replace(good, `"answers"`, `"answers": {}, "answers"`, 1)), 400, "malformed-json"},
		"inner duplicates":     {[]byte(strings.Replace(good, `"about"`, `"about": "one-client", "about"`, 1)), 400, "malformed-json"},
		"escaped duplicates":   {[]byte(strings.Replace(good, `"about"`, `"abou\u0074": "one-client", "about"`, 1)), 400, "malformed-json"},
		"deep":                 {[]byte(deep), 400, "malformed-json"},
		"deeper":               {bytes.Repeat([]byte("["), pieceBytes-1), 400, "malformed-json"},
		"an array":             {[]byte("[" + good + "]"), 422, "invalid"},
		"another case":         {[]byte(strings.Replace(good, `"answers"`, `"Answers"`, 1)), 422, "invalid"},
		"an organisation":      {[]byte(strings.Replace(good, `{`, `{"organisation": "teasel", `, 1)), 422, "invalid"},
		"a channel":            {[]byte(strings.Replace(good, `{`, `{"channel": "victim", `, 1)), 422, "invalid"},
		"a number as answer":   {[]byte(strings.Replace(good, `"our-view"`, `1`, 1)), 422, "invalid"},
		"a word as permission": {[]byte(strings.Replace(good, `true`, `"true"`, 1)), 422, "invalid"},
		"no permissions":       {[]byte(strings.Replace(good, `{"counts": true, "forum-quotes": true}`, `{}`, 1)), 422, "invalid"},
		"a half version":       {[]byte(strings.Replace(good, `"version": 1`, `"version": 1.5`, 1)), 422, "invalid"},
		"victims' questions":   {[]byte(strings.Replace(good, `"partner"`, `"rasso-adult"`, 1)), 422, "invalid"},
		"too many bytes":       {[]byte(pieceOf(strings.Repeat("a", pieceBytes))), 413, "too-large"},
	} {
		w.wantProblem(name, w.sent(member(sampleService), "POST", one, "key-00001", c.body), c.status, c.problem)
	}
	for content, status := range map[string]int{
		"text/plain": 415, "": 415, "application/json; charset=windows-1252": 415, "application/x-www-form-urlencoded": 415,
		"application/json;charset=UTF-8": 201,
	} {
		got := w.sent(member(sampleService), "POST", one, "key-00001", []byte(good), func(r *http.Request) { r.Header.Set("Content-Type", content) })
		if got.status != status {
			t.Errorf("%s: %d %s", content, got.status, got.body)
		}
	}
	w.wantProblem("a query", w.post(one+"?redact=maybe", "key-00002", good), 400, "bad-request")
	if n := w.responses(); n != 1 {
		t.Errorf("there are %d responses", n)
	}
}

// What is refused is said of the very member that it is about, and for the reason that it has.
func TestARefusalNamesTheMemberAndTheReason(t *testing.T) {
	w := newWorld(t)
	good := pieceOf("They listened.")
	for name, c := range map[string]struct{ old, by, pointer, detail string }{
		"unknown":    {`{"questionnaire"`, `{"org/unit~1 x": 1, "questionnaire"`, "#/org~1unit~01%20x", "This object takes these members and no others: questionnaire, reference, answers, permissions."},
		"permission": {`"counts": true`, `"counts": null`, "#/permissions/counts", "Each permission must be true or false."},
		"answer":     {`"our-view"`, `7`, "#/answers/about", "Each answer must be a string, or an array of strings."},
	} {
		got := w.wantProblem(name, w.post(one, "key-00001", strings.Replace(good, c.old, c.by, 1)), 422, "invalid")
		if len(got.Errors) == 0 || got.Errors[0].Pointer != c.pointer || got.Errors[0].Detail != c.detail {
			t.Errorf("%s: the errors are %+v", name, got.Errors)
		}
	}
	for _, depth := range []int{17, 20_000} { // the library's own limit is between them
		body := strings.Repeat("[", depth) + strings.Repeat("]", depth)
		if got := w.wantProblem("deep", w.post(one, "key-00001", body), 400, "malformed-json"); !strings.Contains(got.Detail, "16 deep") {
			t.Errorf("%d deep: %s", depth, got.Detail)
		}
	}
	for _, c := range []struct {
		method, target string
		status         int
		says           string
	}{{"PATCH", one, 405, "does not take that method"}, {"GET", "/v1/nowhere", 404, "nothing at this address"}} {
		if got := w.program(member(sampleService), c.method, c.target); got.status != c.status || !strings.Contains(got.body, c.says) {
			t.Errorf("%s %s: %d %s", c.method, c.target, got.status, got.body)
		}
	}
}

func TestFormulasAreWordsLikeOthers(t *testing.T) {
	w := newWorld(t)
	const text = `=HYPERLINK("x") was what they wrote, +1 or -1`
	taken, _ := w.wantTaken("a formula", w.post(one, "key-00001", pieceOf(text)))
	var shown pieceBody
	w.must(json.Unmarshal([]byte(w.program(member(sampleService), "GET", "/v1/feedback/"+taken.ID).body), &shown))
	if shown.Answers["one-change"] != text {
		t.Errorf("it became %q", shown.Answers["one-change"])
	}
}

func TestOfficersAreNeverQuoted(t *testing.T) {
	w := newWorld(t)
	body := `{"questionnaire": {"id": "officer", "version": 1}, "answers": ` + officers + `, "permissions": {"counts": true, "forum-quotes": true}}`
	got := w.wantProblem("quoted", w.sent(member(sampleUnit), "POST", one, "key-00001", []byte(body)), 422, "invalid")
	if len(got.Errors) != 1 || got.Errors[0].Pointer != "#/permissions/forum-quotes" || got.Errors[0].Code != "permission-not-taken" {
		t.Errorf("the errors are %+v", got.Errors)
	}
}

func TestTooManyRequestsWaitForTheNextMinute(t *testing.T) {
	w := newWorld(t)
	kept := w.handovers(func() time.Time { return now })
	for range requestsAMinute {
		if _, err := kept.Spend(t.Context(), sampleService.ID, requestsAMinute); err != nil {
			t.Fatal(err)
		}
	}
	got := w.post(one, "key-00001", pieceOf("They listened."))
	w.wantProblem("one too many", got, 429, "too-many")
	if got.header.Get("Retry-After") != "60" {
		t.Errorf("wait for %s", got.header.Get("Retry-After"))
	}
	if got := w.program(member(sampleUnit), "GET", "/v1/questionnaires/officer"); got.status != 200 {
		t.Errorf("another organisation waits too: %d", got.status)
	}
}

func TestWhileNoForumIsOpenNothingIsTaken(t *testing.T) {
	w := newWorld(t)
	table := w.name("Forums")
	key, err := attributevalue.MarshalMap(map[string]string{"PK": "2026-Q4", "SK": "FORUM"})
	w.must(err)
	_, err = w.db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &table, Key: key})
	w.must(err)
	w.wantProblem("no forum", w.post(one, "key-00001", pieceOf("They listened.")), 503, "no-forum")
}
