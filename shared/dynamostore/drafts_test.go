package dynamostore_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/draft"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

func TestDrafts(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		noon := today.Start().Add(12 * time.Hour)

		t.Run("saved and changed", func(t *testing.T) {
			token := receipt.NewToken()
			d := draftOf(token, 0)
			for version := range 3 {
				d.Version = version
				d.Sealed = append(d.Sealed, byte(version))
				if err := s.drafts.Save(t.Context(), d); err != nil {
					t.Fatal(err)
				}
				got, err := s.drafts.Load(t.Context(), d.ID, noon)
				if err != nil {
					t.Fatal(err)
				}
				want := d
				want.Version++
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			}
		})

		t.Run("another version is a conflict", func(t *testing.T) {
			token := receipt.NewToken()
			s.save(t, token)
			for _, version := range []int{0, 2, -1} {
				wantFault(t, "save", s.drafts.Save(t.Context(), draftOf(token, version)), fault.Conflict)
			}
		})

		t.Run("a deleted draft is gone and stays gone", func(t *testing.T) {
			token := receipt.NewToken()
			s.save(t, token)
			for range 2 {
				if err := s.drafts.Delete(t.Context(), token.DraftID()); err != nil {
					t.Fatal(err)
				}
			}
			_, err := s.drafts.Load(t.Context(), token.DraftID(), noon)
			wantFault(t, "load", err, fault.Gone)
			wantFault(t, "save", s.drafts.Save(t.Context(), draftOf(token, 1)), fault.Conflict)
		})

		t.Run("an expired draft is gone, though it is still there", func(t *testing.T) {
			token := receipt.NewToken()
			s.save(t, token)
			ends := draftOf(token, 0).Expires
			if _, err := s.drafts.Load(t.Context(), token.DraftID(), ends.Add(-time.Second)); err != nil {
				t.Error(err)
			}
			for _, now := range []time.Time{ends, ends.Add(time.Hour)} {
				_, err := s.drafts.Load(t.Context(), token.DraftID(), now)
				wantFault(t, "load", err, fault.Gone)
			}
		})

		t.Run("nobody's draft is gone", func(t *testing.T) {
			_, err := s.drafts.Load(t.Context(), receipt.NewToken().DraftID(), noon)
			wantFault(t, "load", err, fault.Gone)
		})

		t.Run("too large for the database", func(t *testing.T) {
			d := draft.Stored{
				ID: receipt.NewToken().DraftID(), Sealed: bytes.Repeat([]byte(canary), 400<<10/len(canary)+1), Expires: noon,
			}
			wantFault(t, "save", s.drafts.Save(t.Context(), d), fault.TooLarge)
		})
	})
}

func TestSizesAreNotJudgedTooSmall(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		overhead := len("PK") + len(receipt.NewToken().DraftID()) + len("version1") + len("sealed") + len("expires") + 20
		d := draft.Stored{
			ID: receipt.NewToken().DraftID(), Sealed: []byte(strings.Repeat("x", 400<<10-overhead)), Expires: today.Start(),
		}
		if err := s.drafts.Save(t.Context(), d); err != nil {
			t.Errorf("a draft just below the limit: %v", err)
		}
	})
}
