package dynamostore

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

// contribution is an entry as the Contributions table holds it, under PK, the response's id. What a withdrawal leaves
// has PK, forum, version and expires alone.
type contribution struct {
	Forum    calendar.Quarter            `dynamodbav:"forum"`
	Version  int                         `dynamodbav:"version"`
	Counts   map[string]int              `dynamodbav:"counts,omitempty"`
	Mentions map[string][]themes.Mention `dynamodbav:"mentions,omitempty"`
	Review   map[string]string           `dynamodbav:"review,omitempty"`
	Codebook int                         `dynamodbav:"codebook,omitempty"`
	Uncoded  bool                        `dynamodbav:"uncoded,omitempty"`
}

func encodeEntry(op string, e tally.Entry) (item, error) {
	body, err := attributevalue.MarshalMap(contribution{
		Forum: e.Forum, Version: e.Version, Counts: e.Counts, Mentions: e.Mentions, Review: e.Review,
		Codebook: e.Codebook, Uncoded: e.Uncoded,
	})
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: it does not marshal", op)
	}
	if !e.Expires.IsZero() {
		body["expires"] = expiry(e.Expires)
	}
	body = with(single(string(e.ID)), body)
	return body, fits(op, body)
}

func decodeEntry(op string, i item) (tally.Entry, error) {
	var c contribution
	if err := attributevalue.UnmarshalMap(i, &c); err != nil || c.Version == 0 {
		return tally.Entry{}, fault.New(fault.Internal, "%s: an entry does not read", op)
	}
	e := tally.Entry{
		ID: response.ID(textOf(i, partitionKey)), Forum: c.Forum, Version: c.Version, Counts: c.Counts, Mentions: c.Mentions,
		Review: c.Review, Codebook: c.Codebook, Uncoded: c.Uncoded,
	}
	if _, set := i["expires"]; set {
		e.Expires = time.Unix(numberOf(i, "expires"), 0)
	}
	return e, nil
}

// Entries gives what is kept of some responses, without their counts, for recounting; what is not there, or expired, is
// left out.
func (s *Tallies) Entries(ctx context.Context, ids []response.ID) (map[response.ID]tally.Entry, error) {
	const op = "read entries"
	entries := make(map[response.ID]tally.Entry, len(ids))
	for len(ids) > 0 {
		n := min(len(ids), batchKeys)
		keys := make([]item, 0, n)
		for _, id := range ids[:n] {
			keys = append(keys, single(string(id)))
		}
		ids = ids[n:]
		found, err := batchGet(ctx, s.db, op, map[string][]item{s.contributions: keys}, true,
			aws.String("PK, forum, version, mentions, review, codebook, uncoded, expires"))
		if err != nil {
			return nil, err
		}
		for _, i := range found[s.contributions] {
			if expired(i, s.now()) {
				continue
			}
			e, err := decodeEntry(op, i)
			if err != nil {
				return nil, err
			}
			entries[e.ID] = e
		}
	}
	return entries, nil
}

// Change is one change of a response as the stream tells it.
type Change struct {
	tally.Ref
	ID        response.ID
	Withdrawn bool              // the person took it back; there is no Response then
	Response  response.Response // as it is after the change
	Expires   time.Time         // when the response may no longer be read; zero for never
}

// expiryPrincipal is who removes an item that has expired, in the stream's words.
const expiryPrincipal = "dynamodb.amazonaws.com"

// DecodeChange reads a record of the Feedback table's stream. counts is false for what changes no count: records of other
// items than responses, and removals by the database's own expiry. A record that does not read is a fault.Invalid;
// it says nothing of what is in it.
//
// A removal is read by its keys alone, so that a response of any older form can still be withdrawn. Of a changed
// response, attributes that are unknown are passed over and those missing are empty; see tally.NewEntry for what
// cannot be counted so.
func DecodeChange(record events.DynamoDBEventRecord) (c Change, counts bool, err error) {
	const op = "read a change from the stream"
	change := record.Change
	if !isText(change.Keys, sortKey) || change.Keys[sortKey].String() != responseSort {
		return Change{}, false, nil
	}
	removed := record.EventName == string(events.DynamoDBOperationTypeRemove)
	if removed && record.UserIdentity != nil && record.UserIdentity.PrincipalID == expiryPrincipal {
		return Change{}, false, nil
	}
	image := change.NewImage
	if removed {
		image = change.OldImage
	}
	if !isText(change.Keys, partitionKey) || !isText(image, "forumShard") {
		return Change{}, false, fault.New(fault.Invalid, "%s: its keys are missing", op)
	}
	id, prefixed := strings.CutPrefix(change.Keys[partitionKey].String(), "RESPONSE#")
	name, _, _ := strings.Cut(image["forumShard"].String(), "#")
	forum, badForum := calendar.ParseQuarter(name)
	c = Change{Ref: tally.RefOf(forum, response.ID(id)), ID: response.ID(id), Withdrawn: removed}
	if !prefixed || id == "" || badForum != nil || image["forumShard"].String() != forumShard(forum, c.Shard) {
		return Change{}, false, fault.New(fault.Invalid, "%s: its keys do not read", op)
	}
	if removed {
		return c, true, nil
	}
	if c.Response, err = DecodeResponse(image); err != nil {
		return Change{}, false, fault.Wrap(fault.Invalid, op, err)
	}
	if c.Response.ID != c.ID || c.Response.Forum != forum {
		return Change{}, false, fault.New(fault.Invalid, "%s: its keys are another response's", op)
	}
	c.Expires = expiryOf(image)
	return c, true, nil
}

func isText(image map[string]events.DynamoDBAttributeValue, name string) bool {
	v, there := image[name]
	return there && v.DataType() == events.DataTypeString
}

func expiryOf(image map[string]events.DynamoDBAttributeValue) time.Time {
	v, there := image["expires"]
	if !there || v.DataType() != events.DataTypeNumber {
		return time.Time{}
	}
	n, err := strconv.ParseInt(v.Number(), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(n, 0)
}
