package sources

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"
)

// record is one change of an item, as the function gets it.
type record struct {
	event    json.RawMessage
	key      string // of its item, the same for the same item
	sequence string
	created  time.Time
}

// readRecord takes a record as the engine gives it. Only the name of whoever made the change, set where that was the
// table's own expiry, is written differently for functions.
func readRecord(raw json.RawMessage) (record, error) {
	var parts struct {
		Dynamodb struct {
			Keys           map[string]json.RawMessage
			SequenceNumber string
			Created        float64 `json:"ApproximateCreationDateTime"`
		} `json:"dynamodb"`
		UserIdentity *struct{ Type, PrincipalID string } `json:"userIdentity"`
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return record{}, fmt.Errorf("a record of the stream cannot be read: %w", err)
	}
	key, err := json.Marshal(parts.Dynamodb.Keys)
	if err != nil {
		return record{}, err
	}
	r := record{
		event:    raw,
		key:      string(key),
		sequence: parts.Dynamodb.SequenceNumber,
		created:  time.UnixMilli(int64(parts.Dynamodb.Created * 1000)).UTC(),
	}
	if who := parts.UserIdentity; who != nil {
		r.event, err = with(raw, "userIdentity", map[string]string{"type": who.Type, "principalId": who.PrincipalID})
	}
	return r, err
}

// with gives a JSON object with one field set.
func with(object json.RawMessage, name string, value any) (json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(object, &fields); err != nil {
		return nil, err
	}
	written, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	fields[name] = written
	return json.Marshal(fields)
}

// streamEvent writes records as one event of a stream.
func streamEvent(records []record, streamARN string) ([]byte, error) {
	all := make([]json.RawMessage, len(records))
	for i, r := range records {
		var err error
		if all[i], err = with(r.event, "eventSourceARN", streamARN); err != nil {
			return nil, err
		}
	}
	return json.Marshal(map[string]any{"Records": all})
}

// lanes deals records out to n lanes. All of an item's go to the same lane, in their order.
func lanes(records []record, n int) [][]record {
	dealt := make([][]record, max(1, n))
	for _, r := range records {
		h := fnv.New32a()
		h.Write([]byte(r.key))
		lane := int(h.Sum32() % uint32(len(dealt)))
		dealt[lane] = append(dealt[lane], r)
	}
	return dealt
}
