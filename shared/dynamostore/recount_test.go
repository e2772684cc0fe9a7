package dynamostore_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
)

// everyOf gives the ids of a forum's responses, shard by shard.
func everyOf(t *testing.T, s stores, q calendar.Quarter) []response.ID {
	t.Helper()
	var ids []response.ID
	for shard := range response.Shards {
		err := s.responses.ByForum(t.Context(), q, shard, func(r response.Response) error {
			if r.ID.Shard() != shard {
				t.Errorf("response of shard %d is in shard %d", r.ID.Shard(), shard)
			}
			ids = append(ids, r.ID)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestAForumsResponsesAreAllFoundOnce(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		want := map[calendar.Quarter][]response.ID{}
		for i := range 30 {
			token := receipt.NewToken()
			s.save(t, token)
			sub := submissionOf(token)
			if i%3 == 0 {
				sub.Response.Forum = quarter.Next()
			}
			if err := s.responses.Submit(t.Context(), sub); err != nil {
				t.Fatal(err)
			}
			if i == 4 || i == 6 {
				if err := s.responses.Withdraw(t.Context(), sub.Receipt, today); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want[sub.Response.Forum] = append(want[sub.Response.Forum], sub.Response.ID)
		}
		for q, ids := range want {
			slices.Sort(ids)
			if diff := cmp.Diff(ids, everyOf(t, s, q)); diff != "" {
				t.Errorf("%s: %s", q, diff)
			}
		}
	})
}

// Pages of the database end at 1 MB, so that three large responses of one shard take more than one.
func TestAShardOfSeveralPagesIsReadWhole(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		large := make([]byte, 390<<10)
		for i := range large {
			large[i] = 'x'
		}
		var want []response.ID
		for len(want) < 4 {
			token := receipt.NewToken()
			sub := submissionOf(token)
			if sub.Response.ID.Shard() != 7 {
				continue
			}
			s.save(t, token)
			sub.Response.Texts["change"] = response.Text{State: response.Clean, Words: string(large)}
			if err := s.responses.Submit(t.Context(), sub); err != nil {
				t.Fatal(err)
			}
			want = append(want, sub.Response.ID)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, everyOf(t, s, quarter)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARecountStopsWhenItIsTold(t *testing.T) {
	db, name := enginetest.One(t)
	s := newStores(db, name)
	_, sub := s.submitted(t)
	enough := errors.New("enough")
	err := s.responses.ByForum(t.Context(), quarter, sub.Response.ID.Shard(), func(response.Response) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("got %v, want %v", err, enough)
	}
}

// image gives a stored item as a function finds it in the stream.
func image(t *testing.T, s stores, satisfies func(i dynamoItem) bool) map[string]events.DynamoDBAttributeValue {
	t.Helper()
	for _, i := range s.scan(t, s.tables.Feedback) {
		if !satisfies(i) {
			continue
		}
		wire, err := attributevalue.MarshalMapJSON(i)
		if err != nil {
			t.Fatal(err)
		}
		var out map[string]events.DynamoDBAttributeValue
		if err := json.Unmarshal(wire, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	t.Fatal("there is no such item")
	return nil
}

func TestAResponseIsReadFromTheStream(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		_, sub := s.submitted(t)
		got, err := dynamostore.DecodeResponse(image(t, s, isResponse))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sub.Response, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnImageWithoutAResponseIsInvalid(t *testing.T) {
	db, name := enginetest.One(t)
	s := newStores(db, name)
	s.submitted(t)
	receiptImage := image(t, s, func(i dynamoItem) bool { return !isResponse(i) })
	empty := map[string]events.DynamoDBAttributeValue{"response": events.NewMapAttribute(nil)}
	for what, i := range map[string]map[string]events.DynamoDBAttributeValue{
		"a receipt's": receiptImage, "none": nil, "an empty one": empty,
	} {
		if _, err := dynamostore.DecodeResponse(i); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	text := map[string]events.DynamoDBAttributeValue{"response": events.NewStringAttribute(canary)}
	if _, err := dynamostore.DecodeResponse(text); !fault.Is(err, fault.Internal) {
		t.Errorf("text: got %v", err)
	}
}
