package main

import (
	"log/slog"
	"net/http"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

const home = "/review"

// dependencies is everything that the pages stand on.
type dependencies struct {
	gate   *auth.Gate
	audit  *audit.Log
	assets *assets.Set
	log    *slog.Logger
	now    func() time.Time
}

// service is the pages.
type service struct {
	dependencies
	site *web.Site
	desk *frontdesk.Desk
}

// Who may open which pages. A facilitator is no reviewer, and nobody but contact keepers sees contact details.
var (
	anyRole    = []session.Role{session.Reviewer, session.Contact}
	onlyReview = []session.Role{session.Reviewer}
)

func newService(d dependencies) http.Handler {
	s := &service{dependencies: d}
	s.site = web.New(web.Options{Function: "review", Log: d.log, Assets: d.assets, Layout: pages.Portal, Home: home})
	s.desk = frontdesk.New(frontdesk.Options{
		Function: "review", Home: home, Roles: anyRole, Gate: d.gate, Site: s.site, Audit: d.audit, Log: d.log, Now: d.now,
		Words: frontdesk.Words{
			Title: "review.welcome.title", What: "review.welcome.what", Refused: "review.refused.", Home: "review.refused.home",
		},
	})
	s.desk.Handle("GET /review", onlyReview, "", s.queue)
	return s.site
}

// mayReturn says which pages signing in may lead back to: those a GET shows, and nothing that acts.
func mayReturn(path string) bool { return path == home }

// queue is the first page of a reviewer. Nothing is put into the queue yet, and the page says so.
func (s *service) queue(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor) error {
	return s.site.Render(w, r, http.StatusOK, "review/queue", s.desk.View(v, "review.queue.title", home, nil))
}
