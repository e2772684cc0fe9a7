package iam_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/template"
)

const tables = "arn:aws:dynamodb:eu-west-2:000000000000:table/"

func policy(t *testing.T) *iam.Policy {
	t.Helper()
	p, err := iam.New([]template.Function{
		{Name: "Survey", Statements: []template.Statement{
			{Effect: "Allow", Actions: []string{"dynamodb:GetItem", "dynamodb:PutItem"}, Resources: []string{tables + "Feedback", tables + "Drafts"}},
			{Effect: "Allow", Actions: []string{"dynamodb:PutItem"}, Resources: []string{tables + "Sealed"}},
			{Effect: "Allow", Actions: []string{"dynamodb:BatchGetItem"}, Resources: []string{tables + "Tallies"}},
		}},
		{Name: "Counter", Statements: []template.Statement{
			{Effect: "Allow", Actions: []string{"dynamodb:Query"}, Resources: []string{tables + "Feedback/index/by-forum"}},
		}},
		{Name: "Forum", Statements: []template.Statement{
			{Effect: "Allow", Actions: []string{"dynamodb:*"}, Resources: []string{tables + "*"}},
			{Effect: "Deny", Actions: []string{"dynamodb:Delete*"}, Resources: []string{"*"}},
			{Effect: "Deny", Actions: []string{"dynamodb:Query"}, Resources: []string{tables + "Sealed"}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// door is a proxy in front of an engine that accepts everything.
func door(t *testing.T, report func(function, what string)) *httptest.Server {
	t.Helper()
	engine := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amz-Crc32", "1")
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.Write(body) //nolint:errcheck // a test
	}))
	t.Cleanup(engine.Close)
	proxy, err := iam.NewProxy(policy(t), engine.URL, report)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server
}

func ask(t *testing.T, address, key, operation, body string) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "DynamoDB_20120810."+operation)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+key+"/20261124/eu-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=x")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestWhatAFunctionMayAskOfTheDatabase(t *testing.T) {
	s := door(t, func(string, string) {})
	for _, c := range []struct {
		function, operation, body string
		allowed                   bool
	}{
		{"Survey", "GetItem", `{"TableName":"Feedback"}`, true},
		{"Survey", "GetItem", `{"TableName":"` + tables + `Feedback"}`, true},
		{"Survey", "GetItem", `{"TableName":"Sealed"}`, false},
		{"Survey", "PutItem", `{"TableName":"Sealed"}`, true},
		{"Survey", "Query", `{"TableName":"Feedback"}`, false},
		{"Survey", "Scan", `{"TableName":"Feedback"}`, false},
		{"Survey", "GetItem", `{"TableName":"FeedbackOld"}`, false},
		{"Survey", "ListTables", `{}`, false},
		{"Survey", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"Feedback"}},{"Put":{"TableName":"Sealed"}}]}`, true},
		{"Survey", "TransactWriteItems", `{"TransactItems":[{"Put":{"TableName":"Feedback"}},{"Delete":{"TableName":"Sealed"}}]}`, false},
		{"Survey", "TransactWriteItems", `{"TransactItems":[{"ConditionCheck":{"TableName":"Feedback"}}]}`, false},
		{"Survey", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"Drafts"}}]}`, true},
		{"Survey", "TransactGetItems", `{"TransactItems":[{"Get":{"TableName":"Sealed"}}]}`, false},
		{"Survey", "BatchGetItem", `{"RequestItems":{"Tallies":{}}}`, true},
		{"Survey", "BatchGetItem", `{"RequestItems":{"Tallies":{},"Feedback":{}}}`, false},
		{"Survey", "BatchWriteItem", `{"RequestItems":{"Feedback":[]}}`, false},
		{"Survey", "ExecuteStatement", `{"Statement":"SELECT * FROM Feedback"}`, false},
		{"Survey", "GetItem", `{"TableName":`, false},
		{"Counter", "Query", `{"TableName":"Feedback","IndexName":"by-forum"}`, true},
		{"Counter", "Query", `{"TableName":"Feedback","IndexName":"by-day"}`, false},
		{"Counter", "Query", `{"TableName":"Feedback"}`, false},
		{"Forum", "Query", `{"TableName":"Feedback","IndexName":"by-forum"}`, true},
		{"Forum", "Query", `{"TableName":"Sealed"}`, false},
		{"Forum", "DeleteItem", `{"TableName":"Feedback"}`, false},
		{"Forum", "ExecuteStatement", `{"Statement":"DELETE FROM Feedback"}`, false},
	} {
		status, answer := ask(t, s.URL, iam.AccessKey(c.function), c.operation, c.body)
		if c.allowed && (status != 200 || answer != c.body) {
			t.Errorf("%s %s %s: %d %s, want it passed on as it came", c.function, c.operation, c.body, status, answer)
		}
		if !c.allowed && (status != 400 || !strings.Contains(answer, "#AccessDeniedException")) {
			t.Errorf("%s %s %s: %d %s, want it denied", c.function, c.operation, c.body, status, answer)
		}
	}
}

func TestADenialSaysWhatIsMissingAndNotWhatWasAsked(t *testing.T) {
	var reported string
	s := door(t, func(function, what string) { reported = function + " " + what })
	_, answer := ask(t, s.URL, iam.AccessKey("Survey"), "Query", `{"TableName":"Feedback","ExpressionAttributeValues":{":x":{"S":"secret words"}}}`)
	var denial struct{ Message string }
	if err := json.Unmarshal([]byte(answer), &denial); err != nil {
		t.Fatal(err)
	}
	want := "is not authorized to perform: dynamodb:Query on resource: " + tables + "Feedback because no identity-based policy allows"
	if !strings.Contains(denial.Message, want) {
		t.Errorf("the message is %q", denial.Message)
	}
	if reported != "Survey is not allowed dynamodb:Query on "+tables+"Feedback by template.yaml" {
		t.Errorf("reported %q", reported)
	}
}

func TestStrangersAreNotLetIn(t *testing.T) {
	s := door(t, func(string, string) {})
	for _, key := range []string{"", "AKIA0", "local-Nobody"} {
		if status, answer := ask(t, s.URL, key, "GetItem", `{"TableName":"Feedback"}`); status != 400 || !strings.Contains(answer, "UnrecognizedClientException") {
			t.Errorf("key %q: %d %s", key, status, answer)
		}
	}
}

func TestAConditionIsRefusedByName(t *testing.T) {
	_, err := iam.New([]template.Function{{Name: "F", Statements: []template.Statement{{
		Effect: "Allow", Conditions: map[string]map[string][]string{"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": {"x"}}},
	}}}})
	if err == nil || !strings.Contains(err.Error(), "ForAllValues:StringEquals") {
		t.Errorf("got %v", err)
	}
}

func TestABucketsPolicyIsWhatFunctionsMayDoThere(t *testing.T) {
	functions := []template.Function{
		{Name: "Portal", Statements: []template.Statement{
			{Effect: "Allow", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::packs/*"}},
			{Effect: "Allow", Actions: []string{"dynamodb:GetItem"}, Resources: []string{tables + "Forums"}},
		}},
		{Name: "Other", Statements: []template.Statement{{Effect: "Allow", Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::packsofothers/*"}}}},
	}
	got, err := iam.BucketPolicy("packs", functions)
	want := `{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Principal":{"AWS":["local-Portal"]},"Resource":["arn:aws:s3:::packs/*"]}],"Version":"2012-10-17"}`
	if err != nil || got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, err := iam.BucketPolicy("media", functions); got != "" || err != nil {
		t.Errorf("a bucket nobody may use: %q, %v", got, err)
	}
}
