package runtimetest

import (
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/runtime"
)

// nowhere is an address that nobody listens at.
const nowhere = "http://127.0.0.1:1"

// Function is a function's real binary at work, as the platform runs it.
type Function struct {
	name    string
	runtime *runtime.Runtime
	log     strings.Builder // one worker writes to it, and it is read once that has stopped
}

// Start runs a function over a database's engine, in this environment. Of AWS it finds nothing else, unless the
// environment says where.
func Start(t testing.TB, name, binary string, db *dynamodb.Client, environment map[string]string) *Function {
	t.Helper()
	env := map[string]string{
		"SITE_ADDRESS": "http://localhost:8080", "AWS_REGION": engine.Region,
		"AWS_ACCESS_KEY_ID": engine.AccessKey, "AWS_SECRET_ACCESS_KEY": engine.SecretKey,
		"AWS_ENDPOINT_URL_DYNAMODB": *db.Options().BaseEndpoint,
		"AWS_ENDPOINT_URL_S3":       nowhere, "AWS_ENDPOINT_URL_LAMBDA": nowhere,
	}
	maps.Copy(env, environment)
	f := &Function{name: name}
	f.runtime = runtime.New([]runtime.Function{{
		Name: name, Binary: binary, MemoryMB: 512, Timeout: time.Minute, Environment: env,
	}}, runtime.Options{MaxWorkers: 1, Log: &f.log})
	f.runtime.Start(t.Context())
	t.Cleanup(f.runtime.Stop)
	return f
}

// Invoke hands the function an event and gives what came of it.
func (f *Function) Invoke(t testing.TB, event []byte) runtime.Result {
	t.Helper()
	result, err := f.runtime.Invoke(t.Context(), f.name, event)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// Replay hands the function the sample invocation in a file, and reads the file and the answer into want and got. A
// function that fails on it fails the test.
func (f *Function) Replay(t testing.TB, file string, want, got any) {
	t.Helper()
	event, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(event, want); err != nil {
		t.Fatal(err)
	}
	result := f.Invoke(t, event)
	if result.FunctionError != "" {
		t.Fatalf("it failed: %s", result.Payload)
	}
	if err := json.Unmarshal(result.Payload, got); err != nil {
		t.Fatal(err)
	}
}

// Log stops the function and gives what it has logged.
func (f *Function) Log() string {
	f.runtime.Stop()
	return f.log.String()
}
