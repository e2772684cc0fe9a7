package dynamostore

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/surge"
)

// Surge counts, by the hour and apart from the responses, what comes without a card. It implements surge.Counter, with
// limits rounded up to a multiple of its parts.
type Surge struct {
	db      *dynamodb.Client
	table   string
	windows *Windows
}

// NewSurge makes a counter over the Surge table; feedback is the name of the Feedback table, which lists the windows.
func NewSurge(db *dynamodb.Client, table, feedback string) *Surge {
	return &Surge{db, table, NewWindows(db, feedback)}
}

const (
	// surgeParts is over how many items a day's counts are spread, each with its share of the limits. So a thousand
	// responses a second meet no item's limit of writes.
	surgeParts = 4

	// surgeKept is for how many days counts are kept: one more than they are asked for.
	surgeKept = surge.Days + 1

	totalCount = "total"
)

func surgeKey(day calendar.Day, part int) item {
	return single(fmt.Sprintf("OPEN#%s#%d", day, part))
}

func hourCount(hour int) string { return fmt.Sprintf("h%02d", hour) }

// Open implements surge.Counter.
func (s *Surge) Open(ctx context.Context, w surge.Window) error { return s.windows.Open(ctx, w) }

// Before implements surge.Counter.
func (s *Surge) Before(ctx context.Context, day calendar.Day, days int) ([]surge.Passed, error) {
	const op = "read what is usual"
	if days*surgeParts > batchKeys {
		return nil, fault.New(fault.Invalid, "%s: too many days", op)
	}
	dayOf := make(map[string]int, days*surgeParts) // from an item's PK
	keys := make([]item, 0, days*surgeParts)
	for ago := range days {
		for part := range surgeParts {
			key := surgeKey(day.Add(-ago-1), part)
			keys, dayOf[textOf(key, partitionKey)] = append(keys, key), ago
		}
	}
	found, err := batchGet(ctx, s.db, op, map[string][]item{s.table: keys}, false, nil)
	if err != nil {
		return nil, err
	}
	passed, hours := make([]surge.Passed, days), make([][24]int, days)
	for _, i := range found[s.table] {
		ago := dayOf[textOf(i, partitionKey)]
		passed[ago].Total += int(numberOf(i, totalCount))
		for hour := range hours[ago] {
			hours[ago][hour] += int(numberOf(i, hourCount(hour)))
			passed[ago].Busiest = max(passed[ago].Busiest, hours[ago][hour])
		}
	}
	return passed, nil
}

// Take implements surge.Counter. It counts in a part chosen at random; only where that is full the others are tried.
func (s *Surge) Take(ctx context.Context, h surge.Hour, l surge.Limits) (bool, error) {
	const op = "count what came without a card"
	first := rand.N(surgeParts)
	for n := range surgeParts {
		_, err := s.db.UpdateItem(ctx, s.takes(h, l, (first+n)%surgeParts))
		if err = failed(op, err); !fault.Is(err, fault.Conflict) {
			return err == nil, err
		}
	}
	return false, nil
}

func (s *Surge) takes(h surge.Hour, l surge.Limits, part int) *dynamodb.UpdateItemInput {
	share := func(limit int) types.AttributeValue { return number((limit + surgeParts - 1) / surgeParts) }
	return &dynamodb.UpdateItemInput{
		TableName:        &s.table,
		Key:              surgeKey(h.Day, part),
		UpdateExpression: aws.String("ADD #hour :one, #total :one SET expires = :expires"),
		ConditionExpression: aws.String("(attribute_not_exists(#hour) OR #hour < :hour) AND " +
			"(attribute_not_exists(#total) OR #total < :day)"),
		ExpressionAttributeNames: map[string]string{"#hour": hourCount(h.Hour), "#total": totalCount},
		ExpressionAttributeValues: item{
			":one": number(1), ":hour": share(l.Hour), ":day": share(l.Day), ":expires": dayExpiry(h.Day.Add(surgeKept)),
		},
	}
}
