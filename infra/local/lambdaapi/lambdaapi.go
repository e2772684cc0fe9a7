// Package lambdaapi is the local end of Lambda's own API, for functions that invoke each other through the SDK. It
// knows one operation, Invoke, and whether the caller's policy allows it.
package lambdaapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/runtime"
)

// Invoker runs a function and waits for its answer.
type Invoker interface {
	Invoke(ctx context.Context, function string, payload []byte) (runtime.Result, error)
}

// Async accepts an event for a function, to be run later.
type Async interface {
	Invoke(function string, payload []byte) error
}

// API is an http.Handler for AWS_ENDPOINT_URL_LAMBDA.
type API struct {
	invoker Invoker
	async   Async
	policy  *iam.Policy
	report  func(function, what string)
}

// New makes the API. report is told of what a policy does not allow.
func New(invoker Invoker, async Async, policy *iam.Policy, report func(function, what string)) http.Handler {
	a := &API{invoker: invoker, async: async, policy: policy, report: report}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2015-03-31/functions/{name}/invocations", a.invoke)
	return mux
}

func (a *API) invoke(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	name = name[strings.LastIndex(name, ":")+1:]
	key := iam.Caller(r.Header.Get("Authorization"))
	if !a.policy.Known(key) {
		refuse(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	if arn := runtime.ARN(name); !a.policy.Allows(key, "lambda:InvokeFunction", arn) {
		a.report(iam.Function(key), "is not allowed lambda:InvokeFunction on "+arn+" by template.yaml")
		refuse(w, http.StatusForbidden, "AccessDeniedException", iam.Denial(key, "lambda:InvokeFunction", arn))
		return
	}
	payload, err := io.ReadAll(http.MaxBytesReader(w, r.Body, runtime.MaxRequest))
	if err != nil {
		refuseError(w, runtime.ErrTooLarge)
		return
	}
	switch kind := r.Header.Get("X-Amz-Invocation-Type"); kind {
	case "Event":
		if err := a.async.Invoke(name, orObject(payload)); err != nil {
			refuseError(w, err)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	case "", "RequestResponse":
		a.answer(w, r, name, orObject(payload))
	default:
		refuse(w, http.StatusBadRequest, "InvalidParameterValueException", "Invocation type "+kind+" is not known here.")
	}
}

func (a *API) answer(w http.ResponseWriter, r *http.Request, name string, payload []byte) {
	result, err := a.invoker.Invoke(r.Context(), name, payload)
	if err != nil {
		refuseError(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amz-Executed-Version", "$LATEST")
	w.Header().Set("X-Amzn-RequestId", result.RequestID)
	if result.FunctionError != "" {
		w.Header().Set("X-Amz-Function-Error", result.FunctionError)
	}
	w.Write(result.Payload) //nolint:errcheck // whoever asked may be gone
}

// orObject gives what a function gets when it is invoked with nothing.
func orObject(payload []byte) []byte {
	if len(payload) == 0 {
		return []byte("{}")
	}
	return payload
}

func refuseError(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, runtime.ErrNoFunction):
		refuse(w, http.StatusNotFound, "ResourceNotFoundException", "Function not found.")
	case errors.Is(err, runtime.ErrTooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, "RequestTooLargeException", "Request must be smaller than 6291456 bytes.")
	default:
		refuse(w, http.StatusInternalServerError, "ServiceException", "The function could not be invoked.")
	}
}

func refuse(w http.ResponseWriter, status int, kind, message string) {
	body, err := json.Marshal(map[string]string{"Message": message})
	if err != nil {
		panic("lambdaapi: a string cannot be written as JSON: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-ErrorType", kind)
	w.WriteHeader(status)
	w.Write(body) //nolint:errcheck // whoever asked may be gone
}
