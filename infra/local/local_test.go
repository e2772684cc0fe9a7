package local_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"voiceforum/infra/local"
	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/iam"
)

// options are those of a small platform with one function, in a folder of its own.
func options(t *testing.T) local.Options {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return local.Options{
		Root: root, Template: filepath.Join(root, "infra/local/testdata/template.yaml"), Dir: t.TempDir(),
		Report: func(function, what string) { t.Logf("reported: %s %s", function, what) },
	}
}

func start(t *testing.T, o local.Options) (*local.Platform, *local.Running) {
	t.Helper()
	p, err := local.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	running, err := local.Find(o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	return p, running
}

// subject is a running platform that several tests look at: it takes long to start.
type subject struct {
	*local.Platform
	running *local.Running
	options local.Options
	logged  lines
}

func TestAPlatformFromItsTemplate(t *testing.T) {
	s := subject{options: options(t), logged: make(lines, 1000)}
	s.options.Log = s.logged
	s.Platform, s.running = start(t, s.options)
	t.Run("the site answers", s.siteAnswers)
	t.Run("a function has the template's environment", s.hasTemplatesEnvironment)
	t.Run("changes in a table are worked off", s.changesAreWorkedOff)
	t.Run("a schedule can be fired by hand, and what fails waits in its queue", s.schedulesFireByHand)
	t.Run("a bucket lets a function do what its policy says and no more", s.bucketsKeepToPolicies)
	t.Run("a function hears of what comes into a bucket", s.bucketEventsAreHeard)
	t.Run("a second platform on the same data is refused", s.secondIsRefused)
	t.Run("a port in use is named", s.portInUseIsNamed)
}

func (s subject) siteAnswers(t *testing.T) {
	response, err := http.Get(s.Site + "/some/page?x=1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != 200 || !strings.Contains(string(body), `"rawPath":"/some/page"`) {
		t.Errorf("got %d %s", response.StatusCode, body)
	}
}

func (s subject) hasTemplatesEnvironment(t *testing.T) {
	got, err := s.running.Invoke(t.Context(), "Echo", []byte(`{"do":"env"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"THINGS_TABLE=Things"`, `"SITE_ADDRESS=` + s.Site, `"AWS_ACCESS_KEY_ID=local-Echo"`, `"AWS_ENDPOINT_URL_DYNAMODB=http://127`} {
		if !strings.Contains(string(got.Payload), want) {
			t.Errorf("%s is not in %s", want, got.Payload)
		}
	}
}

func (s subject) changesAreWorkedOff(t *testing.T) {
	before := invocations(t, s.running)
	put(t, s.DynamoDB, "a")
	if err := s.running.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := invocations(t, s.running); after == before {
		t.Error("the function was not invoked")
	}
}

func (s subject) schedulesFireByHand(t *testing.T) {
	if err := s.running.Fire(t.Context(), "Calendar"); err != nil {
		t.Fatal(err)
	}
	if err := s.running.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	queues, err := s.running.Queues(t.Context())
	if err != nil || len(queues) != 1 || queues[0].Messages != 1 {
		t.Errorf("the queues are %+v, error %v", queues, err)
	}
	if err := s.running.Fire(t.Context(), "Nothing"); err == nil || !strings.Contains(err.Error(), "Nothing") {
		t.Errorf("an unknown schedule: %v", err)
	}
}

func (s subject) bucketsKeepToPolicies(t *testing.T) {
	client := s3.New(s3.Options{
		Region: engine.Region, BaseEndpoint: aws.String(s.S3), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(iam.AccessKey("Echo"), engine.SecretKey, ""),
	})
	_, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("files"), Key: aws.String("a"), Body: strings.NewReader("x")})
	if err != nil {
		t.Errorf("putting is refused: %v", err)
	}
	_, err = client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("files"), Key: aws.String("a")})
	if err == nil || !strings.Contains(err.Error(), "AccessDenied") {
		t.Errorf("getting is not refused: %v", err)
	}
}

func (s subject) bucketEventsAreHeard(t *testing.T) {
	_, err := engine.S3(s.S3).PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String("files"), Key: aws.String("in/a b+ü.txt"), Body: strings.NewReader("x")})
	if err != nil {
		t.Fatal(err)
	}
	s.logged.await(t, `"key":"in/a+b%2B%C3%BC.txt"`)
}

func (s subject) secondIsRefused(t *testing.T) {
	if _, err := local.Start(t.Context(), s.options); err == nil || !strings.Contains(err.Error(), "another platform is running") {
		t.Errorf("got %v", err)
	}
}

func (s subject) portInUseIsNamed(t *testing.T) {
	other := options(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(s.Site, "http://"), ":")
	for _, digit := range port {
		other.Port = 10*other.Port + int(digit-'0')
	}
	if _, err := local.Start(t.Context(), other); err == nil || !strings.Contains(err.Error(), "port "+port+" is in use") {
		t.Errorf("got %v", err)
	}
}

// lines is what functions log, a line at a time.
type lines chan string

// Write implements io.Writer.
func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// await returns when a line with this text has come.
func (l lines) await(t *testing.T, text string) {
	t.Helper()
	var seen []string
	for {
		select {
		case line := <-l:
			if strings.Contains(line, text) {
				return
			}
			seen = append(seen, line)
		case <-time.After(20 * time.Second):
			t.Fatalf("%s was not logged; only %q", text, seen)
		}
	}
}

func TestDataSurviveARestartAndNothingElseDoes(t *testing.T) {
	o := options(t)
	p, _ := start(t, o)
	put(t, p.DynamoDB, "kept")
	if err := p.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get(p.DynamoDB); err == nil {
		t.Error("the database still answers")
	}
	if _, err := local.Find(o.Dir); !errors.Is(err, local.ErrNotRunning) {
		t.Errorf("after the stop: %v", err)
	}
	again, running := start(t, o)
	got, err := engine.DynamoDB(again.DynamoDB).GetItem(t.Context(), &dynamodb.GetItemInput{
		TableName: aws.String("Things"), Key: map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: "kept"}},
	})
	if err != nil || len(got.Item) == 0 {
		t.Errorf("the item is %v, error %v", got, err)
	}
	if err := again.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := invocations(t, running); n != 0 {
		t.Errorf("changes worked off before the restart came again: %d invocations", n)
	}
}

func TestWaitStopsWhenAsked(t *testing.T) {
	p, _ := start(t, options(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Wait(ctx); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, endpoint, key string) {
	t.Helper()
	_, err := engine.DynamoDB(endpoint).PutItem(t.Context(), &dynamodb.PutItemInput{
		TableName: aws.String("Things"), Item: map[string]types.AttributeValue{"PK": &types.AttributeValueMemberS{Value: key}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func invocations(t *testing.T, r *local.Running) int {
	t.Helper()
	stats, err := r.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return stats[0].Invocations
}
