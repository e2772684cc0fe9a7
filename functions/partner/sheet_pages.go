package main

import (
	"crypto/rand"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/sheet"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// mostUploads is how often files can be uploaded to one spreadsheet: the first, and rows put right.
const mostUploads = 20

// sheets says how spreadsheets are handed in, and gives the sheet to fill in.
func (s *service) sheets(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	return s.show(w, r, v, "sheets", "partner.sheets.title", home, formed{More: sheetsPage{limits(), r.URL.Query().Has("deleted")}})
}

type sheetsPage struct {
	sheetLimits
	Deleted bool // what was uploaded is deleted, as was asked
}

// sheetLimits are those of a file, as people read them.
type sheetLimits struct{ Rows, Megabytes string }

func limits() sheetLimits {
	english := message.NewPrinter(language.English)
	return sheetLimits{english.Sprint(sheet.MostRows), english.Sprint(sheet.MostBytes >> 20)}
}

// startSheet begins a spreadsheet, and leads to the page that uploads it.
func (s *service) startSheet(w http.ResponseWriter, r *http.Request, _ frontdesk.Visitor, o organisation.Organisation) error {
	q, err := asked(o)
	if err != nil {
		return err
	}
	st := sheet.Staging{
		ID: strings.ToLower(rand.Text()), Organisation: o, Expires: s.now().Add(sheet.Kept), State: sheet.Awaited,
		Upload: 1, Questionnaire: q.Version,
	}
	if err := s.in.create(r.Context(), st); err != nil {
		return err
	}
	return seeOther(w, sheetsPath+"/"+st.ID)
}

// sheet shows a spreadsheet as it is now.
func (s *service) sheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	more := sheetPage{Address: sheetsPath + "/" + st.ID, Until: st.Expires, Limits: limits(), Counts: st.Totals()}
	switch st.State {
	case sheet.Awaited:
		return s.showUpload(w, r, v, *st, more)
	case sheet.Refused:
		more.Refusal = refusalWords(st.Refusal)
		return s.show(w, r, v, "sheet-refused", "partner.sheet-refused.title", sheetsPath, formed{More: more})
	case sheet.Shown:
		return s.showRows(w, r, v, o, *st, more)
	}
	more.State = string(st.State)
	return s.show(w, r, v, "sheet-work", "partner.sheet-work.title", "", formed{More: more})
}

// loaded gives a spreadsheet of the visitor's organisation. Where there is none, it answers so and gives nil.
func (s *service) loaded(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) (*sheet.Staging, error) {
	st, err := s.in.load(r.Context(), o.ID, r.PathValue("id"))
	if fault.Is(err, fault.Gone) {
		view := s.desk.View(v, "partner.sheet-gone.title", "", formed{})
		view.Wide, view.Back = false, sheetsPath
		return nil, s.people.Render(w, r, http.StatusGone, "partner/sheet-gone", view)
	}
	return &st, err
}

// showUpload shows the form that takes a file straight to the bucket, and lets it lead there.
func (s *service) showUpload(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, st sheet.Staging, more sheetPage) error {
	then := strings.TrimSuffix(s.in.site, "/") + more.Address + "/uploaded"
	left := st.Expires.Sub(s.now())
	upload, err := s.in.files.PresignPost(r.Context(), s.in.bucket, uploadKey(sheetOf(st), st.Upload), then, sheet.MostBytes, left)
	if err != nil {
		return err
	}
	if err := web.FormsTo(w, upload.Address); err != nil {
		return err
	}
	more.Upload = upload
	more.MostBytes = sheet.MostBytes
	name := "sheet-upload"
	if st.State == sheet.Shown {
		name = "sheet-fix"
	}
	return s.show(w, r, v, name, "partner."+name+".title", backFrom(st, more), formed{More: more})
}

func backFrom(st sheet.Staging, more sheetPage) string {
	if st.State == sheet.Shown {
		return more.Address
	}
	return sheetsPath
}

// uploaded is where the bucket sends a browser that has uploaded a file: the reading begins, and its page follows.
func (s *service) uploaded(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if _, err := s.in.arrived(r.Context(), *st); ours(err) != nil {
		return err
	}
	return seeOther(w, sheetsPath+"/"+st.ID)
}

// again asks once more for work that seems to stand still.
func (s *service) again(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if st.State.AtWork() {
		if err := s.in.askFor(r.Context(), *st); err != nil {
			return err
		}
	}
	return seeOther(w, sheetsPath+"/"+st.ID)
}

// sendSheet sends the rows that may go.
func (s *service) sendSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if st.State == sheet.Shown {
		if _, err := s.in.taker(r.Context()); err != nil {
			return err
		}
		st.State, st.Next, st.Refusal = sheet.Sending, 0, nil
		st.Accept = r.PostForm.Get(redactionsName) == goAccept
		if err := s.in.save(r.Context(), st, nil); err != nil {
			return err
		}
		if err := s.in.askFor(r.Context(), *st); err != nil {
			return err
		}
	}
	return seeOther(w, sheetsPath+"/"+st.ID)
}

// cancelSheet deletes all that is kept of a spreadsheet, at once.
func (s *service) cancelSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if err := s.in.forget(r.Context(), *st); err != nil {
		return err
	}
	return seeOther(w, sheetsPath+"?deleted")
}

// fixSheet gives the rows to put right, and takes them back.
func (s *service) fixSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if st.State != sheet.Shown || st.Upload > mostUploads {
		return seeOther(w, sheetsPath+"/"+st.ID)
	}
	more := sheetPage{Address: sheetsPath + "/" + st.ID, Until: st.Expires, Limits: limits(), Counts: st.Totals()}
	return s.showUpload(w, r, v, *st, more)
}

// template gives the sheet to fill in.
func (s *service) template(w http.ResponseWriter, _ *http.Request, _ frontdesk.Visitor, o organisation.Organisation) error {
	layout, err := layoutOf(o)
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
func (s *service) templateCSV(w http.ResponseWriter, _ *http.Request, _ frontdesk.Visitor, o organisation.Organisation) error {
	layout, err := layoutOf(o)
	if err != nil {
		return err
	}
	return download(w, "feedback.csv", csvType, layout.CSV())
}

func layoutOf(o organisation.Organisation) (*sheet.Layout, error) {
	q, err := asked(o)
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

// rowsToFix gives the rows that cannot go as they are, as a sheet.
func (s *service) rowsToFix(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	layout, err := layoutOf(o)
	if err != nil {
		return err
	}
	fixes := []sheet.Fix{}
	err = s.eachWaiting(r.Context(), *st, func(row sheet.Staged) bool {
		fixes = append(fixes, sheet.Fix{Row: row.Row, Words: strings.Join(wrongWords(layout, row), "\n")})
		return true
	})
	if err != nil {
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

// Carried gives the fields of an upload's form, in an order that does not change.
func (p sheetPage) Carried() []pages.Sent { return sorted(p.Upload.Fields) }
