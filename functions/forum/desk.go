package main

import (
	"context"
	"log/slog"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
	"voiceforum/shared/s3store"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

type settings struct {
	Feedback      string `env:"FEEDBACK_TABLE"`
	Contributions string `env:"CONTRIBUTIONS_TABLE"`
	Tallies       string `env:"TALLIES_TABLE"`
	Forums        string `env:"FORUMS_TABLE"`
	Packs         string `env:"PACKS_BUCKET"`
	Audit         string `env:"AUDIT_TABLE"`
	AuditHeads    string `env:"AUDIT_HEADS_BUCKET"`
}

type forums interface {
	Get(ctx context.Context, q calendar.Quarter) (forum.Forum, error)
	Put(ctx context.Context, f forum.Forum) error
	List(ctx context.Context, from, to calendar.Quarter) ([]forum.Forum, error)
}

type responses interface {
	ByForum(ctx context.Context, q calendar.Quarter, shard int, yield func(response.Response) error) error
	Current(ctx context.Context, ids []response.ID) (all map[response.ID]response.Response, unreadable int, err error)
}

type tallies interface {
	Shards(ctx context.Context, forum calendar.Quarter) ([]tally.Shard, error)
	Entries(ctx context.Context, ids []response.ID) (map[response.ID]tally.Entry, error)
}

type shown interface {
	Basis(ctx context.Context, q calendar.Quarter) (release.Basis, int, error)
	Put(ctx context.Context, r release.Release, b release.Basis, version int) error
	Quoted(ctx context.Context, forums []calendar.Quarter) (map[calendar.Quarter]release.Quoted, error)
	Recall(ctx context.Context, changed []release.Release, b release.Basis, version int) error
	Removed(ctx context.Context, q calendar.Quarter, b release.Basis, version int) error
}

type releases interface {
	Live(ctx context.Context, q calendar.Quarter) (release.Release, error)
	Latest(ctx context.Context, q calendar.Quarter) (release.Release, error)
	Get(ctx context.Context, q calendar.Quarter, version int) (release.Release, error)
}

type files interface {
	Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error
	Erase(ctx context.Context, bucket, prefix string) error
}

// desk does the tasks.
type desk struct {
	forums    forums
	responses responses
	tallies   tallies
	shown     shown
	releases  releases
	files     files
	bucket    string
	chain     chain
	heads     heads

	asked func(id string) (*questionnaire.Questionnaire, error)              // the latest version
	about func(id string, version int) (*questionnaire.Questionnaire, error) // one version
	book  *themes.Codebook
	coder tally.Coder
	now   func() time.Time
	wait  func(ctx context.Context, d time.Duration) error
	log   *slog.Logger
}

func connect(ctx context.Context, s settings, log *slog.Logger) (*desk, error) {
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return nil, err
	}
	store, err := s3store.New(ctx)
	if err != nil {
		return nil, err
	}
	book, err := themes.Load()
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "load the theme codebook", err)
	}
	return &desk{
		forums:    dynamostore.NewForums(db, s.Forums),
		responses: dynamostore.NewResponses(db, dynamostore.Tables{Feedback: s.Feedback}),
		tallies:   dynamostore.NewTallies(db, s.Contributions, s.Tallies, time.Now),
		shown:     dynamostore.NewShown(db, s.Forums, s.Tallies),
		releases:  dynamostore.NewReleases(db, s.Forums),
		files:     store, bucket: s.Packs,
		chain: audit.New(dynamostore.NewAudit(db, s.Audit)),
		heads: headBucket{store: store, bucket: s.AuditHeads},
		asked: questionnaire.Latest, about: questionnaire.Get, book: book, coder: book,
		now: time.Now, wait: wait, log: log,
	}, nil
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "wait", ctx.Err())
	}
}

func (d *desk) today() calendar.Day { return calendar.DayOf(d.now()) }

// source gives what a forum's figures are made of, besides the counts. The forum before is known only by what was
// released of it.
func (d *desk) source(ctx context.Context, f forum.Forum) (release.Source, error) {
	q, err := d.about(f.Questionnaire.ID, f.Questionnaire.Version)
	if err != nil {
		return release.Source{}, err
	}
	src := release.Source{Forum: f.ID, Questionnaire: q, Codebook: d.book.Version, Rule: disclosure.Default}
	if src.Others, err = d.others(f); err != nil {
		return release.Source{}, err
	}
	if src.Code, err = release.CodeOf(src); err != nil {
		return release.Source{}, err
	}
	before, err := d.releases.Latest(ctx, f.ID.Previous())
	switch {
	case err == nil:
		src.Before = &before
	case !fault.Is(err, fault.NotFound):
		return release.Source{}, err
	}
	for _, t := range d.book.Themes {
		src.Themes = append(src.Themes, release.ThemeTitle{ID: t.ID, Title: t.Title, Rights: t.Rights})
	}
	return src, nil
}
