package main

import (
	"net/http"

	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// leave ends a visit at once. What was not sent is deleted, and the cookie becomes a mark under which every page shows
// nothing. It asks for no token: nobody may be kept from leaving. Failing to delete is no reason to stay: the draft is
// unreadable without the cookie. Where another site sent this, the cookie, SameSite=Strict, does not come along, and
// the mark may not take its place: it would take the only key to the answers with it.
func (s *service) leave(w http.ResponseWriter, r *http.Request) error {
	if foreign(r) {
		return web.SeeOther(w, s.away)
	}
	if token, err := tokenOf(r); err == nil {
		if err := s.drafts.Delete(r.Context(), token.DraftID()); err != nil {
			s.log.Error("leave-kept-draft", "error", err)
		}
	}
	setCookie(w, left, leftFor)
	return web.SeeOther(w, s.away)
}

// nothing is what every page shows to whoever goes back after leaving.
func (s *service) nothing(w http.ResponseWriter, r *http.Request) error {
	page := view(nil, "error.nothing.title")
	page.Exit = false
	return s.site.Render(w, r, http.StatusOK, pages.Left, page)
}

// comeAgain forgets that somebody left.
func (s *service) comeAgain(w http.ResponseWriter, r *http.Request) error {
	if hasLeft(r) {
		clearCookie(w)
	}
	return web.SeeOther(w, "/")
}
