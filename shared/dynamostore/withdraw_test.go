package dynamostore_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/submission"
)

func TestWithdrawalLeavesNothingReadable(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token, sub := s.submitted(t)
		if !strings.Contains(s.written(t), canary) {
			t.Fatal("the sample's words cannot be found even before the withdrawal")
		}
		if err := s.responses.Withdraw(t.Context(), sub.Receipt, today); err != nil {
			t.Fatal(err)
		}
		left := s.written(t)
		for _, trace := range []string{canary, string(token.ResponseID()), token.DraftID(), "kept-informed", "victim"} {
			if strings.Contains(left, trace) {
				t.Errorf("after the withdrawal the tables hold %q: %s", trace, left)
			}
		}
		for table, want := range map[string]int{
			s.tables.Feedback: 1, s.tables.Sealed: 0, s.tables.Contact: 0, s.tables.Keys: 0, s.tables.Erasures: 1,
		} {
			if got := s.count(t, table, anything); got != want {
				t.Errorf("%s holds %d items, want %d", table, got, want)
			}
		}
	})
}

func TestWhatWasWithdrawnStaysWithdrawn(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token, sub := s.submitted(t)
		for _, day := range []calendar.Day{today, today.Add(3)} {
			if err := s.responses.Withdraw(t.Context(), sub.Receipt, day); err != nil {
				t.Fatal(err)
			}
		}
		// A page of long ago sends itself again, from a draft that somehow came back.
		s.save(t, token)
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Errorf("sending again: %v, want it harmless", err)
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(submission.Kept{Withdrawn: today}, kept); diff != "" {
			t.Error(diff)
		}
		wantFault(t, "append", s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.Counts, false)), fault.Gone)
		if n := s.count(t, s.tables.Feedback, isResponse); n != 0 {
			t.Errorf("there are %d responses, want none", n)
		}
	})
}

func TestOnlyWhatAReceiptNamesIsWithdrawn(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, gone := s.submitted(t)
		_, stays := s.submitted(t)
		if err := s.responses.Withdraw(t.Context(), gone.Receipt, today); err != nil {
			t.Fatal(err)
		}
		kept, err := s.responses.ByReceipt(t.Context(), stays.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stays.Response, kept.Response); diff != "" {
			t.Error(diff)
		}
		if n := s.count(t, s.tables.Keys, anything); n != 2 {
			t.Errorf("there are %d keys, want the other response's 2", n)
		}
	})
}

func TestWithdrawalsAndDecisionsAtOnceEndWithdrawn(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		var all sync.WaitGroup
		for i := range 12 {
			all.Go(func() {
				var err error
				if i%3 == 0 {
					err = s.responses.Withdraw(t.Context(), sub.Receipt, today)
				} else {
					err = s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.Contact, false))
				}
				switch fault.KindOf(err) {
				case fault.Conflict, fault.Gone, fault.Unavailable:
				default:
					if err != nil {
						t.Errorf("got %v", err)
					}
				}
			})
		}
		all.Wait()
		if err := s.responses.Withdraw(t.Context(), sub.Receipt, today); err != nil {
			t.Fatal(err)
		}
		if left := s.written(t); strings.Contains(left, canary) {
			t.Errorf("after the withdrawal the tables hold %s", left)
		}
	})
}

// What a restored backup brings back must be found by the log of erasures, from the item alone.
func TestAnErasureIsFoundFromTheResponsesID(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		if err := s.responses.Withdraw(t.Context(), sub.Receipt, today); err != nil {
			t.Fatal(err)
		}
		hash := sha256.Sum256([]byte("voiceforum/v1/erasure/" + string(sub.Response.ID)))
		for _, i := range s.scan(t, s.tables.Erasures) {
			got := erasure{}
			if err := attributevalue.UnmarshalMap(i, &got); err != nil {
				t.Fatal(err)
			}
			want := erasure{PK: hex.EncodeToString(hash[:]), Day: today, Expires: today.Add(90).Start().Unix()}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	})
}

type erasure struct {
	PK      string       `dynamodbav:"PK"`
	Day     calendar.Day `dynamodbav:"day"`
	Expires int64        `dynamodbav:"expires"`
}
