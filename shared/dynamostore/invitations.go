package dynamostore

import (
	"context"
	"math/rand/v2"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/organisation"
)

// Invitations keeps the codes on cards, by their hashes, and what each organisation handed out. From a batch no code
// can be found, and from a code that was used not even its organisation.
type Invitations struct {
	db    *dynamodb.Client
	table string
}

// NewInvitations makes a store of invitations over the Invitations table.
func NewInvitations(db *dynamodb.Client, table string) *Invitations {
	return &Invitations{db: db, table: table}
}

// issueKept is for how many days after its codes ended what an organisation handed out is kept: a year.
const issueKept = 365

// atOnce is how many items of a batch or a window are written at the same time.
const atOnce = 16

func cardKey(h invitation.Hash) item { return single("CARD#" + string(h)) }

func issueKey(o organisation.ID, forum calendar.Quarter) item {
	return single("ISSUE#" + string(forum) + "#" + string(o))
}

// Make keeps a new batch of codes, by their hashes, for an organisation to hand out for a forum. Where it fails, none
// of the codes may be handed out: some may be kept, and nobody will ever know them. A batch that is made already is a
// fault.Conflict, one more than invitation.MostBatches a fault.TooMany, and a batch whose size is not that of its
// hashes a fault.Invalid.
func (s *Invitations) Make(
	ctx context.Context, o organisation.ID, forum calendar.Quarter, b invitation.Batch, hashes []invitation.Hash,
) error {
	const op = "make invitations"
	if b.ID == "" || b.Size != len(hashes) || b.Size < 1 || b.Size > invitation.Most {
		return fault.New(fault.Invalid, "%s: the batch is not what it says", op)
	}
	issue, err := s.get(ctx, op, issueKey(o, forum))
	if err != nil {
		return err
	}
	if numberOf(issue, "batchCount") >= invitation.MostBatches {
		return fault.New(fault.TooMany, "%s: there are %d batches", op, invitation.MostBatches)
	}
	puts, within := errgroup.WithContext(ctx)
	puts.SetLimit(atOnce)
	card := item{"issue": issueKey(o, forum)[partitionKey], "expires": dayExpiry(invitation.Ends(forum))}
	for _, h := range hashes {
		puts.Go(func() error {
			_, err := s.db.PutItem(within, &dynamodb.PutItemInput{
				TableName: &s.table, Item: with(cardKey(h), card), ConditionExpression: aws.String("attribute_not_exists(PK)"),
			})
			return failed(op, err)
		})
	}
	if err := puts.Wait(); err != nil {
		return err
	}
	return s.enter(ctx, op, o, forum, b)
}

// enter adds a batch to what its organisation handed out. The count of used codes begins at the blur.
func (s *Invitations) enter(ctx context.Context, op string, o organisation.ID, forum calendar.Quarter, b invitation.Batch) error {
	batch, err := attributevalue.Marshal([]invitation.Batch{b})
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	_, err = s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: &s.table,
		Key:       issueKey(o, forum),
		UpdateExpression: aws.String("SET made = if_not_exists(made, :zero) + :size, " +
			"batchCount = if_not_exists(batchCount, :zero) + :one, batches = list_append(if_not_exists(batches, :none), :batch), " +
			"counted = if_not_exists(counted, :blur), expires = :expires"),
		ConditionExpression: aws.String("attribute_not_exists(PK) OR batchCount < :most"),
		ExpressionAttributeValues: item{
			":zero": number(0), ":one": number(1), ":size": number(b.Size), ":batch": batch,
			":none": &types.AttributeValueMemberL{Value: []types.AttributeValue{}},
			":blur": number(rand.N(invitation.Blur)), ":most": number(invitation.MostBatches),
			":expires": dayExpiry(invitation.Ends(forum).Add(issueKept)),
		},
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return fault.New(fault.TooMany, "%s: there are %d batches", op, invitation.MostBatches)
	}
	return err
}

// Issued gives what an organisation handed out for a forum, empty where it handed out nothing, with as much of its use
// as may be told on a day. The count itself is given to nobody.
func (s *Invitations) Issued(
	ctx context.Context, o organisation.ID, forum calendar.Quarter, today calendar.Day,
) (invitation.Issue, error) {
	const op = "read what was handed out"
	found, err := s.get(ctx, op, issueKey(o, forum))
	if err != nil {
		return invitation.Issue{}, err
	}
	issue := invitation.Issue{Organisation: o, Forum: forum}
	if len(found) == 0 || expired(found, today.Start()) {
		return issue, nil
	}
	if err := attributevalue.Unmarshal(found["batches"], &issue.Batches); err != nil {
		return invitation.Issue{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	issue.Made = int(numberOf(found, "made"))
	issue.Used = invitation.ShareOf(int(numberOf(found, "counted")), issue.Made, forum, today)
	return issue, nil
}

// Check tells of a code whether a card with it was handed out and its time is not over on a day: it is a fault.NotFound
// where there is no such card, and a fault.Gone where its time is over. Whether it was used it tells nobody: whoever
// knows whose card it is must not learn by it that she answered.
func (s *Invitations) Check(ctx context.Context, h invitation.Hash, today calendar.Day) error {
	const op = "check a card's code"
	found, err := s.get(ctx, op, cardKey(h))
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return fault.New(fault.NotFound, "%s: there is no such card", op)
	case expired(found, today.Start()):
		return fault.New(fault.Gone, "%s: its time is over", op)
	}
	return nil
}

func (s *Invitations) get(ctx context.Context, op string, key item) (item, error) {
	return getItem(ctx, s.db, op, s.table, key)
}

// spend gives the writes that use up a code in the transaction that stores a response; invitation.ErrSpent where the
// code is not good for one. What stays of the code until its time is over is that it was used: not when, not by which response, and no
// longer whose card it was.
func (s *Invitations) spend(ctx context.Context, op string, h invitation.Hash, today calendar.Day) ([]types.TransactWriteItem, error) {
	found, err := s.get(ctx, op, cardKey(h))
	if err != nil {
		return nil, err
	}
	issue, unused := found["issue"]
	if !unused || expired(found, today.Start()) {
		return nil, fault.Wrap(fault.Conflict, op, invitation.ErrSpent)
	}
	return []types.TransactWriteItem{
		{Update: &types.Update{
			TableName:           &s.table,
			Key:                 cardKey(h),
			UpdateExpression:    aws.String("REMOVE issue"),
			ConditionExpression: aws.String("attribute_exists(issue)"),
		}},
		{Update: &types.Update{
			TableName:                 &s.table,
			Key:                       item{partitionKey: issue},
			UpdateExpression:          aws.String("ADD counted :one"),
			ExpressionAttributeValues: item{":one": number(1)},
		}},
	}, nil
}
