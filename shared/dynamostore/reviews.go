package dynamostore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
)

const (
	reviewIndex = "by-review"

	// reviewShards is over how many partitions of the index each queue of a forum is spread: a partition takes about
	// 1,000 writes a second. It is part of stored values.
	reviewShards = 8

	queueForums = 6 // the next quarter, this one, and the four before
)

// waitingShard gives the partition of the index by-review in which a response waits for a reviewer; "" for none.
func waitingShard(r response.Response) string {
	if queue := review.QueueOf(r); queue != "" {
		return queuePartition(queue, r.Forum, r.ID.Shard()%reviewShards)
	}
	return ""
}

func queuePartition(queue review.Queue, q calendar.Quarter, shard int) string {
	return fmt.Sprintf("%s#%s#%02d", queue, q, shard)
}

// Reviews keeps what reviewers decide, and finds what waits for them.
type Reviews struct {
	db     *dynamodb.Client
	tables Tables
	now    func() time.Time
}

// NewReviews makes a store over Feedback, Sealed and Keys. now is the clock that things expire by.
func NewReviews(db *dynamodb.Client, t Tables, now func() time.Time) *Reviews {
	return &Reviews{db: db, tables: t, now: now}
}

// Place is where a page of the queue begins: after a response, in its queue and forum. The zero Place is the beginning.
type Place struct {
	Queue review.Queue
	Forum calendar.Quarter
	After response.ID
}

// Waiting is a response that waits, and why.
type Waiting struct {
	Queue    review.Queue
	Response response.Response
}

// Queue gives up to limit responses that wait, in the order in which they are worked off: by queue, and in each the
// oldest forum first. next is where the page after it begins; nil at the end. What waits in a forum more than four
// quarters old is no longer in the queue. Nothing is scanned: each queue of a forum is asked for by its partitions.
func (s *Reviews) Queue(ctx context.Context, from Place, limit int) (page []Waiting, next *Place, err error) {
	forums := s.forums()
	for qi, queue := range review.Queues {
		for fi, forum := range forums {
			after := response.ID("")
			switch at := slices.Index(review.Queues, from.Queue); {
			case from == Place{} || qi > at:
			case qi < at || fi < slices.Index(forums, from.Forum):
				continue
			case forum == from.Forum:
				after = from.After
			}
			for {
				room := limit - len(page)
				ids, err := s.partition(ctx, queue, forum, after, room+1)
				if err != nil {
					return nil, nil, err
				}
				more := len(ids) > room
				ids = ids[:min(room, len(ids))]
				found, err := s.waiting(ctx, queue, ids)
				if err != nil {
					return nil, nil, err
				}
				page = append(page, found...)
				if len(ids) > 0 {
					after = ids[len(ids)-1]
				}
				if !more {
					break
				}
				if len(page) == limit {
					return page, &Place{queue, forum, after}, nil
				}
			}
		}
	}
	return page, nil, nil
}

// forums gives the forums whose words can wait, the oldest first.
func (s *Reviews) forums() []calendar.Quarter {
	forums := []calendar.Quarter{calendar.QuarterOf(s.now()).Next()}
	for len(forums) < queueForums {
		forums = append(forums, forums[len(forums)-1].Previous())
	}
	slices.Reverse(forums)
	return forums
}

// partition gives up to limit ids that wait in a queue of a forum, in order, after one of them.
func (s *Reviews) partition(
	ctx context.Context, queue review.Queue, forum calendar.Quarter, after response.ID, limit int,
) ([]response.ID, error) {
	const op = "read the queue"
	parts := make([][]response.ID, reviewShards)
	g, ctx := errgroup.WithContext(ctx)
	for shard := range reviewShards {
		g.Go(func() error {
			out, err := s.db.Query(ctx, &dynamodb.QueryInput{
				TableName: &s.tables.Feedback, IndexName: aws.String(reviewIndex), Limit: aws.Int32(int32(limit)),
				KeyConditionExpression: aws.String("reviewShard = :shard AND PK > :after"),
				ExpressionAttributeValues: item{
					":shard": text(queuePartition(queue, forum, shard)), ":after": responseKey(after)[partitionKey],
				},
			})
			if err != nil {
				return failed(op, err)
			}
			for _, i := range out.Items {
				parts[shard] = append(parts[shard], response.ID(textOf(i, partitionKey)[len(responsePrefix):]))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	ids := slices.Concat(parts...)
	slices.Sort(ids)
	return ids[:min(limit, len(ids))], nil
}

// waiting reads responses as they are at this moment, and leaves out those that no longer wait in the queue: the index
// is a moment behind.
func (s *Reviews) waiting(ctx context.Context, queue review.Queue, ids []response.ID) ([]Waiting, error) {
	found := make([]*response.Response, len(ids))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, id := range ids {
		g.Go(func() error {
			r, err := s.Get(ctx, id)
			if fault.Is(err, fault.NotFound) {
				return nil
			}
			found[i] = &r
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var out []Waiting
	for _, r := range found {
		if r != nil && review.QueueOf(*r) == queue {
			out = append(out, Waiting{queue, *r})
		}
	}
	return out, nil
}

// Get gives a response as it is at this moment; a fault.NotFound where it was withdrawn or has expired.
func (s *Reviews) Get(ctx context.Context, id response.ID) (response.Response, error) {
	const op = "read a response to review"
	got, err := s.item(ctx, op, s.tables.Feedback, responseKey(id))
	if err != nil {
		return response.Response{}, err
	}
	return decodeResponse(op, got)
}

// item reads one item; a fault.NotFound where there is none, or it has expired.
func (s *Reviews) item(ctx context.Context, op, table string, key item) (item, error) {
	stored, err := getItem(ctx, s.db, op, table, key)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 || expired(stored, s.now()) {
		return nil, fault.New(fault.NotFound, "%s: it is not there", op)
	}
	return stored, nil
}

// Save puts a response in place of its version before, and moves it in the queue, or out of it. It is a fault.Conflict
// where another version is stored by now, and a fault.NotFound where the person has withdrawn it.
func (s *Reviews) Save(ctx context.Context, r response.Response) error {
	const op = "save a review"
	body, err := attributevalue.Marshal(r.Clone())
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	update := &dynamodb.UpdateItemInput{
		TableName: &s.tables.Feedback, Key: responseKey(r.ID),
		UpdateExpression:          aws.String("SET #response = :response, #version = :version"),
		ConditionExpression:       aws.String("#version = :before"),
		ExpressionAttributeNames:  map[string]string{"#response": "response", "#version": "version"},
		ExpressionAttributeValues: item{":response": body, ":version": number(r.Version), ":before": number(r.Version - 1)},
	}
	move, values := moved(r)
	update.UpdateExpression = aws.String(*update.UpdateExpression + move)
	maps.Copy(update.ExpressionAttributeValues, values)
	_, err = s.db.UpdateItem(ctx, update)
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		if _, gone := s.Get(ctx, r.ID); fault.Is(gone, fault.NotFound) {
			return gone
		}
	}
	return err
}

// moved gives the part of an update that puts a response where it now waits, if anywhere.
func moved(r response.Response) (expression string, values item) {
	if shard := waitingShard(r); shard != "" {
		return ", reviewShard = :shard", item{":shard": text(shard)}
	}
	return " REMOVE reviewShard", nil
}

// Sealed gives what a response's words were sealed as, and the wrapped key; a fault.NotFound where there is nothing, or
// its day has come.
func (s *Reviews) Sealed(ctx context.Context, id response.ID) (ciphertext, wrappedKey []byte, err error) {
	return s.envelope(ctx, "read sealed words", s.tables.Sealed, id, sealedKey)
}

func (s *Reviews) envelope(ctx context.Context, op, table string, id response.ID, of string) (ciphertext, wrappedKey []byte, err error) {
	body, err := s.item(ctx, op, table, single(string(id)))
	if err != nil {
		return nil, nil, err
	}
	key, err := s.item(ctx, op, s.tables.Keys, dataKey(id, of))
	if err != nil {
		return nil, nil, err
	}
	return bytesOf(body, "ciphertext"), bytesOf(key, "wrapped"), nil
}

// older orders contact requests by the day on which they are gone.
func older(a, b ContactRequest) int {
	return cmp.Or(cmp.Compare(a.Until, b.Until), cmp.Compare(a.ID, b.ID))
}
