package sources

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

const (
	firstBatchPause   = 50 * time.Millisecond
	longestBatchPause = 10 * time.Second
)

// deliverer hands records of one shard to a function, in order, until each has been processed or given up on.
type deliverer struct {
	source   template.StreamSource
	function string
	stream   string // ARN
	shard    string
	invoker  Invoker
	queues   *Queues
	report   Report
}

// deliver returns when all records are dealt with. An error means that the platform is stopping.
func (d *deliverer) deliver(ctx context.Context, records []record) error {
	pause := firstBatchPause
	for attempt := 1; len(records) > 0; attempt++ {
		failed, result, err := d.attempt(ctx, records)
		if tooLarge := errors.Is(err, runtime.ErrTooLarge); len(records) > 1 && (tooLarge || d.source.Bisect && err == nil && failed == 0) {
			return d.deliverHalves(ctx, records)
		}
		if err != nil {
			return err
		}
		if failed > 0 { // those before it are done, and the rest begins anew
			records, attempt, pause = records[failed:], 0, firstBatchPause
			continue
		}
		if condition := d.spent(records, attempt); condition != "" {
			d.giveUp(records, condition, attempt, result)
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
		pause = min(2*pause, longestBatchPause)
	}
	return nil
}

func (d *deliverer) deliverHalves(ctx context.Context, records []record) error {
	half := len(records) / 2
	if err := d.deliver(ctx, records[:half]); err != nil {
		return err
	}
	return d.deliver(ctx, records[half:])
}

// spent says why the records are not tried again, or nothing.
func (d *deliverer) spent(records []record, attempt int) (condition string) {
	switch {
	case d.source.MaxRetries >= 0 && attempt > d.source.MaxRetries:
		return "RetryAttemptsExhausted"
	case d.source.MaxAge > 0 && time.Since(records[0].created) > d.source.MaxAge:
		return "MaximumRecordAgeExceeded"
	default:
		return ""
	}
}

// attempt invokes the function once, and gives the index of the first record that failed: len(records) where none.
func (d *deliverer) attempt(ctx context.Context, records []record) (failed int, result runtime.Result, err error) {
	event, err := streamEvent(records, d.stream)
	if err != nil {
		return 0, result, err
	}
	result, err = d.invoker.Invoke(ctx, d.function, event)
	if err != nil {
		return 0, result, err
	}
	if result.FunctionError != "" {
		return 0, result, nil
	}
	if !d.source.ReportFailures {
		return len(records), result, nil
	}
	return firstFailure(records, result.Payload), result, nil
}

// firstFailure reads a function's answer. As in Lambda, no answer and an empty list mean success, and an answer that
// cannot be read, or that names a record which was not sent, means that all failed.
func firstFailure(records []record, payload []byte) int {
	var answer struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if len(payload) > 0 && json.Unmarshal(payload, &answer) != nil {
		return 0
	}
	places := make(map[string]int, len(records))
	for i, r := range records {
		places[r.sequence] = i
	}
	first := len(records)
	for _, f := range answer.BatchItemFailures {
		first = min(first, places[f.ItemIdentifier]) // 0 for what was not sent
	}
	return first
}

// giveUp tells the failure queue which records were not processed; as in AWS, not what they held.
func (d *deliverer) giveUp(records []record, condition string, attempts int, result runtime.Result) {
	what := fmt.Sprintf("gave up on %d records of the stream of %s", len(records), d.source.Table)
	if d.source.OnFailureQueue == "" {
		d.report(d.function, what)
		return
	}
	d.report(d.function, what+"; see the queue "+d.source.OnFailureQueue)
	first, last := records[0], records[len(records)-1]
	message := map[string]any{
		"version":   "1.0",
		"timestamp": time.Now().UTC().Format(timestampForm),
		"requestContext": map[string]any{
			"requestId":              result.RequestID,
			"functionArn":            runtime.ARN(d.function),
			"condition":              condition,
			"approximateInvokeCount": attempts,
		},
		"responseContext": responseContext(result),
		"DDBStreamBatchInfo": map[string]any{
			"shardId":                         d.shard,
			"startSequenceNumber":             first.sequence,
			"endSequenceNumber":               last.sequence,
			"approximateArrivalOfFirstRecord": first.created.Format(time.RFC3339),
			"approximateArrivalOfLastRecord":  last.created.Format(time.RFC3339),
			"batchSize":                       len(records),
			"streamArn":                       d.stream,
		},
	}
	sendRecord(d.queues, d.source.OnFailureQueue, message, func(err error) { d.report(d.function, err.Error()) })
}
