package main

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/release"
	"voiceforum/shared/session"
	"voiceforum/web/pages"
)

type releasePage struct {
	Words   string // the quarter
	Version string
	Made    string
	Files   []pages.Link // of the pack; none where they are gone
	Figures figures
	Quotes  []quoteLine
	New     []string // words that are new since the forums before

	Superseded *pages.Link // the release that took its place; nil for the newest
	Recalled   bool        // words in it were taken back
	Downloads  []string    // who downloaded it, for facilitators, once it is superseded; see downloads
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
	page := releasePage{
		Words: t.forum.Words(), Version: strconv.Itoa(t.release), Made: found.Made.Words(),
		Files: fileLinks(address), Figures: figuresOf(found, sortOf(r), address), Quotes: quoteLines(found), New: freshLines(found),
	}
	if err := s.addSuccessor(r, v, &page, t); err != nil {
		return err
	}
	view := s.desk.View(v, "portal.release.title", home, page)
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

// fileLinks leads to the files of a release's pack.
func fileLinks(address string) []pages.Link {
	links := make([]pages.Link, 0, len(packFiles))
	for _, name := range packFiles {
		links = append(links, pages.Link{Text: texts().T("portal.file." + name), Href: address + "/" + name})
	}
	return links
}

// addSuccessor says what took a release's place, and whether words in it were taken back, so that its files are gone.
// Facilitators are told who has copies.
func (s *service) addSuccessor(r *http.Request, v visitor, page *releasePage, t target) error {
	e, err := s.edition(r.Context(), t)
	if err != nil || e.SupersededBy == 0 {
		return err
	}
	next := strconv.Itoa(e.SupersededBy)
	page.Superseded = &pages.Link{Text: texts().T("portal.forum.release", next), Href: releaseAddress(t.forum, e.SupersededBy)}
	if page.Recalled = e.Recalled; e.Recalled {
		page.Files = nil
	}
	if v.Role == session.Facilitator {
		page.Downloads, err = s.downloads(r.Context(), t, e.Made)
	}
	return err
}

// edition finds a release in the list of its forum's; a fault.NotFound where it is not there.
func (s *service) edition(ctx context.Context, t target) (release.Edition, error) {
	editions, err := s.releases.List(ctx, t.forum)
	if err != nil {
		return release.Edition{}, err
	}
	for _, e := range editions {
		if e.Version == t.release {
			return e, nil
		}
	}
	return release.Edition{}, fault.New(fault.NotFound, "no such release")
}

// downloads says by whom, and how often, files of a release were downloaded since the day it was made, by the audit:
// whoever downloaded most often first.
func (s *service) downloads(ctx context.Context, t target, made calendar.Day) ([]string, error) {
	times := map[string]int{}
	for month := audit.MonthOf(made.Start()); month <= audit.MonthOf(s.now()); month = month.Next() {
		err := s.audit.Walk(ctx, month, 0, func(l audit.Link) bool {
			if l.Verb == audit.Download && l.Outcome == audit.Allowed && l.Forum == t.forum && l.Release == t.release {
				times[l.Name]++
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	names := slices.SortedFunc(maps.Keys(times), func(a, b string) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b))
	})
	lines := make([]string, len(names))
	for i, name := range names {
		lines[i] = texts().N("portal.release.downloaded-by", times[name], name)
	}
	return lines, nil
}
