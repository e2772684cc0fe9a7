package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
	"voiceforum/shared/session"
	"voiceforum/shared/surge"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

const (
	home    = "/review"
	maxForm = 64 << 10 // a text's page sends back what is to be masked, and the quotes
)

// reviews finds what waits for a reviewer, and keeps what they decide.
type reviews interface {
	Queue(ctx context.Context, from dynamostore.Place, limit int) ([]dynamostore.Waiting, *dynamostore.Place, error)
	Get(ctx context.Context, id response.ID) (response.Response, error)
	Save(ctx context.Context, r response.Response) error
	Sealed(ctx context.Context, id response.ID) (ciphertext, wrappedKey []byte, err error)
}

// windows finds what was set apart in surges, and carries out what is decided about it.
type windows interface {
	OfForum(ctx context.Context, forum calendar.Quarter) ([]surge.State, error)
	Look(ctx context.Context, w surge.Window, p surge.Pile, after response.ID, most int) ([]response.Response, error)
	Decide(ctx context.Context, w surge.Window, before int, d surge.Decision, most int) (n int, more bool, err error)
}

// contacts keeps who asked to be contacted.
type contacts interface {
	List(ctx context.Context) ([]dynamostore.ContactRequest, error)
	Get(ctx context.Context, id response.ID) (dynamostore.ContactRequest, error)
	Sealed(ctx context.Context, id response.ID) (ciphertext, wrappedKey []byte, err error)
	Try(ctx context.Context, id response.ID, t dynamostore.Tried, day calendar.Day) error
	Remove(ctx context.Context, id response.ID) error
}

// opener decrypts what was sealed; see seal.Opener.
type opener interface {
	Open(ctx context.Context, p seal.Purpose, id response.ID, ciphertext, wrappedKey []byte) ([]byte, error)
}

// anonymiser takes identifiers out of one response's texts; see anonymise.Engine.
type anonymiser interface {
	Anonymise(texts []string) ([]anonymise.Result, error)
}

// dependencies is everything that the pages stand on.
type dependencies struct {
	gate       *auth.Gate
	audit      *audit.Log
	reviews    reviews
	windows    windows
	contacts   contacts
	words      opener // of sealed texts
	details    opener // of contact details
	anonymiser anonymiser
	assets     *assets.Set
	log        *slog.Logger
	now        func() time.Time
}

// service is the pages.
type service struct {
	dependencies
	site *web.Site
	desk *frontdesk.Desk
}

// Who may open which pages. A facilitator is no reviewer, and nobody but contact keepers sees contact details.
var (
	anyRole     = []session.Role{session.Reviewer, session.Contact}
	onlyReview  = []session.Role{session.Reviewer}
	onlyContact = []session.Role{session.Contact}
)

func newService(d dependencies) http.Handler {
	s := &service{dependencies: d}
	s.site = web.New(web.Options{Function: "review", Log: d.log, Assets: d.assets, Layout: pages.Portal, Home: home})
	s.desk = frontdesk.New(frontdesk.Options{
		Function: "review", Home: home, Roles: anyRole, Gate: d.gate, Site: s.site, Audit: d.audit, Log: d.log, Now: d.now,
		MaxForm: maxForm, Nav: nav, About: s.about,
		Words: frontdesk.Words{
			Title: "review.welcome.title", What: "review.welcome.what", Refused: "review.refused.", Home: "review.refused.home",
		},
	})
	s.desk.Handle("GET /review", anyRole, audit.ViewQueue, s.queue)
	s.desk.Handle("GET /review/responses/{response}", onlyReview, audit.ViewResponse, s.response)
	s.desk.Handle("POST /review/responses/{response}", onlyReview, audit.SafeguardingSeen, s.seen)
	s.desk.Handle("GET /review/responses/{response}/{question}", onlyReview, audit.ViewText, s.text)
	s.desk.Handle("POST /review/responses/{response}/{question}", onlyReview, audit.ViewText, s.act)
	s.desk.Handle("GET /review/surges", onlyReview, audit.ViewSurge, s.surges)
	s.desk.Handle("GET /review/surges/{forum}/{day}", onlyReview, audit.ViewSurge, s.surge)
	s.desk.Handle("POST /review/surges/{forum}/{day}", onlyReview, audit.SurgeCounted, s.surgeAct)
	s.desk.Handle("GET /review/surges/{forum}/{day}/words", onlyReview, audit.ViewSurge, s.surgeWords)
	s.desk.Handle("GET /review/contact", onlyContact, audit.ViewContacts, s.contactList)
	s.desk.Handle("GET /review/contact/{response}", onlyContact, audit.ContactOpened, s.contactRequest)
	s.desk.Handle("POST /review/contact/{response}", onlyContact, audit.ContactOpened, s.contactAct)
	return s.site
}
