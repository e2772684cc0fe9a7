package dynamostore

import (
	"context"
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/submission"
)

// Tables names the tables that a response is spread over, and that of the codes which it may use up.
type Tables struct{ Feedback, Drafts, Sealed, Contact, Keys, Erasures, Invitations string }

// Responses keeps what people sent, and changes it only for whoever holds its receipt.
type Responses struct {
	db     *dynamodb.Client
	tables Tables
}

// NewResponses makes a store of responses. Tables that a function never touches may be left empty.
func NewResponses(db *dynamodb.Client, t Tables) *Responses { return &Responses{db: db, tables: t} }

// held is what stands under a receipt: the response it leads to, or the day on which that was withdrawn.
type held struct {
	id        response.ID
	withdrawn calendar.Day
}

// lookUp reads a receipt; a fault.NotFound where there is none.
func (r *Responses) lookUp(ctx context.Context, op string, h receipt.Hash) (held, error) {
	got, err := r.get(ctx, op, r.tables.Feedback, receiptKey(h))
	if err != nil {
		return held{}, err
	}
	if len(got) == 0 {
		return held{}, fault.New(fault.NotFound, "%s: no such receipt", op)
	}
	return held{
		id:        response.ID(textOf(got, "responseId")),
		withdrawn: calendar.Day(textOf(got, "withdrawn")),
	}, nil
}

// get reads one item as it is at this moment; an empty one where there is none.
func (r *Responses) get(ctx context.Context, op, table string, key item) (item, error) {
	return getItem(ctx, r.db, op, table, key)
}

// ByReceipt gives what a receipt leads to; a fault.NotFound for a receipt that nobody was given. Of what was withdrawn
// there is only the day.
func (r *Responses) ByReceipt(ctx context.Context, h receipt.Hash) (submission.Kept, error) {
	const op = "find by receipt"
	found, err := r.lookUp(ctx, op, h)
	if err != nil {
		return submission.Kept{}, err
	}
	if found.withdrawn != "" {
		return submission.Kept{Withdrawn: found.withdrawn}, nil
	}
	got, err := r.get(ctx, op, r.tables.Feedback, responseKey(found.id))
	if err != nil {
		return submission.Kept{}, err
	}
	if len(got) == 0 {
		return r.gone(ctx, op, h)
	}
	body, err := decodeResponse(op, got)
	return submission.Kept{Response: body}, err
}

// gone is for a response that was not there when its receipt said that it was: withdrawn in between, or expired.
func (r *Responses) gone(ctx context.Context, op string, h receipt.Hash) (submission.Kept, error) {
	found, err := r.lookUp(ctx, op, h)
	if err != nil {
		return submission.Kept{}, err
	}
	if found.withdrawn == "" {
		return submission.Kept{}, fault.New(fault.Gone, "%s: the response is not there", op)
	}
	return submission.Kept{Withdrawn: found.withdrawn}, nil
}

// AppendConsent adds what a person decided to the version of their response that they were shown, which becomes the
// next version. Approvals that are no longer permitted fall with it, and what is permitted anew waits for a reviewer. A
// decision that takes back the permission to be contacted also deletes the contact details and their key, in the same
// transaction. It is a fault.Conflict where the response has another version by now, a fault.Gone where it was
// withdrawn, and a fault.NotFound for a receipt that nobody was given. A decision that gives something is a
// fault.TooMany once there are consent.MostEvents; one that only takes back is always taken.
func (r *Responses) AppendConsent(ctx context.Context, h receipt.Hash, version int, e consent.Event) error {
	const op = "append consent"
	found, err := r.lookUp(ctx, op, h)
	if err != nil {
		return err
	}
	if found.withdrawn != "" {
		return fault.New(fault.Gone, "%s: withdrawn", op)
	}
	got, err := r.get(ctx, op, r.tables.Feedback, responseKey(found.id))
	if err != nil {
		return err
	}
	if len(got) == 0 || numberOf(got, "version") != int64(version) {
		return r.notAppended(ctx, op, h, version)
	}
	before, err := decodeResponse(op, got)
	if err != nil {
		return err
	}
	if e.Gives() && len(before.Consents) >= consent.MostEvents {
		return fault.New(fault.TooMany, "%s: too many were given already", op)
	}
	update, err := r.consented(op, before, e)
	if err != nil {
		return err
	}
	writes := []types.TransactWriteItem{{Update: update}}
	if takesBackContact(e) {
		writes = append(writes, r.deletesContact(found.id)...)
	}
	refused, err := transact(ctx, r.db, op, writes)
	if err != nil || refused == nil {
		return err
	}
	return r.notAppended(ctx, op, h, version)
}

// consented gives the update by which a response becomes what one more decision makes of it. The decision is appended
// to those stored, and nothing but that and what follows from it is written.
func (r *Responses) consented(op string, before response.Response, e consent.Event) (*types.Update, error) {
	after := review.Decided(before, e)
	events, err := attributevalue.Marshal([]consent.Event{e})
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	sets := "SET #response.#consents = list_append(#response.#consents, :events), #response.#version = :next, #version = :next"
	update := &types.Update{
		TableName:           &r.tables.Feedback,
		Key:                 responseKey(before.ID),
		ConditionExpression: aws.String("#version = :version"),
		ExpressionAttributeNames: map[string]string{
			"#response": "response", "#consents": "consents", "#version": "version",
		},
		ExpressionAttributeValues: item{
			":events": events, ":version": number(before.Version), ":next": number(after.Version),
		},
	}
	if len(after.Reviews) > 0 {
		reviews, err := attributevalue.Marshal(after.Reviews)
		if err != nil {
			return nil, fault.New(fault.Internal, "%s: it does not marshal", op)
		}
		sets += ", #response.#reviews = :reviews"
		update.ExpressionAttributeNames["#reviews"] = "reviews"
		update.ExpressionAttributeValues[":reviews"] = reviews
	}
	move, values := moved(after)
	maps.Copy(update.ExpressionAttributeValues, values)
	update.UpdateExpression = aws.String(sets + move)
	return update, nil
}

// notAppended says why a decision on a version was refused.
func (r *Responses) notAppended(ctx context.Context, op string, h receipt.Hash, version int) error {
	kept, err := r.ByReceipt(ctx, h)
	switch {
	case err != nil:
		return err
	case kept.Withdrawn != "":
		return fault.New(fault.Gone, "%s: withdrawn", op)
	case kept.Response.Version == version:
		return fault.New(fault.Unavailable, "%s: it was changed at this moment", op)
	}
	return fault.New(fault.Conflict, "%s: another version is stored", op)
}

func takesBackContact(e consent.Event) bool {
	for _, p := range e {
		if p.Purpose == consent.Contact && !p.Given {
			return true
		}
	}
	return false
}

func (r *Responses) deletesContact(id response.ID) []types.TransactWriteItem {
	return []types.TransactWriteItem{
		deletes(r.tables.Contact, single(string(id))),
		deletes(r.tables.Keys, dataKey(id, contactKey)),
	}
}

// erasureKept is for how long the hash of what was withdrawn is kept, in days: more than twice as long as the longest
// backup, so that no restore can come after it.
const erasureKept = 90

// Withdraw deletes, in one transaction, everything that is held of the response under a receipt: itself, its sealed
// text, its contact details and their keys. What stays is the receipt's hash with the day, so that a resend stays
// harmless and the receipt can tell what became of it, and the hash of the response's id in the log of erasures.
// Withdrawing twice is no error and keeps the first day. A receipt that nobody was given is a fault.NotFound.
func (r *Responses) Withdraw(ctx context.Context, h receipt.Hash, day calendar.Day) error {
	const op = "withdraw"
	found, err := r.lookUp(ctx, op, h)
	if err != nil || found.withdrawn != "" {
		return err
	}
	id := found.id
	tombstone := with(receiptKey(h), item{"withdrawn": text(day)})
	erasure := with(erasureKey(id), item{"day": text(day), "expires": dayExpiry(day.Add(erasureKept))})
	writes := append([]types.TransactWriteItem{
		{Put: &types.Put{
			TableName:                 &r.tables.Feedback,
			Item:                      tombstone,
			ConditionExpression:       aws.String("responseId = :id"),
			ExpressionAttributeValues: item{":id": text(id)},
		}},
		{Put: &types.Put{TableName: &r.tables.Erasures, Item: erasure}},
		deletes(r.tables.Feedback, responseKey(id)),
		deletes(r.tables.Sealed, single(string(id))),
		deletes(r.tables.Keys, dataKey(id, sealedKey)),
	}, r.deletesContact(id)...)
	refused, err := transact(ctx, r.db, op, writes)
	if err != nil || refused == nil {
		return err
	}
	// The receipt no longer leads to the response: somebody else has just withdrawn it.
	found, err = r.lookUp(ctx, op, h)
	if err == nil && found.withdrawn == "" {
		return fault.New(fault.Conflict, "%s: the receipt changed", op)
	}
	return err
}

func deletes(table string, key item) types.TransactWriteItem {
	return types.TransactWriteItem{Delete: &types.Delete{TableName: &table, Key: key}}
}

func dayExpiry(d calendar.Day) types.AttributeValue { return expiry(d.Start()) }
