package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/comprehend"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/seal"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
	"voiceforum/web/assets"
)

// settings is the function's environment; template.yaml sets it.
type settings struct {
	Feedback    string `env:"FEEDBACK_TABLE"`
	Drafts      string `env:"DRAFTS_TABLE"`
	Sealed      string `env:"SEALED_TABLE"`
	Contact     string `env:"CONTACT_TABLE"`
	Keys        string `env:"KEYS_TABLE"`
	Erasures    string `env:"ERASURES_TABLE"`
	Forums      string `env:"FORUMS_TABLE"`
	Invitations string `env:"INVITATIONS_TABLE"`
	Surge       string `env:"SURGE_TABLE"`
	SurgeFloor  int    `env:"SURGE_FLOOR" default:"30"` // see surge.LimitsOf
	TextKey     string `env:"SEALED_TEXT_KEY"`
	ContactKey  string `env:"CONTACT_DETAILS_KEY"`
	ExitAddress string `env:"EXIT_ADDRESS"`

	SecondOpinion        string `env:"SECOND_OPINION" default:"Deny"` // Allow shows texts to Amazon Comprehend too
	SecondOpinionPercent int    `env:"SECOND_OPINION_PERCENT" default:"50"`
}

// connect makes what the pages stand on, over the database that the environment names.
func connect(ctx context.Context, s settings, log *slog.Logger) (dependencies, error) {
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return dependencies{}, err
	}
	return connectTo(ctx, db, s, log)
}

func connectTo(ctx context.Context, db *dynamodb.Client, s settings, log *slog.Logger) (dependencies, error) {
	files, err := assets.Load()
	if err != nil {
		return dependencies{}, err
	}
	engine, err := anonymiser(ctx, s, log)
	if err != nil {
		return dependencies{}, err
	}
	words, err := kmskeys.Wrapper(ctx, s.TextKey)
	if err != nil {
		return dependencies{}, err
	}
	contacts, err := kmskeys.Wrapper(ctx, s.ContactKey)
	if err != nil {
		return dependencies{}, err
	}
	return dependencies{
		drafts: dynamostore.NewDrafts(db, s.Drafts),
		responses: dynamostore.NewResponses(db, dynamostore.Tables{
			Feedback: s.Feedback, Drafts: s.Drafts, Sealed: s.Sealed,
			Contact: s.Contact, Keys: s.Keys, Erasures: s.Erasures, Invitations: s.Invitations,
		}),
		forums: dynamostore.NewForums(db, s.Forums),
		cards:  dynamostore.NewInvitations(db, s.Invitations),
		gate: &surge.Gate{
			Counter: dynamostore.NewSurge(db, s.Surge, s.Feedback),
			Floor:   s.SurgeFloor,
			Now:     time.Now,
			Doubt:   func(err error) { log.Error("surge-not-counted", "error", err) },
			Noticed: func(w surge.Window) { log.Warn("surge-noticed", "forum", string(w.Forum)) },
		},
		submission: submission.Service{
			Anonymiser: engine,
			Words:      seal.Sealer{Wrapper: words},
			Contacts:   seal.Sealer{Wrapper: contacts},
			Now:        time.Now,
			Doubt:      func(err error) { log.Error("anonymiser-failed", "error", err) },
		},
		assets: files,
		away:   s.ExitAddress,
		log:    log,
		now:    time.Now,
	}, nil
}

// secondOpinionWithin is how long somebody who sends may wait for a second opinion, tries again included.
const secondOpinionWithin = 6 * time.Second

// anonymiser makes the anonymiser, with a second opinion where the settings allow one.
func anonymiser(ctx context.Context, s settings, log *slog.Logger) (submission.Anonymiser, error) {
	engine, err := anonymise.New()
	if err != nil {
		return nil, err
	}
	switch s.SecondOpinion {
	case "Deny":
		return engine, nil
	case "Allow":
		opinion, err := comprehend.New(ctx, float64(s.SecondOpinionPercent)/100)
		if err != nil {
			return nil, err
		}
		failed := func(err error) { log.Warn("second-opinion-failed", "error", err) }
		return engine.WithSecondOpinion(opinion, secondOpinionWithin, failed), nil
	}
	return nil, fault.New(fault.Internal, "SECOND_OPINION is neither Allow nor Deny")
}
