package dynamostore_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/organisation"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

const service organisation.ID = "sample-service"

// cards makes a batch of codes for the samples' quarter.
func (s stores) cards(t *testing.T, n int) []invitation.Hash {
	t.Helper()
	hashes := drawn(t, n)
	b := invitation.Batch{ID: rand.Text(), Size: n, Made: today}
	if err := s.invitations().Make(t.Context(), service, quarter, b, hashes); err != nil {
		t.Fatal(err)
	}
	return hashes
}

func drawn(t *testing.T, n int) []invitation.Hash {
	t.Helper()
	codes, err := invitation.New(n, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return invitation.Hashes(codes)
}

func (s stores) invitations() *dynamostore.Invitations {
	return dynamostore.NewInvitations(s.db, s.tables.Invitations)
}

// invited is a submission of a new draft with a card's code.
func (s stores) invited(t *testing.T, h invitation.Hash) submission.Submission {
	t.Helper()
	token := receipt.NewToken()
	s.save(t, token)
	sub := submissionOf(token)
	sub.Invitation, sub.Response.Invited = &h, true
	return sub
}

// counted gives an issue's count of used codes, its blur included.
func (s stores) counted(t *testing.T) int {
	t.Helper()
	for _, i := range s.scan(t, s.tables.Invitations) {
		var issue struct {
			PK      string
			Counted int `dynamodbav:"counted"`
		}
		if err := attributevalue.UnmarshalMap(i, &issue); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(issue.PK, "ISSUE#") {
			return issue.Counted
		}
	}
	t.Fatal("there is no issue")
	return 0
}

func TestACardIsGoodForOneResponse(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		h := s.cards(t, 3)[0]
		begun := s.counted(t)
		sub := s.invited(t, h)
		for range 2 { // the second is a retry
			if err := s.responses.Submit(t.Context(), sub); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil || !kept.Response.Invited {
			t.Fatalf("kept %+v, error %v", kept, err)
		}
		second := s.invited(t, h)
		if err := s.responses.Submit(t.Context(), second); !errors.Is(err, invitation.ErrSpent) {
			t.Fatalf("used again: %v", err)
		}
		if n := s.count(t, s.tables.Feedback, isResponse); n != 1 {
			t.Fatalf("%d responses are stored", n)
		}
		second.Invitation, second.Response.Invited = nil, false
		if err := s.responses.Submit(t.Context(), second); err != nil {
			t.Fatalf("sent on without it: %v", err)
		}
		if got := s.counted(t) - begun; got != 1 {
			t.Errorf("%d uses are counted", got)
		}
	})
}

// What stays of a used code tells neither which response used it, nor when, nor whose card it was; and the response
// tells nothing of the code.
func TestNothingLinksACardAndItsResponse(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		h := s.cards(t, 1)[0]
		sub := s.invited(t, h)
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Fatal(err)
		}
		for _, i := range s.scan(t, s.tables.Invitations) {
			var key struct{ PK string }
			if err := attributevalue.UnmarshalMap(i, &key); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(key.PK, "CARD#") {
				if got := slices.Sorted(maps.Keys(i)); !slices.Equal(got, []string{"PK", "expires"}) {
					t.Errorf("of a used card stays %v", got)
				}
			}
			all := fmt.Sprint(written(t, i))
			if strings.Contains(all, string(sub.Response.ID)) || strings.Contains(all, string(sub.Receipt)) {
				t.Errorf("%s holds the response's id or receipt", key.PK)
			}
		}
		if all := s.written(t); strings.Contains(all, string(h)) || strings.Contains(all, string(service)) {
			t.Error("what was sent names the code or who handed it out")
		}
	})
}

func written(t *testing.T, i dynamoItem) map[string]any {
	t.Helper()
	var plain map[string]any
	if err := attributevalue.UnmarshalMap(i, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestOneCardTypedByManyAtOnceInvitesOne(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		h := s.cards(t, 1)[0]
		begun := s.counted(t)
		const people = 8
		var all sync.WaitGroup
		for range people {
			sub := s.invited(t, h)
			all.Go(func() {
				for {
					err := s.responses.Submit(t.Context(), sub)
					switch {
					case errors.Is(err, invitation.ErrSpent):
						sub.Invitation, sub.Response.Invited = nil, false
					case fault.Is(err, fault.Unavailable):
					case err != nil:
						t.Errorf("got %v", err)
						return
					default:
						return
					}
				}
			})
		}
		all.Wait()
		invited := s.count(t, s.tables.Feedback, func(i dynamoItem) bool {
			var found struct {
				Response response.Response `dynamodbav:"response"`
			}
			if err := attributevalue.UnmarshalMap(i, &found); err != nil {
				t.Fatal(err)
			}
			return found.Response.Invited
		})
		if n := s.count(t, s.tables.Feedback, isResponse); n != people || invited != 1 || s.counted(t)-begun != 1 {
			t.Errorf("%d responses, %d of them invited, %d uses", n, invited, s.counted(t)-begun)
		}
	})
}

// Pressing the button many times, with one card, is one response, which is invited.
func TestSendingACardManyTimesAtOnceInvitesOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		sub := s.invited(t, s.cards(t, 1)[0])
		begun := s.counted(t)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := s.responses.Submit(t.Context(), sub); err != nil && !fault.Is(err, fault.Unavailable) {
					t.Errorf("got %v", err)
				}
			})
		}
		all.Wait()
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Error(err)
		}
		kept, err := s.responses.ByReceipt(t.Context(), sub.Receipt)
		if err != nil || !kept.Response.Invited || s.counted(t)-begun != 1 {
			t.Errorf("kept %+v, %d uses, error %v", kept.Response, s.counted(t)-begun, err)
		}
	})
}

// Neither a card that is over nor one that never was stores anything, or ends the draft; a draft that is gone is gone,
// whatever its card.
func TestACardThatIsNoneLosesNothing(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		h := s.cards(t, 1)[0]
		late, unknown := s.invited(t, h), s.invited(t, drawn(t, 1)[0])
		late.Response.Received = invitation.Ends(quarter)
		for what, sub := range map[string]submission.Submission{"late": late, "unknown": unknown} {
			if err := s.responses.Submit(t.Context(), sub); !errors.Is(err, invitation.ErrSpent) {
				t.Errorf("%s: %v", what, err)
			}
			if _, err := s.drafts.Load(t.Context(), sub.DraftID, today.Start()); err != nil {
				t.Errorf("%s: the draft is lost: %v", what, err)
			}
		}
		gone := s.invited(t, h)
		if err := s.drafts.Delete(t.Context(), gone.DraftID); err != nil {
			t.Fatal(err)
		}
		wantFault(t, "a draft that ended", s.responses.Submit(t.Context(), gone), fault.Gone)
		late.Response.Received = invitation.Ends(quarter).Add(-1)
		if err := s.responses.Submit(t.Context(), late); err != nil {
			t.Errorf("on its last day: %v", err)
		}
	})
}

// Check must say the same of a card before and after it was used.
func TestCheckTellsNobodyWhoAnswered(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		cards, ends := s.invitations(), invitation.Ends(quarter)
		h := s.cards(t, 1)[0]
		for _, when := range []string{"before it is used", "after"} {
			if err := cards.Check(t.Context(), h, ends.Add(-1)); err != nil {
				t.Errorf("%s: %v", when, err)
			}
			wantFault(t, when+", when it is over", cards.Check(t.Context(), h, ends), fault.Gone)
			if when == "after" {
				break
			}
			if err := s.responses.Submit(t.Context(), s.invited(t, h)); err != nil {
				t.Fatal(err)
			}
		}
		wantFault(t, "a code nobody was given", cards.Check(t.Context(), drawn(t, 1)[0], today), fault.NotFound)
	})
}

func TestWhatWasHandedOut(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		cards := s.invitations()
		issued := func(on string) invitation.Issue {
			t.Helper()
			day := today
			if on == "over" {
				day = invitation.Ends(quarter)
			}
			got, err := cards.Issued(t.Context(), service, quarter, day)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		want := invitation.Issue{Organisation: service, Forum: quarter}
		if diff := cmp.Diff(want, issued("")); diff != "" {
			t.Error(diff)
		}
		for i, size := range []int{1, 250} {
			b := invitation.Batch{ID: fmt.Sprint("batch-", i), Size: size, Made: today}
			hashes := drawn(t, size)
			if err := cards.Make(t.Context(), service, quarter, b, hashes); err != nil {
				t.Fatal(err)
			}
			want.Batches, want.Made = append(want.Batches, b), want.Made+size
			wantFault(t, "made again", cards.Make(t.Context(), service, quarter, b, hashes), fault.Conflict)
			if err := cards.Check(t.Context(), hashes[size-1], today); err != nil {
				t.Errorf("the last of %d: %v", size, err)
			}
		}
		if diff := cmp.Diff(want, issued("")); diff != "" {
			t.Error(diff)
		}
		want.Used = invitation.Quarter
		if diff := cmp.Diff(want, issued("over")); diff != "" {
			t.Error(diff)
		}
		if got, err := cards.Issued(t.Context(), "sample-unit", quarter, today); err != nil || got.Made != 0 {
			t.Errorf("somebody else's: %+v, %v", got, err)
		}
	})
}

func TestNoMoreBatchesThanAnybodyNeeds(t *testing.T) {
	db, name := enginetest.One(t)
	s := newStores(db, name)
	for range invitation.MostBatches {
		s.cards(t, 1)
	}
	err := s.invitations().Make(t.Context(), service, quarter, invitation.Batch{ID: "x", Size: 1, Made: today}, drawn(t, 1))
	wantFault(t, "one more", err, fault.TooMany)
	for what, b := range map[string]invitation.Batch{"no id": {Size: 1}, "another size": {ID: "x", Size: 2}, "none": {ID: "x"}} {
		n := 1
		if what == "none" {
			n = 0
		}
		hashes := drawn(t, 1)[:n]
		wantFault(t, what, s.invitations().Make(t.Context(), "sample-unit", quarter, b, hashes), fault.Invalid)
	}
}
