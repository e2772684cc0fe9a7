package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
)

// Submit stores everything that one sending writes and ends its draft, in one transaction, or nothing of it. What was
// sent already under this receipt, withdrawn since or not, is left as it is and is no error, so that sending may be
// repeated for as long as its reply is in doubt. A draft that changed since it was read is a fault.Conflict, one that
// ended a fault.Gone, and an item above the database's limit a fault.TooLarge.
//
// The code of a card is used up by it in the same transaction. Where the code is not good for a response, the error is
// invitation.ErrSpent, nothing is stored, and the response is to be sent without it.
func (r *Responses) Submit(ctx context.Context, s submission.Submission) error {
	const op = "submit"
	writes, err := r.submits(op, s)
	if err != nil {
		return err
	}
	if s.Invitation != nil {
		card, err := NewInvitations(r.db, r.tables.Invitations).spend(ctx, op, *s.Invitation, s.Response.Received)
		if err != nil {
			return r.unlessSent(ctx, op, s.Receipt, err)
		}
		writes = append(writes, card...)
	}
	refused, err := transact(ctx, r.db, op, writes)
	if err != nil || refused == nil {
		return err
	}
	return r.unlessSent(ctx, op, s.Receipt, notSubmitted(op, refused, s))
}

// unlessSent gives why a submission was refused; nothing where another sending of the same was why, which may have used
// up its draft and its card: the receipt tells.
func (r *Responses) unlessSent(ctx context.Context, op string, h receipt.Hash, why error) error {
	_, err := r.lookUp(ctx, op, h)
	if fault.Is(err, fault.NotFound) {
		return why
	}
	return err
}

// notSubmitted says what was in the way of a submission that was not sent before.
func notSubmitted(op string, refused []types.CancellationReason, s submission.Submission) error {
	switch changed := refused[draftWrite]; {
	case reasonOf(changed) == "" && s.Invitation != nil:
		return fault.Wrap(fault.Conflict, op, invitation.ErrSpent)
	case len(changed.Item) == 0:
		return fault.New(fault.Gone, "%s: the draft has ended", op)
	}
	return fault.New(fault.Conflict, "%s: the draft changed", op)
}

// draftWrite is the place of the draft's end among a submission's writes. It always comes before what may be absent.
const draftWrite = 1

// submits gives the writes of a submission: the receipt, the draft's end, the response, and what is sealed.
func (r *Responses) submits(op string, s submission.Submission) ([]types.TransactWriteItem, error) {
	id := s.Response.ID
	body, err := responseItem(op, s.Response)
	if err != nil {
		return nil, err
	}
	first := func(table string, i item) types.TransactWriteItem {
		return types.TransactWriteItem{Put: &types.Put{
			TableName: &table, Item: i, ConditionExpression: aws.String("attribute_not_exists(PK)"),
		}}
	}
	writes := []types.TransactWriteItem{
		first(r.tables.Feedback, with(receiptKey(s.Receipt), item{"responseId": text(id)})),
		{Delete: &types.Delete{
			TableName:                           &r.tables.Drafts,
			Key:                                 single(s.DraftID),
			ConditionExpression:                 aws.String("version = :version"),
			ExpressionAttributeValues:           item{":version": number(s.DraftVersion)},
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		}},
		first(r.tables.Feedback, body),
	}
	for _, e := range []struct {
		*submission.Envelope
		table, key string
	}{{s.Sealed, r.tables.Sealed, sealedKey}, {s.Contact, r.tables.Contact, contactKey}} {
		if e.Envelope == nil {
			continue
		}
		expires := dayExpiry(e.Expires)
		writes = append(writes,
			first(e.table, with(single(string(id)), item{"ciphertext": blob(e.Ciphertext), "expires": expires})),
			first(r.tables.Keys, with(dataKey(id, e.key), item{"wrapped": blob(e.WrappedKey), "expires": expires})),
		)
	}
	for _, w := range writes {
		if w.Put == nil {
			continue
		}
		if err := fits(op, w.Put.Item); err != nil {
			return nil, err
		}
	}
	return writes, nil
}

// responseItem gives a response as the Feedback table holds it.
func responseItem(op string, v response.Response) (item, error) {
	body, err := attributevalue.Marshal(v.Clone()) // a clone's empty lists are lists, which can be appended to
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	i := with(responseKey(v.ID), item{
		"forumShard": text(forumShard(v.Forum, v.ID.Shard())),
		"version":    number(v.Version),
		"response":   body,
	})
	if v.SetApart {
		i[surgeShard] = text(pileShard(surge.PileWaiting, windowOf(v), pilePart(v.ID)))
	}
	if shard := waitingShard(v); shard != "" {
		i["reviewShard"] = text(shard)
	}
	return i, nil
}
