package dynamostore_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/submission"
)

var reviewer = review.By{Subject: "reviewer", Day: today}

func (s stores) reviews() *dynamostore.Reviews {
	return dynamostore.NewReviews(s.db, s.tables, func() time.Time { return today.Start().Add(9 * time.Hour) })
}

// sent stores a response as it comes, changed.
func (s stores) sent(t *testing.T, change func(*response.Response)) submission.Submission {
	t.Helper()
	token := receipt.NewToken()
	s.save(t, token)
	sub := submissionOf(token)
	change(&sub.Response)
	if err := s.responses.Submit(t.Context(), sub); err != nil {
		t.Fatal(err)
	}
	return sub
}

func clean(r *response.Response) {
	r.Texts = map[string]response.Text{"change": {State: response.Clean, Words: "They were kind."}}
}

// whole reads the queue from its beginning to its end, in pages.
func whole(t *testing.T, s *dynamostore.Reviews, limit int) []dynamostore.Waiting {
	t.Helper()
	var all []dynamostore.Waiting
	for from := (dynamostore.Place{}); ; {
		page, next, err := s.Queue(t.Context(), from, limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > limit {
			t.Errorf("a page of %d, %d at most", len(page), limit)
		}
		all = append(all, page...)
		if next == nil {
			return all
		}
		from = *next
	}
}

func TestTheQueueHasEverythingThatWaitsOnceAndInOrder(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		want := map[review.Queue]int{}
		for i := range 23 {
			queue := []review.Queue{review.Quotes, review.Held, review.Safeguarding, ""}[i%4]
			s.sent(t, func(r *response.Response) {
				r.Forum = []calendar.Quarter{"2026-Q4", "2026-Q3", "2027-Q1"}[i%3]
				switch queue {
				case review.Quotes:
					clean(r)
					r.Consents = append(r.Consents, decided(consent.ForumQuotes, true))
				case review.Safeguarding:
					r.Signs = []string{"plan"}
				case "":
					clean(r)
				}
			})
			want[queue]++
		}
		for _, limit := range []int{1, 4, 100} {
			all, seen, got := whole(t, s.reviews(), limit), map[response.ID]bool{}, map[review.Queue]int{}
			for i, one := range all {
				got[one.Queue]++
				seen[one.Response.ID] = true
				if i > 0 {
					before := all[i-1]
					if b, a := slices.Index(review.Queues, before.Queue), slices.Index(review.Queues, one.Queue); b > a || b == a && before.Response.Forum > one.Response.Forum {
						t.Errorf("%s of %s comes before %s of %s", before.Queue, before.Response.Forum, one.Queue, one.Response.Forum)
					}
				}
			}
			delete(want, "")
			if diff := cmp.Diff(want, got); diff != "" || len(seen) != len(all) {
				t.Errorf("pages of %d: %d of which %d are different\n%s", limit, len(all), len(seen), diff)
			}
		}
	})
}

func TestWhatIsDecidedLeavesTheQueueAndAChangedPermissionBringsItBack(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		sub := s.sent(t, clean)
		waits := func(what string, want int) {
			t.Helper()
			if got := len(whole(t, s.reviews(), 10)); got != want {
				t.Errorf("%s: %d wait, want %d", what, got, want)
			}
		}
		waits("nothing permitted", 0)
		if err := s.responses.AppendConsent(t.Context(), sub.Receipt, 1, decided(consent.ForumQuotes, true)); err != nil {
			t.Fatal(err)
		}
		waits("quotes permitted", 1)
		now, err := s.reviews().Get(t.Context(), sub.Response.ID)
		if err != nil {
			t.Fatal(err)
		}
		next, err := review.Clear(now, "change", review.Clearing{
			Words: "They were kind.", Quotes: []response.Span{{Start: 0, End: 9}}, Approved: []consent.Purpose{consent.ForumQuotes},
		}, reviewer)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.reviews().Save(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		waits("decided", 0)
		if err := s.responses.AppendConsent(t.Context(), sub.Receipt, 3, decided(consent.ForumQuotes, false)); err != nil {
			t.Fatal(err)
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil || len(kept.Response.Reviews["change"].Approved) > 0 || kept.Response.Version != 4 {
			t.Errorf("taken back: %+v, %v", kept.Response.Reviews, err)
		}
		waits("taken back", 0)
		if err := s.responses.AppendConsent(t.Context(), sub.Receipt, 4, decided(consent.ForumQuotes, true)); err != nil {
			t.Fatal(err)
		}
		waits("given again", 1)
		if err := s.responses.Withdraw(t.Context(), sub.Receipt, today); err != nil {
			t.Fatal(err)
		}
		waits("withdrawn", 0)
		wantFault(t, "get", second(s.reviews().Get(t.Context(), sub.Response.ID)), fault.NotFound)
		wantFault(t, "save", s.reviews().Save(t.Context(), next), fault.NotFound)
		_, _, err = s.reviews().Sealed(t.Context(), sub.Response.ID)
		wantFault(t, "open", err, fault.NotFound)
	})
}

func second[T any](_ T, err error) error { return err }

func TestOfManyReviewersAtOnceOneIsFirst(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		sub := s.sent(t, func(*response.Response) {})
		const many = 8
		results := make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				next, err := review.Clear(sub.Response, "held", review.Clearing{Words: fmt.Sprint("words of ", i)}, reviewer)
				if err != nil {
					results[i] = err
					return
				}
				results[i] = s.reviews().Save(t.Context(), next)
			})
		}
		all.Wait()
		first := slices.IndexFunc(results, func(err error) bool { return err == nil })
		for i, err := range results {
			if i != first && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
				t.Errorf("%d: %v", i, err)
			}
		}
		got, err := s.reviews().Get(t.Context(), sub.Response.ID)
		if err != nil || first < 0 || got.Texts["held"].Words != fmt.Sprint("words of ", first) || got.Version != 2 {
			t.Errorf("%d was first; stored is %+v at %d, %v", first, got.Texts["held"], got.Version, err)
		}
	})
}

func TestSealedWordsEndOnTheirDay(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		sub := s.sent(t, func(*response.Response) {})
		at := func(day calendar.Day) *dynamostore.Reviews {
			return dynamostore.NewReviews(s.db, s.tables, func() time.Time { return day.Start() })
		}
		cipher, wrapped, err := at(sub.Sealed.Expires.Add(-1)).Sealed(t.Context(), sub.Response.ID)
		if err != nil || string(cipher) != string(sub.Sealed.Ciphertext) || string(wrapped) != string(sub.Sealed.WrappedKey) {
			t.Errorf("the day before: %v", err)
		}
		_, _, err = at(sub.Sealed.Expires).Sealed(t.Context(), sub.Response.ID)
		wantFault(t, "on the day", err, fault.NotFound)
	})
}

func TestContactDetailsAreGoneAfterUse(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		at := today
		contacts := dynamostore.NewContacts(s.db, s.tables, func() time.Time { return at.Start() })
		one, two := s.sent(t, clean), s.sent(t, clean)
		list := func() []dynamostore.ContactRequest {
			t.Helper()
			all, err := contacts.List(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if all := list(); len(all) != 2 || all[0].Until != one.Contact.Expires || all[0].Tried != "" {
			t.Errorf("asked: %+v", all)
		}
		if err := contacts.Try(t.Context(), one.Response.ID, dynamostore.NotReached, today); err != nil {
			t.Fatal(err)
		}
		if got, err := contacts.Get(t.Context(), one.Response.ID); err != nil || got.Tried != dynamostore.NotReached || got.Day != today {
			t.Errorf("tried: %+v, %v", got, err)
		}
		if cipher, wrapped, err := contacts.Sealed(t.Context(), one.Response.ID); err != nil || string(cipher) != string(one.Contact.Ciphertext) || len(wrapped) == 0 {
			t.Errorf("still to be opened: %v", err)
		}
		for range 2 {
			if err := contacts.Remove(t.Context(), one.Response.ID); err != nil {
				t.Fatal(err)
			}
		}
		if all := list(); len(all) != 1 || all[0].ID != two.Response.ID {
			t.Errorf("after use: %+v", all)
		}
		if s.holds(t, s.tables.Keys, map[string]string{"PK": string(one.Response.ID), "SK": "contact"}) {
			t.Error("the key of what was used is still there")
		}
		if !s.holds(t, s.tables.Keys, map[string]string{"PK": string(one.Response.ID), "SK": "sealed"}) {
			t.Error("the key of the words is gone too")
		}
		wantFault(t, "try what is gone", contacts.Try(t.Context(), one.Response.ID, dynamostore.Later, today), fault.NotFound)
		at = two.Contact.Expires
		if all := list(); len(all) != 0 {
			t.Errorf("on their day: %+v", all)
		}
		wantFault(t, "get what has expired", second(contacts.Get(t.Context(), two.Response.ID)), fault.NotFound)
		wantFault(t, "try what has expired", contacts.Try(t.Context(), two.Response.ID, dynamostore.Later, at), fault.NotFound)
		if n := s.count(t, s.tables.Contact, func(i dynamoItem) bool { _, made := i["ciphertext"].(*types.AttributeValueMemberB); return !made }); n != 0 {
			t.Error("trying what is gone made an item")
		}
	})
}
