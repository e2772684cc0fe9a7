package main

import (
	"net/http"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/pack"
	"voiceforum/shared/session"
)

type releasePage struct {
	Words   string // the quarter
	Version string
	Made    string
	Summary string // addresses of the pack's files
	Tables  string
	Figures figures
}

// release shows the tables of a release.
func (s *service) release(w http.ResponseWriter, r *http.Request, v visitor) error {
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	open, err := s.openTo(r, v, t)
	if err != nil {
		return err
	}
	if !open {
		return s.desk.Refuse(w, r, v, audit.ViewRelease)
	}
	found, err := s.releases.Get(r.Context(), t.forum, t.release)
	if err != nil {
		return err
	}
	if err := s.record(r, v, audit.ViewRelease, t, audit.Allowed); err != nil {
		return err
	}
	address := releaseAddress(t.forum, t.release)
	view := s.desk.View(v, "portal.release.title", home, releasePage{
		Words: t.forum.Words(), Version: strconv.Itoa(t.release), Made: found.Made.Words(),
		Summary: address + "/" + pack.Summary, Tables: address + "/" + pack.Tables,
		Figures: figuresOf(found, sortOf(r), address),
	})
	view.Back = forumAddress(t.forum)
	return s.site.Render(w, r, http.StatusOK, "portal/release", view)
}

// openTo reports whether the releases of a forum are open to a visitor: to observers once it is published.
func (s *service) openTo(r *http.Request, v visitor, t target) (bool, error) {
	if v.Role != session.Observer {
		return true, nil
	}
	f, err := s.forums.Get(r.Context(), t.forum)
	if fault.Is(err, fault.NotFound) {
		return false, nil // nor do they learn which forums there are
	}
	return f.State == forum.Published, err
}
