package dynamostore

import (
	"context"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
)

// Quoted gives whose words are in the releases of some forums. Forums of which nothing was shown are left out.
func (s *Shown) Quoted(ctx context.Context, forums []calendar.Quarter) (map[calendar.Quarter]release.Quoted, error) {
	const op = "read whose words are shown"
	all := make(map[calendar.Quarter]release.Quoted, len(forums))
	for some := range slices.Chunk(forums, batchKeys) {
		byKey := map[string]calendar.Quarter{}
		var keys []item
		for _, q := range some {
			key := quotedKey(q)
			byKey[textOf(key, partitionKey)] = q
			keys = append(keys, key)
		}
		found, err := batchGet(ctx, s.db, op, map[string][]item{s.tallies: keys}, true, nil)
		if err != nil {
			return nil, err
		}
		for _, i := range found[s.tallies] {
			var q release.Quoted
			if err := unpack(bytesOf(i, "body"), &q); err != nil {
				return nil, fault.New(fault.Internal, "%s: it does not read", op)
			}
			all[byKey[textOf(i, partitionKey)]] = q
		}
	}
	return all, nil
}

// Current gives some responses as they are at this moment; those that were withdrawn are left out. It is for asking
// whether words that are shown may still be. Left out too, and counted, are those that do not decode: of one that cannot
// be read nobody knows what it permits, and it must not keep the others from being asked after.
func (r *Responses) Current(ctx context.Context, ids []response.ID) (all map[response.ID]response.Response, unreadable int, err error) {
	const op = "read responses that are quoted"
	all = make(map[response.ID]response.Response, len(ids))
	for some := range slices.Chunk(ids, batchKeys) {
		keys := make([]item, len(some))
		for n, id := range some {
			keys[n] = responseKey(id)
		}
		found, err := batchGet(ctx, r.db, op, map[string][]item{r.tables.Feedback: keys}, true, nil)
		if err != nil {
			return nil, 0, err
		}
		for _, i := range found[r.tables.Feedback] {
			v, err := decodeResponse(op, i)
			if err != nil {
				unreadable++
				continue
			}
			all[v.ID] = v
		}
	}
	return all, unreadable, nil
}
