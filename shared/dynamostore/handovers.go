package dynamostore

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

// HandoverTables names the tables of what organisations hand in.
type HandoverTables struct{ Feedback, Erasures, Requests string }

// Handovers keeps what organisations hand in, one piece at a time or in batches (see batches.go), each under the request
// that it came by (see requests.go).
type Handovers struct {
	db     *dynamodb.Client
	tables HandoverTables
	now    func() time.Time
}

// NewHandovers makes a store of what organisations hand in. now is for telling what has expired.
func NewHandovers(db *dynamodb.Client, t HandoverTables, now func() time.Time) *Handovers {
	return &Handovers{db: db, tables: t, now: now}
}

const withdrawnSort = "WITHDRAWN"

// withdrawnKey is of the mark that a piece was withdrawn, which keeps its id taken for as long as an erasure is known.
func withdrawnKey(id response.ID) item { return pair("RESPONSE#"+string(id), withdrawnSort) }

// standing is what there is under an id.
type standing struct {
	there     bool
	response  response.Response
	withdrawn calendar.Day
	by        organisation.ID // who withdrew it
}

// look reads what there is under some ids at this moment: at most half of batchKeys, because each has two keys.
func (h *Handovers) look(ctx context.Context, op string, ids []response.ID) (map[response.ID]standing, error) {
	var keys []item
	for _, id := range ids {
		keys = append(keys, responseKey(id), withdrawnKey(id))
	}
	found, err := batchGet(ctx, h.db, op, map[string][]item{h.tables.Feedback: keys}, true, nil)
	if err != nil {
		return nil, err
	}
	under := make(map[response.ID]standing, len(ids))
	for _, i := range found[h.tables.Feedback] {
		if expired(i, h.now()) {
			continue
		}
		id := response.ID(strings.TrimPrefix(textOf(i, partitionKey), "RESPONSE#"))
		s := under[id]
		if textOf(i, sortKey) == withdrawnSort {
			s.withdrawn, s.by = calendar.Day(textOf(i, "withdrawn")), organisation.ID(textOf(i, "organisation"))
		} else if s.response, err = decodeResponse(op, i); err != nil {
			return nil, err
		}
		s.there = s.response.ID != ""
		under[id] = s
	}
	return under, nil
}

// lookAll is look for any number of ids.
func (h *Handovers) lookAll(ctx context.Context, op string, ids []response.ID) (map[response.ID]standing, error) {
	all := make(map[response.ID]standing, len(ids))
	for part := range slices.Chunk(ids, batchKeys/2) {
		under, err := h.look(ctx, op, part)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, under)
	}
	return all, nil
}

// Standing gives what there is under some ids already; what is free is left out.
func (h *Handovers) Standing(ctx context.Context, ids []response.ID) (map[response.ID]handover.Standing, error) {
	under, err := h.lookAll(ctx, "look for what stands under references", ids)
	if err != nil {
		return nil, err
	}
	all := make(map[response.ID]handover.Standing, len(under))
	for id, s := range under {
		all[id] = handover.Standing{Response: s.response, Withdrawn: s.withdrawn != ""}
	}
	return all, nil
}

// correcting is how often a piece that somebody else corrects at the same time is tried again.
const correcting = 5

// Put stores one piece and the answer to its request, together or not at all. A piece without a reference that is there
// already is left as it is; one that says something else is a fault.Invalid, because its request's key was used before.
// A request that was answered meanwhile is a fault.Conflict: ask Answered again. What was withdrawn before stays so, as
// a fault.Gone.
func (h *Handovers) Put(ctx context.Context, p handover.Piece, r handover.Request, a handover.Answer) error {
	const op = "hand in feedback"
	for range correcting {
		under, err := h.look(ctx, op, []response.ID{p.Response.ID})
		if err != nil {
			return err
		}
		was := under[p.Response.ID]
		if was.withdrawn != "" {
			return fault.New(fault.Gone, "%s: withdrawn", op)
		}
		if was.there && !p.Corrects && !p.Says(was.response) {
			return fault.New(fault.Invalid, "%s: its request's key was used before", op)
		}
		writes, err := h.places(op, p, was)
		if err != nil {
			return err
		}
		answered, err := h.answers(op, r, a)
		if err != nil {
			return err
		}
		refused, err := transact(ctx, h.db, op, append([]types.TransactWriteItem{answered}, writes...))
		if err != nil || refused == nil {
			return err
		}
		if reasonOf(refused[0]) != "" {
			return fault.New(fault.Conflict, "%s: the request was answered meanwhile", op)
		}
	}
	return fault.New(fault.Unavailable, "%s: others change it at the same time", op)
}

// places gives the writes, at most writesOf, that put a piece in the place of what stands under its id; none for a piece
// that is there and corrects nothing. A correction comes by any number of requests, so that it is also held against its
// withdrawal at that very moment. Any other piece comes by one request, is not there before it, and so is not withdrawn.
func (h *Handovers) places(op string, p handover.Piece, was standing) ([]types.TransactWriteItem, error) {
	if was.there && !p.Corrects {
		return nil, nil
	}
	body, err := responseItem(op, p.After(was.response))
	if err != nil {
		return nil, err
	}
	if err := fits(op, body); err != nil {
		return nil, err
	}
	put := types.TransactWriteItem{Put: inPlaceOf(h.tables.Feedback, body, was.response.Version)}
	if !p.Corrects {
		return []types.TransactWriteItem{put}, nil
	}
	return []types.TransactWriteItem{put, {ConditionCheck: &types.ConditionCheck{
		TableName: &h.tables.Feedback, Key: withdrawnKey(p.Response.ID),
		ConditionExpression:       aws.String("attribute_not_exists(PK) OR expires <= :now"),
		ExpressionAttributeValues: item{":now": expiry(h.now())},
	}}}, nil
}

// Get gives a piece to the organisation that handed it in. Any other's, and none, is a fault.NotFound; one that the
// organisation has withdrawn a fault.Gone.
func (h *Handovers) Get(ctx context.Context, o organisation.ID, id response.ID) (response.Response, error) {
	const op = "get feedback"
	under, err := h.look(ctx, op, []response.ID{id})
	if err != nil {
		return response.Response{}, err
	}
	switch was := under[id]; {
	case was.there && was.response.Organisation == string(o):
		return was.response, nil
	case was.withdrawn != "" && was.by == o:
		return response.Response{}, fault.New(fault.Gone, "%s: withdrawn", op)
	}
	return response.Response{}, fault.New(fault.NotFound, "%s", op)
}

// Withdraw deletes all that is held of a piece, for the organisation that handed it in. What stays is a mark that its id
// is taken, and the hash of the id in the log of erasures, both for a while. Withdrawing twice is no error and keeps the
// first day. Any other organisation's piece, and none, is a fault.NotFound.
func (h *Handovers) Withdraw(ctx context.Context, o organisation.ID, id response.ID, day calendar.Day) error {
	const op = "withdraw feedback"
	expires := dayExpiry(day.Add(erasureKept))
	mark := with(withdrawnKey(id), item{"withdrawn": text(day), "organisation": text(o), "expires": expires})
	for range correcting {
		_, err := h.Get(ctx, o, id)
		if fault.Is(err, fault.Gone) {
			return nil
		}
		if err != nil {
			return err
		}
		refused, err := transact(ctx, h.db, op, []types.TransactWriteItem{
			{Delete: &types.Delete{
				TableName: &h.tables.Feedback, Key: responseKey(id),
				ConditionExpression:       aws.String("#response.#organisation = :organisation"),
				ExpressionAttributeNames:  map[string]string{"#response": "response", "#organisation": "organisation"},
				ExpressionAttributeValues: item{":organisation": text(o)},
			}},
			{Put: &types.Put{TableName: &h.tables.Feedback, Item: mark}},
			{Put: &types.Put{TableName: &h.tables.Erasures, Item: with(erasureKey(id), item{"day": text(day), "expires": expires})}},
		})
		if err != nil || refused == nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, "%s: others change it at the same time", op)
}
