package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
	"voiceforum/shared/forum"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/release"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

// forums reads forums.
type forums interface {
	Get(ctx context.Context, q calendar.Quarter) (forum.Forum, error)
	List(ctx context.Context, from, to calendar.Quarter) ([]forum.Forum, error)
}

// releases reads protected figures.
type releases interface {
	Live(ctx context.Context, q calendar.Quarter) (release.Release, error)
	Get(ctx context.Context, q calendar.Quarter, version int) (release.Release, error)
	List(ctx context.Context, q calendar.Quarter) ([]release.Edition, error)
}

// files hands out the files of packs.
type files interface {
	// Address gives an address from which whoever has it can fetch the object, for a while.
	Address(ctx context.Context, key string, lasts time.Duration) (string, error)
}

// asked remembers work that was asked for, so that it is asked for once.
type asked interface {
	Ask(ctx context.Context, q calendar.Quarter, task string, now, until time.Time) error
	Pending(ctx context.Context, q calendar.Quarter, task string, now time.Time) (bool, error)
	Forget(ctx context.Context, q calendar.Quarter, task string) error
}

// tasks has work on a forum done elsewhere.
type tasks interface {
	// Start hands a task over and does not wait for it.
	Start(ctx context.Context, task string, q calendar.Quarter) error
}

// dependencies is everything that the pages stand on.
type dependencies struct {
	gate     *auth.Gate
	forums   forums
	releases releases
	files    files
	asked    asked
	tasks    tasks
	audit    *audit.Log
	assets   *assets.Set
	log      *slog.Logger
	now      func() time.Time
}

// service is the pages.
type service struct {
	dependencies
	site *web.Site
	desk *frontdesk.Desk
}

// Who may open which pages. Observers see published releases only, which their pages look to.
var (
	anyRole        = []session.Role{session.Facilitator, session.Reviewer, session.Observer}
	onlyFacilitate = []session.Role{session.Facilitator}
)

func newService(d dependencies) http.Handler {
	s := &service{dependencies: d}
	s.site = web.New(web.Options{Function: "portal", Log: d.log, Assets: d.assets, Layout: pages.Portal, Home: home})
	s.desk = frontdesk.New(frontdesk.Options{
		Function: "portal", Home: home, Roles: anyRole, Gate: d.gate, Site: s.site, Audit: d.audit, Log: d.log, Now: d.now,
		Words: frontdesk.Words{
			Title: "portal.welcome.title", What: "portal.welcome.what", Refused: "portal.refused.", Home: "portal.refused.home",
		},
		Nav: nav, About: about, Page: returnTo, Reason: reason,
	})

	s.desk.Handle("GET /portal", anyRole, "", s.home)
	s.desk.Handle("GET /portal/forums/{forum}", anyRole, audit.ViewLive, s.forum)
	s.desk.Handle("GET /portal/forums/{forum}/close", onlyFacilitate, audit.Close, s.confirm(closing))
	s.desk.Handle("POST /portal/forums/{forum}/close", onlyFacilitate, audit.Close, s.act(closing))
	s.desk.Handle("GET /portal/forums/{forum}/publish", onlyFacilitate, audit.Publish, s.confirm(publishing))
	s.desk.Handle("POST /portal/forums/{forum}/publish", onlyFacilitate, audit.Publish, s.act(publishing))
	s.desk.Handle("GET /portal/forums/{forum}/releases/{release}", anyRole, audit.ViewRelease, s.release)
	s.desk.Handle("GET /portal/forums/{forum}/releases/{release}/{file}", anyRole, audit.Download, s.download)
	s.desk.Handle("GET /portal/audit", onlyFacilitate, audit.ViewAudit, s.auditPage)
	s.desk.Handle("GET /portal/audit/export", onlyFacilitate, audit.ExportAudit, s.exportAudit)
	return s.site
}
