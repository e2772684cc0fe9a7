package dynamostore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/response"
)

// A batch comes in steps, each of which may be done again, by anybody. Its pieces are staged, as many together as one
// transaction takes, in parts {PK BATCH#<id>#PART#<n>, SK PART, pieces (compressed JSON), expires}, where nothing counts
// or shows them. Its mark {PK BATCH#<id>, SK BATCH, parts, fingerprint, expires} is then written in one transaction with the
// answer to its request; from then on it is complete. Each part goes forward in one transaction: its responses come and
// the part goes, so that they come once. When no part is left the mark says rolled.

const (
	batchSort = "BATCH"
	partSort  = "PART"

	batchAtOnce = 4 // requests at the same time

	forwardTries = 8                     // how often a part is taken up that somebody else is at
	forwardPause = 25 * time.Millisecond // at most, before the second time; twice as long before each next

	// stagedKept is for how many days a part is kept that has not gone forward: longer than the queue of what failed,
	// from which a batch that is complete can still be taken up again.
	stagedKept = 15
)

func batchKey(id string) item { return pair("BATCH#"+id, batchSort) }

func partKey(batch string, n int) item {
	return pair(fmt.Sprintf("BATCH#%s#PART#%04d", batch, n), partSort)
}

// Stage writes pieces as parts of a batch from the first on, in place of what was staged there, and says how many parts
// they are. The same pieces always make the same parts. Nothing shows or counts them, and they expire after stagedKept
// days where the batch is never complete. Two pieces under one id are a fault.Invalid: no batch of them could ever go
// forward.
func (h *Handovers) Stage(ctx context.Context, batch string, first int, pieces []handover.Piece) (parts int, err error) {
	const op = "stage a batch"
	ids := make(map[response.ID]bool, len(pieces))
	for _, p := range pieces {
		if ids[p.Response.ID] {
			return 0, fault.New(fault.Invalid, "%s: two pieces under one id", op)
		}
		ids[p.Response.ID] = true
	}
	bodies, err := partsOf(op, pieces)
	if err != nil {
		return 0, err
	}
	expires := dayExpiry(calendar.DayOf(h.now()).Add(stagedKept))
	work, within := errgroup.WithContext(ctx)
	work.SetLimit(batchAtOnce)
	for n, body := range bodies {
		part := with(partKey(batch, first+n), item{"pieces": blob(body), "expires": expires})
		if err := fits(op, part); err != nil {
			return 0, err
		}
		work.Go(func() error {
			_, err := h.db.PutItem(within, &dynamodb.PutItemInput{TableName: &h.tables.Feedback, Item: part})
			return failed(op, err)
		})
	}
	return len(bodies), work.Wait()
}

// Complete makes a staged batch complete and answers the request that was claimed for it, together or not at all. From
// then on its pieces go forward, whoever dies. A request that is no longer this attempt's is a fault.Conflict; a batch
// of another content under the same id a fault.Invalid. One of the same content is not taken a second time.
func (h *Handovers) Complete(ctx context.Context, b handover.Batch, r handover.Request, attempt string, a handover.Answer) error {
	const op = "complete a batch"
	answered, err := h.answersClaimed(op, r, attempt, a)
	if err != nil {
		return err
	}
	mark := with(batchKey(b.ID), item{
		"parts": number(b.Parts), "fingerprint": text(b.Fingerprint),
		"expires": dayExpiry(calendar.DayOf(h.now()).Add(erasureKept)),
	})
	marks := types.TransactWriteItem{Put: &types.Put{
		TableName: &h.tables.Feedback, Item: mark,
		ConditionExpression:                 aws.String("attribute_not_exists(PK) OR expires <= :now"),
		ExpressionAttributeValues:           item{":now": expiry(h.now())},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
	refused, err := transact(ctx, h.db, op, []types.TransactWriteItem{answered, marks})
	switch {
	case err != nil || refused == nil:
		return err
	case reasonOf(refused[0]) != "":
		return fault.New(fault.Conflict, "%s: the request is somebody else's", op)
	case textOf(refused[1].Item, "fingerprint") != b.Fingerprint:
		return fault.New(fault.Invalid, "%s: its id was used before", op)
	}
	refused, err = transact(ctx, h.db, op, []types.TransactWriteItem{answered})
	if err == nil && refused != nil {
		return fault.New(fault.Conflict, "%s: the request is somebody else's", op)
	}
	return err
}

// Direction says at which end of a batch to begin. Whoever was asked for it begins with the first part, several at the
// same time, and whoever the stream tells of it with the last, one by one, so that they meet rather than get in each
// other's way.
type Direction bool

// The directions.
const (
	FromFirst Direction = false
	FromLast  Direction = true
)

// RollForward makes responses of the pieces of a complete batch, each exactly once however often and by how many it is
// called. A batch that is not complete is left alone.
func (h *Handovers) RollForward(ctx context.Context, batch string, d Direction) error {
	const op = "roll a batch forward"
	stored, err := getItem(ctx, h.db, op, h.tables.Feedback, batchKey(batch))
	if err != nil {
		return err
	}
	if _, rolled := stored["rolled"]; rolled || len(stored) == 0 {
		return nil
	}
	parts := make([]item, numberOf(stored, "parts"))
	for n := range parts {
		parts[n] = partKey(batch, n)
	}
	work, within := errgroup.WithContext(ctx)
	work.SetLimit(batchAtOnce)
	if d == FromLast {
		slices.Reverse(parts)
		work.SetLimit(1)
	}
	for _, key := range parts {
		work.Go(func() error { return h.forward(within, op, key) })
	}
	if err := work.Wait(); err != nil {
		return err
	}
	_, err = h.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &h.tables.Feedback, Key: batchKey(batch), UpdateExpression: aws.String("SET rolled = :yes"),
		ConditionExpression:       aws.String("attribute_exists(PK)"),
		ExpressionAttributeValues: item{":yes": &types.AttributeValueMemberBOOL{Value: true}},
	})
	return failed(op, err)
}

// forward takes one part forward. Where something was in the way, it looks again after a while: most likely somebody
// else takes the same part forward.
func (h *Handovers) forward(ctx context.Context, op string, key item) (err error) {
	pause := forwardPause
	for try := range forwardTries {
		var done bool
		if done, err = h.tryForward(ctx, op, key, try > 0); done || err != nil && !fault.Is(err, fault.Unavailable) {
			return err
		}
		if err := wait(ctx, rand.N(pause)); err != nil {
			return failed(op, err)
		}
		pause *= 2
	}
	if err == nil {
		err = fault.New(fault.Unavailable, "%s: others change it at the same time", op)
	}
	return err
}

// tryForward takes one part forward, unless something is in the way. A part that is not there has gone forward.
func (h *Handovers) tryForward(ctx context.Context, op string, key item, lookAll bool) (done bool, err error) {
	stored, err := getItem(ctx, h.db, op, h.tables.Feedback, key)
	if err != nil || len(stored) == 0 {
		return err == nil, err
	}
	pieces, err := unpacked(op, bytesOf(stored, "pieces"))
	if err != nil {
		return false, err
	}
	writes, err := h.forwards(ctx, op, pieces, lookAll)
	if err != nil {
		return false, err
	}
	refused, err := transact(ctx, h.db, op, append(writes, types.TransactWriteItem{Delete: &types.Delete{
		TableName: &h.tables.Feedback, Key: key, ConditionExpression: aws.String("attribute_exists(PK)"),
	}}))
	return err == nil && refused == nil, err
}

// forwards gives the writes that make responses of a part's pieces. Corrections are always looked up; of the others it
// is taken, unless lookAll is set, that nothing is there yet.
func (h *Handovers) forwards(ctx context.Context, op string, pieces []handover.Piece, lookAll bool) ([]types.TransactWriteItem, error) {
	var ids []response.ID
	for _, p := range pieces {
		if p.Corrects || lookAll {
			ids = append(ids, p.Response.ID)
		}
	}
	under, err := h.lookAll(ctx, op, ids)
	if err != nil {
		return nil, err
	}
	var writes []types.TransactWriteItem
	for _, p := range pieces {
		was := under[p.Response.ID]
		if was.withdrawn != "" {
			continue // what was withdrawn since stays so
		}
		placed, err := h.places(op, p, was)
		if err != nil {
			return nil, err
		}
		writes = append(writes, placed...)
	}
	return writes, nil
}

// DecodeBatch reads which batch has just become complete from a record of the Feedback table's stream; "" where the
// record tells of nothing of the sort.
func DecodeBatch(record events.DynamoDBEventRecord) string {
	keys, image := record.Change.Keys, record.Change.NewImage
	if !isText(keys, partitionKey) || !isText(keys, sortKey) || keys[sortKey].String() != batchSort {
		return ""
	}
	if _, rolled := image["rolled"]; rolled || len(image) == 0 {
		return ""
	}
	return strings.TrimPrefix(keys[partitionKey].String(), "BATCH#")
}
