package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
)

// Organisations keeps who may hand in feedback, and which programs and people act for whom.
type Organisations struct {
	db    *dynamodb.Client
	table string
}

// NewOrganisations makes a store of organisations over the Organisations table.
func NewOrganisations(db *dynamodb.Client, table string) *Organisations {
	return &Organisations{db: db, table: table}
}

// MostMembers is how many programs and people together one Put takes: what is left of a transaction's hundred items.
const MostMembers = 99

const memberSort = "MEMBER"

func organisationKey(id organisation.ID) item { return pair("ORG#"+string(id), "ORG") }

func clientKey(clientID string) item { return pair("CLIENT#"+clientID, memberSort) }

func personKey(subject string) item { return pair("PERSON#"+subject, memberSort) }

// ByClient gives the organisation that a program acts for, by the client id of its token. A program that nobody has
// entered for an organisation is a fault.NotFound.
func (o *Organisations) ByClient(ctx context.Context, clientID string) (organisation.Organisation, error) {
	return o.of(ctx, "find a program's organisation", clientKey(clientID))
}

// ByPerson gives the organisation that a person acts for, by the issuer's lasting id of them. Somebody whom nobody has
// entered for an organisation is a fault.NotFound.
func (o *Organisations) ByPerson(ctx context.Context, subject string) (organisation.Organisation, error) {
	return o.of(ctx, "find a person's organisation", personKey(subject))
}

func (o *Organisations) of(ctx context.Context, op string, member item) (organisation.Organisation, error) {
	found, err := o.get(ctx, op, member)
	if err != nil {
		return organisation.Organisation{}, err
	}
	return o.read(ctx, op, organisation.ID(textOf(found, "organisation")))
}

func (o *Organisations) read(ctx context.Context, op string, id organisation.ID) (organisation.Organisation, error) {
	found, err := o.get(ctx, op, organisationKey(id))
	if err != nil {
		return organisation.Organisation{}, err
	}
	var got organisation.Organisation
	if err := attributevalue.Unmarshal(found["organisation"], &got); err != nil || got.ID != id {
		return organisation.Organisation{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	return got, nil
}

// get reads one item; one that is not there is a fault.NotFound.
func (o *Organisations) get(ctx context.Context, op string, key item) (item, error) {
	stored, err := getItem(ctx, o.db, op, o.table, key)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 {
		return nil, fault.New(fault.NotFound, "%s", op)
	}
	return stored, nil
}

// Put keeps an organisation, in place of what was kept under its id, and enters programs (by client id) and people (by
// subject) for it beside those it has, all or nothing. Doing it again changes nothing. A program or a person who acts
// for another organisation is a fault.Conflict; an organisation that cannot be kept, or a member without an id, a
// fault.Invalid; more than MostMembers a fault.TooLarge.
func (o *Organisations) Put(ctx context.Context, org organisation.Organisation, clients, people []string) error {
	const op = "put organisation"
	if err := org.Check(); err != nil {
		return fault.Wrap(fault.KindOf(err), op, err)
	}
	if len(clients)+len(people) > MostMembers {
		return fault.New(fault.TooLarge, "%s: too many members at once", op)
	}
	body, err := attributevalue.Marshal(org)
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	writes := []types.TransactWriteItem{{Put: &types.Put{
		TableName: &o.table, Item: with(organisationKey(org.ID), item{"organisation": body}),
	}}}
	for _, members := range []struct {
		ids []string
		key func(string) item
	}{{clients, clientKey}, {people, personKey}} {
		for _, id := range members.ids {
			if id == "" {
				return fault.New(fault.Invalid, "%s: a member without an id", op)
			}
			writes = append(writes, o.enters(members.key(id), org.ID))
		}
	}
	_, err = o.db.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
	return failed(op, err)
}

// enters makes somebody a member, unless they are another organisation's.
func (o *Organisations) enters(member item, id organisation.ID) types.TransactWriteItem {
	return types.TransactWriteItem{Put: &types.Put{
		TableName:                 &o.table,
		Item:                      with(member, item{"organisation": text(id)}),
		ConditionExpression:       aws.String("attribute_not_exists(PK) OR organisation = :id"),
		ExpressionAttributeValues: item{":id": text(id)},
	}}
}
