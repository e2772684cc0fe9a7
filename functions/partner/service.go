package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/auth"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/organisation"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

const (
	home = "/partner" // where people's pages begin
	api  = "/v1/"     // where programs' addresses begin
)

// organisations finds whom somebody acts for.
type organisations interface {
	ByClient(ctx context.Context, clientID string) (organisation.Organisation, error)
	ByPerson(ctx context.Context, subject string) (organisation.Organisation, error)
}

// dependencies is everything that partner stands on.
type dependencies struct {
	gate          *auth.Gate
	organisations organisations
	audit         *audit.Log
	assets        *assets.Set
	log           *slog.Logger
	now           func() time.Time
	in            *intake
	pause         func(ctx context.Context, d time.Duration)
}

// service is partner: one site for programs, which are answered with JSON and problem documents, and one for people.
type service struct {
	dependencies
	programs *web.Site
	people   *web.Site
	desk     *frontdesk.Desk
}

// onlyPartners are those to whom people's pages are open.
var onlyPartners = []session.Role{session.Partner}

func newService(d dependencies) *service {
	s := &service{dependencies: d}
	s.programs = web.New(web.Options{Function: "partner", Log: d.log, Assets: d.assets, Layout: pages.Portal, Home: home, Problems: true})
	s.people = web.New(web.Options{Function: "partner", Log: d.log, Assets: d.assets, Layout: pages.Portal, Home: home})
	s.desk = frontdesk.New(frontdesk.Options{
		Function: "partner", Home: home, Roles: onlyPartners, MaxForm: maxPage, Gate: d.gate, Site: s.people, Audit: d.audit, Log: d.log, Now: d.now,
		About: func(r *http.Request) (audit.Entry, error) { return aboutOf(r), nil },
		Words: frontdesk.Words{
			Title: "partner.welcome.title", What: "partner.welcome.what", Refused: "partner.refused.", Home: "partner.refused.home",
		},
	})
	s.programRoutes()
	s.peoplePages()
	return s
}

// ServeHTTP implements http.Handler.
func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, api) {
		s.programs.ServeHTTP(w, r)
		return
	}
	s.people.ServeHTTP(w, r)
}
