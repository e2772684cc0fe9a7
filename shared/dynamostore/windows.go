package dynamostore

import (
	"context"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/surge"
)

// Windows lets a person look at the responses that were set apart in a surge, and decide on them. They are found by the
// index by-surge, under the pile and the window that they are in. Whether they wait for a reviewer as well, because of
// their words, is another matter.
type Windows struct {
	db       *dynamodb.Client
	feedback string
}

// NewWindows makes a store of windows over the Feedback table.
func NewWindows(db *dynamodb.Client, feedback string) *Windows { return &Windows{db, feedback} }

const (
	surgeIndex = "by-surge"
	surgeShard = "surgeShard"
)

// windowsKey is of the item that lists a forum's windows: an attribute for each day, with the latest decision on it.
func windowsKey(forum calendar.Quarter) item { return pair("SURGE#"+string(forum), "WINDOWS") }

func pileShard(p surge.Pile, w surge.Window) string {
	return string(p) + "#" + string(w.Forum) + "#" + string(w.Day)
}

// windowOf is the window of a response that is set apart.
func windowOf(v response.Response) surge.Window { return surge.Window{Forum: v.Forum, Day: v.Received} }

// Open lists a window among its forum's. Doing it again changes nothing.
func (s *Windows) Open(ctx context.Context, w surge.Window) error {
	_, err := s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 &s.feedback,
		Key:                       windowsKey(w.Forum),
		UpdateExpression:          aws.String("SET #day = if_not_exists(#day, :nothing)"),
		ExpressionAttributeNames:  map[string]string{"#day": string(w.Day)},
		ExpressionAttributeValues: item{":nothing": &types.AttributeValueMemberM{Value: item{}}},
	})
	return failed("open a window", err)
}

// decide keeps the latest decision on a window.
func (s *Windows) decide(ctx context.Context, w surge.Window, d surge.Decision) error {
	const op = "decide on a window"
	if err := d.Check(); err != nil {
		return err
	}
	body, err := attributevalue.Marshal(d)
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	_, err = s.db.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 &s.feedback,
		Key:                       windowsKey(w.Forum),
		UpdateExpression:          aws.String("SET #day = :decision"),
		ConditionExpression:       aws.String("attribute_exists(#day)"),
		ExpressionAttributeNames:  map[string]string{"#day": string(w.Day)},
		ExpressionAttributeValues: item{":decision": body},
	})
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return fault.New(fault.NotFound, "%s: nothing was set apart in it", op)
	}
	return err
}

// OfForum gives a forum's windows by their days, with how many responses are in which pile. What was written within the
// last moments may be counted in its former pile, or not yet.
func (s *Windows) OfForum(ctx context.Context, forum calendar.Quarter) ([]surge.State, error) {
	const op = "list windows"
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &s.feedback, Key: windowsKey(forum), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return nil, failed(op, err)
	}
	var states []surge.State
	for name, v := range out.Item {
		if name == partitionKey || name == sortKey {
			continue
		}
		state := surge.State{Window: surge.Window{Forum: forum, Day: calendar.Day(name)}}
		var d surge.Decision
		if err := attributevalue.Unmarshal(v, &d); err != nil {
			return nil, fault.New(fault.Internal, "%s: a decision does not read", op)
		}
		if d != (surge.Decision{}) {
			state.Last = &d
		}
		states = append(states, state)
	}
	slices.SortFunc(states, func(a, b surge.State) int { return strings.Compare(string(a.Day), string(b.Day)) })
	counting, within := errgroup.WithContext(ctx)
	counting.SetLimit(atOnce)
	for i := range states {
		for pile, n := range map[surge.Pile]*int{
			surge.PileWaiting: &states[i].Waiting, surge.PileWithheld: &states[i].Withheld,
		} {
			counting.Go(func() (err error) {
				*n, err = s.count(within, op, pileShard(pile, states[i].Window))
				return err
			})
		}
	}
	return states, counting.Wait()
}

func (s *Windows) count(ctx context.Context, op, shard string) (int, error) {
	ask := s.inShard(shard)
	ask.Select = types.SelectCount
	n := 0
	for pages := dynamodb.NewQueryPaginator(s.db, ask); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, failed(op, err)
		}
		n += int(page.Count)
	}
	return n, nil
}

func (s *Windows) inShard(shard string) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName:                 &s.feedback,
		IndexName:                 aws.String(surgeIndex),
		KeyConditionExpression:    aws.String("surgeShard = :shard"),
		ExpressionAttributeValues: item{":shard": text(shard)},
	}
}

// Look gives at most so many responses of a window's pile, in the order of their ids from the one after a given id on;
// "" for the first. The order means nothing.
func (s *Windows) Look(
	ctx context.Context, w surge.Window, p surge.Pile, after response.ID, most int,
) ([]response.Response, error) {
	const op = "look at a window"
	ask := s.inShard(pileShard(p, w))
	ask.Limit = aws.Int32(int32(min(max(most, 1), batchKeys)))
	ask.KeyConditionExpression = aws.String("surgeShard = :shard AND PK > :after")
	ask.ExpressionAttributeValues[":after"] = text("RESPONSE#" + string(after))
	page, err := s.db.Query(ctx, ask)
	if err != nil {
		return nil, failed(op, err)
	}
	found := make([]item, len(page.Items))
	reading, within := errgroup.WithContext(ctx)
	reading.SetLimit(atOnce)
	for i, key := range page.Items {
		reading.Go(func() (err error) {
			found[i], err = s.read(within, op, key)
			return err
		})
	}
	if err := reading.Wait(); err != nil {
		return nil, err
	}
	var all []response.Response
	for _, i := range found {
		if len(i) == 0 { // withdrawn since
			continue
		}
		v, err := decodeResponse(op, i)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// read gives the item that an entry of the index is of, as it is at this moment; an empty one where there is none.
func (s *Windows) read(ctx context.Context, op string, entry item) (item, error) {
	out, err := s.db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &s.feedback, ConsistentRead: aws.Bool(true),
		Key: item{partitionKey: entry[partitionKey], sortKey: entry[sortKey]},
	})
	if err != nil {
		return nil, failed(op, err)
	}
	return out.Item, nil
}
