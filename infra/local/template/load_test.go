package template_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/local/template"
)

const realTemplate = "../../../template.yaml"

func sampleParams() map[string]string {
	return map[string]string{"SiteAddress": "http://localhost:8080", "AlarmEmail": "alarms@example.org"}
}

func loadReal(t *testing.T) *template.Platform {
	t.Helper()
	p, err := template.Load(realTemplate, sampleParams(), template.Local("/repo", template.LocalOptions{Issuer: "http://127.0.0.1:8090"}))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func function(t *testing.T, p *template.Platform, name string) template.Function {
	t.Helper()
	for _, f := range p.Functions {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no function %s", name)
	return template.Function{}
}

func TestTheRealTemplateSurvey(t *testing.T) {
	got := function(t, loadReal(t), "Survey")
	statements := got.Statements
	got.Statements = nil
	want := template.Function{
		Name: "Survey", CodeURI: "functions/survey", MemoryMB: 256, Timeout: 29 * time.Second,
		Environment: map[string]string{
			"SITE_ADDRESS":           "http://localhost:8080",
			"EXIT_ADDRESS":           "https://www.bbc.co.uk/weather",
			"FEEDBACK_TABLE":         "Feedback",
			"DRAFTS_TABLE":           "Drafts",
			"SEALED_TABLE":           "Sealed",
			"CONTACT_TABLE":          "Contact",
			"KEYS_TABLE":             "Keys",
			"ERASURES_TABLE":         "Erasures",
			"FORUMS_TABLE":           "Forums",
			"SEALED_TEXT_KEY":        "local-kms-public:///repo/.local/keys/SealedTextKey",
			"SECOND_OPINION":         "Deny",
			"SECOND_OPINION_PERCENT": "50",
			"INVITATIONS_TABLE":      "Invitations",
			"SURGE_TABLE":            "Surge",
			"SURGE_FLOOR":            "30",
			"CONTACT_DETAILS_KEY":    "local-kms-public:///repo/.local/keys/ContactDetailsKey",
		},
		Routes:  []template.Route{{Method: "ANY", Path: "/"}, {Method: "ANY", Path: "/{proxy+}"}},
		Async:   template.Async{MaxRetries: 2, MaxAge: 6 * time.Hour},
		Machine: "arm64", Tags: []string{"lambda.norpc"}, LdFlags: "-s -w",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Survey (-want +got):\n%s", diff)
	}
	first := template.Statement{
		Effect:    "Allow",
		Actions:   []string{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
		Resources: []string{"arn:aws:dynamodb:eu-west-2:000000000000:table/Feedback"},
	}
	if len(statements) == 0 {
		t.Fatal("Survey has no statements")
	}
	if diff := cmp.Diff(first, statements[0]); diff != "" {
		t.Errorf("Survey's first statement (-want +got):\n%s", diff)
	}
}

func TestTheRealTemplateEvents(t *testing.T) {
	p := loadReal(t)
	stream := []template.StreamSource{{
		Name: "Changes", Table: "Feedback", StartingPosition: "TRIM_HORIZON", BatchSize: 100, Window: time.Second,
		Parallel: 4, Bisect: true, MaxRetries: 8, ReportFailures: true, OnFailureQueue: "TallyFailures",
		Filters: []json.RawMessage{json.RawMessage(`{"dynamodb": {"Keys": {"SK": {"S": ["RESPONSE"]}}}}`)},
	}}
	if diff := cmp.Diff(stream, function(t, p, "Tally").Streams); diff != "" {
		t.Errorf("Tally's stream (-want +got):\n%s", diff)
	}
	forum := function(t, p, "Forum")
	schedules := []template.Schedule{
		{Name: "Calendar", Expression: "cron(1 0 * * ? *)", Timezone: "Europe/London", Input: `{"task": "calendar"}`},
		{Name: "Refresh", Expression: "cron(30 5 * * ? *)", Timezone: "Europe/London", Input: `{"task": "refresh"}`},
		{Name: "Recall", Expression: "cron(* * * * ? *)", Timezone: "Europe/London", Input: `{"task": "recall"}`},
		{Name: "AuditHead", Expression: "cron(45 5 * * ? *)", Timezone: "Europe/London", Input: `{"task": "audit-head"}`},
	}
	if diff := cmp.Diff(schedules, forum.Schedules); diff != "" {
		t.Errorf("Forum's schedules (-want +got):\n%s", diff)
	}
	async := template.Async{MaxRetries: 2, MaxAge: 6 * time.Hour, OnFailureQueue: "ForumFailures"}
	if forum.Async != async {
		t.Errorf("Forum's async config is %+v, want %+v", forum.Async, async)
	}
	portal := function(t, p, "Portal")
	for name, want := range map[string]string{
		"ISSUER": "http://127.0.0.1:8090", "CLIENT_ID": "portal", "PACKS_BUCKET": "packs", "FORUM_FUNCTION": "Forum",
	} {
		if portal.Environment[name] != want {
			t.Errorf("Portal's %s is %q, want %q", name, portal.Environment[name], want)
		}
	}
}

func TestTheRealTemplateData(t *testing.T) {
	p := loadReal(t)
	feedback := template.Table{
		LogicalID: "Feedback", Name: "Feedback",
		Attributes: []template.Attribute{{Name: "PK", Type: "S"}, {Name: "SK", Type: "S"}, {Name: "forumShard", Type: "S"}, {Name: "reviewShard", Type: "S"}, {Name: "surgeShard", Type: "S"}},
		KeySchema:  []template.KeyPart{{Attribute: "PK", Kind: "HASH"}, {Attribute: "SK", Kind: "RANGE"}},
		Indexes: []template.Index{{
			Name:       "by-forum",
			KeySchema:  []template.KeyPart{{Attribute: "forumShard", Kind: "HASH"}, {Attribute: "PK", Kind: "RANGE"}},
			Projection: "ALL",
		}, {
			Name:       "by-review",
			KeySchema:  []template.KeyPart{{Attribute: "reviewShard", Kind: "HASH"}, {Attribute: "PK", Kind: "RANGE"}},
			Projection: "KEYS_ONLY",
		}, {
			Name:       "by-surge",
			KeySchema:  []template.KeyPart{{Attribute: "surgeShard", Kind: "HASH"}, {Attribute: "PK", Kind: "RANGE"}},
			Projection: "KEYS_ONLY",
		}},
		StreamView: "NEW_AND_OLD_IMAGES", TTLAttribute: "expires",
	}
	if diff := cmp.Diff(feedback, p.Tables[0]); diff != "" {
		t.Errorf("Feedback (-want +got):\n%s", diff)
	}
	var tables []string
	for _, table := range p.Tables {
		tables = append(tables, table.Name)
	}
	for _, want := range []string{"Feedback", "Drafts", "Sealed", "Contact", "Keys", "Erasures", "Contributions", "Tallies", "Forums", "Sessions", "Audit"} {
		if !slices.Contains(tables, want) {
			t.Errorf("no table %s among %v", want, tables)
		}
	}
	packs := slices.IndexFunc(p.Buckets, func(b template.Bucket) bool { return b.LogicalID == "Packs" })
	if packs < 0 || p.Buckets[packs].Name != "packs" || !p.Buckets[packs].Versioned {
		t.Errorf("buckets are %+v, want a versioned packs among them", p.Buckets)
	}
	pool := &template.UserPool{
		LogicalID: "People", Groups: []string{"facilitator", "reviewer", "observer", "partner", "contact"},
		Clients: []template.Client{{
			LogicalID: "PortalClient", ID: "portal", Scopes: []string{"openid", "email"},
			Callbacks: []string{
				"http://localhost:8080/portal/signed-in", "http://localhost:8080/partner/signed-in", "http://localhost:8080/review/signed-in",
			},
			Logouts: []string{"http://localhost:8080/portal", "http://localhost:8080/partner", "http://localhost:8080/review"},
		}},
		Scopes: []string{"feedback/write"},
	}
	if diff := cmp.Diff(pool, p.Pool); diff != "" {
		t.Errorf("the user pool (-want +got):\n%s", diff)
	}
	if want := (template.Throttle{Burst: 2000, Rate: 1000}); p.Throttle != want {
		t.Errorf("throttle is %+v, want %+v", p.Throttle, want)
	}
}

func TestTheRealTemplatePrograms(t *testing.T) {
	for given, want := range map[string][]string{"": {"none"}, "sample-partner": {"sample-partner"}, "a, b ,c": {"a", "b", "c"}} {
		params := sampleParams()
		if given != "" {
			params["PartnerClients"] = given
		}
		p, err := template.Load(realTemplate, params, template.Local("/repo", template.LocalOptions{Issuer: "http://127.0.0.1:8090"}))
		if err != nil {
			t.Fatal(err)
		}
		authorizers := []template.Authorizer{{Name: "Programs", Issuer: "http://127.0.0.1:8090", Audience: want}}
		if diff := cmp.Diff(authorizers, p.Authorizers); diff != "" {
			t.Errorf("%q (-want +got):\n%s", given, diff)
		}
	}
	partner := function(t, loadReal(t), "Partner")
	routes := []template.Route{
		{Method: "ANY", Path: "/v1/{proxy+}", Authorizer: "Programs", Scopes: []string{"feedback/write"}},
		{Method: "ANY", Path: "/partner"},
		{Method: "ANY", Path: "/partner/{proxy+}"},
	}
	if diff := cmp.Diff(routes, partner.Routes); diff != "" {
		t.Errorf("Partner's routes (-want +got):\n%s", diff)
	}
	created := []string{"s3:ObjectCreated:*"}
	uploads := []template.BucketSource{
		{Name: "Uploads", Bucket: "Staging", Events: created, Prefix: "uploads/", Bridge: true},
		{Name: "Jobs", Bucket: "Staging", Events: created, Prefix: "jobs/", Bridge: true},
	}
	if diff := cmp.Diff(uploads, partner.Uploads); diff != "" {
		t.Errorf("Partner's uploads (-want +got):\n%s", diff)
	}
	// Whoever may decrypt is handed the whole pair, and nobody else.
	if want := "local-kms:///repo/.local/keys/StagingKey"; partner.Environment["STAGING_KEY"] != want {
		t.Errorf("Partner's key is %s", partner.Environment["STAGING_KEY"])
	}
}

func TestParametersAreChecked(t *testing.T) {
	here := template.Local("/repo", template.LocalOptions{})
	for name, c := range map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"missing":          {func(p map[string]string) { delete(p, "AlarmEmail") }, "Parameters.AlarmEmail: no value was given, and there is no default"},
		"against pattern":  {func(p map[string]string) { p["SiteAddress"] = "https://voice.example.org/" }, "Parameters.SiteAddress: its value does not match ^https?://[a-z0-9.:-]+$"},
		"not a parameter":  {func(p map[string]string) { p["Colour"] = "green" }, "Parameters: a value was given for Colour, which is not a parameter"},
		"too low":          {func(p map[string]string) { p["SurgeFloor"] = "9" }, "Parameters.SurgeFloor.MinValue: its value is no number or below it"},
		"too high":         {func(p map[string]string) { p["SecondOpinionPercent"] = "101" }, "Parameters.SecondOpinionPercent.MaxValue: its value is no number or above it"},
		"no number":        {func(p map[string]string) { p["AuditLockDays"] = "ten" }, "Parameters.AuditLockDays.MinValue: its value is no number"},
		"pattern is whole": {func(p map[string]string) { p["SiteAddress"] = "x https://voice.example.org" }, "Parameters.SiteAddress: its value does not match"},
	} {
		t.Run(name, func(t *testing.T) {
			params := sampleParams()
			c.change(params)
			_, err := template.Load(realTemplate, params, here)
			mustMention(t, err, c.want)
		})
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	if _, err := template.Load(filepath.Join(t.TempDir(), "none.yaml"), nil, template.Local("/", template.LocalOptions{})); err == nil {
		t.Error("a missing file loaded")
	}
}
