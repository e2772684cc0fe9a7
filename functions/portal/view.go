package main

import (
	"net/http"

	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// texts are the portal's words. Those who run forums read English; the pages are ready for others.
var texts = func() *translations.Catalogue { return translations.Get(translations.English) }

// view makes the view of a page for somebody signed in. current is the address of the entry of the navigation one is
// under.
func (s *service) view(v visitor, title, current string, data any) web.View {
	view := web.View{
		Lang: translations.English, Title: texts().T(title), CSRF: web.CSRFToken(v.FormSecret), SignedIn: v.Person.Name, Wide: true, Data: data,
	}
	if len(v.Person.Roles) > 0 {
		view.Nav = append(view.Nav, navLink("portal.nav.forums", home, current))
	}
	if len(v.Person.Roles) > 0 && v.Person.Roles[0] == session.Facilitator {
		view.Nav = append(view.Nav, navLink("portal.nav.audit", "/portal/audit", current))
	}
	return view
}

func navLink(text, href, current string) pages.NavLink {
	return pages.NavLink{Text: texts().T(text), Href: href, Current: href == current}
}

// strangerPage is a page for somebody who is not signed in.
type strangerPage struct {
	Next string // the address that goes on
}

func (s *service) strangersView(title, next string) web.View {
	return web.View{Lang: translations.English, Title: texts().T(title), Data: strangerPage{Next: next}}
}

// render shows a page to somebody signed in.
func (s *service) render(w http.ResponseWriter, r *http.Request, v visitor, status int, page, current string, data any) error {
	return s.site.Render(w, r, status, "portal/"+page, s.view(v, "portal."+page+".title", current, data))
}
