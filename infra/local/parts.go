package local

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"voiceforum/infra/local/build"
	"voiceforum/infra/local/engine"
	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/local/sources"
	"voiceforum/shared/kmskeys"
)

// startParts starts the engines and the issuer and builds the functions, beside one another.
func (p *Platform) startParts(ctx context.Context) error {
	if err := p.startAsync(ctx); err != nil {
		return err
	}
	var mu sync.Mutex
	started := func(what string, undo func() error, ended <-chan struct{}) {
		mu.Lock()
		defer mu.Unlock()
		p.later(what, undo)
		p.watch(what, ended)
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, start := range []func(context.Context, starter) error{p.startDatabase, p.startStorage, p.startIssuer} {
		group.Go(func() error { return start(ctx, started) })
	}
	group.Go(func() error {
		p.o.Progress("building the functions")
		return build.Functions(ctx, p.o.Root, p.described, p.binaries(), func(function string) {
			p.o.Progress("built " + function)
		})
	})
	return group.Wait()
}

// starter is told of a part that has started: how it is stopped, and what is closed when it ends.
type starter func(what string, undo func() error, ended <-chan struct{})

// apart keeps a part running when what started it is cancelled: parts are stopped in their order, not all at once.
func apart(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

func (p *Platform) startDatabase(ctx context.Context, started starter) error {
	dir, err := p.folder("data", "dynamodb")
	if err != nil {
		return err
	}
	database, err := engine.Dynoxide(apart(ctx), dir)
	if err != nil {
		return err
	}
	started("the database", database.Stop, database.Exited())
	p.DynamoDB = database.Endpoint
	return engine.CreateTables(ctx, engine.DynamoDB(database.Endpoint), p.described.Tables)
}

// startStorage starts the engine of buckets. Its webhook must answer before it starts, and its accounts must be there.
func (p *Platform) startStorage(ctx context.Context, started starter) error {
	dir, err := p.folder("data", "s3")
	if err != nil {
		return err
	}
	functions := p.described.Functions
	if err := iam.WriteAccounts(filepath.Join(dir, "iam"), functions, engine.SecretKey); err != nil {
		return err
	}
	storage, err := engine.VersityGW(apart(ctx), engine.Options{Dir: dir, Webhook: p.webhook})
	if err != nil {
		return err
	}
	started("the storage", storage.Stop, storage.Exited())
	p.S3 = storage.Endpoint
	client := engine.S3(storage.Endpoint)
	if err := engine.CreateBuckets(ctx, client, p.described.Buckets); err != nil {
		return err
	}
	for _, b := range p.described.Buckets {
		policy, err := iam.BucketPolicy(b.Name, functions)
		if err != nil {
			return err
		}
		if policy == "" {
			continue
		}
		if _, err := client.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &b.Name, Policy: &policy}); err != nil {
			return fmt.Errorf("the policy of bucket %s: %w", b.Name, err)
		}
	}
	return nil
}

func (p *Platform) startIssuer(ctx context.Context, started starter) error {
	if p.described.Pool == nil {
		return nil
	}
	dir, err := p.folder("data", "issuer")
	if err != nil {
		return err
	}
	people, err := issuer.Start(apart(ctx), p.o.Root, p.issuerPort, dir, p.Site)
	if err != nil {
		return err
	}
	started("the issuer", people.Stop, people.Done())
	return nil
}

// startAsync makes ready for asynchronous invocations, and for notices about buckets, which become such.
func (p *Platform) startAsync(context.Context) error {
	dir, err := p.folder("async")
	if err != nil {
		return err
	}
	p.queues = sources.NewQueues(p.path("queues"))
	p.async = sources.NewAsync(sources.AsyncOptions{
		Functions: p.described.Functions, Invoker: p, Queues: p.queues, Dir: dir, Report: p.o.Report,
	})
	names := make(map[string]string)
	for _, b := range p.described.Buckets {
		names[b.LogicalID] = b.Name
	}
	uploads := sources.NewUploads(p.described.Functions, func(id string) string { return names[id] }, p.async.Invoke, p.o.Report)
	p.webhook, err = p.serve("the listener for bucket events", nil, &http.Server{Handler: uploads})
	return err
}

// makeKeys makes the key files that stand for KMS.
func (p *Platform) makeKeys(context.Context) error {
	for _, k := range p.described.Keys {
		if err := kmskeys.EnsureLocal(filepath.Join(p.o.Root, ".local", "keys", k.LogicalID)); err != nil {
			return fmt.Errorf("key %s: %w", k.LogicalID, err)
		}
	}
	return nil
}
