package dynamostore

import (
	"context"
	"fmt"
	"maps"
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

	// pileShards is over how many partitions of the index each pile of a window is spread, so that no flood is held up by
	// one of them, and holds up the table with it. It is part of stored values.
	pileShards = 8
)

// windowsKey is of the item that lists a forum's windows: an attribute for each day, with the latest decision on it.
func windowsKey(forum calendar.Quarter) item { return pair("SURGE#"+string(forum), "WINDOWS") }

// pileShard is a partition of the index by-surge: a part, from 0 to pileShards-1, of a pile of a window.
func pileShard(p surge.Pile, w surge.Window, part int) string {
	return fmt.Sprintf("%s#%s#%s#%d", p, w.Forum, w.Day, part)
}

// pilePart is the part that a response is in, of whatever pile.
func pilePart(id response.ID) int { return id.Shard() % pileShards }

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

// dayDecision is what the list of windows holds for a day: nothing, or the latest decision and its number.
type dayDecision struct {
	surge.Decision
	Number int `dynamodbav:"number"`
}

// decide keeps a decision on a window, in place of the one with the number before.
func (s *Windows) decide(ctx context.Context, w surge.Window, before int, d surge.Decision) error {
	const op = "decide on a window"
	if err := d.Check(); err != nil {
		return err
	}
	body, err := attributevalue.Marshal(dayDecision{d, before + 1})
	if err != nil {
		return fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	update := &dynamodb.UpdateItemInput{
		TableName:                 &s.feedback,
		Key:                       windowsKey(w.Forum),
		UpdateExpression:          aws.String("SET #day = :decision"),
		ConditionExpression:       aws.String("attribute_exists(#day) AND attribute_not_exists(#day.#number)"),
		ExpressionAttributeNames:  map[string]string{"#day": string(w.Day), "#number": "number"},
		ExpressionAttributeValues: item{":decision": body},
	}
	if before > 0 {
		update.ConditionExpression = aws.String("#day.#number = :number")
		update.ExpressionAttributeValues[":number"] = number(before)
	}
	_, err = s.db.UpdateItem(ctx, update)
	if err = failed(op, err); fault.Is(err, fault.Conflict) {
		return s.stands(ctx, op, w, dayDecision{d, before + 1}) // a reply that was lost is sent again, and meets its own
	}
	return err
}

// stands is a fault.Conflict where the latest decision on a window is another, and a fault.NotFound where nothing was set
// apart in it.
func (s *Windows) stands(ctx context.Context, op string, w surge.Window, d dayDecision) error {
	days, err := s.days(ctx, op, w.Forum)
	if err != nil {
		return err
	}
	switch latest, ok := days[w.Day]; {
	case !ok:
		return fault.New(fault.NotFound, "%s: nothing was set apart in it", op)
	case latest != d:
		return fault.New(fault.Conflict, "%s: somebody else has decided since", op)
	}
	return nil
}

// days gives what a forum's list of windows holds at this moment.
func (s *Windows) days(ctx context.Context, op string, forum calendar.Quarter) (map[calendar.Day]dayDecision, error) {
	stored, err := getItem(ctx, s.db, op, s.feedback, windowsKey(forum))
	if err != nil {
		return nil, err
	}
	days := make(map[calendar.Day]dayDecision, len(stored))
	for name, v := range stored {
		if name == partitionKey || name == sortKey {
			continue
		}
		var d dayDecision
		if err := attributevalue.Unmarshal(v, &d); err != nil {
			return nil, fault.New(fault.Internal, "%s: a decision does not read", op)
		}
		days[calendar.Day(name)] = d
	}
	return days, nil
}

// OfForum gives a forum's windows by their days, with how many responses are in which pile. What was written within the
// last moments may be counted in its former pile, or not yet.
func (s *Windows) OfForum(ctx context.Context, forum calendar.Quarter) ([]surge.State, error) {
	const op = "list windows"
	days, err := s.days(ctx, op, forum)
	if err != nil {
		return nil, err
	}
	states := make([]surge.State, 0, len(days))
	for _, day := range slices.Sorted(maps.Keys(days)) {
		state := surge.State{Window: surge.Window{Forum: forum, Day: day}, Number: days[day].Number}
		if d := days[day].Decision; state.Number > 0 {
			state.Last = &d
		}
		states = append(states, state)
	}
	counting, within := errgroup.WithContext(ctx)
	counting.SetLimit(atOnce)
	for i := range states {
		for pile, n := range map[surge.Pile]*int{
			surge.PileWaiting: &states[i].Waiting, surge.PileWithheld: &states[i].Withheld,
		} {
			counting.Go(func() (err error) {
				*n, err = s.count(within, op, pile, states[i].Window)
				return err
			})
		}
	}
	return states, counting.Wait()
}

func (s *Windows) count(ctx context.Context, op string, p surge.Pile, w surge.Window) (int, error) {
	n := 0
	for part := range pileShards {
		ask := s.inShard(pileShard(p, w, part))
		ask.Select = types.SelectCount
		for pages := dynamodb.NewQueryPaginator(s.db, ask); pages.HasMorePages(); {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return 0, failed(op, err)
			}
			n += int(page.Count)
		}
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

// Look gives responses of a window's pile, about so many, in the order of their ids from the one after a given id on; ""
// for the first. The order means nothing. None are left where it gives none.
func (s *Windows) Look(
	ctx context.Context, w surge.Window, p surge.Pile, after response.ID, most int,
) ([]response.Response, error) {
	const op = "look at a window"
	for {
		entries, err := s.page(ctx, op, w, p, after, min(max(most, 1), batchKeys))
		if err != nil || len(entries) == 0 {
			return nil, err
		}
		found, err := s.readAll(ctx, op, entries)
		if err != nil || len(found) > 0 {
			return found, err
		}
		after = idOf(entries[len(entries)-1]) // all of them were withdrawn at this moment
	}
}

// page gives the entries of the index for up to so many responses of a pile, in the order of their ids, after one of
// them.
func (s *Windows) page(
	ctx context.Context, op string, w surge.Window, p surge.Pile, after response.ID, most int,
) ([]item, error) {
	parts := make([][]item, pileShards)
	reading, within := errgroup.WithContext(ctx)
	for part := range pileShards {
		reading.Go(func() error {
			ask := s.inShard(pileShard(p, w, part))
			ask.Limit = aws.Int32(int32(most))
			ask.KeyConditionExpression = aws.String("surgeShard = :shard AND PK > :after")
			ask.ExpressionAttributeValues[":after"] = responseKey(after)[partitionKey]
			out, err := s.db.Query(within, ask)
			if err == nil {
				parts[part] = out.Items
			}
			return failed(op, err)
		})
	}
	if err := reading.Wait(); err != nil {
		return nil, err
	}
	entries := slices.Concat(parts...)
	slices.SortFunc(entries, func(a, b item) int { return strings.Compare(string(idOf(a)), string(idOf(b))) })
	return entries[:min(most, len(entries))], nil
}

func idOf(entry item) response.ID {
	return response.ID(strings.TrimPrefix(textOf(entry, partitionKey), "RESPONSE#"))
}

// readAll gives the responses of some entries as they are at this moment; those withdrawn since are left out.
func (s *Windows) readAll(ctx context.Context, op string, entries []item) ([]response.Response, error) {
	found := make([]item, len(entries))
	reading, within := errgroup.WithContext(ctx)
	reading.SetLimit(atOnce)
	for i, entry := range entries {
		reading.Go(func() (err error) {
			found[i], err = s.read(within, op, entry)
			return err
		})
	}
	if err := reading.Wait(); err != nil {
		return nil, err
	}
	var all []response.Response
	for _, i := range found {
		if len(i) == 0 {
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
	return getItem(ctx, s.db, op, s.feedback, item{partitionKey: entry[partitionKey], sortKey: entry[sortKey]})
}
