package dynamostore_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

func TestRecodingGoesOnFromWhereItIsStored(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		ctx, store := t.Context(), tallyStore(db, name, today.Start())
		at, err := store.Recoding(ctx, quarter)
		if err != nil || at != (tally.Recoding{Forum: quarter}) {
			t.Fatal(at, err)
		}
		begun := at.Under(3).Next()
		stored, err := store.PutRecoding(ctx, begun)
		if err != nil || stored.Version != 1 {
			t.Fatal(stored, err)
		}
		if at, err = store.Recoding(ctx, quarter); err != nil || at != stored || at.Shard != 1 || at.Codebook != 3 {
			t.Fatal(at, err)
		}
		if _, err := store.PutRecoding(ctx, begun); !fault.Is(err, fault.Conflict) {
			t.Error("somebody else's place was taken", err)
		}
		if at.Under(3) != at || at.Under(4).Shard != 0 || at.Under(4).Version != 1 {
			t.Error("a new codebook begins afresh, the same one does not")
		}
		at.Shard = response.Shards - 1
		if at = at.Next(); at.Shard != 0 || at.Passes != 1 || at.Done() {
			t.Error(at)
		}
	})
}
