package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/tally"
)

// How far a forum is coded again is {PK FORUM#2026-Q4#RECODING, version, codebook, shard, passes} in the Tallies table.
func recodingKey(q calendar.Quarter) item { return single("FORUM#" + string(q) + "#RECODING") }

// Recoding gives how far a forum's entries have been gone through to be coded again; one that has not begun is not
// stored, and has the forum alone.
func (s *Tallies) Recoding(ctx context.Context, q calendar.Quarter) (tally.Recoding, error) {
	stored, err := getItem(ctx, s.db, "get how far a forum is recoded", s.tallies, recodingKey(q))
	if err != nil {
		return tally.Recoding{}, err
	}
	return tally.Recoding{
		Forum: q, Version: int(numberOf(stored, "version")), Codebook: int(numberOf(stored, "codebook")),
		Shard: int(numberOf(stored, "shard")), Passes: int(numberOf(stored, "passes")),
	}, nil
}

// PutRecoding stores how far a forum is, in place of the version that it names, and gives it with its new version. Where
// somebody else went on meanwhile it is a fault.Conflict: leave the rest to them.
func (s *Tallies) PutRecoding(ctx context.Context, r tally.Recoding) (tally.Recoding, error) {
	const op = "put how far a forum is recoded"
	put := inPlaceOf(s.tallies, with(recodingKey(r.Forum), item{
		"version": number(r.Version + 1), "codebook": number(r.Codebook), "shard": number(r.Shard), "passes": number(r.Passes),
	}), r.Version)
	refused, err := transact(ctx, s.db, op, []types.TransactWriteItem{{Put: put}})
	if err == nil && refused != nil {
		err = fault.New(fault.Conflict, "%s: somebody went on", op)
	}
	r.Version++
	return r, err
}
