package main

import (
	"context"
	"log/slog"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
	"voiceforum/web/assets"
)

// settings are partner's, from its environment; template.yaml sets them.
type settings struct {
	SiteAddress        string `env:"SITE_ADDRESS"`
	FeedbackTable      string `env:"FEEDBACK_TABLE"`
	ErasuresTable      string `env:"ERASURES_TABLE"`
	ForumsTable        string `env:"FORUMS_TABLE"`
	OrganisationsTable string `env:"ORGANISATIONS_TABLE"`
	RequestsTable      string `env:"REQUESTS_TABLE"`
	InvitationsTable   string `env:"INVITATIONS_TABLE"`
	StagedTable        string `env:"STAGED_TABLE"`
	SessionsTable      string `env:"SESSIONS_TABLE"`
	AuditTable         string `env:"AUDIT_TABLE"`
	StagingBucket      string `env:"STAGING_BUCKET"`
	StagingKey         string `env:"STAGING_KEY"`
	Issuer             string `env:"ISSUER"`
	ClientID           string `env:"CLIENT_ID"`
}

// connect makes partner's dependencies. Nothing is asked of any of them yet.
func connect(ctx context.Context, s settings, log *slog.Logger) (dependencies, error) {
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return dependencies{}, err
	}
	built, err := assets.Load()
	if err != nil {
		return dependencies{}, err
	}
	in, err := connectIntake(ctx, db, s, time.Now)
	if err != nil {
		return dependencies{}, err
	}
	sessions := dynamostore.NewSessions(db, s.SessionsTable)
	return dependencies{
		gate: auth.New(auth.Config{
			Issuer: s.Issuer, ClientID: s.ClientID, SiteAddress: s.SiteAddress, Home: home, MayReturn: mayReturn,
		}, sessions, sessions),
		organisations: dynamostore.NewOrganisations(db, s.OrganisationsTable),
		audit:         audit.New(dynamostore.NewAudit(db, s.AuditTable)),
		assets:        built,
		log:           log,
		now:           time.Now,
		in:            in,
		pause:         pause,
	}, nil
}
