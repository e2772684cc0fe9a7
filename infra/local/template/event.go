package template

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // a machine may have no zone data, and a schedule's zone must be known everywhere
)

// event reads one of a function's events into what it is.
func (l *loader) event(fn *Function, name string, p place) {
	f := l.fields(p, "an event", "Type", "Properties")
	l.need(p, f, "Type", "Properties")
	properties := f["Properties"].or(p)
	switch kind := l.literal(f["Type"]); kind {
	case "": // named as missing already
	case "HttpApi":
		fn.Routes = append(fn.Routes, l.route(properties))
	case "DynamoDB":
		fn.Streams = append(fn.Streams, l.stream(name, properties))
	case "ScheduleV2":
		fn.Schedules = append(fn.Schedules, l.schedule(name, properties))
	case "S3":
		fn.Uploads = append(fn.Uploads, l.upload(name, properties))
	case "EventBridgeRule":
		fn.Uploads = append(fn.Uploads, l.bridgedUpload(name, properties))
	default:
		l.problem(f["Type"].or(p), "the event type %s is not known here", kind)
	}
}

var (
	httpMethods = []string{"ANY", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "DELETE"}
	routePath   = regexp.MustCompile(`^(/([A-Za-z0-9._~-]+|\{[A-Za-z0-9_]+\}))*(/|/\{[A-Za-z0-9_]+\+\})?$`)
)

func (l *loader) route(p place) Route {
	f := l.fields(p, "an HttpApi event", "ApiId", "Path", "Method", "Auth")
	l.need(p, f, "ApiId", "Path", "Method")
	l.target(f["ApiId"], TypeHTTPAPI, "")
	path := l.text(f["Path"])
	if path == "" || !routePath.MatchString(path) {
		l.problem(f["Path"].or(p), "must be a path such as /a, /a/{b} or /a/{rest+}")
	}
	r := Route{Method: l.oneOf(f["Method"], "", httpMethods...), Path: path}
	r.Authorizer, r.Scopes = l.routeAuth(f["Auth"])
	return r
}

func (l *loader) stream(name string, p place) StreamSource {
	f := l.fields(p, "a DynamoDB event",
		"Stream", "StartingPosition", "BatchSize", "MaximumBatchingWindowInSeconds", "ParallelizationFactor",
		"BisectBatchOnFunctionError", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "FunctionResponseTypes",
		"DestinationConfig", "FilterCriteria")
	l.need(p, f, "Stream", "StartingPosition")
	s := StreamSource{
		Name:             name,
		Table:            l.target(f["Stream"], TypeTable, "StreamArn"),
		StartingPosition: l.oneOf(f["StartingPosition"], "", "TRIM_HORIZON", "LATEST"),
		BatchSize:        l.whole(f["BatchSize"], 100, 1, 10000),
		Window:           l.seconds(f["MaximumBatchingWindowInSeconds"], 0, 0, 300),
		Parallel:         l.whole(f["ParallelizationFactor"], 1, 1, 10),
		Bisect:           l.flag(f["BisectBatchOnFunctionError"]),
		MaxRetries:       l.whole(f["MaximumRetryAttempts"], -1, -1, 10000),
		MaxAge:           l.recordAge(f["MaximumRecordAgeInSeconds"]),
		OnFailureQueue:   l.onFailure(f["DestinationConfig"]),
		Filters:          l.filters(f["FilterCriteria"]),
	}
	for _, kind := range l.items(f["FunctionResponseTypes"]) {
		s.ReportFailures = l.oneOf(kind, "", "ReportBatchItemFailures") != ""
	}
	return s
}

// recordAge reads MaximumRecordAgeInSeconds, where -1 is for as long as the stream keeps a record.
func (l *loader) recordAge(p place) time.Duration {
	return max(0, l.seconds(p, -1, -1, 604800))
}

func (l *loader) filters(p place) []json.RawMessage {
	var all []json.RawMessage
	for _, item := range l.items(l.fields(p, "FilterCriteria", "Filters")["Filters"]) {
		f := l.fields(item, "a filter", "Pattern")
		l.need(item, f, "Pattern")
		pattern := []byte(l.text(f["Pattern"]))
		if f["Pattern"].absent() {
			continue
		}
		if problem := json.Unmarshal(pattern, &map[string]any{}); problem != nil {
			l.problem(f["Pattern"], "must be a JSON object: %v", problem)
		}
		all = append(all, pattern)
	}
	return all
}

var scheduleExpression = regexp.MustCompile(`^(cron\([^()]+\)|rate\([1-9][0-9]* (minute|minutes|hour|hours|day|days)\)|at\([0-9T:-]+\))$`)

func (l *loader) schedule(name string, p place) Schedule {
	f := l.fields(p, "a ScheduleV2 event", "Description", "ScheduleExpression", "ScheduleExpressionTimezone", "Input")
	l.need(p, f, "ScheduleExpression")
	l.text(f["Description"])
	s := Schedule{Name: name, Expression: l.text(f["ScheduleExpression"]), Timezone: "UTC", Input: l.text(f["Input"])}
	if !scheduleExpression.MatchString(s.Expression) {
		l.problem(f["ScheduleExpression"].or(p), "must be cron(…), rate(…) or at(…)")
	}
	if zone := f["ScheduleExpressionTimezone"]; !zone.absent() {
		s.Timezone = l.text(zone)
		if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "Local" || s.Timezone == "" {
			l.problem(zone, "is not a time zone that is known here")
		}
	}
	if s.Input != "" && !json.Valid([]byte(s.Input)) {
		l.problem(f["Input"], "must be JSON")
	}
	return s
}

func (l *loader) upload(name string, p place) BucketSource {
	f := l.fields(p, "an S3 event", "Bucket", "Events", "Filter")
	l.need(p, f, "Bucket", "Events")
	b := BucketSource{Name: name, Bucket: l.target(f["Bucket"], TypeBucket, ""), Events: l.oneOrMore(f["Events"])}
	for _, event := range b.Events {
		if !strings.HasPrefix(event, "s3:ObjectCreated:") && !strings.HasPrefix(event, "s3:ObjectRemoved:") {
			l.problem(f["Events"], "the bucket event %s is not known here", event)
		}
	}
	key := l.fields(f["Filter"], "Filter", "S3Key")["S3Key"]
	for _, item := range l.items(l.fields(key, "S3Key", "Rules")["Rules"]) {
		rule := l.fields(item, "a rule", "Name", "Value")
		l.need(item, rule, "Name", "Value")
		switch value := l.text(rule["Value"]); l.oneOf(rule["Name"], "", "prefix", "suffix") {
		case "prefix":
			b.Prefix = value
		case "suffix":
			b.Suffix = value
		}
	}
	return b
}
