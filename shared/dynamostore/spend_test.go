package dynamostore_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

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
