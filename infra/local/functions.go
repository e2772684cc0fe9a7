package local

import (
	"context"
	"maps"
	"net/http"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/infra/local/build"
	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/gateway"
	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/lambdaapi"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/samples"
	"voiceforum/infra/local/sources"
	"voiceforum/infra/local/template"
	"voiceforum/shared/dynamostore"
)

// binaries is where the functions' programs are.
func (p *Platform) binaries() string { return filepath.Join(p.o.Root, ".build", "local") }

// Binary is a function's program, by the function's name.
func (p *Platform) Binary(function string) string {
	return filepath.Join(p.binaries(), function, build.Binary)
}

// folder makes a folder of the platform's own.
func (p *Platform) folder(parts ...string) (string, error) {
	dir := p.path(parts...)
	return dir, os.MkdirAll(dir, 0o700)
}

// makeRuntime starts the functions' workers, and what stands between them and the engines.
func (p *Platform) makeRuntime(ctx context.Context) error {
	proxy, err := iam.NewProxy(p.policy, p.DynamoDB, p.o.Report)
	if err != nil {
		return err
	}
	database, err := p.serve("the database's door", nil, &http.Server{Handler: proxy})
	if err != nil {
		return err
	}
	invoke, err := p.serve("the invocation door", nil, &http.Server{Handler: lambdaapi.New(p, p.async, p.policy, p.o.Report)})
	if err != nil {
		return err
	}
	functions := make([]runtime.Function, len(p.described.Functions))
	for i, f := range p.described.Functions {
		functions[i] = runtime.Function{
			Name: f.Name, Binary: p.Binary(f.Name),
			MemoryMB: f.MemoryMB, Timeout: f.Timeout,
			Environment: environment(f, database, p.S3, invoke),
		}
	}
	p.runtime = runtime.New(functions, runtime.Options{
		MaxWorkers: p.o.Workers, Log: p.o.Log,
		Report: func(one runtime.Problem) { p.o.Report(one.Function, one.What) },
	})
	p.runtime.Start(apart(ctx))
	p.later("the functions", func() error { p.runtime.Stop(); return nil })
	return nil
}

// environment is what the template gives a function, and where the SDK finds what stands for AWS.
func environment(f template.Function, database, storage, invoke string) map[string]string {
	env := map[string]string{
		"AWS_ACCESS_KEY_ID":         iam.AccessKey(f.Name),
		"AWS_SECRET_ACCESS_KEY":     engine.SecretKey,
		"AWS_ENDPOINT_URL_DYNAMODB": database,
		"AWS_ENDPOINT_URL_S3":       storage,
		"AWS_ENDPOINT_URL_LAMBDA":   invoke,
	}
	maps.Copy(env, f.Environment)
	return env
}

// Invoke runs a function and waits for its answer.
func (p *Platform) Invoke(ctx context.Context, function string, payload []byte) (runtime.Result, error) {
	return p.runtime.Invoke(ctx, function, payload)
}

// startSources starts everything that invokes functions by itself.
func (p *Platform) startSources(ctx context.Context) (err error) {
	if err := p.async.Start(apart(ctx)); err != nil {
		return err
	}
	p.later("asynchronous invocations", func() error { p.async.Stop(); return nil })
	p.streams, err = sources.NewStreams(sources.StreamsOptions{
		Functions: p.described.Functions, Endpoint: p.DynamoDB, AccessKey: engine.AccessKey,
		Dir: p.path("streams"), Invoker: p, Queues: p.queues, Report: p.o.Report,
	})
	if err != nil {
		return err
	}
	p.streams.Start(apart(ctx))
	p.later("the streams", func() error { p.streams.Stop(); return nil })
	p.clock, err = sources.NewSchedules(sources.SchedulesOptions{
		Functions: p.described.Functions, Invoke: p.async.Invoke, File: p.path("schedules.json"), Report: p.o.Report,
	})
	if err != nil {
		return err
	}
	if err := p.clock.Start(apart(ctx)); err != nil {
		return err
	}
	p.later("the schedules", func() error { p.clock.Stop(); return nil })
	return nil
}

// serveSite serves the site on the port that was taken for it.
func (p *Platform) serveSite(context.Context) error {
	site, err := gateway.New(gateway.Options{
		Functions: p.described.Functions, Throttle: p.described.Throttle, Invoker: p, Report: p.o.Report,
		Authorizers: p.described.Authorizers,
	})
	if err != nil {
		return err
	}
	_, err = p.serve("the site", p.site, &http.Server{Handler: site, MaxHeaderBytes: gateway.MaxHeader})
	return err
}

const organisationsTable = "Organisations"

// seed enters the sample organisations, without which no sample program or partner could hand anything in.
func (p *Platform) seed(ctx context.Context) error {
	for _, t := range p.described.Tables {
		if t.LogicalID == organisationsTable {
			return samples.Seed(ctx, dynamostore.NewOrganisations(engine.DynamoDB(p.DynamoDB), t.Name))
		}
	}
	return nil
}

// The schedule that opens the first forum, and the table that then holds it.
const (
	calendarSchedule = "Forum.Calendar"
	forumsTable      = "Forums"
)

// firstCalendar has the first forum opened when there is none, and waits for it: without a forum there is nowhere to
// send anything.
func (p *Platform) firstCalendar(ctx context.Context) error {
	for _, t := range p.described.Tables {
		if t.LogicalID != forumsTable {
			continue
		}
		found, err := engine.DynamoDB(p.DynamoDB).Scan(ctx, &dynamodb.ScanInput{TableName: &t.Name, Limit: aws.Int32(1)})
		if err != nil || len(found.Items) > 0 {
			return err
		}
		p.o.Progress("opening the first forum")
		if err := p.clock.Fire(calendarSchedule); err != nil {
			return err
		}
		return p.async.Idle(ctx)
	}
	return nil
}
