package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/session"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// texts are the portal's words. Those who run forums read English; the pages are ready for others.
var texts = func() *translations.Catalogue { return translations.Get(translations.English) }

// nav is the navigation for somebody. current is the address of the entry that one is under.
func nav(v visitor, current string) []pages.NavLink {
	var links []pages.NavLink
	if slices.ContainsFunc(anyRole, func(r session.Role) bool { return slices.Contains(v.Person.Roles, r) }) {
		links = append(links, navLink("portal.nav.forums", home, current))
	}
	if slices.Contains(v.Person.Roles, session.Facilitator) {
		links = append(links, navLink("portal.nav.audit", "/portal/audit", current))
	}
	return links
}

func navLink(text, href, current string) pages.NavLink {
	return pages.NavLink{Text: texts().T(text), Href: href, Current: href == current}
}

// render shows a page to somebody signed in.
func (s *service) render(w http.ResponseWriter, r *http.Request, v visitor, status int, page, current string, data any) error {
	return s.site.Render(w, r, status, "portal/"+page, s.desk.View(v, "portal."+page+".title", current, data))
}
