package dynamostore_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

func TestPermissionsAreAppended(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		want := sub.Response.Clone()
		for version, e := range []consent.Event{decided(consent.Training, true), decided(consent.Counts, false)} {
			if err := s.responses.AppendConsent(t.Context(), sub.Receipt, version+1, e); err != nil {
				t.Fatal(err)
			}
			want.Version++
			want.Consents = append(want.Consents, e)
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, kept.Response); diff != "" {
			t.Error(diff)
		}
		for _, stale := range []int{0, 1, 2, 4} {
			wantFault(t, "append", s.responses.AppendConsent(t.Context(), sub.Receipt, stale, decided(consent.Counts, true)), fault.Conflict)
		}
		if n := s.count(t, s.tables.Contact, anything); n != 1 {
			t.Errorf("there are %d contact details, want them kept", n)
		}
	})
}

// Whoever turns a permission on and off for hours must not end where it cannot be taken back.
func TestPermissionsCanAlwaysBeTakenBack(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		s.save(t, token)
		sub := submissionOf(token)
		for everything := range consent.MostEvents - 1 {
			e := consent.Event{}
			for _, p := range consent.Purposes {
				e = append(e, decided(p, everything%2 == 0)...)
			}
			sub.Response.Consents = append(sub.Response.Consents[:everything:everything], e)
		}
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
		version := 1
		decide := func(want bool, e consent.Event) {
			t.Helper()
			err := s.responses.AppendConsent(t.Context(), sub.Receipt, version, e)
			if !want {
				wantFault(t, "give", err, fault.TooMany)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			version++
		}
		decide(true, decided(consent.Training, true))
		wantFault(t, "give on another version", s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.Training, true)), fault.Conflict)
		decide(false, decided(consent.Training, true))
		decide(false, append(decided(consent.Training, true), decided(consent.Counts, false)...))
		for _, p := range consent.Purposes {
			decide(true, decided(p, false))
			decide(false, decided(p, true))
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil || kept.Response.Version != version || len(kept.Response.Consents) != consent.MostEvents+len(consent.Purposes) {
			t.Errorf("version %d with %d events, %v", kept.Response.Version, len(kept.Response.Consents), err)
		}
	})
}

func TestTakingContactBackDeletesTheDetailsAndTheirKey(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		wantFault(t, "append", s.responses.AppendConsent(t.Context(), sub.Receipt, 7, decided(consent.Contact, false)), fault.Conflict)
		if n := s.count(t, s.tables.Contact, anything); n != 1 {
			t.Fatalf("a refused decision left %d contact details, want 1", n)
		}
		if err := s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.Contact, false)); err != nil {
			t.Fatal(err)
		}
		if n := s.count(t, s.tables.Contact, anything); n != 0 {
			t.Errorf("there are %d contact details, want none", n)
		}
		keys := s.scan(t, s.tables.Keys)
		if len(keys) != 1 || keys[0]["SK"].(*types.AttributeValueMemberS).Value != "sealed" {
			t.Errorf("the keys are %v, want the sealed text's only", keys)
		}
	})
}

func TestNobodysReceiptLeadsNowhere(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		h := receipt.NewToken().Receipt().Hash()
		_, err := s.responses.ByReceipt(t.Context(), h)
		wantFault(t, "find", err, fault.NotFound)
		wantFault(t, "append", s.responses.AppendConsent(t.Context(), h, 1, decided(consent.Counts, true)), fault.NotFound)
		wantFault(t, "withdraw", s.responses.Withdraw(t.Context(), h, today), fault.NotFound)
		if n := s.count(t, s.tables.Erasures, anything); n != 0 {
			t.Errorf("%d erasures were written, want none", n)
		}
	})
}

func TestADatabaseThatIsNotThereIsUnavailable(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		token := receipt.NewToken()
		_, err := s.responses.ByReceipt(ended, token.Receipt().Hash())
		wantFault(t, "find", err, fault.Unavailable)
		wantFault(t, "send", s.responses.Submit(ended, submissionOf(token)), fault.Unavailable)

		elsewhere := newStores(db, func(string) string { return "no-such-table" })
		_, err = elsewhere.responses.ByReceipt(t.Context(), token.Receipt().Hash())
		wantFault(t, "find in a table that is not there", err, fault.Internal)
	})
}
