package main

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/sheet"
)

// mostFixed is how many bytes of cells and words the rows of one file to put right have at most, and mostFixes how many
// rows: an answer may have 6 MB, in which a file takes a third more than its bytes, and packing makes none larger.
const (
	mostFixed = 3 << 20
	mostFixes = 2000
)

// fixSheet gives the rows to put right, and takes them back.
func (s *service) fixSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if st.State != sheet.Shown || st.Upload > mostUploads {
		return seeOther(w, sheetsPath+"/"+st.ID)
	}
	more := pageOf(*st)
	if more.Files, err = s.fixFiles(r, o, *st); err != nil {
		return err
	}
	return s.showUpload(w, r, v, *st, more)
}

// fixFile is one file of rows to put right.
type fixFile struct {
	Address string
	From    int // how many waiting rows come before its first
	Rows    int
	Part    int // from 1; 0 where there is one file

	bytes int
}

// takes adds a row of so many bytes to a file, and reports whether there was room for it. The first always has.
func (f *fixFile) takes(bytes int) bool {
	if f.Rows > 0 && (f.Rows == mostFixes || f.bytes+bytes > mostFixed) {
		return false
	}
	f.Rows, f.bytes = f.Rows+1, f.bytes+bytes
	return true
}

// fixFiles says which files the rows to put right make: most often one.
func (s *service) fixFiles(r *http.Request, o organisation.Organisation, st sheet.Staging) ([]fixFile, error) {
	layout, err := layoutOf(o, st.Questionnaire)
	if err != nil {
		return nil, err
	}
	var files []fixFile
	at := 0
	err = s.eachWaiting(r.Context(), st, func(row sheet.Staged) bool {
		bytes := fixOf(layout, row).Bytes()
		if len(files) == 0 || !files[len(files)-1].takes(bytes) {
			next := fixFile{From: at}
			next.takes(bytes)
			files = append(files, next)
		}
		at++
		return true
	})
	for i := range files {
		files[i].Address = fmt.Sprintf("%s/%s/to-fix.xlsx?from=%d", sheetsPath, st.ID, files[i].From)
		if len(files) > 1 {
			files[i].Part = i + 1
		}
	}
	return files, err
}

func fixOf(layout *sheet.Layout, row sheet.Staged) sheet.Fix {
	return sheet.Fix{Row: row.Row, Words: strings.Join(wrongWords(layout, row), "\n")}
}

// template gives the sheet to fill in.
func (s *service) template(w http.ResponseWriter, r *http.Request, _ frontdesk.Visitor, o organisation.Organisation) error {
	layout, err := s.newLayout(r, o)
	if err != nil {
		return err
	}
	content, err := layout.Template(templateTexts(), nil)
	if err != nil {
		return err
	}
	return download(w, "feedback.xlsx", xlsxType, content)
}

// templateCSV gives the headings of the sheet to fill in.
func (s *service) templateCSV(w http.ResponseWriter, r *http.Request, _ frontdesk.Visitor, o organisation.Organisation) error {
	layout, err := s.newLayout(r, o)
	if err != nil {
		return err
	}
	return download(w, "feedback.csv", csvType, layout.CSV())
}

// newLayout gives the layout of a sheet that is begun now.
func (s *service) newLayout(r *http.Request, o organisation.Organisation) (*sheet.Layout, error) {
	q, err := s.in.asked(r.Context(), o)
	if err != nil {
		return nil, err
	}
	return layoutOf(o, q.Version)
}

// layoutOf gives the layout of a sheet that answers one version of an organisation's questionnaire.
func layoutOf(o organisation.Organisation, version int) (*sheet.Layout, error) {
	q, err := questionnaire.Get(o.Questionnaire(), version)
	if err != nil {
		return nil, err
	}
	return sheet.NewLayout(q, handover.Purposes(o)), nil
}

const (
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	csvType  = "text/csv; charset=utf-8"
)

func download(w http.ResponseWriter, name, kind string, content []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, err := w.Write(content)
	return fault.Wrap(fault.Unavailable, "send a file", err)
}

// rowsToFix gives the rows that cannot go as they are, as a sheet: from the one that the address says, as many as one
// file takes.
func (s *service) rowsToFix(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	layout, err := layoutOf(o, st.Questionnaire)
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from")) // what is no number begins with the first
	fixes := []sheet.Fix{}
	var file fixFile
	at := 0
	err = s.eachWaiting(r.Context(), *st, func(row sheet.Staged) bool {
		if at++; at <= from {
			return true
		}
		fix := fixOf(layout, row)
		if !file.takes(fix.Bytes()) {
			return false
		}
		fixes = append(fixes, fix)
		return true
	})
	if err != nil {
		return err
	}
	if err := s.recordPerson(r, v, audit.SheetTaken, audit.AboutBatch(st.ID), ""); err != nil {
		return err
	}
	content, err := layout.Template(templateTexts(), fixes)
	if err != nil {
		return err
	}
	return download(w, "rows-to-put-right.xlsx", xlsxType, content)
}

// rowsSent gives the id of each row that was sent. Neither column holds anything that was typed.
func (s *service) rowsSent(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	var out strings.Builder
	table := csv.NewWriter(&out)
	table.UseCRLF = true
	table.Write([]string{"Row", "Id"}) //nolint:errcheck // a builder takes everything
	for n, counts := range st.Chunks {
		if counts.Sent == 0 {
			continue
		}
		chunk, err := s.in.chunk(r.Context(), *st, n)
		if err != nil {
			return err
		}
		for _, sent := range chunk.Sent {
			table.Write([]string{fmt.Sprint(sent.Number), string(sent.ID)}) //nolint:errcheck // the same
		}
	}
	table.Flush()
	if err := s.recordPerson(r, v, audit.SheetTaken, audit.AboutBatch(st.ID), ""); err != nil {
		return err
	}
	return download(w, "rows-sent.csv", csvType, []byte(out.String()))
}

func templateTexts() sheet.Texts {
	t := texts()
	texts := sheet.Texts{
		Several: t.T("partner.template.several"), Choose: t.T("partner.template.choose"), Question: t.T("partner.template.permission"),
	}
	for i := 1; i <= 8; i++ {
		texts.Guide = append(texts.Guide, t.T(fmt.Sprintf("partner.template.guide-%d", i)))
	}
	return texts
}
