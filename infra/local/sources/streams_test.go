package sources

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/infra/local/template"
)

func TestRecordsComeAsLambdaGivesThem(t *testing.T) {
	var f function
	s := newStream(t, &f, template.StreamSource{})
	s.put("a")
	if _, err := s.db.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &s.table, Key: item("a"), UpdateExpression: aws.String("SET n = :n"),
		ExpressionAttributeValues: map[string]types.AttributeValue{":n": &types.AttributeValueMemberN{Value: "1"}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &s.table, Key: item("a")}); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.idle()
	if len(f.records) != 3 {
		t.Fatalf("%d records came, want 3", len(f.records))
	}
	for i, want := range []string{"INSERT", "MODIFY", "REMOVE"} {
		r := f.records[i]
		if r.EventName != want || r.EventID == "" || r.EventSource != "aws:dynamodb" || r.EventSourceArn == "" ||
			r.Change.SequenceNumber == "" || r.Change.StreamViewType != "NEW_AND_OLD_IMAGES" || r.Change.ApproximateCreationDateTime.IsZero() {
			t.Errorf("record %d is %+v, want %s", i, r, want)
		}
	}
	if n := f.records[1].Change.NewImage["n"]; n.Number() != "1" || f.records[1].Change.OldImage["PK"].String() != "a" {
		t.Errorf("the images are %v and %v", f.records[1].Change.OldImage, f.records[1].Change.NewImage)
	}
}

func TestOnlyWhatPassesTheFilterIsHandedOn(t *testing.T) {
	var f function
	pattern := json.RawMessage(`{"dynamodb": {"Keys": {"PK": {"S": [{"prefix": "yes"}]}}}}`)
	s := newStream(t, &f, template.StreamSource{Filters: []json.RawMessage{pattern}})
	s.put("yes-1", "no", "yes-2")
	s.start()
	s.idle()
	if got := slices.Concat(f.batches...); !slices.Equal(got, []string{"yes-1", "yes-2"}) {
		t.Errorf("got %v", got)
	}
}

func TestPartialFailuresAreTriedAgainFromTheFirstThatFailed(t *testing.T) {
	failures := 2
	f := function{answer: func(keys []string) (string, bool) {
		if failures > 0 && slices.Contains(keys, "c") {
			failures--
			return "c", false
		}
		return "", false
	}}
	s := newStream(t, &f, template.StreamSource{ReportFailures: true, MaxRetries: -1})
	s.put("a", "b", "c", "d")
	s.start()
	s.idle()
	want := [][]string{{"a", "b", "c", "d"}, {"c", "d"}, {"c", "d"}}
	if !slices.EqualFunc(f.batches, want, slices.Equal) {
		t.Errorf("got %v, want %v", f.batches, want)
	}
}

func TestARecordThatAlwaysFailsEndsInTheQueueAlone(t *testing.T) {
	processed := make(map[string]bool)
	f := function{answer: func(keys []string) (string, bool) {
		if slices.Contains(keys, "bad") {
			return "", true
		}
		for _, k := range keys {
			processed[k] = true
		}
		return "", false
	}}
	s := newStream(t, &f, template.StreamSource{Bisect: true, MaxRetries: 1, OnFailureQueue: "Failures"})
	s.put("a", "b", "bad", "c", "d")
	s.start()
	s.idle()
	for _, key := range []string{"a", "b", "c", "d"} {
		if !processed[key] {
			t.Errorf("%s was not processed", key)
		}
	}
	messages := s.messages("Failures")
	if len(messages) != 1 {
		t.Fatalf("%d messages are in the queue, want 1", len(messages))
	}
	var m struct {
		RequestContext struct {
			Condition              string
			ApproximateInvokeCount int
		}
		DDBStreamBatchInfo struct {
			ShardID, StartSequenceNumber, EndSequenceNumber, StreamArn string
			BatchSize                                                  int
		}
	}
	if err := json.Unmarshal(messages[0], &m); err != nil {
		t.Fatal(err)
	}
	info := m.DDBStreamBatchInfo
	if m.RequestContext.Condition != "RetryAttemptsExhausted" || m.RequestContext.ApproximateInvokeCount != 2 ||
		info.BatchSize != 1 || info.StartSequenceNumber == "" || info.StartSequenceNumber != info.EndSequenceNumber || info.StreamArn == "" || info.ShardID == "" {
		t.Errorf("the message is %s", messages[0])
	}
}

func TestARestartGoesOnFromTheCheckpoint(t *testing.T) {
	var f function
	s := newStream(t, &f, template.StreamSource{})
	s.put("a", "b")
	s.start()
	s.idle()
	s.stop()
	s.put("c")
	s.start()
	s.idle()
	if got := slices.Concat(f.batches...); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("got %v", got)
	}
}

func TestWhatWasNotProcessedComesAgainAfterARestart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tried := make(chan struct{}, 1)
	f := function{answer: func([]string) (string, bool) {
		select {
		case tried <- struct{}{}:
		default:
		}
		return "", ctx.Err() == nil
	}}
	s := newStream(t, &f, template.StreamSource{MaxRetries: -1})
	s.put("a")
	s.start()
	<-tried
	s.stop()
	cancel() // from now on it succeeds
	f.batches = nil
	s.start()
	s.idle()
	if len(f.batches) != 1 || f.batches[0][0] != "a" {
		t.Errorf("got %v", f.batches)
	}
}

func TestABatchWaitsForItsWindowOrUntilItIsFull(t *testing.T) {
	var f function
	s := newStream(t, &f, template.StreamSource{BatchSize: 2, Window: time.Hour})
	streams, err := NewStreams(s.options)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := streams.mappings[0].discover(t.Context())
	if err != nil || len(fresh) != 1 {
		t.Fatalf("%d shards, error %v", len(fresh), err)
	}
	step := func(asked int) {
		t.Helper()
		if _, _, err := fresh[0].step(t.Context(), asked); err != nil {
			t.Fatal(err)
		}
	}
	s.put("a")
	step(0)
	step(0)
	if len(f.batches) != 0 {
		t.Errorf("it did not wait: %v", f.batches)
	}
	s.put("b", "c")
	step(0)
	step(0)
	step(0)
	step(1) // somebody wants to know that all is processed
	if want := [][]string{{"a", "b"}, {"c"}}; !slices.EqualFunc(f.batches, want, slices.Equal) {
		t.Errorf("got %v, want %v", f.batches, want)
	}
}

func TestLanesKeepEachItemsOrder(t *testing.T) {
	var all []record
	for i := range 100 {
		all = append(all, record{key: fmt.Sprint(i % 7), sequence: fmt.Sprintf("%03d", i)})
	}
	lane := make(map[string]int)
	count := 0
	for n, records := range lanes(all, 4) {
		last := make(map[string]string)
		for _, r := range records {
			if other, seen := lane[r.key]; seen && other != n {
				t.Errorf("item %s is in lanes %d and %d", r.key, other, n)
			}
			if r.sequence <= last[r.key] {
				t.Errorf("%s comes after %s", r.sequence, last[r.key])
			}
			lane[r.key], last[r.key] = n, r.sequence
			count++
		}
	}
	if count != len(all) {
		t.Errorf("%d records were dealt, want %d", count, len(all))
	}
}

func TestExpiryIsNamedAsFunctionsKnowIt(t *testing.T) {
	raw := `{"eventID":"1","userIdentity":{"Type":"Service","PrincipalId":"dynamodb.amazonaws.com"},"dynamodb":{"Keys":{"PK":{"S":"a"}},"SequenceNumber":"1"}}`
	r, err := readRecord(json.RawMessage(raw))
	if err != nil {
		t.Fatal(err)
	}
	var got events.DynamoDBEventRecord
	if err := json.Unmarshal(r.event, &got); err != nil {
		t.Fatal(err)
	}
	if got.UserIdentity == nil || got.UserIdentity.Type != "Service" || got.UserIdentity.PrincipalID != "dynamodb.amazonaws.com" {
		t.Errorf("the event is %s", r.event)
	}
}
