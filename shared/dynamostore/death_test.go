package dynamostore_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
)

// mortal lets a number of writes through and then dies: right before a write or, where after is set, right after it.
// Nothing comes through any more.
type mortal struct {
	to     dynamodb.HTTPClient
	after  bool
	mu     sync.Mutex
	writes int
	dead   bool
	die    context.CancelFunc
}

func (m *mortal) Do(r *http.Request) (*http.Response, error) {
	died := errors.New("died")
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return nil, died
	}
	action := r.Header.Get("X-Amz-Target")
	if strings.HasSuffix(action, "GetItem") {
		return m.to.Do(r)
	}
	m.writes--
	m.dead = m.writes < 0
	if m.dead {
		defer m.die()
	}
	if m.dead && !m.after {
		return nil, died
	}
	res, err := m.to.Do(r)
	if err == nil && m.dead {
		return nil, errors.Join(died, res.Body.Close())
	}
	return res, err
}

// send does what the API does with a batch, and stops at the first error.
func (h *handovers) send(ctx context.Context, with *dynamostore.Handovers, r handover.Request, all []handover.Piece, attempt string, forward bool) error {
	b := handover.Batch{ID: handover.BatchID(larkspur, "k"), Fingerprint: r.Fingerprint}
	if err := with.Claim(ctx, r, attempt); err != nil {
		return err
	}
	var err error
	if b.Parts, err = with.Stage(ctx, b.ID, 0, all); err != nil {
		return err
	}
	if err := with.Complete(ctx, b, r, attempt, created); err != nil || !forward {
		return err
	}
	return with.RollForward(ctx, b.ID, dynamostore.FromFirst)
}

// A function may die before or after any of its writes. Until the batch is complete nothing of it is to be seen, and the
// sender sends again; from then on the stream takes it forward. Either way each row comes once, in its first version.
func TestABatchComesOnceWhereverItsSenderDies(t *testing.T) {
	all := pieces("k", 5)
	for n := range 48 { // as many as make two parts
		all = append(all, piece(fmt.Sprint("r-", n), "k", len(all)))
	}
	r := requested("k", "a")
	lived := false
	for writes := 0; !lived; writes++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d writes, then dead after %v", writes, after), func(t *testing.T) {
				db, name := enginetest.One(t)
				h := newHandovers(db, name)
				options := db.Options()
				ctx, die := context.WithCancel(t.Context())
				defer die()
				m := &mortal{to: options.HTTPClient, writes: writes, after: after, die: die}
				options.HTTPClient, options.Retryer = m, aws.NopRetryer{}
				err := h.send(ctx, dynamostore.NewHandovers(dynamodb.New(options), h.tables, h.clock), r, all, "one", true)
				lived = !m.dead
				if lived && err != nil {
					t.Fatal(err)
				}
				complete := h.holds(t, h.tables.Feedback, map[string]string{"PK": "BATCH#" + handover.BatchID(larkspur, "k"), "SK": "BATCH"})
				if got := h.all(t); !complete && len(got) > 0 {
					t.Fatalf("%d rows of a batch that is not complete", len(got))
				}
				if !complete {
					h.now = h.now.Add(handover.AtWorkFor)
					if err := h.send(t.Context(), h.Handovers, r, all, "two", false); err != nil {
						t.Fatal(err)
					}
				}
				if err := h.RollForward(t.Context(), handover.BatchID(larkspur, "k"), dynamostore.FromLast); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want(all), h.all(t)); diff != "" {
					t.Error(diff)
				}
				h.wantState(t, r, handover.Done)
				if n := h.count(t, h.tables.Feedback, isPart); n != 0 {
					t.Errorf("%d parts are still staged", n)
				}
			})
		}
	}
}

// A correction in a batch leaves what it corrects standing until the batch is complete, and what is withdrawn meanwhile
// stays so.
func TestACorrectionWaitsForItsBatch(t *testing.T) {
	db, name := enginetest.One(t)
	h := newHandovers(db, name)
	for _, reference := range []string{"r-1", "r-2"} {
		if err := h.Put(t.Context(), piece(reference, "", 0), requested(reference, ""), created); err != nil {
			t.Fatal(err)
		}
	}
	batch := []handover.Piece{piece("r-1", "k", 0), piece("r-2", "k", 1)}
	for n := range batch {
		batch[n].Response.Answers = map[string][]string{"about": {"one-client"}}
	}
	r := requested("k", "a")
	if err := h.Claim(t.Context(), r, "one"); err != nil {
		t.Fatal(err)
	}
	b := handover.Batch{ID: handover.BatchID(larkspur, "k"), Parts: 1, Fingerprint: r.Fingerprint}
	if n, err := h.Stage(t.Context(), b.ID, 0, batch); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if err := h.RollForward(t.Context(), b.ID, dynamostore.FromFirst); err != nil { // not complete: nothing happens
		t.Fatal(err)
	}
	got, err := h.Get(t.Context(), larkspur, batch[0].Response.ID)
	if err != nil || got.Version != 1 || got.Answers["about"][0] != "our-view" {
		t.Errorf("before the batch is complete it is %+v: %v", got, err)
	}
	if err := h.Withdraw(t.Context(), larkspur, batch[1].Response.ID, today); err != nil {
		t.Fatal(err)
	}
	if err := h.Complete(t.Context(), b, r, "one", created); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.RollForward(t.Context(), b.ID, dynamostore.FromLast); err != nil {
			t.Fatal(err)
		}
	}
	if got, err = h.Get(t.Context(), larkspur, batch[0].Response.ID); err != nil || got.Version != 2 || got.Answers["about"][0] != "one-client" {
		t.Errorf("after it, it is %+v: %v", got, err)
	}
	_, err = h.Get(t.Context(), larkspur, batch[1].Response.ID)
	wantFault(t, "withdrawn meanwhile", err, fault.Gone)
}

func textAt(i dynamoItem, name string) string {
	if v, ok := i[name].(*types.AttributeValueMemberS); ok {
		return v.Value
	}
	return ""
}

// meddling lets something happen once, right before an action of its client.
type meddling struct {
	to     dynamodb.HTTPClient
	action string
	first  func()
}

func (m *meddling) Do(r *http.Request) (*http.Response, error) {
	if happens := m.first; happens != nil && strings.HasSuffix(r.Header.Get("X-Amz-Target"), m.action) {
		m.first = nil
		happens()
	}
	return m.to.Do(r)
}

// Two take the same part forward, and one of them is overtaken after it has read the part: the correction in it is made
// once all the same.
func TestACorrectionIsMadeOnceByTwo(t *testing.T) {
	for _, action := range []string{".BatchGetItem", ".TransactWriteItems"} {
		db, name := enginetest.One(t)
		h := newHandovers(db, name)
		all := []handover.Piece{piece("r-1", "k", 0), piece("r-2", "k", 1)}
		if err := h.send(t.Context(), h.Handovers, requested("k", "a"), all, "one", false); err != nil {
			t.Fatal(err)
		}
		batch := handover.BatchID(larkspur, "k")
		options := db.Options()
		options.HTTPClient = &meddling{to: options.HTTPClient, action: action, first: func() {
			if err := h.RollForward(t.Context(), batch, dynamostore.FromLast); err != nil {
				t.Error(err)
			}
		}}
		slow := dynamostore.NewHandovers(dynamodb.New(options), h.tables, h.clock)
		if err := slow.RollForward(t.Context(), batch, dynamostore.FromFirst); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want(all), h.all(t)); diff != "" {
			t.Errorf("overtaken before %s: %s", action, diff)
		}
	}
}
