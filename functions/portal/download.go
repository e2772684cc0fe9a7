package main

import (
	"net/http"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/web"
)

// downloadLasts is how long the address of a file works: for one click, and not for passing on.
const downloadLasts = 60 * time.Second

// download sends the browser on to a file of a release's pack, which is stored so that browsers save it.
func (s *service) download(w http.ResponseWriter, r *http.Request, v visitor) error {
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	open, err := s.openTo(r, v, t)
	if err != nil {
		return err
	}
	if !open {
		return s.desk.Refuse(w, r, v, audit.Download)
	}
	e, err := s.edition(r.Context(), t)
	if err != nil {
		return err
	}
	if e.Recalled { // its page says why there are no files
		return web.SeeOther(w, releaseAddress(t.forum, t.release))
	}
	address, err := s.files.Address(r.Context(), t.key(), downloadLasts)
	if err != nil {
		return err
	}
	// Recorded before the address is handed out: made, it is of no use to anybody yet.
	if err := s.record(r, v, audit.Download, t, audit.Allowed); err != nil {
		return err
	}
	return web.SeeOther(w, address)
}
