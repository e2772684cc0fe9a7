package dynamostore_test

import (
	"maps"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

func TestASubmissionIsKeptWholeAndEndsItsDraft(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token, sub := s.submitted(t)

		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(submission.Kept{Response: sub.Response}, kept); diff != "" {
			t.Error(diff)
		}
		_, err = s.drafts.Load(t.Context(), token.DraftID(), today.Start())
		wantFault(t, "load the draft", err, fault.Gone)
		for table, want := range map[string]int{
			s.tables.Feedback: 2, s.tables.Sealed: 1, s.tables.Contact: 1, s.tables.Keys: 2, s.tables.Erasures: 0,
		} {
			if got := s.count(t, table, anything); got != want {
				t.Errorf("%s holds %d items, want %d", table, got, want)
			}
		}
	})
}

func TestASubmissionWithoutWordsKeepsNoEnvelope(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		s.save(t, token)
		sub := submissionOf(token)
		sub.Sealed, sub.Contact, sub.Response.Texts, sub.Response.Answers = nil, nil, nil, nil
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{s.tables.Sealed, s.tables.Contact, s.tables.Keys} {
			if n := s.count(t, table, anything); n != 0 {
				t.Errorf("%s holds %d items, want none", table, n)
			}
		}
		if err := s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.Training, true)); err != nil {
			t.Error(err)
		}
	})
}

// What is stored must not say when, beyond the day: no item may hold a number near a moment of the day, nor a time.
func TestNothingStoredIsFinerThanADay(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		for _, table := range []string{s.tables.Sealed, s.tables.Contact, s.tables.Keys} {
			for _, i := range s.scan(t, table) {
				seconds := i["expires"].(*types.AttributeValueMemberN).Value
				if want := sub.Sealed.Expires.Start().Unix(); seconds != strconv.FormatInt(want, 10) {
					t.Errorf("%s expires at %s, want the day's start %d", table, seconds, want)
				}
			}
		}
		for _, i := range s.scan(t, s.tables.Feedback) {
			want := map[string]bool{"PK": true, "SK": true}
			if isResponse(i) {
				maps.Copy(want, map[string]bool{"forumShard": true, "version": true, "response": true, "reviewShard": true})
			} else {
				want["responseId"] = true
			}
			for attribute := range i {
				if !want[attribute] {
					t.Errorf("an item has a %q that nobody declared", attribute)
				}
			}
		}
	})
}

func TestSendingAgainCountsOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		before := s.written(t)
		again := sub
		again.Response = sub.Response.Clone()
		again.Response.Answers["kept-informed"] = []string{"never"}
		for range 2 {
			if err := s.responses.Submit(t.Context(), again); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(before, s.written(t)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSendingManyTimesAtOnceCountsOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		s.save(t, token)
		const senders = 20
		var all sync.WaitGroup
		failures := make(chan error, senders)
		for range senders {
			all.Go(func() { failures <- s.responses.Submit(t.Context(), submissionOf(token)) })
		}
		all.Wait()
		close(failures)
		sent := 0
		for err := range failures {
			switch {
			case err == nil:
				sent++
			case !fault.Is(err, fault.Unavailable):
				t.Errorf("got %v, want it sent or worth another try", err)
			}
		}
		if sent == 0 {
			t.Error("nobody was told that it was sent")
		}
		if n := s.count(t, s.tables.Feedback, isResponse); n != 1 {
			t.Errorf("there are %d responses, want 1", n)
		}
	})
}

func TestADraftThatChangedIsNotSent(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		s.save(t, token)
		if err := s.drafts.Save(t.Context(), draftOf(token, 1)); err != nil {
			t.Fatal(err)
		}
		wantFault(t, "send", s.responses.Submit(t.Context(), submissionOf(token)), fault.Conflict)
		if n := s.count(t, s.tables.Feedback, anything); n != 0 {
			t.Errorf("%d items were stored, want none", n)
		}
		latest := submissionOf(token)
		latest.DraftVersion = 2
		if err := s.responses.Submit(t.Context(), latest); err != nil {
			t.Error(err)
		}
	})
}

func TestADraftThatEndedIsNotSent(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		wantFault(t, "send", s.responses.Submit(t.Context(), submissionOf(token)), fault.Gone)
		if n := s.count(t, s.tables.Feedback, anything); n != 0 {
			t.Errorf("%d items were stored, want none", n)
		}
	})
}

func TestWhatIsTooLargeIsRefusedWhole(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		large := strings.Repeat(canary, 400<<10/len(canary)+1)
		for what, grow := range map[string]func(*submission.Submission){
			"words":   func(x *submission.Submission) { x.Response.Texts["change"] = response.Text{Words: large} },
			"sealed":  func(x *submission.Submission) { x.Sealed.Ciphertext = []byte(large) },
			"contact": func(x *submission.Submission) { x.Contact.Ciphertext = []byte(large) },
		} {
			token := receipt.NewToken()
			s.save(t, token)
			sub := submissionOf(token)
			grow(&sub)
			wantFault(t, what, s.responses.Submit(t.Context(), sub), fault.TooLarge)
			if _, err := s.drafts.Load(t.Context(), token.DraftID(), today.Start()); err != nil {
				t.Errorf("%s: the draft was lost: %v", what, err)
			}
		}
		if n := s.count(t, s.tables.Feedback, anything); n != 0 {
			t.Errorf("%d items were stored, want none", n)
		}
	})
}
