package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/template"
)

// programs is the least template with an authorizer, a scope and a bucket that tells EventBridge.
const programs = `Transform: AWS::Serverless-2016-10-31
Parameters:
  Clients: {Type: CommaDelimitedList, Default: "one, two"}
  Shown: {Type: String, Default: text}
Resources:
  Site:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth: {Authorizers: {Tokens: {IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: "https://issuer.example", audience: !Ref Clients}}}}
  Fn:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: go1.x}
    Properties:
      CodeUri: functions/fn/
      Handler: bootstrap
      Runtime: provided.al2023
      Environment: {Variables: {BUCKET: !Ref Inbox}}
      Events:
        Home: {Type: HttpApi, Properties: {ApiId: !Ref Site, Path: /, Method: ANY, Auth: {Authorizer: Tokens, AuthorizationScopes: [things/do]}}}
        In: {Type: EventBridgeRule, Properties: {Pattern: {source: [aws.s3], detail-type: [Object Created], detail: {bucket: {name: [!Ref Inbox]}, object: {key: [{prefix: in/}]}}}}}
  Inbox:
    Type: AWS::S3::Bucket
    Properties: {NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}}
  People: {Type: "AWS::Cognito::UserPool"}
  Things:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties: {Identifier: things, Name: Things, UserPoolId: !Ref People, Scopes: [{ScopeName: do, ScopeDescription: Do things.}]}
`

func TestProgramsAreRead(t *testing.T) {
	p, err := loadText(t, programs)
	if err != nil {
		t.Fatal(err)
	}
	fn := p.Functions[0]
	got := template.Platform{Authorizers: p.Authorizers, Functions: []template.Function{{Routes: fn.Routes, Uploads: fn.Uploads}}, Pool: p.Pool}
	want := template.Platform{
		Authorizers: []template.Authorizer{{Name: "Tokens", Issuer: "https://issuer.example", Audience: []string{"one", "two"}}},
		Functions: []template.Function{{
			Routes:  []template.Route{{Method: "ANY", Path: "/", Authorizer: "Tokens", Scopes: []string{"things/do"}}},
			Uploads: []template.BucketSource{{Name: "In", Bucket: "Inbox", Events: []string{"s3:ObjectCreated:*"}, Prefix: "in/", Bridge: true}},
		}},
		Pool: &template.UserPool{LogicalID: "People", Scopes: []string{"things/do"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !p.Buckets[0].Bridged || fn.Environment["BUCKET"] != "inbox" {
		t.Errorf("bucket %+v, environment %v", p.Buckets[0], fn.Environment)
	}
}

func TestWhatLetsNobodyInIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown authorizer":   {"Authorizer: Tokens", "Authorizer: Others", "template.yaml:10: Resources.Fn: the route ANY / asks for the authorizer Others, which the HTTP API has not"},
		"authorizer left out":  {"Authorizer: Tokens, ", "", "Events.Home.Properties.Auth: Authorizer is missing"},
		"unknown scope":        {"[things/do]", "[things/undo]", "the route ANY / asks for the scope things/undo, which no resource server has"},
		"no scope described":   {", ScopeDescription: Do things.", "", "template.yaml:27: Resources.Things.Properties.Scopes.0: ScopeDescription is missing"},
		"token elsewhere":      {"$request.header.Authorization", "$request.querystring.token", "IdentitySource: must be $request.header.Authorization"},
		"no issuer":            {`issuer: "https://issuer.example", `, "", "JwtConfiguration: issuer is missing"},
		"default authorizer":   {"Auth: {Authorizers", "Auth: {DefaultAuthorizer: Tokens, Authorizers", "Auth.DefaultAuthorizer: Auth has no DefaultAuthorizer that is known here"},
		"list where one goes":  {`"https://issuer.example"`, "!Ref Clients", "issuer: Clients is a list, and one text is wanted"},
		"list within a text":   {`"https://issuer.example"`, `!Sub "${Clients}"`, "issuer: Clients is a list, and one text is wanted"},
		"one where a list":     {"audience: !Ref Clients", "audience: !Ref Shown", "audience: must be a list"},
		"another source":       {"[aws.s3]", "[aws.ec2]", "Pattern.source.0: must be aws.s3"},
		"two kinds of notice":  {"[Object Created]", "[Object Created, Object Deleted]", "Pattern.detail-type: must be a list of one"},
		"any bucket":           {"bucket: {name: [!Ref Inbox]}, ", "", "Pattern.detail: bucket is missing"},
		"a name for a bucket":  {"[!Ref Inbox]}", "[inbox]}", "name.0: must be !Ref of a resource of type AWS::S3::Bucket"},
		"key by its suffix":    {"{prefix: in/}", "{suffix: .csv}", "a key has no suffix that is known here"},
		"bucket that is quiet": {"EventBridgeEnabled: true", "EventBridgeEnabled: false", "template.yaml:10: Resources.Fn: In waits for notices of Inbox, which does not tell EventBridge"},
		"bucket's own notices": {"{EventBridgeConfiguration", "{TopicConfigurations: [], EventBridgeConfiguration", "NotificationConfiguration has no TopicConfigurations that is known here"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(programs, c.old, c.new, 1)
			if text == programs {
				t.Fatalf("%q is not in the template", c.old)
			}
			_, err := loadText(t, text)
			mustMention(t, err, c.want)
		})
	}
}
