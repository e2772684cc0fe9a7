// Package template reads template.yaml into what infra/local runs: functions with their environment, routes, event
// sources and permissions, and the tables, buckets, queues, keys and people they need. It reads strictly: a resource
// type, a property, an intrinsic or an event that it does not know is refused by name and line, never guessed at, so
// that what runs on a laptop is what is deployed.
package template

import (
	"encoding/json"
	"time"
)

// The resource types that are modelled; Resolver is asked by these names. Types that exist only in the cloud are
// listed in cloudOnly.
const (
	TypeFunction   = "AWS::Serverless::Function"
	TypeHTTPAPI    = "AWS::Serverless::HttpApi"
	TypeTable      = "AWS::DynamoDB::Table"
	TypeBucket     = "AWS::S3::Bucket"
	TypeQueue      = "AWS::SQS::Queue"
	TypeKey        = "AWS::KMS::Key"
	TypePool       = "AWS::Cognito::UserPool"
	TypePoolClient = "AWS::Cognito::UserPoolClient"
	TypePoolGroup  = "AWS::Cognito::UserPoolGroup"
	TypeResources  = "AWS::Cognito::UserPoolResourceServer"
)

// Platform is the whole template, resolved. Every list is in the template's order.
type Platform struct {
	Functions []Function
	Tables    []Table
	Buckets   []Bucket
	Queues    []Queue
	Keys      []Key
	Pool      *UserPool // nil where nobody signs in
	Throttle  Throttle  // of the one HTTP API

	Authorizers []Authorizer // of the one HTTP API
}

// Function is one deployable: a folder with a main package, what starts it, and what it may do.
type Function struct {
	Name        string // its logical id, which is also its local name
	CodeURI     string // the folder with its main package, relative to template.yaml, without a slash at the end
	MemoryMB    int
	Timeout     time.Duration
	Environment map[string]string // resolved
	Routes      []Route
	Streams     []StreamSource
	Schedules   []Schedule
	Uploads     []BucketSource
	Async       Async
	Statements  []Statement // what its policies allow; SAM adds only what feeds it and its log
	Machine     string      // what it runs on in the cloud: "arm64" or "x86_64"
	Tags        []string    // Go build tags
	LdFlags     string      // Go linker flags
}

// Route is one HTTP API route key, and the token that it asks for.
type Route struct {
	Method     string   // upper case, or "ANY"
	Path       string   // e.g. "/", "/portal/{proxy+}"
	Authorizer string   // whose check a token must pass; "" where anybody may come
	Scopes     []string // of which a token must have one, e.g. "feedback/write"; nil for any token
}

// Key is the route's key as AWS writes it, e.g. "ANY /portal/{proxy+}".
func (r Route) Key() string { return r.Method + " " + r.Path }

// Authorizer checks the JSON Web Tokens of programs.
type Authorizer struct {
	Name     string
	Issuer   string   // exactly as it writes itself in its tokens
	Audience []string // whom tokens may be for, by "aud" or, in a token without one, by "client_id"
}

// StreamSource says how a table's stream is fed to a function.
type StreamSource struct {
	Name             string // the event's name within the function
	Table            string // the table's logical id
	StartingPosition string // "TRIM_HORIZON" or "LATEST"
	BatchSize        int    // records at most in one invocation
	Window           time.Duration
	Parallel         int           // batches of one shard in flight at once, kept apart by partition key
	Bisect           bool          // a failed batch is halved before it is tried again
	MaxRetries       int           // after the first attempt; -1 for as long as the record is in the stream
	MaxAge           time.Duration // of a record; 0 for as long as it is in the stream
	ReportFailures   bool          // the function answers with the records that failed
	OnFailureQueue   string        // logical id of the queue that is told of records given up on; "" for none
	Filters          []json.RawMessage
}

// Schedule invokes a function at set times.
type Schedule struct {
	Name       string // the event's name within the function
	Expression string // e.g. "cron(1 0 * * ? *)" or "rate(1 day)"
	Timezone   string // IANA name; "UTC" where the template names none
	Input      string // the payload, JSON; "" where the template gives none
}

// BucketSource invokes a function when objects come into or leave a bucket.
type BucketSource struct {
	Name   string   // the event's name within the function
	Bucket string   // the bucket's logical id
	Events []string // e.g. "s3:ObjectCreated:*"
	Prefix string
	Suffix string
	Bridge bool // told by EventBridge, whose events have a form of their own
}

// Async says what becomes of an asynchronous invocation that fails. The zero value is not Lambda's default: Load
// sets MaxRetries to 2 where the template says nothing.
type Async struct {
	MaxRetries     int           // after the first attempt
	MaxAge         time.Duration // of an event; 6 hours where the template says nothing
	OnFailureQueue string        // logical id; "" for none
}

// Statement is one IAM statement, its resources resolved to ARNs.
type Statement struct {
	Effect     string // "Allow" or "Deny"
	Actions    []string
	Resources  []string
	Conditions map[string]map[string][]string // operator → key → values
}

// Table is what CreateTable needs to know.
type Table struct {
	LogicalID    string
	Name         string // physical; locally the logical id
	Attributes   []Attribute
	KeySchema    []KeyPart // HASH first
	Indexes      []Index   // global secondary indexes
	StreamView   string    // e.g. "NEW_AND_OLD_IMAGES"; "" for no stream
	TTLAttribute string    // "" for none
}

// Attribute is an attribute that some key uses.
type Attribute struct {
	Name string
	Type string // "S", "N" or "B"
}

// KeyPart is one attribute of a key.
type KeyPart struct {
	Attribute string
	Kind      string // "HASH" or "RANGE"
}

// Index is a global secondary index.
type Index struct {
	Name       string
	KeySchema  []KeyPart
	Projection string   // "ALL", "KEYS_ONLY" or "INCLUDE"
	NonKey     []string // the attributes an INCLUDE projection adds
}

// Bucket is a bucket of objects.
type Bucket struct {
	LogicalID string
	Name      string // physical; locally the logical id in lower case
	Versioned bool
	Bridged   bool // tells EventBridge of its changes
	Lock      Lock
	CORS      []CORSRule
}

// Lock keeps every version that comes into a bucket from being changed or removed for a time. Zero is no lock.
type Lock struct {
	Mode string // "GOVERNANCE" or "COMPLIANCE"
	Days int
}

// CORSRule lets pages of other origins reach a bucket.
type CORSRule struct {
	Origins []string
	Methods []string
	Headers []string
	Exposed []string
	MaxAge  time.Duration
}

// Queue is where failures wait for a person.
type Queue struct {
	LogicalID string
	Name      string
}

// Key is an encryption key of KMS; locally a pair of key files.
type Key struct {
	LogicalID string
	ARN       string
}

// UserPool is the people who sign in.
type UserPool struct {
	LogicalID string
	Groups    []string
	Clients   []Client
	Scopes    []string // that programs can be given, e.g. "feedback/write"
}

// Client is a program that people sign in to.
type Client struct {
	LogicalID string
	ID        string   // as !Ref gives it
	Scopes    []string // e.g. "openid"
	Callbacks []string
	Logouts   []string
}

// Throttle is the HTTP API's limit on all requests together. Zero is no limit.
type Throttle struct {
	Burst int
	Rate  float64 // requests a second
}
