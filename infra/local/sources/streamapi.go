package sources

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// streamAPI reads streams from a DynamoDB engine. It speaks the wire format itself, because a record on the wire is
// already in the form in which Lambda hands it to a function, and the SDK would take it apart.
type streamAPI struct {
	endpoint      string
	authorization string // engines on this machine look at its form and not at its signature
	client        *http.Client
}

// shard is one shard of a stream.
type shard struct {
	ID     string `json:"ShardId"`
	Parent string `json:"ParentShardId"`
}

// apiError is an engine's refusal; Type is the exception's name.
type apiError struct{ Type string }

// Error implements error.
func (e *apiError) Error() string { return "the stream answered " + e.Type }

func (s *streamAPI) call(ctx context.Context, operation string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.endpoint, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	request.Header.Set("X-Amz-Target", "DynamoDBStreams_20120810."+operation)
	request.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	request.Header.Set("Authorization", s.authorization)
	response, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		var refusal struct {
			Type string `json:"__type"`
		}
		if err := json.Unmarshal(answer, &refusal); err != nil {
			return fmt.Errorf("the stream answered %s", response.Status)
		}
		return &apiError{refusal.Type[strings.LastIndex(refusal.Type, "#")+1:]}
	}
	return json.Unmarshal(answer, out)
}

// stream gives the ARN of a table's stream.
func (s *streamAPI) stream(ctx context.Context, table string) (string, error) {
	var out struct {
		Streams []struct {
			Arn string `json:"StreamArn"`
		}
	}
	if err := s.call(ctx, "ListStreams", map[string]any{"TableName": table}, &out); err != nil {
		return "", err
	}
	if len(out.Streams) == 0 {
		return "", fmt.Errorf("the table %s has no stream", table)
	}
	return out.Streams[len(out.Streams)-1].Arn, nil
}

// shards gives all shards of a stream, parents before children.
func (s *streamAPI) shards(ctx context.Context, arn string) ([]shard, error) {
	var all []shard
	in := map[string]any{"StreamArn": arn}
	for {
		var out struct {
			StreamDescription struct {
				Shards []shard
				Last   string `json:"LastEvaluatedShardId"`
			}
		}
		if err := s.call(ctx, "DescribeStream", in, &out); err != nil {
			return nil, err
		}
		all = append(all, out.StreamDescription.Shards...)
		if out.StreamDescription.Last == "" {
			return all, nil
		}
		in["ExclusiveStartShardId"] = out.StreamDescription.Last
	}
}

// iterator gives an iterator that begins after a sequence number, or at position where that is empty.
func (s *streamAPI) iterator(ctx context.Context, arn, shardID, position, after string) (string, error) {
	in := map[string]any{"StreamArn": arn, "ShardId": shardID, "ShardIteratorType": position}
	if after != "" {
		in["ShardIteratorType"], in["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", after
	}
	var out struct{ ShardIterator string }
	err := s.call(ctx, "GetShardIterator", in, &out)
	return out.ShardIterator, err
}

// records reads on from an iterator. next is empty at the end of a closed shard.
func (s *streamAPI) records(ctx context.Context, iterator string, limit int) (records []record, next string, err error) {
	var out struct {
		Records           []json.RawMessage
		NextShardIterator string
	}
	in := map[string]any{"ShardIterator": iterator, "Limit": limit}
	if err := s.call(ctx, "GetRecords", in, &out); err != nil {
		return nil, "", err
	}
	records = make([]record, len(out.Records))
	for i, raw := range out.Records {
		if records[i], err = readRecord(raw); err != nil {
			return nil, "", err
		}
	}
	return records, out.NextShardIterator, nil
}
