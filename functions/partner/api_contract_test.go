package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/forum"
	"voiceforum/shared/response"
)

// contract is infra/openapi.yaml beside the function that it describes.
type contract struct {
	document map[string]any
	schemas  *jsonschema.Compiler
	partner  *runtimetest.Function
}

const contractName = "openapi.json"

func readContract(t *testing.T, partner *runtimetest.Function) *contract {
	t.Helper()
	raw, err := os.ReadFile("../../infra/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := yaml.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	wire, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(wire))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{document: plain.(map[string]any), schemas: jsonschema.NewCompiler(), partner: partner}
	if err := c.schemas.AddResource(contractName, plain); err != nil {
		t.Fatal(err)
	}
	return c
}

// at gives what stands at a path of the document, references followed, and its JSON pointer.
func (c *contract) at(t *testing.T, pointer string, path ...string) (any, string) {
	t.Helper()
	var v any = c.document
	for _, name := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		if name != "" {
			v = v.(map[string]any)[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
		}
	}
	for _, name := range path {
		m, ok := v.(map[string]any)
		if ref, is := m["$ref"].(string); is {
			v, pointer = c.at(t, strings.TrimPrefix(ref, "#"))
			m, ok = v.(map[string]any)
		}
		if !ok {
			return nil, ""
		}
		v, pointer = m[name], pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	if m, ok := v.(map[string]any); ok {
		if ref, is := m["$ref"].(string); is {
			return c.at(t, strings.TrimPrefix(ref, "#"))
		}
	}
	return v, pointer
}

// fits holds a JSON document against the schema at a pointer.
func (c *contract) fits(t *testing.T, what, pointer, body string) {
	t.Helper()
	schema, err := c.schemas.Compile(contractName + "#" + pointer)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil {
		t.Errorf("%s: %v in %s", what, err, body)
	}
}

// call is a request as the gateway hands it on.
type call struct{ template, path, method, key, query, body string }

// do makes a call, holds the answer against the contract, and gives it.
func (c *contract) do(t *testing.T, what string, k call) events.APIGatewayV2HTTPResponse {
	t.Helper()
	e := events.APIGatewayV2HTTPRequest{
		RouteKey: "ANY /v1/{proxy+}", RawPath: k.path, RawQueryString: k.query, Body: k.body,
		Headers: map[string]string{"content-type": "application/json", "idempotency-key": k.key},
	}
	e.RequestContext.HTTP.Method = strings.ToUpper(k.method)
	e.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: map[string]string{"client_id": "sample-partner"}},
	}
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var got events.APIGatewayV2HTTPResponse
	if err := json.Unmarshal(c.partner.Invoke(t, raw).Payload, &got); err != nil {
		t.Fatal(err)
	}
	described, _ := c.at(t, "", "paths", k.template, k.method, "responses", fmt.Sprint(got.StatusCode))
	if described == nil {
		t.Fatalf("%s: status %d is not described: %s", what, got.StatusCode, got.Body)
	}
	if got.Body == "" {
		return got
	}
	schema, pointer := c.at(t, "", "paths", k.template, k.method, "responses", fmt.Sprint(got.StatusCode), "content", got.Headers["Content-Type"], "schema")
	if schema == nil {
		t.Fatalf("%s: status %d is not described with %s", what, got.StatusCode, got.Headers["Content-Type"])
	}
	c.fits(t, what, pointer, got.Body)
	return got
}

func names(v any) []string {
	m, _ := v.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}

// replay makes the request of every example of an operation, and wants the answer that is the example of the same name.
func (c *contract) replay(t *testing.T, path, method string) (replayed int) {
	responses, _ := c.at(t, "", "paths", path, method, "responses")
	for _, status := range names(responses) {
		contents, _ := c.at(t, "", "paths", path, method, "responses", status, "content")
		for _, kind := range names(contents) {
			examples, _ := c.at(t, "", "paths", path, method, "responses", status, "content", kind, "examples")
			for _, name := range names(examples) {
				want, _ := c.at(t, "", "paths", path, method, "responses", status, "content", kind, "examples", name, "value")
				c.example(t, path, method, status, name, want)
				replayed++
			}
		}
	}
	return replayed
}

func (c *contract) example(t *testing.T, path, method, status, name string, want any) {
	t.Helper()
	k := call{template: path, path: c.filled(t, path, method, name), method: method, key: "example-" + name}
	if strings.HasSuffix(name, "-masked") {
		k.query = "redact=accept"
	}
	if body, _ := c.at(t, "", "paths", path, method, "requestBody", "content", "application/json", "examples", name, "value"); body != nil {
		wire, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		k.body = string(wire)
		_, schema := c.at(t, "", "paths", path, method, "requestBody", "content", "application/json", "schema")
		if name != "one-of-two-wrong" {
			c.fits(t, "request "+name, schema, k.body)
		}
	}
	got := c.do(t, name, k)
	if fmt.Sprint(got.StatusCode) != status {
		t.Errorf("%s %s %s: status %d, want %s: %s", method, path, name, got.StatusCode, status, got.Body)
	}
	var is any
	if err := json.Unmarshal([]byte(got.Body), &is); err != nil {
		t.Fatal(err)
	}
	wire, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var wanted any
	if err := json.Unmarshal(wire, &wanted); err != nil {
		t.Fatal(err)
	}
	// Only the day and the forum are of the day on which it is asked.
	if m, ok := wanted.(map[string]any); ok {
		for _, of := range []string{"forum", "received"} {
			if now, there := is.(map[string]any)[of]; there {
				m[of] = now
			}
		}
	}
	if diff := cmp.Diff(wanted, is); diff != "" {
		t.Errorf("%s %s %s:\n%s", method, path, name, diff)
	}
}

// filled gives a path with the example of its parameter.
func (c *contract) filled(t *testing.T, path, method, name string) string {
	t.Helper()
	own, _ := c.at(t, "", "paths", path, method, "parameters")
	shared, _ := c.at(t, "", "paths", path, "parameters")
	for _, list := range []any{own, shared} {
		parameters, _ := list.([]any)
		for _, p := range parameters {
			m := p.(map[string]any)
			examples, _ := m["examples"].(map[string]any)
			if example, ok := examples[name].(map[string]any); ok {
				path = strings.ReplaceAll(path, "{"+fmt.Sprint(m["name"])+"}", fmt.Sprint(example["value"]))
			}
		}
	}
	return path
}

// describes holds the running function against infra/openapi.yaml, and the other way round.
func describes(t *testing.T, partner *runtimetest.Function) {
	c := readContract(t, partner)
	replayed := 0
	for _, o := range []struct{ path, method string }{
		{one, "post"}, {many, "post"}, {one + "/{id}", "get"}, {"/v1/questionnaires/{id}", "get"},
	} {
		replayed += c.replay(t, o.path, o.method)
	}
	if examples := strings.Count(fmt.Sprint(c.document["paths"]), "value:"); replayed < 7 || examples < replayed {
		t.Errorf("%d examples were replayed, of %d", replayed, examples)
	}
	id := one + "/{id}"
	piece := c.filled(t, id, "get", "a-piece")
	for _, q := range []string{"partner", "officer"} {
		c.do(t, q, call{"/v1/questionnaires/{id}", "/v1/questionnaires/" + q, "get", "", "", ""})
	}
	for n, k := range []call{
		{one, one, "post", "", "", "{}"},
		{one, one, "post", "contract-1", "", "{"},
		{one, one, "post", "contract-1", "", "[]"},
		{one, one, "post", "contract-1", "redact=maybe", "{}"},
		{many, many, "post", "contract-1", "", `{"feedback": 1}`},
		{one, one, "post", "example-a-piece", "", "{}"},
		{one, one, "post", "contract-1", "", strings.Repeat(" ", pieceBytes+1)},
		{id, c.filled(t, id, "get", "unknown"), "get", "", "", ""},
		{id, c.filled(t, id, "get", "unknown"), "delete", "", "", ""},
		{id, piece, "delete", "", "", ""},
		{id, piece, "delete", "", "", ""},
		{id, piece, "get", "", "", ""},
	} {
		want := []int{400, 400, 422, 400, 422, 422, 413, 404, 404, 204, 204, 410}[n]
		if got := c.do(t, fmt.Sprint("call ", n), k); got.StatusCode != want {
			t.Errorf("call %d: %d, want %d: %s", n, got.StatusCode, want, got.Body)
		}
	}
}

// openForum makes the forum that takes what arrives at this moment.
func openForum(t *testing.T, db *dynamodb.Client, table string) {
	t.Helper()
	f := forum.New(calendar.QuarterOf(time.Now()))
	f.Questionnaire = response.QuestionnaireVersion{ID: "rasso-adult", Version: 1}
	if err := dynamostore.NewForums(db, table).Put(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}
