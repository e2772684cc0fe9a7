package main

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/web/pages"
)

// auditRows is how many entries a page of the audit shows.
const auditRows = 100

const auditAddress = "/portal/audit"

type auditPage struct {
	Words    string // the month
	Break    string // how the chain is broken, in plain words; empty where it is whole as far as was read
	Fields   []pages.Field
	Searched bool // for less than the whole month
	Table    pages.Table
	Empty    bool
	Older    string // address of the entries before those shown; empty where there are none
	All      string // address of the whole month
	Before   string // address of the month before
	After    string // address of the month after; empty where that is to come
	Files    []pages.Link
}

// auditPage shows the entries of a month, this one unless another is asked for, newest first, or those among them that
// are looked for.
func (s *service) auditPage(w http.ResponseWriter, r *http.Request, v visitor) error {
	search, err := s.auditSearch(r.URL.Query())
	if err != nil {
		return err
	}
	if err := s.record(r, v, audit.ViewAudit, target{}, audit.Allowed); err != nil {
		return err
	}
	found, err := s.audit.Find(r.Context(), search, auditRows)
	if err != nil {
		return err
	}
	months, err := s.audit.Months(r.Context())
	if err != nil {
		return err
	}
	last, err := s.audit.Last(r.Context(), search.Month)
	if err != nil {
		return err
	}
	this := audit.MonthOf(s.now())
	page := auditPage{
		Words: search.Month.Words(), Break: breakWords(found.Break), Fields: searchFields(search, append(months, this)),
		Searched: search.Person != "" || search.Verb != "" || search.About != "",
		Table:    entryTable(found.Links), Empty: len(found.Links) == 0, Files: exportLinks(search.Month, last.Sequence),
		All: searchAddress(audit.Search{Month: search.Month}), Before: searchAddress(audit.Search{Month: search.Month.Previous()}),
	}
	if found.Older > 0 {
		search.Before = found.Older
		page.Older = searchAddress(search)
	}
	if search.Month < this {
		page.After = searchAddress(audit.Search{Month: search.Month.Next()})
	}
	return s.render(w, r, v, http.StatusOK, "audit", auditAddress, page)
}

// The names of what is looked for, in the page's form and address.
const (
	monthName  = "month"
	personName = "who"
	verbName   = "what"
	aboutName  = "about"
	beforeName = "before"
)

// longestSearch is the most characters of what may be looked for.
const longestSearch = 320

// auditSearch reads what is looked for. What can never be found is a fault.Invalid.
func (s *service) auditSearch(q url.Values) (audit.Search, error) {
	search := audit.Search{
		Month:  audit.MonthOf(s.now()),
		Person: strings.TrimSpace(q.Get(personName)),
		Verb:   audit.Verb(q.Get(verbName)),
		About:  strings.TrimSpace(q.Get(aboutName)),
	}
	var err error
	if typed := q.Get(monthName); typed != "" {
		if search.Month, err = audit.ParseMonth(typed); err != nil {
			return search, err
		}
	}
	if typed := q.Get(beforeName); typed != "" {
		if search.Before, err = strconv.Atoi(typed); err != nil || search.Before < 1 {
			return search, fault.New(fault.Invalid, "place in the audit is no number")
		}
	}
	if search.Verb != "" && !search.Verb.Known() || len(search.Person)+len(search.About) > longestSearch {
		return search, fault.New(fault.Invalid, "search of the audit is for nothing there can be")
	}
	return search, nil
}

func searchAddress(s audit.Search) string {
	query := url.Values{}
	for name, value := range map[string]string{
		monthName: string(s.Month), personName: s.Person, verbName: string(s.Verb), aboutName: s.About,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if s.Before > 0 {
		query.Set(beforeName, strconv.Itoa(s.Before))
	}
	return auditAddress + "?" + query.Encode()
}

// searchFields are the fields of the form, filled in as they were, with the months to choose from.
func searchFields(s audit.Search, months []audit.Month) []pages.Field {
	known := append(slices.Clone(months), s.Month)
	slices.Sort(known)
	known = slices.Compact(known)
	slices.Reverse(known)
	choices := make([]pages.Option, len(known))
	for i, m := range known {
		choices[i] = pages.Option{Value: string(m), Label: m.Words()}
	}
	verbs := []pages.Option{{Label: texts().T("portal.audit.any")}}
	for _, v := range audit.Verbs() {
		verbs = append(verbs, pages.Option{Value: string(v), Label: texts().T("portal.verb." + string(v))})
	}
	return []pages.Field{
		{Kind: pages.Pick, Name: monthName, Legend: texts().T("portal.audit.month"), Options: choices, Values: []string{string(s.Month)}},
		{
			Kind: pages.Line, Name: personName, Legend: texts().T("portal.audit.who"), Hint: texts().T("portal.audit.who-hint"),
			Values: []string{s.Person},
		},
		{Kind: pages.Pick, Name: verbName, Legend: texts().T("portal.audit.verb"), Options: verbs, Values: []string{string(s.Verb)}},
		{
			Kind: pages.Line, Name: aboutName, Legend: texts().T("portal.audit.thing"), Hint: texts().T("portal.audit.thing-hint"),
			Values: []string{s.About},
		},
	}
}

func breakWords(b *audit.Break) string {
	if b == nil {
		return ""
	}
	return texts().T("portal.break."+string(b.How), strconv.Itoa(b.Sequence), b.Month.Words())
}

func entryTable(links []audit.Link) pages.Table {
	t := pages.Table{
		Caption: texts().T("portal.audit.caption"),
		Head:    head("number", "when", "who", "what", "why", "about"),
	}
	for _, l := range links {
		number := pages.Cell{Text: strconv.Itoa(l.Sequence)}
		if l.Damaged {
			cells := make([]pages.Cell, len(t.Head))
			cells[0], cells[1].Text = number, texts().T("portal.audit.unreadable")
			t.Rows = append(t.Rows, cells)
			continue
		}
		t.Rows = append(t.Rows, []pages.Cell{
			number,
			{Text: l.At.In(calendar.London).Format("2 January 2006, 15:04:05")},
			{Text: texts().T("portal.audit.person", nameOf(l.Entry), textOr("portal.role.", string(l.Role), "none"))},
			{Text: texts().T("portal.outcome."+string(l.Outcome), texts().T("portal.verb."+string(l.Verb)))},
			{Text: textOr("portal.reason.", string(l.Reason), "none")},
			{Text: aboutOf(l.Entry)},
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
	case e.About != "" && e.Forum != "":
		return string(e.About) + ", " + texts().T("portal.about.forum", e.Forum.Words())
	case e.About != "":
		return string(e.About)
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
