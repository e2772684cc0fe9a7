package dynamostore

import (
	"context"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/surge"
)

// decideAtOnce is how many responses a decision is carried out on between two looks at whether it still stands.
const decideAtOnce = 25

// Decide keeps a decision on a window and carries it out, on at most so many responses; it gives on how many, and whether
// more are left. Deciding again goes on where that ended. before is the number of the decision so far, as OfForum gave it: where
// somebody else has decided since, or does while this is carried out, it is a fault.Conflict, and nothing further is done
// in this one's name. Released responses, those withheld before among them, become their next version, without SetApart,
// which the stream has counted; withheld ones only change piles, and can still be released. A window in which nothing was
// ever set apart is a fault.NotFound, a decision that cannot stand a fault.Invalid.
func (s *Windows) Decide(
	ctx context.Context, w surge.Window, before int, d surge.Decision, most int,
) (n int, more bool, err error) {
	// The decision comes first, so that nothing is ever moved for a reason that nobody knows.
	if err := s.decide(ctx, w, before, d); err != nil {
		return 0, false, err
	}
	made := dayDecision{d, before + 1}
	if d.Verdict == surge.Withheld {
		return s.eachIn(ctx, w, made, surge.PileWaiting, most, func(ctx context.Context, entry item) (bool, error) {
			return s.withhold(ctx, w, entry)
		})
	}
	if n, more, err = s.eachIn(ctx, w, made, surge.PileWaiting, most, s.release); err != nil || more {
		return n, more, err
	}
	again, more, err := s.eachIn(ctx, w, made, surge.PileWithheld, most-n, s.release)
	return n + again, more, err
}

// eachIn does something with each entry of a pile, several at once, as long as the decision stands, and gives how
// many it was done with: at most so many, and more is true where there may be others. Entries that the index,
// which is a moment behind, still has of what was done before are passed over and not counted.
func (s *Windows) eachIn(
	ctx context.Context, w surge.Window, made dayDecision, p surge.Pile, most int,
	do func(ctx context.Context, entry item) (done bool, err error),
) (_ int, more bool, err error) {
	const op = "carry out a decision on a window"
	var n atomic.Int64
	after := response.ID("")
	for {
		if err := s.stands(ctx, op, w, made); err != nil {
			return int(n.Load()), false, err
		}
		room := most - int(n.Load())
		entries, err := s.page(ctx, op, w, p, after, max(1, min(room, decideAtOnce)))
		if err != nil || len(entries) == 0 || room <= 0 {
			return int(n.Load()), err == nil && len(entries) > 0, err
		}
		after = idOf(entries[len(entries)-1])
		doing, within := errgroup.WithContext(ctx)
		doing.SetLimit(atOnce)
		for _, entry := range entries {
			doing.Go(func() error {
				done, err := do(within, entry)
				if done {
					n.Add(1)
				}
				return err
			})
		}
		if err := doing.Wait(); err != nil {
			return int(n.Load()), false, err
		}
	}
}

// changes is how often a response is read again that somebody else changed at the same moment.
const changes = 8

// release lets one response through, in the version that it has by now. One that is gone, or was let through already,
// is left.
func (s *Windows) release(ctx context.Context, entry item) (bool, error) {
	const op = "release a response"
	for range changes {
		found, err := s.read(ctx, op, entry)
		if err != nil || len(found) == 0 {
			return false, err
		}
		v, err := decodeResponse(op, found)
		if err != nil || !v.SetApart {
			return false, err
		}
		if err = s.letThrough(ctx, op, v, found); !fault.Is(err, fault.Conflict) {
			return err == nil, err
		}
	}
	return false, fault.New(fault.Unavailable, "%s: it changed again and again", op)
}

// letThrough makes of a response, as it was read, its next version, which is not set apart.
func (s *Windows) letThrough(ctx context.Context, op string, v response.Response, read item) error {
	v.SetApart = false
	sets, removes := "SET #response.#version = :next, #version = :next", " REMOVE #response.#apart, surgeShard"
	values := item{":version": read["version"], ":next": number(numberOf(read, "version") + 1)}
	if shard := waitingShard(v); shard != "" { // for a reviewer, because of its words
		sets, values[":shard"] = sets+", reviewShard = :shard", text(shard)
	} else {
		removes += ", reviewShard"
	}
	_, err := s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 &s.feedback,
		Key:                       responseKey(v.ID),
		UpdateExpression:          aws.String(sets + removes),
		ConditionExpression:       aws.String("#version = :version"),
		ExpressionAttributeNames:  map[string]string{"#response": "response", "#version": "version", "#apart": "setApart"},
		ExpressionAttributeValues: values,
	})
	return failed(op, err)
}

// withhold moves one response to the pile of those withheld. It is still set apart, and its version is the same.
func (s *Windows) withhold(ctx context.Context, w surge.Window, entry item) (bool, error) {
	part := pilePart(idOf(entry))
	_, err := s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           &s.feedback,
		Key:                 item{partitionKey: entry[partitionKey], sortKey: entry[sortKey]},
		UpdateExpression:    aws.String("SET surgeShard = :to"),
		ConditionExpression: aws.String("surgeShard = :from"),
		ExpressionAttributeValues: item{
			":to": text(pileShard(surge.PileWithheld, w, part)), ":from": text(pileShard(surge.PileWaiting, w, part)),
		},
	})
	if err = failed("withhold a response", err); fault.Is(err, fault.Conflict) {
		return false, nil // withdrawn, or decided on, since
	}
	return err == nil, err
}
