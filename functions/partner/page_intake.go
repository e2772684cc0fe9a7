package main

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/forum"
	"voiceforum/shared/handover"
	"voiceforum/shared/invitation"
	"voiceforum/shared/kmskeys"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/s3store"
	"voiceforum/shared/seal"
)

// screens finds in texts what shows who somebody is; see handover.Service.
type screens interface {
	Screen(o organisation.Organisation, items []handover.Item, accept bool) ([]handover.Screened, error)
}

// keepsPieces keeps pieces of feedback that come one at a time; see dynamostore.Handovers.
type keepsPieces interface {
	Answered(ctx context.Context, r handover.Request) (handover.Answer, handover.State, error)
	Put(ctx context.Context, p handover.Piece, r handover.Request, a handover.Answer) error
	Get(ctx context.Context, o organisation.ID, id response.ID) (response.Response, error)
	Withdraw(ctx context.Context, o organisation.ID, id response.ID, day calendar.Day) error
	Standing(ctx context.Context, ids []response.ID) (map[response.ID]handover.Standing, error)
}

// keepsBatches keeps pieces that come together.
type keepsBatches interface {
	Answered(ctx context.Context, r handover.Request) (handover.Answer, handover.State, error)
	Claim(ctx context.Context, r handover.Request, attempt string) error
	Stage(ctx context.Context, batch string, first int, pieces []handover.Piece) (parts int, err error)
	Complete(ctx context.Context, b handover.Batch, r handover.Request, attempt string, a handover.Answer) error
	RollForward(ctx context.Context, batch string, d dynamostore.Direction) error
}

// keepsSheets keeps spreadsheets between their upload and their sending, encrypted.
type keepsSheets interface {
	Create(ctx context.Context, of dynamostore.Sheet, head dynamostore.Encrypted, expires time.Time) error
	Head(ctx context.Context, of dynamostore.Sheet, now time.Time) (dynamostore.Encrypted, int, error)
	Chunk(ctx context.Context, of dynamostore.Sheet, n int, now time.Time) (dynamostore.Encrypted, error)
	Save(ctx context.Context, of dynamostore.Sheet, version int, head dynamostore.Encrypted, chunks map[int]dynamostore.Encrypted, expires time.Time) error
	Delete(ctx context.Context, of dynamostore.Sheet, expires time.Time) error
}

// findsDue finds spreadsheets whose time is over.
type findsDue interface {
	Due(ctx context.Context, now time.Time) (map[dynamostore.Sheet]time.Time, error)
}

// keepsFiles keeps uploaded files and what asks for work on them.
type keepsFiles interface {
	PresignPost(ctx context.Context, bucket, key, then string, most int64, ttl time.Duration) (s3store.Upload, error)
	There(ctx context.Context, bucket, key string) (bool, error)
	Get(ctx context.Context, bucket, key string, most int64) ([]byte, error)
	Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error
	Delete(ctx context.Context, bucket, key string) error
}

// handsOut keeps the codes that services hand out on cards.
type handsOut interface {
	Make(ctx context.Context, o organisation.ID, forum calendar.Quarter, b invitation.Batch, hashes []invitation.Hash) error
	Issued(ctx context.Context, o organisation.ID, forum calendar.Quarter, today calendar.Day) (invitation.Issue, error)
}

// keepsForums says which forum takes answers.
type keepsForums interface {
	Get(ctx context.Context, q calendar.Quarter) (forum.Forum, error)
}

// intake is what takes in what is handed in, by programs and by people alike.
type intake struct {
	screens screens
	pieces  keepsPieces
	batches keepsBatches
	forums  keepsForums
	sheets  keepsSheets
	due     findsDue
	files   keepsFiles
	cards   handsOut
	limits  limiter
	seal    seal.Sealer
	open    seal.Opener
	bucket  string // for uploads, and for what asks for work
	site    string // the address of the site, for coming back from the bucket
	now     func() time.Time
}

// connectIntake makes an intake. Nothing is asked of any of its parts yet.
func connectIntake(ctx context.Context, db *dynamodb.Client, s settings, now func() time.Time) (*intake, error) {
	engine, err := anonymise.New()
	if err != nil {
		return nil, err
	}
	wrap, err := kmskeys.Wrapper(ctx, s.StagingKey)
	if err != nil {
		return nil, err
	}
	unwrap, err := kmskeys.Unwrapper(ctx, s.StagingKey)
	if err != nil {
		return nil, err
	}
	files, err := s3store.New(ctx)
	if err != nil {
		return nil, err
	}
	handovers := dynamostore.NewHandovers(db, dynamostore.HandoverTables{
		Feedback: s.FeedbackTable, Erasures: s.ErasuresTable, Requests: s.RequestsTable,
	}, now)
	staged := dynamostore.NewStaged(db, s.StagedTable)
	return &intake{
		screens: handover.Service{Anonymiser: engine, Now: now},
		pieces:  handovers, batches: handovers, limits: handovers, sheets: staged, due: staged, files: files,
		forums: dynamostore.NewForums(db, s.ForumsTable), cards: dynamostore.NewInvitations(db, s.InvitationsTable),
		seal: seal.Sealer{Wrapper: wrap}, open: seal.Opener{Unwrapper: unwrap},
		bucket: s.StagingBucket, site: s.SiteAddress, now: now,
	}, nil
}
