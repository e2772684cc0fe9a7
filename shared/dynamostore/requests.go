package dynamostore

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
)

// The Requests table. Of a request that was answered it has {PK <request id>, fingerprint, status, body, expires}; while
// one is at work {PK, fingerprint, attempt, until (seconds since 1970), expires}; and for each organisation's minute
// {PK MINUTE#<organisation>#<seconds since 1970>, used, expires}.

// forgotten is when what is kept of today's requests expires, to the day.
func (h *Handovers) forgotten() types.AttributeValue {
	return dayExpiry(calendar.DayOf(h.now()).Add(handover.Remembered + 1))
}

// Answered gives the answer of a request that is Done, and in any case its state.
func (h *Handovers) Answered(ctx context.Context, r handover.Request) (handover.Answer, handover.State, error) {
	const op = "look for a request's answer"
	i, err := getItem(ctx, h.db, op, h.tables.Requests, single(r.ID))
	if err != nil {
		return handover.Answer{}, handover.New, err
	}
	_, working := i["until"]
	switch {
	case len(i) == 0 || expired(i, h.now()):
		return handover.Answer{}, handover.New, nil
	case textOf(i, "fingerprint") != r.Fingerprint:
		return handover.Answer{}, handover.Another, nil
	case working && numberOf(i, "until") <= h.now().Unix():
		return handover.Answer{}, handover.New, nil
	case working:
		return handover.Answer{}, handover.AtWork, nil
	}
	return handover.Answer{Status: int(numberOf(i, "status")), Body: bytesOf(i, "body")}, handover.Done, nil
}

// Claim takes a request on, so that nobody else works at it for handover.AtWorkFor. Whoever claims it again with the
// same attempt goes on with it. Where it is somebody else's, or answered, it is a fault.Conflict.
func (h *Handovers) Claim(ctx context.Context, r handover.Request, attempt string) error {
	const op = "take on a request"
	now := h.now()
	_, err := h.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &h.tables.Requests,
		Item: with(single(r.ID), item{
			"fingerprint": text(r.Fingerprint), "attempt": text(attempt), "until": expiry(now.Add(handover.AtWorkFor)),
			"expires": h.forgotten(),
		}),
		ConditionExpression: aws.String("attribute_not_exists(PK) OR expires <= :now OR " +
			"fingerprint = :fingerprint AND attribute_exists(#until) AND (#until <= :now OR attempt = :attempt)"),
		ExpressionAttributeNames: map[string]string{"#until": "until"},
		ExpressionAttributeValues: item{
			":now": expiry(now), ":fingerprint": text(r.Fingerprint), ":attempt": text(attempt),
		},
	})
	return failed(op, err)
}

// answers gives the write that answers a request that nobody claimed.
func (h *Handovers) answers(op string, r handover.Request, a handover.Answer) (types.TransactWriteItem, error) {
	body := with(single(r.ID), item{
		"fingerprint": text(r.Fingerprint), "status": number(a.Status), "body": blob(a.Body), "expires": h.forgotten(),
	})
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &h.tables.Requests, Item: body,
		ConditionExpression:       aws.String("attribute_not_exists(PK) OR expires <= :now"),
		ExpressionAttributeValues: item{":now": expiry(h.now())},
	}}, fits(op, body)
}

// answersClaimed gives the write that answers a request that was claimed by an attempt.
func (h *Handovers) answersClaimed(op string, r handover.Request, attempt string, a handover.Answer) (types.TransactWriteItem, error) {
	write, err := h.answers(op, r, a)
	write.Put.ConditionExpression = aws.String("attempt = :attempt")
	write.Put.ExpressionAttributeValues = item{":attempt": text(attempt)}
	return write, err
}

// Spend counts a request of an organisation in the minute in which it comes. Beyond most in one minute it counts none
// and gives how long to wait for the next.
func (h *Handovers) Spend(ctx context.Context, o organisation.ID, most int) (wait time.Duration, err error) {
	const op = "count an organisation's requests"
	minute := h.now().Truncate(time.Minute)
	_, err = h.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           &h.tables.Requests,
		Key:                 single(fmt.Sprintf("MINUTE#%s#%d", o, minute.Unix())),
		UpdateExpression:    aws.String("ADD used :one SET expires = :expires"),
		ConditionExpression: aws.String("attribute_not_exists(used) OR used < :most"),
		ExpressionAttributeValues: item{
			":one": number(1), ":most": number(most), ":expires": expiry(minute.Add(2 * time.Minute)),
		},
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return minute.Add(time.Minute).Sub(h.now()), nil
	}
	return 0, err
}
