package dynamostore

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
)

// Shown stores what people may see, together with the exact counts that it was made from, which nobody may: they are
// what the next figures are compared with. The two are in different tables, because whoever reads releases may read
// everything in the Forums table.
//
// The basis is {PK FORUM#2026-Q4#SHOWN, version, body (its JSON, gzipped)} in the Tallies table, and whose words are in
// the releases {PK FORUM#2026-Q4#QUOTED, version (the basis's), body}.
type Shown struct {
	db              *dynamodb.Client
	forums, tallies string
}

// NewShown makes a store of what was shown over the Forums and Tallies tables.
func NewShown(db *dynamodb.Client, forums, tallies string) *Shown {
	return &Shown{db: db, forums: forums, tallies: tallies}
}

func shownKey(q calendar.Quarter) item { return single("FORUM#" + string(q) + "#SHOWN") }

func quotedKey(q calendar.Quarter) item { return single("FORUM#" + string(q) + "#QUOTED") }

// Basis gives what was last shown of a forum was made from, and the version to name to Put. Where nothing was shown yet
// both are empty. Where something was shown and what it was made from is missing it is a fault.Internal: compared with
// nothing, the next figures could differ from those by one person.
func (s *Shown) Basis(ctx context.Context, q calendar.Quarter) (release.Basis, int, error) {
	const op = "get what was shown"
	stored, err := getItem(ctx, s.db, op, s.tallies, shownKey(q))
	if err != nil {
		return release.Basis{}, 0, err
	}
	if len(stored) == 0 {
		return release.Basis{}, 0, s.nothingShown(ctx, op, q)
	}
	var b release.Basis
	if err := unpack(bytesOf(stored, "body"), &b); err != nil {
		return release.Basis{}, 0, fault.New(fault.Internal, "%s: it does not read", op)
	}
	quoted, err := s.Quoted(ctx, []calendar.Quarter{q})
	b.Quoted = quoted[q]
	return b, int(numberOf(stored, "version")), err
}

// nothingShown fails where there are live figures or a release of a forum. Their keys sort from LIVE on.
func (s *Shown) nothingShown(ctx context.Context, op string, q calendar.Quarter) error {
	out, err := s.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &s.forums, ConsistentRead: aws.Bool(true), Limit: aws.Int32(1),
		ProjectionExpression:      aws.String("SK"),
		KeyConditionExpression:    aws.String("PK = :forum AND SK >= :shown"),
		ExpressionAttributeValues: item{":forum": text(string(q)), ":shown": text(liveSort)},
	})
	if err != nil {
		return failed(op, err)
	}
	if len(out.Items) > 0 {
		return fault.New(fault.Internal, "%s: the counts behind it are missing", op)
	}
	return nil
}

// Put stores a release and its basis in one transaction. Live figures, version 0, take the place of those before; a
// release is only ever made once. version is the basis's as Basis gave it. Where something was shown since, or the
// release is there already, it is a fault.Conflict and nothing is stored.
func (s *Shown) Put(ctx context.Context, r release.Release, b release.Basis, version int) error {
	const op = "put release"
	seen, err := s.release(op, r, false)
	if err != nil {
		return err
	}
	return s.commit(ctx, op, []*types.Put{seen}, r.Forum, b, version)
}

// Recall stores releases of one forum that words were taken out of, each in place of what it was, and with them the one
// that takes the newest's place, in one transaction with their basis. It is a fault.Conflict as Put's is.
func (s *Shown) Recall(ctx context.Context, changed []release.Release, b release.Basis, version int) error {
	const op = "recall release"
	if len(changed) == 0 {
		return fault.New(fault.Internal, "%s: there is none", op)
	}
	var seen []*types.Put
	for _, r := range changed {
		put, err := s.release(op, r, slices.Contains(b.Quoted.Recalled, r.Version))
		if err != nil {
			return err
		}
		seen = append(seen, put)
	}
	return s.commit(ctx, op, seen, changed[0].Forum, b, version)
}

// Removed stores that the files of recalled releases are gone: what Quoted is afterwards. It is a fault.Conflict as
// Put's is.
func (s *Shown) Removed(ctx context.Context, q calendar.Quarter, b release.Basis, version int) error {
	return s.commit(ctx, "note files removed", nil, q, b, version)
}

// release makes the item of a release: in place of the one of its version where that is recalled or live, and otherwise
// as a new one.
func (s *Shown) release(op string, r release.Release, recalled bool) (*types.Put, error) {
	body, err := pack(r)
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	put := &types.Put{TableName: &s.forums, Item: with(releaseKey(r.Forum, r.Version), item{
		"version": number(r.Version), "made": text(r.Made), "body": blob(body),
	})}
	switch {
	case recalled:
		put.Item["recalled"] = &types.AttributeValueMemberBOOL{Value: true}
		put.ConditionExpression = aws.String("attribute_exists(PK)")
	case r.Version > 0:
		put.ConditionExpression = aws.String("attribute_not_exists(PK)")
	}
	return put, nil
}

// commit stores what may be seen of a forum together with what it was made from.
func (s *Shown) commit(ctx context.Context, op string, seen []*types.Put, q calendar.Quarter, b release.Basis, version int) error {
	basis, err := pack(b)
	if err != nil {
		return fault.New(fault.Internal, "%s: its basis does not marshal", op)
	}
	quoted, err := pack(b.Quoted)
	if err != nil {
		return fault.New(fault.Internal, "%s: its quotations do not marshal", op)
	}
	behind := inPlaceOf(s.tallies, with(shownKey(q), item{"version": number(version + 1), "body": blob(basis)}), version)
	words := &types.Put{TableName: &s.tallies, Item: with(quotedKey(q), item{"version": number(version + 1), "body": blob(quoted)})}
	var writes []types.TransactWriteItem
	for _, put := range append(seen, behind, words) {
		if err := fits(op, put.Item); err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: put})
	}
	refused, err := transact(ctx, s.db, op, writes)
	if err == nil && refused != nil {
		return fault.New(fault.Conflict, "%s: something was shown since", op)
	}
	return err
}

// pack gives a value's JSON, gzipped; the same value gives the same bytes.
func pack(v any) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(v); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(b []byte, v any) error {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return err
	}
	return json.NewDecoder(z).Decode(v)
}
