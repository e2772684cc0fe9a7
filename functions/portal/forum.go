package main

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/pack"
	"voiceforum/shared/release"
	"voiceforum/shared/session"
	"voiceforum/web/pages"
)

// progress is what is being done about a forum while somebody looks.
type progress string

const (
	nothingDoing progress = ""
	isClosing    progress = "closing"    // asked for, and the forum is still open
	isReleasing  progress = "releasing"  // closed, and its release is not there yet
	isPublishing progress = "publishing" // asked for, and not yet done
)

type forumPage struct {
	Words      string // the quarter
	Address    string // of this page
	Tag        pages.Tag
	Summary    []pages.SummaryRow
	Progress   progress
	Live       *figures // nil where the forum is not open, or has no figures yet
	LiveDay    string   // the day the live figures are of
	Open       bool
	Releases   *pages.Table // nil where there are none
	MayAct     bool
	MayClose   bool
	MayPublish bool
}

// forum shows a forum: its state and days, the daily figures while it is open, its releases once it is not.
func (s *service) forum(w http.ResponseWriter, r *http.Request, v visitor) error {
	t, err := targetOf(r)
	if err != nil {
		return err
	}
	f, err := s.forums.Get(r.Context(), t.forum)
	if err != nil {
		return err
	}
	if v.Role == session.Observer && f.State != forum.Published {
		return s.desk.Refuse(w, r, v, audit.ViewLive)
	}
	editions, err := s.releases.List(r.Context(), f.ID)
	if err != nil {
		return err
	}
	doing, err := s.progress(r.Context(), f, len(editions))
	if err != nil {
		return err
	}
	page := newForumPage(f, editions, doing)
	if f.State == forum.Open {
		if err := s.addLive(r, v, &page, t); err != nil {
			return err
		}
	}
	page.MayAct = v.Role == session.Facilitator && doing == nothingDoing
	page.MayClose = page.MayAct && f.State == forum.Open && calendar.DayOf(s.now()) >= f.ID.First()
	page.MayPublish = page.MayAct && f.State == forum.Closed
	return s.render(w, r, v, http.StatusOK, "forum", home, page)
}

// addLive adds the figures of an open forum, once their being looked at is recorded.
func (s *service) addLive(r *http.Request, v visitor, page *forumPage, t target) error {
	live, err := s.releases.Live(r.Context(), t.forum)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.record(r, v, audit.ViewLive, t, audit.Allowed); err != nil {
		return err
	}
	shown := figuresOf(live, sortOf(r), page.Address)
	page.Live, page.LiveDay = &shown, live.Made.Words()
	return nil
}

// progress finds out what is being done about a forum that has so many releases.
func (s *service) progress(ctx context.Context, f forum.Forum, releases int) (progress, error) {
	switch {
	case f.State == forum.Open:
		pending, err := s.asked.Pending(ctx, f.ID, closing.task, s.now())
		if pending {
			return isClosing, nil
		}
		return nothingDoing, err
	case releases == 0:
		return isReleasing, nil
	case f.State == forum.Closed:
		pending, err := s.asked.Pending(ctx, f.ID, publishing.task, s.now())
		if pending {
			return isPublishing, nil
		}
		return nothingDoing, err
	}
	return nothingDoing, nil
}

func newForumPage(f forum.Forum, editions []release.Edition, doing progress) forumPage {
	page := forumPage{
		Words: f.ID.Words(), Address: forumAddress(f.ID), Tag: stateTag(f.State), Open: f.State == forum.Open, Progress: doing,
		Summary: []pages.SummaryRow{
			{Key: texts().T("portal.column.opens"), Values: []string{f.Opens.Words()}},
			{Key: texts().T("portal.column.closes"), Values: []string{f.Closes.Words()}},
			{Key: texts().T("portal.column.meets"), Values: []string{f.Meets.Words()}},
		},
	}
	if len(editions) > 0 {
		page.Releases = editionTable(editions)
	}
	return page
}

// editionTable lists releases, newest first.
func editionTable(editions []release.Edition) *pages.Table {
	t := &pages.Table{Caption: texts().T("portal.forum.releases"), Head: head("release", "made", "stands", "summary", "tables")}
	for _, e := range slices.Backward(editions) {
		address := releaseAddress(e.Forum, e.Version)
		n := strconv.Itoa(e.Version)
		row := []pages.Cell{
			{Text: texts().T("portal.forum.release", n), Href: address},
			{Text: e.Made.Words()},
			{Text: stands(e)},
			{Text: texts().T("portal.forum.summary", n), Href: address + "/" + pack.Summary},
			{Text: texts().T("portal.forum.tables", n), Href: address + "/" + pack.Tables},
		}
		if e.Recalled {
			row[3], row[4] = pages.Cell{Text: texts().T("portal.forum.removed")}, pages.Cell{Text: texts().T("portal.forum.removed")}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// stands says whether a release is the one to go by.
func stands(e release.Edition) string {
	switch next := strconv.Itoa(e.SupersededBy); {
	case e.SupersededBy == 0:
		return texts().T("portal.forum.newest")
	case e.Recalled:
		return texts().T("portal.forum.recalled", next)
	default:
		return texts().T("portal.forum.superseded", next)
	}
}
