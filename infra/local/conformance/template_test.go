package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"voiceforum/infra/local/template"
)

const templateAt = "../../../template.yaml"

func theTemplate(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(templateAt)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// broken gives the template with one thing replaced, and fails where that thing is not there any more.
func broken(t *testing.T, old, by string) string {
	t.Helper()
	source := theTemplate(t)
	copied := strings.Replace(source, old, by, 1)
	if copied == source {
		t.Fatalf("%q is not in the template, so that it cannot be broken there", old)
	}
	return copied
}

// load reads a copy of the template as the runner would.
func load(t *testing.T, source string) *template.Platform {
	t.Helper()
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	params := map[string]string{"SiteAddress": "http://localhost:8080", "AlarmEmail": "alarms@example.org"}
	p, err := template.Load(path, params, template.Local("/repo", template.LocalOptions{Issuer: "http://127.0.0.1:8090"}))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheTemplateConforms(t *testing.T) {
	found, err := check(theSpecification(t), []byte(theTemplate(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found {
		t.Error(problem)
	}
}

// What people said is kept when the stack is taken away; without the keys, nobody could ever read it again.
func TestKeysOutliveTheStackAsTheirTablesDo(t *testing.T) {
	var stack struct {
		Resources map[string]struct {
			Type     string `yaml:"Type"`
			Deleted  string `yaml:"DeletionPolicy"`
			Replaced string `yaml:"UpdateReplacePolicy"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal([]byte(theTemplate(t)), &stack); err != nil {
		t.Fatal(err)
	}
	for name, r := range stack.Resources {
		if r.Type == "AWS::KMS::Key" && name != "StagingKey" && (r.Deleted != "Retain" || r.Replaced != "Retain") {
			t.Errorf("%s goes with the stack", name)
		}
	}
}

// TestBrokenTemplatesDoNotConform breaks one thing at a time.
func TestBrokenTemplatesDoNotConform(t *testing.T) {
	spec := theSpecification(t)
	for name, c := range map[string]struct{ old, by, want string }{
		"resource type":         {"AWS::SNS::Topic", "AWS::SNS::Tropic", "Alarms: there is no resource type AWS::SNS::Tropic"},
		"property":              {"BillingMode: PAY", "BillingMood: PAY", "Feedback: AWS::DynamoDB::Table has no property BillingMood"},
		"nested property":       {"{AttributeName: expires, Enabled: true}", "{AttributeName: expires, Enabled: true, After: 3}", "Feedback.TimeToLiveSpecification: TimeToLiveSpecification has no property After"},
		"property in a list":    {"IndexName: by-forum", "IndexTitle: by-forum", "Feedback.GlobalSecondaryIndexes.0: GlobalSecondaryIndex has no property IndexTitle"},
		"required in a list":    {"IndexName: by-forum", "IndexTitle: by-forum", "Feedback.GlobalSecondaryIndexes.0: GlobalSecondaryIndex needs the property IndexName"},
		"required":              {"      Domain: !Ref SignInDomain\n", "", "SignInPages: AWS::Cognito::UserPoolDomain needs the property Domain"},
		"required and none":     {"    Properties: {GroupName: facilitator, UserPoolId: !Ref People, Description: Runs the forum.}\n", "", "FacilitatorGroup: AWS::Cognito::UserPoolGroup needs the property UserPoolId"},
		"list for a scalar":     {"EnableKeyRotation: true", "EnableKeyRotation: [true]", "SealedTextKey.EnableKeyRotation: must be of the kind boolean"},
		"scalar for a list":     {"AllowedOAuthFlows: [code]", "AllowedOAuthFlows: code", "PortalClient.AllowedOAuthFlows: must be a list"},
		"scalar for a map":      {"VersioningConfiguration: {Status: Enabled}", "VersioningConfiguration: Enabled", "Media.VersioningConfiguration: must be a map"},
		"intrinsic for a list":  {"AllowedOrigins: [!Ref SiteAddress]", "AllowedOrigins: !Ref SiteAddress", "Staging.CorsConfiguration.CorsRules.0.AllowedOrigins: must be a list"},
		"list for a text":       {"issuer: !GetAtt People.ProviderURL", "issuer: !Ref PartnerClients", "Site.Auth.Authorizers.Programs.JwtConfiguration.issuer: must be of the kind string, and is a list"},
		"text for a list":       {"audience: !Ref PartnerClients", "audience: !Ref SiteAddress", "Site.Auth.Authorizers.Programs.JwtConfiguration.audience: must be a list"},
		"authorizer's property": {"JwtConfiguration:", "Jwt:", "Site.Auth.Authorizers.Programs: an authorizer has no property Jwt"},
		"token's property":      {"issuer: !GetAtt", "issuers: !GetAtt", "JwtConfiguration has no property issuers"},
		"token's required":      {"issuer: !GetAtt", "issuers: !GetAtt", "JwtConfiguration needs the property issuer"},
		"route's auth":          {"Auth: {Authorizer: Programs, Auth", "Auth: {Authoriser: Programs, Auth", "Partner.Events.Programs.Properties.Auth: a route's Auth has no property Authoriser"},
		"scope's required":      {"        - ScopeName: write\n          Scope", "        - Scope", "FeedbackScopes.Scopes.0: ResourceServerScopeType needs the property ScopeName"},
		"rule's pattern":        {"            Pattern:\n              source", "            Patterns:\n              source", "Partner.Events.Uploads.Properties: an EventBridgeRule event needs the property Pattern"},
		"bucket's notices":      {"{EventBridgeEnabled: true}", "{Enabled: true}", "Staging.NotificationConfiguration.EventBridgeConfiguration: EventBridgeConfiguration has no property Enabled"},
		"word for a number":     {"RetentionInDays: 30", "RetentionInDays: month", "SurveyLog.RetentionInDays: must be of the kind integer, and is month"},
		"word not allowed":      {"Status: Enabled}", "Status: Always}", "Media.VersioningConfiguration.Status: may be one of [Enabled Suspended], and is Always"},
		"attribute":             {"!GetAtt TallyFailures.QueueName", "!GetAtt TallyFailures.Name", "TallyFailures, of type AWS::SQS::Queue, has no attribute Name"},
		"attribute in text":     {"\"${Packs.Arn}/*\"", "\"${Packs.Urn}/*\"", "Packs, of type AWS::S3::Bucket, has no attribute Urn"},
		"function property":     {"      CodeUri: functions/survey/", "      CodeFolder: functions/survey/", "Survey: AWS::Serverless::Function has no property CodeFolder"},
		"function's logging":    {"LogGroup: !Ref SurveyLog", "Group: !Ref SurveyLog", "Survey.LoggingConfig: LoggingConfig has no property Group"},
		"global property":       {"    Timeout: 29", "    Policies: []", "Globals.Function: Globals.Function has no property Policies"},
		"api property":          {"      DefaultRouteSettings:", "      Throttling:", "Site: AWS::Serverless::HttpApi has no property Throttling"},
		"api's nested property": {"ThrottlingBurstLimit: 2000", "Burst: 2000", "Site.DefaultRouteSettings: RouteSettings has no property Burst"},
		"invocation property":   {"        MaximumRetryAttempts: 2", "        Retries: 2", "Partner.EventInvokeConfig: EventInvokeConfig has no property Retries"},
		"event type":            {"Type: ScheduleV2", "Type: ScheduleV3", "Partner.Events.Sweep: the event type ScheduleV3 is not among those checked here"},
		"route property":        {"{ApiId: !Ref Site, Path: /, Method: ANY}", "{ApiId: !Ref Site, Route: /, Method: ANY}", "Survey.Events.Home.Properties: an HttpApi event has no property Route"},
		"stream property":       {"ParallelizationFactor: 4", "Parallel: 4", "Partner.Events.Batches.Properties: a DynamoDB event has no property Parallel"},
		"stream's required":     {"            StartingPosition: TRIM_HORIZON\n", "", "Partner.Events.Batches.Properties: a DynamoDB event needs the property StartingPosition"},
		"stream's destination":  {"                Destination: !GetAtt TallyFailures.Arn", "                Target: !GetAtt TallyFailures.Arn", "Tally.Events.Changes.Properties.DestinationConfig.OnFailure: OnFailure has no property Target"},
		"stream's filters":      {"- Pattern: '{\"dyn", "- Match: '{\"dyn", "Partner.Events.Batches.Properties.FilterCriteria.Filters.0: Filter has no property Match"},
		"schedule property":     {"ScheduleExpressionTimezone: Europe/London", "Timezone: Europe/London", "Partner.Events.Sweep.Properties: a ScheduleV2 event has no property Timezone"},
		"schedule's required":   {"            ScheduleExpression: cron(1 0 * * ? *)\n", "", "Forum.Events.Calendar.Properties: a ScheduleV2 event needs the property ScheduleExpression"},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := check(spec, []byte(broken(t, c.old, c.by)))
			if err != nil {
				t.Fatal(err)
			}
			if said := strings.Join(found, "\n"); !strings.Contains(said, c.want) {
				t.Errorf("found\n%s\nwant %q in it", said, c.want)
			}
		})
	}
}
