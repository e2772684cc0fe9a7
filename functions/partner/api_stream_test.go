package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/response"
)

// halting is a store that does not take batches forward: the function died just before.
type halting struct{ keepsBatches }

func (halting) RollForward(context.Context, string, dynamostore.Direction) error {
	return fault.New(fault.Unavailable, "died")
}

// marked is what the stream tells of a batch that has just become complete.
func complete(batch, sequence string) string {
	return fmt.Sprintf(`{"eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"SequenceNumber": %q,
		"Keys": {"PK": {"S": "BATCH#%s"}, "SK": {"S": "BATCH"}}, "NewImage": {"parts": {"N": "1"}}}}`, sequence, batch)
}

func (w *world) stream(records ...string) []string {
	w.t.Helper()
	all := ""
	for _, r := range records {
		if all != "" {
			all += ","
		}
		all += r
	}
	out, err := w.service.Handle(w.t.Context(), json.RawMessage(`{"Records": [`+all+`]}`))
	w.must(err)
	var failed []string
	for _, f := range out.(events.DynamoDBEventResponse).BatchItemFailures {
		failed = append(failed, f.ItemIdentifier)
	}
	return failed
}

// counted gives how often each piece would be counted, by the versions that a recount finds.
func (w *world) counted() (pieces, changes int) {
	w.t.Helper()
	kept := dynamostore.NewResponses(w.db, dynamostore.Tables{Feedback: w.name("Feedback")})
	for shard := range response.Shards {
		w.must(kept.ByForum(w.t.Context(), "2026-Q4", shard, func(r response.Response) error {
			pieces, changes = pieces+1, changes+r.Version
			return nil
		}))
	}
	return pieces, changes
}

func TestTheStreamFinishesWhatARequestBegan(t *testing.T) {
	w := newWorld(t)
	whole := w.service.in.batches
	w.service.in.batches = halting{whole}
	body := batchOf(pieceOf("They came."), pieceOf("They listened."), pieceOf("They wrote.", `, "reference": "r-1"`))
	// It is not acknowledged, because its pieces are not there.
	if got := w.post(many, "key-00001", body); got.status != http.StatusServiceUnavailable {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if pieces, _ := w.counted(); pieces != 0 {
		t.Fatalf("%d pieces are counted", pieces)
	}
	batch := handover.BatchID(sampleService.ID, "key-00001")
	if failed := w.stream(complete(batch, "11"), complete("another", "12")); len(failed) != 2 {
		t.Errorf("reported: %v", failed)
	}
	w.service.in.batches = whole
	for range 3 { // the stream may tell again, and of others
		if failed := w.stream(complete(batch, "11"), complete("unknown", "12")); len(failed) != 0 {
			t.Errorf("reported: %v", failed)
		}
	}
	w.wantTaken("the same request again", w.post(many, "key-00001", body))
	if pieces, changes := w.counted(); pieces != 3 || changes != 3 {
		t.Errorf("%d pieces, changed %d times", pieces, changes)
	}
	if failed := w.stream(`{"eventSource": "aws:dynamodb", "dynamodb": {"Keys": {"PK": {"S": "RESPONSE#1"}, "SK": {"S": "RESPONSE"}}}}`); len(failed) != 0 {
		t.Errorf("another item's change: %v", failed)
	}
}
