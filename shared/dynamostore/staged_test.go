package dynamostore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
)

func TestASpreadsheetChangesOneStepAtATime(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		store := dynamostore.NewStaged(db, name("Staged"))
		of := dynamostore.Sheet{Organisation: "larkspur", ID: "one"}
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		expires := now.Add(time.Hour)
		part := func(text string) dynamostore.Encrypted {
			return dynamostore.Encrypted{Ciphertext: []byte(text), WrappedKey: []byte("key of " + text)}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		is := func(err error, kind fault.Kind) {
			t.Helper()
			if !fault.Is(err, kind) {
				t.Errorf("%v, want %v", err, kind)
			}
		}
		must(store.Create(t.Context(), of, part("first"), expires))
		is(store.Create(t.Context(), of, part("other"), expires), fault.Conflict)
		head, version, err := store.Head(t.Context(), of, now)
		if err != nil || version != 1 || string(head.Ciphertext) != "first" || string(head.WrappedKey) != "key of first" {
			t.Fatalf("%+v of version %d, %v", head, version, err)
		}
		must(store.Save(t.Context(), of, 1, part("second"), map[int]dynamostore.Encrypted{0: part("rows"), 12: part("more")}, expires))
		is(store.Save(t.Context(), of, 1, part("late"), map[int]dynamostore.Encrypted{0: part("late")}, expires), fault.Conflict)
		chunk, err := store.Chunk(t.Context(), of, 0, now)
		if err != nil || string(chunk.Ciphertext) != "rows" {
			t.Errorf("the chunk is %q, %v", chunk.Ciphertext, err)
		}
		is(store.Save(t.Context(), of, 2, part("x"), map[int]dynamostore.Encrypted{0: {Ciphertext: make([]byte, 400<<10)}}, expires), fault.TooLarge)
		for _, other := range []dynamostore.Sheet{{Organisation: "larkspur", ID: "two"}, {Organisation: "teasel", ID: "one"}} {
			_, _, err := store.Head(t.Context(), other, now)
			is(err, fault.Gone)
			is(store.Save(t.Context(), other, 1, part("x"), nil, expires), fault.Conflict)
		}
		_, _, err = store.Head(t.Context(), of, expires)
		is(err, fault.Gone)
		_, err = store.Chunk(t.Context(), of, 12, expires)
		is(err, fault.Gone)
	})
}

func TestSpreadsheetsWhoseTimeIsOverAreFoundAndDeleted(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		store := dynamostore.NewStaged(db, name("Staged"))
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		some := dynamostore.Encrypted{Ciphertext: []byte("some"), WrappedKey: []byte("key")}
		for n := range 3 {
			of := dynamostore.Sheet{Organisation: "larkspur", ID: fmt.Sprint(n)}
			expires := now.Add(time.Duration(n-1) * time.Second)
			if err := store.Create(t.Context(), of, some, expires); err != nil {
				t.Fatal(err)
			}
			if err := store.Save(t.Context(), of, 1, some, map[int]dynamostore.Encrypted{0: some, 1: some}, expires); err != nil {
				t.Fatal(err)
			}
		}
		due, err := store.Due(t.Context(), now)
		if err != nil || len(due) != 2 {
			t.Fatalf("due are %v, %v", due, err)
		}
		for of, expires := range due {
			for range 2 {
				if err := store.Delete(t.Context(), of, expires); err != nil {
					t.Error(err)
				}
			}
		}
		if due, err := store.Due(t.Context(), now); err != nil || len(due) != 0 {
			t.Errorf("still due are %v, %v", due, err)
		}
		out, err := db.Scan(t.Context(), &dynamodb.ScanInput{TableName: aws.String(name("Staged"))})
		if err != nil || len(out.Items) != 4 {
			t.Errorf("%d items are left, %v", len(out.Items), err)
		}
	})
}
