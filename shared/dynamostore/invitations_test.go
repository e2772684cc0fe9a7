package dynamostore_test

import (
	"crypto/rand"
	"fmt"
	"strings"
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
