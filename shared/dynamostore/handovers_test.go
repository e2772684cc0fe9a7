package dynamostore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

const (
	larkspur organisation.ID = "larkspur"
	teasel   organisation.ID = "teasel"
)

// handovers is a store of what organisations hand in, at a moment that a test may move.
type handovers struct {
	stores
	*dynamostore.Handovers
	tables dynamostore.HandoverTables
	now    time.Time
}

func newHandovers(db *dynamodb.Client, name func(string) string) *handovers {
	h := &handovers{
		stores: newStores(db, name), now: today.Start().Add(9 * time.Hour),
		tables: dynamostore.HandoverTables{Feedback: name("Feedback"), Erasures: name("Erasures"), Requests: name("Requests")},
	}
	h.Handovers = dynamostore.NewHandovers(db, h.tables, h.clock)
	return h
}

func (h *handovers) clock() time.Time { return h.now }

// piece is what an organisation hands in: under a reference, or "" and a row.
func piece(reference, key string, row int) handover.Piece {
	p := handover.Piece{Row: row, Corrects: reference != "", Response: response.Response{
		ID: handover.RowID(larkspur, key, row), Version: 1, Forum: quarter, Channel: response.Partner, Language: "en", Received: today,
		Questionnaire: response.QuestionnaireVersion{ID: "partner", Version: 1},
		Answers:       map[string][]string{"about": {"our-view"}},
		Texts:         map[string]response.Text{"anything": {State: response.Clean, Words: canary}},
		Consents:      []consent.Event{decided(consent.Counts, true)},
		Organisation:  string(larkspur), Service: "sarc",
	}}
	if p.Corrects {
		p.Response.ID = handover.ReferenceID(larkspur, reference)
	}
	return p
}

func pieces(key string, n int) []handover.Piece {
	all := make([]handover.Piece, n)
	for row := range all {
		all[row] = piece("", key, row)
	}
	return all
}

func requested(key, body string) handover.Request {
	return handover.NewRequest(larkspur, key, []byte(body))
}

var created = handover.Answer{Status: 201, Body: []byte(`{"id": "sample"}`)}

func TestAPieceIsItsOrganisationsAlone(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		h := newHandovers(db, name)
		p := piece("", "k", 0)
		if err := h.Put(t.Context(), p, requested("k", "a"), created); err != nil {
			t.Fatal(err)
		}
		got, err := h.Get(t.Context(), larkspur, p.Response.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Response, got); diff != "" {
			t.Error(diff)
		}
		_, err = h.Get(t.Context(), teasel, p.Response.ID)
		wantFault(t, "another's", err, fault.NotFound)
		wantFault(t, "another's withdrawal", h.Withdraw(t.Context(), teasel, p.Response.ID, today), fault.NotFound)
		wantFault(t, "nobody's", h.Withdraw(t.Context(), larkspur, handover.RowID(larkspur, "k", 1), today), fault.NotFound)
		for range 2 {
			if err := h.Withdraw(t.Context(), larkspur, p.Response.ID, today); err != nil {
				t.Fatal(err)
			}
		}
		_, err = h.Get(t.Context(), larkspur, p.Response.ID)
		wantFault(t, "withdrawn", err, fault.Gone)
		_, err = h.Get(t.Context(), teasel, p.Response.ID)
		wantFault(t, "another's withdrawn", err, fault.NotFound)
		wantFault(t, "another's second withdrawal", h.Withdraw(t.Context(), teasel, p.Response.ID, today), fault.NotFound)
		if left := h.written(t); strings.Contains(left, canary) {
			t.Errorf("after the withdrawal the tables hold %s", left)
		}
		if n := h.count(t, h.tables.Erasures, anything); n != 1 {
			t.Errorf("the log of erasures holds %d", n)
		}
		// Long after its request is forgotten, the same comes again.
		h.now = h.now.Add(5 * 24 * time.Hour)
		wantFault(t, "again", h.Put(t.Context(), p, requested("k", "a"), created), fault.Gone)
	})
}

func TestARequestIsAnsweredOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		h := newHandovers(db, name)
		r := requested("k", "a")
		h.wantState(t, r, handover.New)
		if err := h.Put(t.Context(), piece("", "k", 0), r, created); err != nil {
			t.Fatal(err)
		}
		h.wantState(t, r, handover.Done)
		h.wantState(t, requested("k", "b"), handover.Another)
		wantFault(t, "put again", h.Put(t.Context(), piece("", "k", 0), r, created), fault.Conflict)
		h.now = h.now.Add(48 * time.Hour)
		h.wantState(t, r, handover.Done)
		h.now = h.now.Add(48 * time.Hour)
		h.wantState(t, r, handover.New)
		// Sent again long after, it is the same piece.
		if err := h.Put(t.Context(), piece("", "k", 0), r, created); err != nil {
			t.Fatal(err)
		}
		other := piece("", "k", 0)
		other.Response.Answers = map[string][]string{"about": {"one-client"}}
		h.now = h.now.Add(96 * time.Hour)
		wantFault(t, "other words under an old key", h.Put(t.Context(), other, requested("k", "b"), created), fault.Invalid)
		if n := h.count(t, h.tables.Feedback, isResponse); n != 1 {
			t.Errorf("there are %d responses", n)
		}
	})
}

func (h *handovers) wantState(t *testing.T, r handover.Request, want handover.State) {
	t.Helper()
	a, got, err := h.Answered(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if got != want || want == handover.Done && !cmp.Equal(a, created) {
		t.Errorf("state %d, want %d; the answer is %+v", got, want, a)
	}
}

func TestARequestIsOneAttemptsAtATime(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		h := newHandovers(db, name)
		r := requested("k", "a")
		for range 2 {
			if err := h.Claim(t.Context(), r, "first"); err != nil {
				t.Fatal(err)
			}
		}
		h.wantState(t, r, handover.AtWork)
		h.wantState(t, requested("k", "b"), handover.Another)
		wantFault(t, "a second attempt", h.Claim(t.Context(), r, "second"), fault.Conflict)
		h.now = h.now.Add(handover.AtWorkFor)
		h.wantState(t, r, handover.New)
		wantFault(t, "another body", h.Claim(t.Context(), requested("k", "b"), "second"), fault.Conflict)
		if err := h.Claim(t.Context(), r, "second"); err != nil {
			t.Fatal(err)
		}
		b := handover.Batch{ID: "b", Parts: 1, Fingerprint: r.Fingerprint}
		wantFault(t, "the first, late", h.Complete(t.Context(), b, r, "first", created), fault.Conflict)
		if err := h.Complete(t.Context(), b, r, "second", created); err != nil {
			t.Fatal(err)
		}
		h.wantState(t, r, handover.Done)
	})
}

func TestACorrectionTakesThePlaceOfItsPiece(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		h := newHandovers(db, name)
		first, second := piece("r-1", "", 0), piece("r-1", "", 0)
		second.Response.Answers = map[string][]string{"about": {"one-client"}}
		second.Response.Consents = []consent.Event{decided(consent.Counts, false)}
		for key, p := range map[string]handover.Piece{"1": first, "2": first} {
			if err := h.Put(t.Context(), p, requested(key, ""), created); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.Put(t.Context(), second, requested("3", ""), created); err != nil {
			t.Fatal(err)
		}
		got, err := h.Get(t.Context(), larkspur, first.Response.ID)
		if err != nil || got.Version != 3 || got.Answers["about"][0] != "one-client" || len(got.Consents) != 2 || got.Permits(consent.Counts) {
			t.Errorf("it became %+v: %v", got, err)
		}
		standing, err := h.Standing(t.Context(), []response.ID{first.Response.ID, piece("r-2", "", 0).Response.ID})
		if diff := cmp.Diff(map[response.ID]handover.Standing{first.Response.ID: {Response: got}}, standing); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestRequestsOfAMinuteAreCountedByOrganisation(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		h := newHandovers(db, name)
		h.now = h.now.Add(50 * time.Second)
		spend := func(o organisation.ID, want time.Duration) {
			t.Helper()
			if wait, err := h.Spend(t.Context(), o, 2); err != nil || wait != want {
				t.Errorf("wait %s, want %s: %v", wait, want, err)
			}
		}
		spend(larkspur, 0)
		spend(larkspur, 0)
		spend(larkspur, 10*time.Second)
		spend(teasel, 0)
		h.now = h.now.Add(10 * time.Second)
		spend(larkspur, 0)
	})
}
