package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/forum"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
	"voiceforum/shared/submission"
	"voiceforum/shared/surge"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
)

// drafts keeps visits between their pages.
type drafts interface {
	Load(ctx context.Context, id string, now time.Time) (draft.Stored, error)
	Save(ctx context.Context, s draft.Stored) error
	Delete(ctx context.Context, id string) error
}

// responses keeps what was sent, and lets one receipt change what it names.
type responses interface {
	Submit(ctx context.Context, s submission.Submission) error
	ByReceipt(ctx context.Context, h receipt.Hash) (submission.Kept, error)
	AppendConsent(ctx context.Context, h receipt.Hash, version int, e consent.Event) error
	Withdraw(ctx context.Context, h receipt.Hash, day calendar.Day) error
}

// forums says which forum takes answers.
type forums interface {
	Get(ctx context.Context, q calendar.Quarter) (forum.Forum, error)
}

// cards knows the codes that services handed out.
type cards interface {
	Check(ctx context.Context, h invitation.Hash, today calendar.Day) error
}

// dependencies is everything that the pages stand on.
type dependencies struct {
	drafts     drafts
	responses  responses
	forums     forums
	cards      cards
	gate       *surge.Gate // of what comes without a card
	submission submission.Service
	assets     *assets.Set
	away       string // the neutral page that leaving leads to
	log        *slog.Logger
	now        func() time.Time
}

// service is the pages.
type service struct {
	dependencies
	site    *web.Site
	current *currentForum
}

func newService(d dependencies) *service {
	return &service{
		dependencies: d,
		site: web.New(web.Options{
			Function: "survey", Log: d.log, Assets: d.assets, ExitAddress: d.away,
		}),
		current: &currentForum{forums: d.forums, now: d.now},
	}
}

// handler gives every address that there is. Addresses are neutral: they say nothing of what a page is about.
func (s *service) handler() http.Handler {
	s.site.HandleAssets()
	s.anyone("GET /{$}", s.start)
	s.anyone("POST /start", s.begin)
	s.anyone("GET /receipt", s.receipt)
	s.anyone("POST /receipt", s.comeBack)
	s.anyone("GET /receipt-shown", s.sent)
	for path, page := range notices {
		s.anyone("GET "+path, s.notice(page))
	}
	s.site.Handle("POST /leave", s.leave)
	s.site.Handle("POST /return", s.comeAgain)

	s.answering("/before", s.before)
	s.answering("/age", s.age)
	s.answering("/who", s.who)
	s.answering("/together", s.together)
	s.answering("/q/{question}", s.question)
	s.answering("/alone", s.alone)
	s.answering("/back", s.handedBack)
	s.answering("/check", s.check)
	s.answering("/card", s.card)
	s.answering("/about", s.about)
	s.answering("/permissions", s.permissions)
	s.answering("/contact", s.contact)
	s.answering("/send", s.send)

	s.returning("/kept", s.kept)
	s.returning("/choices", s.choices)
	s.returning("/withdraw", s.withdraw)
	s.returning("/withdrawn", s.withdrawn)

	s.either("/stay", s.stay)
	return s.site
}
