package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/forum"
	"voiceforum/shared/session"
	"voiceforum/web/pages"
)

// quartersBack is how many quarters before the current one are listed: two years.
const quartersBack = 8

type homePage struct {
	Table    pages.Table
	Empty    bool
	Observer bool
}

// home lists the forums, newest first: all of them, or for observers those that are published.
func (s *service) home(w http.ResponseWriter, r *http.Request, v visitor) error {
	now := calendar.QuarterOf(s.now())
	from := now
	for range quartersBack {
		from = from.Previous()
	}
	all, err := s.forums.List(r.Context(), from, now.Next())
	if err != nil {
		return err
	}
	if v.Role == session.Observer {
		all = slices.DeleteFunc(all, func(f forum.Forum) bool { return f.State != forum.Published })
	}
	slices.Reverse(all)
	page := homePage{Empty: len(all) == 0, Observer: v.Role == session.Observer, Table: forumTable(all)}
	return s.render(w, r, v, http.StatusOK, "home", home, page)
}

func forumTable(all []forum.Forum) pages.Table {
	t := pages.Table{Caption: texts().T("portal.home.caption"), Head: head("forum", "state", "opens", "closes", "meets")}
	for _, f := range all {
		t.Rows = append(t.Rows, []pages.Cell{
			{Text: f.ID.Words(), Href: forumAddress(f.ID)},
			stateCell(f.State),
			{Text: f.Opens.Words()},
			{Text: f.Closes.Words()},
			{Text: f.Meets.Words()},
		})
	}
	return t
}

func head(columns ...string) []pages.Cell {
	cells := make([]pages.Cell, len(columns))
	for i, c := range columns {
		cells[i].Text = texts().T("portal.column." + c)
	}
	return cells
}

var stateColours = map[forum.State]string{forum.Open: "green", forum.Closed: "yellow", forum.Published: "grey"}

func stateTag(s forum.State) pages.Tag {
	return pages.Tag{Text: texts().T("portal.state." + string(s)), Colour: stateColours[s]}
}

func stateCell(s forum.State) pages.Cell {
	tag := stateTag(s)
	return pages.Cell{Text: tag.Text, Tag: true, Colour: tag.Colour}
}
