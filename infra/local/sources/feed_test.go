package sources

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

// function stands for a function: it keeps the records of each invocation, and answers as the test says.
type function struct {
	answer func(keys []string) (failed string, functionError bool) // failed is the key of the first that failed

	mu      sync.Mutex
	batches [][]string // keys
	records []events.DynamoDBEventRecord
}

// Invoke implements Invoker.
func (f *function) Invoke(_ context.Context, _ string, payload []byte) (runtime.Result, error) {
	var event events.DynamoDBEvent
	if err := json.Unmarshal(payload, &event); err != nil {
		return runtime.Result{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var keys []string
	sequence := make(map[string]string)
	for _, r := range event.Records {
		key := r.Change.Keys["PK"].String()
		keys = append(keys, key)
		sequence[key] = r.Change.SequenceNumber
	}
	f.batches = append(f.batches, keys)
	f.records = append(f.records, event.Records...)
	if f.answer == nil {
		return runtime.Result{}, nil
	}
	failed, broken := f.answer(keys)
	if broken {
		return runtime.Result{Payload: []byte(`{"errorType":"x"}`), FunctionError: "Unhandled"}, nil
	}
	answer := events.DynamoDBEventResponse{}
	if failed != "" {
		answer.BatchItemFailures = []events.DynamoDBBatchItemFailure{{ItemIdentifier: sequence[failed]}}
	}
	document, err := json.Marshal(answer)
	return runtime.Result{Payload: document}, err
}

// stream is a table with a stream in a real engine, and what feeds the stream to a function.
type stream struct {
	t       *testing.T
	db      *dynamodb.Client
	table   string
	options StreamsOptions
	running *Streams
}

// database is started once for all tests, because that is what takes long.
var database = sync.OnceValues(func() (*engine.Process, error) {
	return engine.Dynoxide(context.Background(), "")
})

func TestMain(m *testing.M) {
	code := m.Run()
	if p, err := database(); err == nil {
		p.Stop() //nolint:errcheck // the tests are over
	}
	os.Exit(code)
}

func newStream(t *testing.T, f *function, source template.StreamSource) *stream {
	t.Helper()
	process, err := database()
	if err != nil {
		t.Fatal(err)
	}
	table := template.Table{
		Name:       fmt.Sprintf("things-%s", t.Name()),
		Attributes: []template.Attribute{{Name: "PK", Type: "S"}},
		KeySchema:  []template.KeyPart{{Attribute: "PK", Kind: "HASH"}},
		StreamView: "NEW_AND_OLD_IMAGES",
	}
	db := engine.DynamoDB(process.Endpoint)
	if err := engine.CreateTables(t.Context(), db, []template.Table{table}); err != nil {
		t.Fatal(err)
	}
	source.Name, source.Table, source.StartingPosition = "Changes", "Things", "TRIM_HORIZON"
	if source.BatchSize == 0 {
		source.BatchSize = 100
	}
	s := &stream{t: t, db: db, table: table.Name, options: StreamsOptions{
		Functions: []template.Function{{Name: "F", Streams: []template.StreamSource{source}}},
		TableName: func(string) string { return table.Name },
		Endpoint:  process.Endpoint, AccessKey: engine.AccessKey, Dir: t.TempDir(),
		Invoker: f, Queues: NewQueues(t.TempDir()),
		Report: func(function, what string) { t.Logf("reported: %s %s", function, what) },
	}}
	t.Cleanup(s.stop)
	return s
}

func (s *stream) start() {
	s.t.Helper()
	var err error
	if s.running, err = NewStreams(s.options); err != nil {
		s.t.Fatal(err)
	}
	s.running.Start(context.Background())
}

func (s *stream) stop() {
	if s.running != nil {
		s.running.Stop()
		s.running = nil
	}
}

func (s *stream) put(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		_, err := s.db.PutItem(s.t.Context(), &dynamodb.PutItemInput{TableName: &s.table, Item: item(key)})
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

func item(key string) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: key}}
}

func (s *stream) idle() {
	s.t.Helper()
	if err := s.running.Idle(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stream) messages(queue string) [][]byte {
	s.t.Helper()
	all, err := s.options.Queues.Messages(queue)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}
