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

// Decide keeps a decision on a window and carries it out, on at most so many responses; it gives on how many. Doing it
// again goes on where it ended, until there are none. Released responses, those withheld before among them, become
// their next version, without SetApart, which the stream has counted; withheld ones only change piles, and can still be
// released. A window in which nothing was ever set apart is a fault.NotFound, a decision that cannot stand a
// fault.Invalid.
func (s *Windows) Decide(ctx context.Context, w surge.Window, d surge.Decision, most int) (int, error) {
	// The decision comes first, so that nothing is ever moved for a reason that nobody knows.
	if err := s.decide(ctx, w, d); err != nil {
		return 0, err
	}
	if d.Verdict == surge.Withheld {
		return s.eachIn(ctx, w, surge.PileWaiting, most, func(ctx context.Context, entry item) (bool, error) {
			return s.withhold(ctx, w, entry)
		})
	}
	n, err := s.eachIn(ctx, w, surge.PileWaiting, most, s.release)
	if err != nil || n >= most {
		return n, err
	}
	again, err := s.eachIn(ctx, w, surge.PileWithheld, most-n, s.release)
	return n + again, err
}

// eachIn does something with each entry of a pile, several at once and at most so many, and gives how many it was done
// with.
func (s *Windows) eachIn(
	ctx context.Context, w surge.Window, p surge.Pile, most int,
	do func(ctx context.Context, entry item) (done bool, err error),
) (int, error) {
	const op = "read a window's responses"
	var n atomic.Int64
	after := response.ID("")
	for most > 0 {
		entries, err := s.page(ctx, op, w, p, after, min(most, batchKeys))
		if err != nil || len(entries) == 0 {
			return int(n.Load()), err
		}
		most, after = most-len(entries), idOf(entries[len(entries)-1])
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
			return int(n.Load()), err
		}
	}
	return int(n.Load()), nil
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
