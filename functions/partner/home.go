package main

import (
	"net/http"

	"voiceforum/shared/frontdesk"
	"voiceforum/shared/organisation"
)

type homePage struct {
	Organisation string
}

// home is the first page: whom somebody acts for.
func (s *service) home(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	return s.people.Render(w, r, http.StatusOK, "partner/home", s.desk.View(v, "partner.home.title", home, homePage{o.Name}))
}
