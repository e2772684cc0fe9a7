package comprehend

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// answer is what the stand-in says to one request.
type answer struct {
	status int
	body   string
}

// asked is what reached the stand-in for the service.
type asked struct{ Method, Path, Target, Region, Language, Text string }

// standIn answers as the service does, one answer after the other and the last one again and again.
func standIn(t *testing.T, answers ...answer) *[]asked {
	t.Helper()
	var all []asked
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		var body struct{ LanguageCode, Text string }
		raw, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(raw, &body)
		}
		if err != nil {
			t.Error(err)
		}
		_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		all = append(all, asked{
			r.Method, r.URL.Path, r.Header.Get("X-Amz-Target"), strings.Split(scope+"///", "/")[2], body.LanguageCode, body.Text,
		})
		a := answers[min(len(all), len(answers))-1]
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(a.status)
		io.WriteString(w, a.body)
	}))
	t.Cleanup(server.Close)
	settings(t, server.URL)
	return &all
}

func settings(t *testing.T, address string) {
	t.Setenv("AWS_ENDPOINT_URL_COMPREHEND", address)
	t.Setenv("AWS_REGION", "eu-west-2")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
}

func detector(t *testing.T, least float64) *Detector {
	t.Helper()
	d, err := New(t.Context(), least)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const nobody = `{"Entities": []}`

func TestDetectAsksInEnglishAndCountsInCodePoints(t *testing.T) {
	got := standIn(t, answer{200, `{"Entities": [
		{"Score": 0.99, "Type": "NAME", "BeginOffset": 2, "EndOffset": 6},
		{"Score": 0.49, "Type": "NAME", "BeginOffset": 7, "EndOffset": 11},
		{"Score": 0.80, "Type": "DATE_TIME", "BeginOffset": 12, "EndOffset": 20},
		{"Score": 0.80, "Type": "DATE_TIME", "BeginOffset": 21, "EndOffset": 29},
		{"Score": 0.80, "Type": "UK_NATIONAL_HEALTH_SERVICE_NUMBER", "BeginOffset": 30, "EndOffset": 31},
		{"Score": 0.80, "Type": "SOMETHING_NEW", "BeginOffset": 31, "EndOffset": 32},
		{"Score": 0.80, "Type": "ADDRESS", "BeginOffset": 33, "EndOffset": 37},
		{"Score": 0.80, "Type": "ADDRESS", "BeginOffset": 38, "EndOffset": 44}]}`})
	const text = "😀 Zoë! rang in March on 3 March 7x Hill 7 Hill"
	spans, err := detector(t, 0.5).Detect(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	want := []anonymise.Span{
		{Start: 2, End: 6, Kind: anonymise.Name, Why: "second opinion"},
		{Start: 21, End: 29, Kind: anonymise.Date, Why: "second opinion"},
		{Start: 30, End: 31, Kind: anonymise.NHS, Why: "second opinion"},
		{Start: 31, End: 32, Kind: anonymise.Other, Why: "second opinion"},
		{Start: 33, End: 37, Kind: anonymise.Place, Why: "second opinion"},
		{Start: 38, End: 44, Kind: anonymise.Address, Why: "second opinion"},
	}
	if diff := cmp.Diff(want, spans); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]asked{{"POST", "/", "Comprehend_20171127.DetectPiiEntities", "eu-west-2", "en", text}}, *got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsAskedOfABlankText(t *testing.T) {
	got := standIn(t, answer{200, nobody})
	if spans, err := detector(t, 0).Detect(t.Context(), " \n"); err != nil || spans != nil || len(*got) != 0 {
		t.Errorf("got %v, %v after %d requests", spans, err, len(*got))
	}
}

func TestThrottlingIsTriedAgain(t *testing.T) {
	got := standIn(t, answer{400, `{"__type": "ThrottlingException"}`}, answer{200, nobody})
	if _, err := detector(t, 0).Detect(t.Context(), "words"); err != nil || len(*got) != 2 {
		t.Errorf("%v after %d requests", err, len(*got))
	}
}

func TestFailuresAreToldByKindAndQuoteNothing(t *testing.T) {
	for name, c := range map[string]struct {
		answer answer
		want   fault.Kind
	}{
		"throttled":       {answer{400, `{"__type": "ThrottlingException", "message": "CANARY"}`}, fault.Unavailable},
		"too many":        {answer{400, `{"__type": "TooManyRequestsException", "message": "CANARY"}`}, fault.Unavailable},
		"broken there":    {answer{500, `{"__type": "InternalServerException", "message": "CANARY"}`}, fault.Unavailable},
		"not allowed":     {answer{400, `{"__type": "AccessDeniedException", "message": "CANARY"}`}, fault.Internal},
		"too long":        {answer{400, `{"__type": "TextSizeLimitExceededException", "message": "CANARY"}`}, fault.Internal},
		"not JSON":        {answer{200, `CANARY`}, fault.Internal},
		"cut short":       {answer{200, `{"Entities": [{"Type": "CANARY"`}, fault.Unavailable},
		"no place":        {answer{200, `{"Entities": [{"Score": 0.9, "Type": "NAME"}]}`}, fault.Internal},
		"no score":        {answer{200, `{"Entities": [{"Type": "NAME", "BeginOffset": 0, "EndOffset": 1}]}`}, fault.Internal},
		"past the end":    {answer{200, `{"Entities": [{"Score": 0.9, "Type": "NAME", "BeginOffset": 0, "EndOffset": 7}]}`}, fault.Internal},
		"before the text": {answer{200, `{"Entities": [{"Score": 0.9, "Type": "NAME", "BeginOffset": -1, "EndOffset": 1}]}`}, fault.Internal},
		"nothing in it":   {answer{200, `{"Entities": [{"Score": 0.9, "Type": "NAME", "BeginOffset": 2, "EndOffset": 2}]}`}, fault.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			standIn(t, c.answer)
			spans, err := detector(t, 0).Detect(t.Context(), "CANARY")
			if !fault.Is(err, c.want) || spans != nil {
				t.Fatalf("got %v, %v (%v), want kind %v", spans, err, fault.KindOf(err), c.want)
			}
			if strings.Contains(err.Error(), "CANARY") {
				t.Errorf("%q quotes", err)
			}
		})
	}
}

func TestASilentServiceIsGivenUp(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stop }))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(stop) })
	settings(t, server.URL)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := detector(t, 0).Detect(ctx, "words"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestTheLeastScoreIsAShare(t *testing.T) {
	settings(t, "http://127.0.0.1:1")
	for _, least := range []float64{-0.1, 1.1} {
		if _, err := New(t.Context(), least); !fault.Is(err, fault.Internal) {
			t.Errorf("%v was accepted", least)
		}
	}
}

// The service refuses more than 100 KB of text at a time.
func TestTheLongestTextIsAskedWhole(t *testing.T) {
	got := standIn(t, answer{200, nobody})
	if _, err := detector(t, 0).Detect(t.Context(), strings.Repeat("a", anonymise.MaxBytes)); err != nil || len(*got) != 1 || len((*got)[0].Text) > 100_000 {
		t.Errorf("%v after %d requests", err, len(*got))
	}
}
