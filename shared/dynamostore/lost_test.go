package dynamostore_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

// severed lets a request through to the database and loses its reply, as a crash right after a write does.
type severed struct{ to dynamodb.HTTPClient }

func (s severed) Do(r *http.Request) (*http.Response, error) {
	res, err := s.to.Do(r)
	if err != nil {
		return nil, err
	}
	return nil, errors.Join(errors.New("the reply was lost"), res.Body.Close())
}

// losing gives the same stores with every reply to a write lost.
func (s stores) losing() *dynamostore.Responses {
	options := s.db.Options()
	options.HTTPClient = severed{options.HTTPClient}
	options.Retryer = aws.NopRetryer{}
	return dynamostore.NewResponses(dynamodb.New(options), s.tables)
}

func TestASendingWhoseReplyWasLostIsSentAgainHarmlessly(t *testing.T) {
	enginetest.Each(t, func(t *testing.T, db *dynamodb.Client, name func(string) string) {
		s := newStores(db, name)
		token := receipt.NewToken()
		s.save(t, token)
		sub := submissionOf(token)
		if err := s.losing().Submit(t.Context(), sub); err == nil {
			t.Fatal("a lost reply passed for an answer")
		}
		if n := s.count(t, s.tables.Feedback, isResponse); n != 1 {
			t.Fatalf("there are %d responses, want the one whose reply was lost", n)
		}
		if err := s.responses.Submit(t.Context(), sub); err != nil {
			t.Errorf("sending again: %v", err)
		}
		if n := s.count(t, s.tables.Feedback, isResponse); n != 1 {
			t.Errorf("there are %d responses, want 1", n)
		}
	})
}

// unsent loses the request itself, as a crash right before a write does.
type unsent struct{}

func (unsent) Do(*http.Request) (*http.Response, error) { return nil, errors.New("no connection") }

func TestASendingThatNeverArrivedLeavesTheDraft(t *testing.T) {
	db, name := enginetest.One(t)
	s := newStores(db, name)
	token := receipt.NewToken()
	s.save(t, token)
	options := db.Options()
	options.HTTPClient, options.Retryer = unsent{}, aws.NopRetryer{}
	down := dynamostore.NewResponses(dynamodb.New(options), s.tables)
	if err := down.Submit(t.Context(), submissionOf(token)); err == nil {
		t.Fatal("it passed for sent")
	}
	if err := s.responses.Submit(t.Context(), submissionOf(token)); err != nil {
		t.Errorf("sending again: %v", err)
	}
}

// A crash may come between any two requests. Every method makes at most one write, so that all that is left to show
// is that each, cut off before it, changed nothing.
func TestWhatIsCutOffBeforeItsWriteChangesNothing(t *testing.T) {
	db, name := enginetest.One(t)
	s := newStores(db, name)
	token, sub := s.submitted(t)
	before := s.written(t)
	steps := map[string]func(context.Context, *dynamostore.Responses) error{
		"decide": func(ctx context.Context, r *dynamostore.Responses) error {
			return r.AppendConsent(ctx, sub.Receipt, 1, decided(consent.Contact, false))
		},
		"withdraw": func(ctx context.Context, r *dynamostore.Responses) error {
			return r.Withdraw(ctx, sub.Receipt, today)
		},
		"send": func(ctx context.Context, r *dynamostore.Responses) error {
			other := submissionOf(receipt.NewToken())
			other.DraftID = token.DraftID()
			return r.Submit(ctx, other)
		},
	}
	for what, step := range steps {
		options := db.Options()
		options.HTTPClient, options.Retryer = &readsOnly{to: options.HTTPClient}, aws.NopRetryer{}
		err := step(t.Context(), dynamostore.NewResponses(dynamodb.New(options), s.tables))
		if err == nil {
			t.Errorf("%s: it passed for done", what)
		}
		if after := s.written(t); after != before {
			t.Errorf("%s: the tables changed from %s to %s", what, before, after)
		}
	}
}

// readsOnly lets reads through and loses everything else.
type readsOnly struct{ to dynamodb.HTTPClient }

func (c *readsOnly) Do(r *http.Request) (*http.Response, error) {
	if r.Header.Get("X-Amz-Target") != "DynamoDB_20120810.GetItem" {
		return nil, errors.New("no connection")
	}
	return c.to.Do(r)
}

// answering gives, to every request, one answer of the database.
type answering struct {
	status int
	body   string
}

func (a answering) Do(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: a.status,
		Header:     http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
		Body:       io.NopCloser(strings.NewReader(a.body)),
	}, nil
}

// cancelled is the answer to a transaction whose second item was refused for this reason.
func cancelled(code string) string {
	return `{"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "Message": "CANARY",
		"CancellationReasons": [{"Code": "None"}, {"Code": "` + code + `", "Message": "CANARY"}]}`
}

func TestWhatTheDatabaseAnswersComesToAKind(t *testing.T) {
	for answer, want := range map[answering]fault.Kind{
		{400, `{"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}`}: fault.Unavailable,
		{400, `{"__type": "com.amazon.coral.availability#ThrottlingException"}`}:                       fault.Unavailable,
		{400, `{"__type": "com.amazonaws.dynamodb.v20120810#RequestLimitExceeded"}`}:                   fault.Unavailable,
		{400, `{"__type": "com.amazonaws.dynamodb.v20120810#TransactionInProgressException"}`}:         fault.Unavailable,
		{500, `{"__type": "com.amazonaws.dynamodb.v20120810#InternalServerError"}`}:                    fault.Unavailable,
		{503, `<html>`}: fault.Unavailable,
		{400, `{"__type": "com.amazon.coral.validate#ValidationException", "message": "CANARY"}`}:              fault.Internal,
		{400, `{"__type": "com.amazonaws.dynamodb.v20120810#AccessDeniedException", "message": "CANARY"}`}:     fault.Internal,
		{400, `{"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "CANARY"}`}: fault.Internal,
		{400, cancelled("TransactionConflict")}:                                                                fault.Unavailable,
		{400, cancelled("ThrottlingError")}:                                                                    fault.Unavailable,
		{400, cancelled("ProvisionedThroughputExceeded")}:                                                      fault.Unavailable,
		{400, cancelled("ItemCollectionSizeLimitExceeded")}:                                                    fault.TooLarge,
		{400, cancelled("ValidationError")}:                                                                    fault.Internal,
	} {
		options := dynamodb.Options{
			Region: "eu-west-2", HTTPClient: answer, Retryer: aws.NopRetryer{},
			BaseEndpoint: aws.String("http://database.invalid"), Credentials: aws.AnonymousCredentials{},
		}
		r := dynamostore.NewResponses(dynamodb.New(options), dynamostore.Tables{
			Feedback: "Feedback", Drafts: "Drafts", Sealed: "Sealed", Contact: "Contact", Keys: "Keys", Erasures: "Erasures",
		})
		wantFault(t, answer.body, r.Submit(t.Context(), submissionOf(receipt.NewToken())), want)
	}
}
