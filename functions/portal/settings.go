package main

import (
	"context"
	"log/slog"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/s3store"
	"voiceforum/web/assets"
)

// settings are the portal's, from its environment; template.yaml sets them.
type settings struct {
	SiteAddress   string `env:"SITE_ADDRESS"`
	ForumsTable   string `env:"FORUMS_TABLE"`
	SessionsTable string `env:"SESSIONS_TABLE"`
	AuditTable    string `env:"AUDIT_TABLE"`
	PacksBucket   string `env:"PACKS_BUCKET"`
	ForumFunction string `env:"FORUM_FUNCTION"`
	Issuer        string `env:"ISSUER"`
	ClientID      string `env:"CLIENT_ID"`
}

// connect makes the portal's dependencies. Nothing is asked of any of them yet.
func connect(ctx context.Context, s settings, log *slog.Logger) (dependencies, error) {
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return dependencies{}, err
	}
	store, err := s3store.New(ctx)
	if err != nil {
		return dependencies{}, err
	}
	forumFunction, err := newInvoker(ctx, s.ForumFunction)
	if err != nil {
		return dependencies{}, err
	}
	built, err := assets.Load()
	if err != nil {
		return dependencies{}, err
	}
	sessions := dynamostore.NewSessions(db, s.SessionsTable)
	return dependencies{
		gate: auth.New(auth.Config{
			Issuer: s.Issuer, ClientID: s.ClientID, SiteAddress: s.SiteAddress, Home: home, MayReturn: mayReturn,
		}, sessions, sessions),
		forums:   dynamostore.NewForums(db, s.ForumsTable),
		releases: dynamostore.NewReleases(db, s.ForumsTable),
		files:    packs{store: store, bucket: s.PacksBucket},
		asked:    dynamostore.NewAsked(db, s.SessionsTable),
		tasks:    forumFunction,
		audit:    audit.New(dynamostore.NewAudit(db, s.AuditTable)),
		assets:   built,
		log:      log,
		now:      time.Now,
	}, nil
}

// packs is the bucket that packs are in.
type packs struct {
	store  *s3store.Store
	bucket string
}

// Address implements files.
func (p packs) Address(ctx context.Context, key string, lasts time.Duration) (string, error) {
	return p.store.PresignGet(ctx, p.bucket, key, lasts)
}
