package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/web/pages"
)

const exportAddress = auditAddress + "/export"

// exportRows is how many entries a file of the audit holds: so many that the longest still fit in one answer.
const exportRows = 3000

// exportTypes are the forms of a file of the audit, and the types that they are sent as.
var exportTypes = map[audit.Form]string{
	audit.CSV:   "text/csv; charset=utf-8; header=present",
	audit.Lines: "application/x-ndjson",
}

// exportAudit hands out one file of a month's entries, in order. That it does is recorded first, and so in the file too
// where that is of this month and goes to its end.
func (s *service) exportAudit(w http.ResponseWriter, r *http.Request, v visitor) error {
	q := r.URL.Query()
	month, err := audit.ParseMonth(q.Get("month"))
	if err != nil {
		return err
	}
	form := audit.Form(q.Get("form"))
	part, err := strconv.Atoi(q.Get("part"))
	if err != nil || part < 1 || exportTypes[form] == "" {
		return fault.New(fault.Invalid, "file of the audit is of no form, or no part")
	}
	if err := s.record(r, v, audit.ExportAudit, target{}, audit.Allowed); err != nil {
		return err
	}
	var links []audit.Link
	err = s.audit.Walk(r.Context(), month, (part-1)*exportRows, func(l audit.Link) bool {
		links = append(links, l)
		return len(links) < exportRows
	})
	if err != nil {
		return err
	}
	if len(links) == 0 {
		return fault.New(fault.NotFound, "no such file of the audit")
	}
	w.Header().Set("Content-Type", exportTypes[form])
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="voiceforum-audit-%s-%d.%s"`, month, part, form))
	if _, err := w.Write(audit.Export(form, links)); err != nil {
		return fault.Wrap(fault.Unavailable, "send a file of the audit", err)
	}
	return nil
}

// exportLinks lists the files of a month that has so many entries.
func exportLinks(m audit.Month, entries int) []pages.Link {
	var links []pages.Link
	for part := 1; (part-1)*exportRows < entries; part++ {
		first, last := strconv.Itoa((part-1)*exportRows+1), strconv.Itoa(min(part*exportRows, entries))
		for _, form := range []struct {
			form audit.Form
			text string
		}{{audit.CSV, "portal.audit.export-csv"}, {audit.Lines, "portal.audit.export-lines"}} {
			query := url.Values{"month": {string(m)}, "part": {strconv.Itoa(part)}, "form": {string(form.form)}}
			links = append(links, pages.Link{
				Text: texts().T(form.text, first, last), Href: exportAddress + "?" + query.Encode(),
			})
		}
	}
	return links
}
