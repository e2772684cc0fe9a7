package main

import (
	"net/http"
	"net/url"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/web/pages"
)

// auditRows is how many entries a page of the audit shows.
const auditRows = 100

const auditAddress = "/portal/audit"

type auditPage struct {
	Words  string // the month
	Table  pages.Table
	Empty  bool
	Older  string // address of the entries before those shown; empty where there are none
	Before string // address of the month before
	After  string // address of the month after; empty where that is to come
}

// auditPage shows the entries of a month, this one unless another is asked for, newest first.
func (s *service) auditPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	this := audit.MonthOf(s.now())
	month := this
	if typed := r.URL.Query().Get("month"); typed != "" {
		var err error
		if month, err = audit.ParseMonth(typed); err != nil {
			return err
		}
	}
	from, err := audit.ParseCursor(r.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	if err := s.record(r, v, audit.ViewAudit, target{}, audit.Allowed); err != nil {
		return err
	}
	entries, older, err := s.audit.List(r.Context(), month, from, auditRows)
	if err != nil {
		return err
	}
	page := auditPage{
		Words: month.Words(), Table: entryTable(entries), Empty: len(entries) == 0,
		Before: monthAddress(month.Previous(), ""),
	}
	if older != "" {
		page.Older = monthAddress(month, older)
	}
	if month < this {
		page.After = monthAddress(month.Next(), "")
	}
	return s.render(w, r, v, http.StatusOK, "audit", auditAddress, page)
}

func monthAddress(m audit.Month, from audit.Cursor) string {
	query := url.Values{"month": {string(m)}}
	if from != "" {
		query.Set("from", string(from))
	}
	return auditAddress + "?" + query.Encode()
}

func entryTable(entries []audit.Entry) pages.Table {
	t := pages.Table{
		Caption: texts().T("portal.audit.caption"),
		Head:    head("when", "who", "role", "what", "about", "outcome"),
	}
	for _, e := range entries {
		t.Rows = append(t.Rows, []pages.Cell{
			{Text: e.At.In(calendar.London).Format("2 January 2006, 15:04:05")},
			{Text: nameOf(e)},
			{Text: textOr("portal.role.", string(e.Role), "none")},
			{Text: texts().T("portal.verb." + string(e.Verb))},
			{Text: aboutOf(e)},
			{Text: texts().T("portal.outcome." + string(e.Outcome))},
		})
	}
	return t
}

func nameOf(e audit.Entry) string {
	if e.Name != "" {
		return e.Name
	}
	return e.Subject
}

func textOr(prefix, key, otherwise string) string {
	if key == "" {
		key = otherwise
	}
	return texts().T(prefix + key)
}

func aboutOf(e audit.Entry) string {
	switch {
	case e.File != "":
		return texts().T("portal.about.file", e.File, strconv.Itoa(e.Release), e.Forum.Words())
	case e.Release > 0:
		return texts().T("portal.about.release", strconv.Itoa(e.Release), e.Forum.Words())
	case e.Forum != "":
		return texts().T("portal.about.forum", e.Forum.Words())
	default:
		return texts().T("portal.about.nothing")
	}
}
