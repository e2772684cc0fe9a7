package template_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/template"
)

// small is the least template with something of everything, so that a line in a refusal is easy to find.
const small = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Metadata:
  GoBuild: {Tags: [plain], LdFlags: -s}
Parameters:
  Shown: {Type: String, Default: text}
Globals:
  Function:
    Timeout: 10
    Environment: {Variables: {A: global, B: !Ref Shown}}
    Architectures: [arm64]
Resources:
  Site:
    Type: AWS::Serverless::HttpApi
  Fn:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: go1.x}
    Properties:
      CodeUri: functions/fn/
      Handler: bootstrap
      Runtime: provided.al2023
      Environment: {Variables: {A: own, C: !Sub "${Store.Arn}/x"}}
      Policies:
        - Statement:
            - {Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Files.Arn}/*"}
      Events:
        Home: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: /, Method: ANY}}
        Timer: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Change: {Type: DynamoDB, Properties: {Stream: !GetAtt Store.StreamArn, StartingPosition: LATEST}}
        Upload: {Type: S3, Properties: {Bucket: !Ref Inbox, Events: "s3:ObjectCreated:*", Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}}}
  Store:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: PK, AttributeType: S}]
      KeySchema: [{AttributeName: PK, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
  Files: {Type: "AWS::S3::Bucket"}
  Inbox: {Type: "AWS::S3::Bucket"}
  Seal: {Type: "AWS::KMS::Key"}
  Lost: {Type: "AWS::SQS::Queue"}
`

func loadText(t *testing.T, text string) (*template.Platform, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return template.Load(path, nil, template.Local("/repo", template.LocalOptions{}))
}

func mustMention(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one with %q", want)
	}
	if !strings.Contains(err.Error(), want) {
		t.Fatalf("error is\n%v\nwant %q in it", err, want)
	}
}

func TestGlobalsAreMerged(t *testing.T) {
	p, err := loadText(t, small)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"A": "own", "B": "text", "C": "arn:aws:dynamodb:eu-west-2:000000000000:table/Store/x"}
	if diff := cmp.Diff(want, p.Functions[0].Environment); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	upload := template.BucketSource{Name: "Upload", Bucket: "Inbox", Events: []string{"s3:ObjectCreated:*"}, Prefix: "in/"}
	if diff := cmp.Diff([]template.BucketSource{upload}, p.Functions[0].Uploads); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
}

// TestRefusals changes one thing in the small template and expects its line and its name.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"section":                {"Globals:", "Conditions: {}\nGlobals:", "template.yaml:7: Conditions: a template has no Conditions that is known here"},
		"transform":              {"AWS::Serverless-2016-10-31", "Other", "template.yaml:2: Transform: must be AWS::Serverless-2016-10-31"},
		"resource type":          {`"AWS::SQS::Queue"`, `"AWS::Lambda::Url"`, "template.yaml:41: Resources.Lost.Type: the resource type AWS::Lambda::Url is not known here"},
		"resource attribute":     {`Seal: {`, `Seal: {Condition: X, `, "template.yaml:40: Resources.Seal.Condition: a resource has no Condition that is known here"},
		"function property":      {"      Handler: bootstrap", "      Handler: bootstrap\n      Layers: []", "template.yaml:21: Resources.Fn.Properties.Layers: AWS::Serverless::Function has no Layers that is known here"},
		"global property":        {"    Timeout: 10", "    Policies: []", "template.yaml:9: Globals.Function.Policies: Globals.Function has no Policies that is known here"},
		"nested property":        {"StreamViewType: NEW_IMAGE", "StreamViewType: NEW_IMAGE, Kinesis: x", "template.yaml:37: Resources.Store.Properties.StreamSpecification.Kinesis: StreamSpecification has no Kinesis that is known here"},
		"runtime":                {"provided.al2023", "go1.x", "template.yaml:21: Resources.Fn.Properties.Runtime: must be provided.al2023"},
		"build method":           {"BuildMethod: go1.x", "BuildMethod: makefile", "template.yaml:17: Resources.Fn.Metadata.BuildMethod: must be go1.x"},
		"outside the repository": {"functions/fn/", "../fn", "template.yaml:19: Resources.Fn.Properties.CodeUri: must be a folder below the template's"},
		"event kind":             {"Type: ScheduleV2", "Type: Schedule", "template.yaml:28: Resources.Fn.Properties.Events.Timer.Type: the event type Schedule is not known here"},
		"event property":         {"StartingPosition: LATEST", "StartingPosition: LATEST, TumblingWindowInSeconds: 3", "template.yaml:29: Resources.Fn.Properties.Events.Change.Properties.TumblingWindowInSeconds: a DynamoDB event has no TumblingWindowInSeconds that is known here"},
		"schedule":               {"rate(1 day)", "every day", "template.yaml:28: Resources.Fn.Properties.Events.Timer.Properties.ScheduleExpression: must be cron(…), rate(…) or at(…)"},
		"bucket event":           {"s3:ObjectCreated:*", "s3:TestEvent", "template.yaml:30: Resources.Fn.Properties.Events.Upload.Properties.Events: the bucket event s3:TestEvent is not known here"},
		"route path":             {"Path: /,", "Path: here,", "template.yaml:27: Resources.Fn.Properties.Events.Home.Properties.Path: must be a path such as"},
		"api of another type":    {"ApiId: !Ref Site", "ApiId: !Ref Files", "template.yaml:27: Resources.Fn.Properties.Events.Home.Properties.ApiId: must be !Ref of a resource of type AWS::Serverless::HttpApi"},
		"short intrinsic":        {"!Ref Shown", "!Join [x, [y]]", "template.yaml:10: Globals.Function.Environment.Variables.B: the intrinsic function !Join is not known here"},
		"long intrinsic":         {"!Ref Shown", "{'Fn::If': [a, b, c]}", "template.yaml:10: Globals.Function.Environment.Variables.B.Fn::If: the intrinsic function Fn::If is not known here"},
		"ref to nothing":         {"!Ref Shown", "!Ref Hidden", "template.yaml:10: Globals.Function.Environment.Variables.B: refers to Hidden, which is neither a resource nor a parameter"},
		"sub to nothing":         {"${Store.Arn}/x", "${Stone.Arn}/x", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.C: refers to Stone"},
		"sub unclosed":           {"${Store.Arn}/x", "${Store.Arn", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.C: Sub has a ${ without its }"},
		"attribute":              {"${Store.Arn}/x", "${Store.Colour}/x", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.C: Store is of type AWS::DynamoDB::Table, of which no attribute Colour is known here"},
		"pseudo-parameter":       {"!Ref Shown", "!Ref AWS::NoValue", "template.yaml:10: Globals.Function.Environment.Variables.B: the pseudo-parameter AWS::NoValue is not known here"},
		"stream of no stream":    {"      StreamSpecification: {StreamViewType: NEW_IMAGE}\n", "", "template.yaml:29: Resources.Fn.Properties.Events.Change.Properties.Stream: Store has no stream"},
		"doubled key":            {"      Handler: bootstrap", "      Handler: bootstrap\n      Handler: other", "template.yaml:21: Resources.Fn.Properties.Handler: is there twice, first on line 20"},
		"anchor":                 {"Timeout: 10", "Timeout: &ten 10", "template.yaml:9: Globals.Function.Timeout: anchors are not known here: &ten"},
		"alias":                  {"[arm64]", "[arm64, &m arm64, *m]", "template.yaml:11: Globals.Function.Architectures.2: aliases are not known here: *m"},
		"merge key":              {"{Type: String, Default: text}", "{Type: String, Default: text, <<: {}}", "template.yaml:6: Parameters.Shown.<<: merge keys are not known here"},
		"two machines":           {"[arm64]", "[arm64, x86_64]", "template.yaml:11: Resources.Fn.Properties.Architectures: must be a list of one"},
		"old truth value":        {"A: global", "A: on", "template.yaml:10: Globals.Function.Environment.Variables.A: on is a truth value to CloudFormation"},
		"null":                   {"A: own", "A: ", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.A: must be text or a number"},
		"number":                 {"Timeout: 10", "Timeout: 901", "template.yaml:9: Resources.Fn.Properties.Timeout: must be a whole number from 1 to 900"},
		"named policy":           {"        - Statement:\n            - {Effect: Allow, Action: s3:GetObject, Resource: !Sub \"${Files.Arn}/*\"}", "        - AdministratorAccess", "template.yaml:24: Resources.Fn.Properties.Policies.0: a policy by name is not known here"},
		"policy template":        {"- Statement:", "- S3ReadPolicy:", "template.yaml:24: Resources.Fn.Properties.Policies.0.S3ReadPolicy: a policy has no S3ReadPolicy that is known here"},
		"lock of no versions":    {"Files: {Type: \"AWS::S3::Bucket\"}", "Files: {Type: \"AWS::S3::Bucket\", Properties: {ObjectLockEnabled: true}}", "Resources.Files.Properties.ObjectLockEnabled: a lock needs ObjectLockEnabled, and versions"},
		"lock not switched on":   {"Files: {Type: \"AWS::S3::Bucket\"}", "Files: {Type: \"AWS::S3::Bucket\", Properties: {ObjectLockConfiguration: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: COMPLIANCE, Days: 1}}}}}", "a lock needs ObjectLockEnabled, and versions"},
		"lock by years":          {"Files: {Type: \"AWS::S3::Bucket\"}", "Files: {Type: \"AWS::S3::Bucket\", Properties: {VersioningConfiguration: {Status: Enabled}, ObjectLockEnabled: true, ObjectLockConfiguration: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: COMPLIANCE, Years: 1}}}}}", "DefaultRetention has no Years that is known here"},
		"lock of no kind":        {"Files: {Type: \"AWS::S3::Bucket\"}", "Files: {Type: \"AWS::S3::Bucket\", Properties: {VersioningConfiguration: {Status: Enabled}, ObjectLockEnabled: true, ObjectLockConfiguration: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: SOME, Days: 1}}}}}", "Mode: "},
		"statement":              {"Effect: Allow,", "Effect: Allow, NotAction: x,", "template.yaml:25: Resources.Fn.Properties.Policies.0.Statement.0.NotAction: a statement has no NotAction that is known here"},
		"key without type":       {"AttributeName: PK, KeyType", "AttributeName: PX, KeyType", "template.yaml:35: Resources.Store.Properties.AttributeDefinitions: PX is part of a key and is not defined"},
		"key nobody may use":     {"A: own", "A: !GetAtt Seal.Arn", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.A: Fn is handed the key Seal, and its policies let it neither encrypt nor decrypt with it"},
		"cloud-only value":       {"A: own", "A: !GetAtt Files.DomainName", "template.yaml:22: Resources.Fn.Properties.Environment.Variables.A: DomainName of Files has no meaning on this machine"},
		"circle by a route":      {"A: own", "A: !GetAtt Site.ApiEndpoint", "template.yaml:13: Resources.Site: waits for itself: Site → Fn → Site"},
		"circle by an upload":    {"${Files.Arn}/*", "${Inbox.Arn}/*", "template.yaml:15: Resources.Fn: waits for itself: Fn → Inbox → Fn"},
		"two documents":          {"Resources:", "---\nResources:", "holds more than one YAML document"},
		"missing":                {"      CodeUri: functions/fn/\n", "", "template.yaml:15: Resources.Fn: CodeUri is missing"},
		"depends on nothing":     {"Seal: {", "Seal: {DependsOn: Nobody, ", "template.yaml:40: Resources.Seal.DependsOn: depends on Nobody, which is not a resource"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(small, c.old, c.new, 1)
			if text == small {
				t.Fatalf("%q is not in the small template", c.old)
			}
			_, err := loadText(t, text)
			mustMention(t, err, c.want)
			var problems template.Problems
			if !errors.As(err, &problems) {
				t.Errorf("error is a %T, want Problems", err)
			}
		})
	}
}

func TestTwoFunctionsOnOneRoute(t *testing.T) {
	start, end := strings.Index(small, "  Fn:\n"), strings.Index(small, "  Store:\n")
	second := strings.Replace(small[start:end], "  Fn:", "  Other:", 1)
	_, err := loadText(t, small+second)
	mustMention(t, err, "template.yaml:42: Resources.Other: the route ANY / is Fn's already")
}

func TestKeysFollowThePolicy(t *testing.T) {
	for action, want := range map[string]string{
		"kms:Encrypt": "local-kms-public:///repo/.local/keys/Seal",
		"kms:Decrypt": "local-kms:///repo/.local/keys/Seal",
		"KMS:*":       "local-kms:///repo/.local/keys/Seal",
	} {
		text := strings.Replace(small, "A: own", "A: !GetAtt Seal.Arn", 1)
		text = strings.Replace(text, "        - Statement:\n",
			"        - Statement:\n            - {Effect: Allow, Action: \""+action+"\", Resource: !GetAtt Seal.Arn}\n", 1)
		p, err := loadText(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Functions[0].Environment["A"]; got != want {
			t.Errorf("with %s the key's address is %q, want %q", action, got, want)
		}
	}
}

func TestMay(t *testing.T) {
	f := template.Function{Statements: []template.Statement{
		{Effect: "Allow", Actions: []string{"s3:Get*"}, Resources: []string{"arn:aws:s3:::packs/*"}},
		{Effect: "Allow", Actions: []string{"dynamodb:PutItem"}, Resources: []string{"table/A", "table/B"}},
		{Effect: "Deny", Actions: []string{"*"}, Resources: []string{"table/B"}},
		{Effect: "Deny", Actions: []string{"*"}, Resources: []string{"*"}, Conditions: map[string]map[string][]string{"Bool": {"aws:SecureTransport": {"false"}}}},
	}}
	for _, c := range []struct {
		action, resource string
		want             bool
	}{
		{"s3:GetObject", "arn:aws:s3:::packs/x/y", true},
		{"S3:getobject", "arn:aws:s3:::packs/x", true},
		{"s3:PutObject", "arn:aws:s3:::packs/x", false},
		{"s3:GetObject", "arn:aws:s3:::packs", false},
		{"dynamodb:PutItem", "table/A", true},
		{"dynamodb:PutItem", "table/a", false},
		{"dynamodb:PutItem", "table/B", false},
	} {
		if got := f.May(c.action, c.resource); got != c.want {
			t.Errorf("May(%s, %s) = %t, want %t", c.action, c.resource, got, c.want)
		}
	}
}
