package dynamostore_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/response"
)

// all gives the ids and versions of all responses.
func (h *handovers) all(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, i := range h.scan(t, h.tables.Feedback) {
		if isResponse(i) {
			ids = append(ids, strings.TrimPrefix(textAt(i, "PK"), "RESPONSE#")+" "+i["version"].(*types.AttributeValueMemberN).Value)
		}
	}
	slices.Sort(ids)
	return ids
}

// recounted gives how many responses a recount finds.
func (h *handovers) recounted(t *testing.T) (n int) {
	t.Helper()
	for shard := range response.Shards {
		err := h.responses.ByForum(t.Context(), quarter, shard, func(response.Response) error { n++; return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func want(pieces []handover.Piece) []string {
	var ids []string
	for _, p := range pieces {
		ids = append(ids, string(p.Response.ID)+" 1")
	}
	slices.Sort(ids)
	return ids
}

func TestABatchGoesForwardOnceWhoeverTakesIt(t *testing.T) {
	db, name := enginetest.One(t) // DynamoDB Local of 2020 takes 25 items in a transaction
	h := newHandovers(db, name)
	all := append(pieces("k", 150), piece("r-1", "k", 150))
	if err := h.send(t.Context(), h.Handovers, requested("k", "a"), all, "one", false); err != nil {
		t.Fatal(err)
	}
	if n := h.recounted(t); n > 0 {
		t.Fatalf("%d rows were counted before the batch went forward", n)
	}
	var both sync.WaitGroup
	for n := range 4 {
		both.Go(func() {
			err := h.RollForward(t.Context(), handover.BatchID(larkspur, "k"), dynamostore.Direction(n%2 == 0))
			if err != nil && !fault.Is(err, fault.Unavailable) {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if err := h.RollForward(t.Context(), handover.BatchID(larkspur, "k"), dynamostore.FromLast); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(all), h.all(t)); diff != "" {
		t.Error(diff)
	}
	if n := h.recounted(t); n != len(all) {
		t.Errorf("a recount finds %d responses", n)
	}
	if n := h.count(t, h.tables.Feedback, isPart); n != 0 {
		t.Errorf("%d parts are still staged", n)
	}
}

// No batch of two pieces under one id could go forward, and it would be in the way of its own retries for good.
func TestABatchHasNoTwoPiecesUnderOneID(t *testing.T) {
	db, name := enginetest.One(t)
	h := newHandovers(db, name)
	_, err := h.Stage(t.Context(), "b", 0, append(pieces("k", 2), piece("r-1", "k", 2), piece("r-1", "k", 3)))
	wantFault(t, "two under a reference", err, fault.Invalid)
	if n := h.count(t, h.tables.Feedback, isPart); n != 0 {
		t.Errorf("%d parts are staged", n)
	}
}

func isPart(i dynamoItem) bool { return textAt(i, "SK") == "PART" }
