package main

import (
	"context"
	"log/slog"
	"time"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/seal"
	"voiceforum/web/assets"
)

// settings are review's, from its environment; template.yaml sets them.
type settings struct {
	SiteAddress       string `env:"SITE_ADDRESS"`
	FeedbackTable     string `env:"FEEDBACK_TABLE"`
	SealedTable       string `env:"SEALED_TABLE"`
	ContactTable      string `env:"CONTACT_TABLE"`
	KeysTable         string `env:"KEYS_TABLE"`
	SessionsTable     string `env:"SESSIONS_TABLE"`
	AuditTable        string `env:"AUDIT_TABLE"`
	SealedTextKey     string `env:"SEALED_TEXT_KEY"`
	ContactDetailsKey string `env:"CONTACT_DETAILS_KEY"`
	Issuer            string `env:"ISSUER"`
	ClientID          string `env:"CLIENT_ID"`
}

// connect makes review's dependencies. Nothing is asked of the database or the keys yet.
func connect(ctx context.Context, s settings, log *slog.Logger) (dependencies, error) {
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return dependencies{}, err
	}
	built, err := assets.Load()
	if err != nil {
		return dependencies{}, err
	}
	words, err := kmskeys.Unwrapper(ctx, s.SealedTextKey)
	if err != nil {
		return dependencies{}, err
	}
	details, err := kmskeys.Unwrapper(ctx, s.ContactDetailsKey)
	if err != nil {
		return dependencies{}, err
	}
	engine, err := anonymise.New()
	if err != nil {
		return dependencies{}, err
	}
	sessions := dynamostore.NewSessions(db, s.SessionsTable)
	tables := dynamostore.Tables{Feedback: s.FeedbackTable, Sealed: s.SealedTable, Contact: s.ContactTable, Keys: s.KeysTable}
	return dependencies{
		gate: auth.New(auth.Config{
			Issuer: s.Issuer, ClientID: s.ClientID, SiteAddress: s.SiteAddress, Home: home, MayReturn: mayReturn,
		}, sessions, sessions),
		audit:      audit.New(dynamostore.NewAudit(db, s.AuditTable)),
		reviews:    dynamostore.NewReviews(db, tables, time.Now),
		windows:    dynamostore.NewWindows(db, s.FeedbackTable),
		contacts:   dynamostore.NewContacts(db, tables, time.Now),
		words:      seal.Opener{Unwrapper: words},
		details:    seal.Opener{Unwrapper: details},
		anonymiser: engine,
		assets:     built,
		log:        log,
		now:        time.Now,
	}, nil
}
