package lambdaapi_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"

	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/lambdaapi"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

// functions stands for the runtime: Forum answers, or fails when told to.
type functions struct{}

// Invoke implements lambdaapi.Invoker.
func (functions) Invoke(_ context.Context, function string, payload []byte) (runtime.Result, error) {
	switch {
	case function != "Forum":
		return runtime.Result{}, runtime.ErrNoFunction
	case string(payload) == `"fail"`:
		return runtime.Result{Payload: []byte(`{"errorType":"x"}`), FunctionError: "Unhandled"}, nil
	default:
		return runtime.Result{Payload: payload}, nil
	}
}

// accepted keeps what was accepted for later.
type accepted struct{ all []string }

// Invoke implements lambdaapi.Async.
func (a *accepted) Invoke(function string, payload []byte) error {
	a.all = append(a.all, function+string(payload))
	return nil
}

// client is the SDK's, signed in as a function that may invoke Forum and Nobody.
func client(t *testing.T, async *accepted) *lambda.Client {
	t.Helper()
	policy, err := iam.New([]template.Function{{Name: "Portal", Statements: []template.Statement{{
		Effect: "Allow", Actions: []string{"lambda:InvokeFunction"}, Resources: []string{runtime.ARN("Forum"), runtime.ARN("Nobody")},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(lambdaapi.New(functions{}, async, policy, func(string, string) {}))
	t.Cleanup(server.Close)
	return lambda.New(lambda.Options{
		Region: runtime.Region, BaseEndpoint: &server.URL, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(iam.AccessKey("Portal"), "x", ""),
	})
}

func TestAnAnswerComesBack(t *testing.T) {
	for _, name := range []string{"Forum", runtime.ARN("Forum")} {
		got, err := client(t, nil).Invoke(t.Context(), &lambda.InvokeInput{FunctionName: &name, Payload: []byte(`{"a":1}`)})
		if err != nil || string(got.Payload) != `{"a":1}` || got.FunctionError != nil {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
	}
}

func TestAFailureIsAnAnswerToo(t *testing.T) {
	got, err := client(t, nil).Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("Forum"), Payload: []byte(`"fail"`)})
	if err != nil || aws.ToString(got.FunctionError) != "Unhandled" || string(got.Payload) != `{"errorType":"x"}` {
		t.Errorf("got %+v, error %v", got, err)
	}
}

func TestAnEventIsAcceptedForLater(t *testing.T) {
	var async accepted
	got, err := client(t, &async).Invoke(t.Context(), &lambda.InvokeInput{
		FunctionName: aws.String("Forum"), Payload: []byte(`{"task":"refresh"}`), InvocationType: types.InvocationTypeEvent,
	})
	if err != nil || got.StatusCode != 202 || len(async.all) != 1 || async.all[0] != `Forum{"task":"refresh"}` {
		t.Errorf("got %+v, error %v, accepted %v", got, err, async.all)
	}
}

func TestRefusals(t *testing.T) {
	for name, want := range map[string]string{"Survey": "AccessDeniedException", "Nobody": "ResourceNotFoundException"} {
		_, err := client(t, nil).Invoke(t.Context(), &lambda.InvokeInput{FunctionName: &name})
		var refusal smithy.APIError
		if !errors.As(err, &refusal) || refusal.ErrorCode() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
