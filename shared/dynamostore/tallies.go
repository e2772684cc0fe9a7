package dynamostore

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
)

// MaxSteps is the most steps that Commit takes at once: a transaction has 100 items, and one is the shard.
const MaxSteps = 99

// Tallies keeps running tallies: the shards of each forum's, and what each response adds to them.
//
// A shard is {PK FORUM#2026-Q4#SHARD#07, version, counts (a map from cells to numbers)}. Entries are in
// contributions.go.
type Tallies struct {
	db                     *dynamodb.Client
	contributions, tallies string
	now                    func() time.Time
}

// NewTallies makes a store of tallies over the Contributions and Tallies tables. now is for telling what has expired.
func NewTallies(db *dynamodb.Client, contributions, tallies string, now func() time.Time) *Tallies {
	return &Tallies{db: db, contributions: contributions, tallies: tallies, now: now}
}

// Look gives a shard as it is at this moment, and the entries of some responses; a shard or an entry that is not there
// is left empty. At most MaxSteps ids.
func (s *Tallies) Look(ctx context.Context, ref tally.Ref, ids []response.ID) (tally.Shard, map[response.ID]tally.Entry, error) {
	const op = "look at a tally's shard"
	keys := map[string][]item{s.tallies: {single(ref.String())}}
	for _, id := range ids {
		keys[s.contributions] = append(keys[s.contributions], single(string(id)))
	}
	found, err := batchGet(ctx, s.db, op, keys, true, nil)
	if err != nil {
		return tally.Shard{}, nil, err
	}
	shard := tally.Shard{Ref: ref}
	for _, i := range found[s.tallies] {
		if shard, err = decodeShard(op, ref, i); err != nil {
			return tally.Shard{}, nil, err
		}
	}
	entries := make(map[response.ID]tally.Entry, len(ids))
	for _, i := range found[s.contributions] {
		if expired(i, s.now()) {
			continue
		}
		e, err := decodeEntry(op, i)
		if err != nil {
			return tally.Shard{}, nil, err
		}
		entries[e.ID] = e
	}
	return shard, entries, nil
}

// Commit stores a shard in place of the version that it names, as the version after that, and with it the steps, all in
// one transaction. Where the shard or an entry is no longer as it was looked at, it is a fault.Conflict and nothing is
// stored: look again.
func (s *Tallies) Commit(ctx context.Context, shard tally.Shard, steps []tally.Step) error {
	const op = "count in a tally's shard"
	if len(steps) > MaxSteps {
		return fault.New(fault.Internal, "%s: %d steps at once", op, len(steps))
	}
	counts, err := attributevalue.Marshal(shard.Counts)
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	if len(shard.Counts) == 0 {
		counts = &types.AttributeValueMemberM{Value: item{}}
	}
	put := with(single(shard.String()), item{"version": number(shard.Version + 1), "counts": counts})
	if err := fits(op, put); err != nil {
		return err
	}
	writes := []types.TransactWriteItem{{Put: inPlaceOf(s.tallies, put, shard.Version)}}
	for _, step := range steps {
		entry, err := encodeEntry(op, step.Entry)
		if err != nil {
			return err
		}
		write := inPlaceOf(s.contributions, entry, step.Was)
		if step.Was == 0 { // what has expired counts as not there, although the broom has not been yet
			write.ConditionExpression = aws.String("attribute_not_exists(PK) OR expires <= :now")
			write.ExpressionAttributeValues = item{":now": expiry(s.now())}
		}
		writes = append(writes, types.TransactWriteItem{Put: write})
	}
	refused, err := transact(ctx, s.db, op, writes)
	if err == nil && refused != nil {
		return fault.New(fault.Conflict, "%s: it has changed", op)
	}
	return err
}

// inPlaceOf puts an item in place of exactly one version of it; 0 for none.
func inPlaceOf(table string, i item, version int) *types.Put {
	if version == 0 {
		return &types.Put{TableName: &table, Item: i, ConditionExpression: aws.String("attribute_not_exists(PK)")}
	}
	return &types.Put{
		TableName: &table, Item: i, ConditionExpression: aws.String("version = :version"),
		ExpressionAttributeValues: item{":version": number(version)},
	}
}

// Shards gives every shard of a forum's tally, by their numbers. Shards in which nothing was ever counted are empty.
func (s *Tallies) Shards(ctx context.Context, forum calendar.Quarter) ([]tally.Shard, error) {
	const op = "read a forum's tally"
	shards := make([]tally.Shard, response.Shards)
	byKey := make(map[string]int, len(shards))
	var keys []item
	for n := range shards {
		shards[n].Ref = tally.Ref{Forum: forum, Shard: n}
		byKey[shards[n].String()] = n
		keys = append(keys, single(shards[n].String()))
	}
	found, err := batchGet(ctx, s.db, op, map[string][]item{s.tallies: keys}, true, nil)
	if err != nil {
		return nil, err
	}
	for _, i := range found[s.tallies] {
		n := byKey[textOf(i, partitionKey)]
		if shards[n], err = decodeShard(op, shards[n].Ref, i); err != nil {
			return nil, err
		}
	}
	return shards, nil
}

func decodeShard(op string, ref tally.Ref, i item) (tally.Shard, error) {
	shard := tally.Shard{Ref: ref, Version: int(numberOf(i, "version"))}
	if err := attributevalue.Unmarshal(i["counts"], &shard.Counts); err != nil || shard.Version == 0 {
		return tally.Shard{}, fault.New(fault.Internal, "%s: a shard does not read", op)
	}
	return shard, nil
}
