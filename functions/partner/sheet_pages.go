package main

import (
	"crypto/rand"
	"net/http"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/organisation"
	"voiceforum/shared/sheet"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// mostUploads is how often files can be uploaded to one spreadsheet: the first, and rows put right.
const mostUploads = 20

// sheets says how spreadsheets are handed in, and gives the sheet to fill in.
func (s *service) sheets(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	_, err := s.in.taker(r.Context())
	closed := fault.Is(err, fault.NotFound)
	if err != nil && !closed {
		return err
	}
	return s.show(w, r, v, "sheets", "partner.sheets.title", home, formed{More: sheetsPage{limits(), r.URL.Query().Has("deleted"), closed}})
}

type sheetsPage struct {
	sheetLimits
	Deleted bool // what was uploaded is deleted, as was asked
	Closed  bool // no forum is open
}

// sheetLimits are those of a file, as people read them.
type sheetLimits struct{ Rows, Megabytes string }

func limits() sheetLimits {
	english := message.NewPrinter(language.English)
	return sheetLimits{english.Sprint(sheet.MostRows), english.Sprint(sheet.MostBytes >> 20)}
}

// startSheet begins a spreadsheet, and leads to the page that uploads it.
func (s *service) startSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	q, err := s.in.asked(r.Context(), o)
	if err != nil {
		return err
	}
	st := sheet.Staging{
		ID: strings.ToLower(rand.Text()), Organisation: o, Expires: s.now().Add(sheet.Kept), State: sheet.Awaited,
		Upload: 1, Questionnaire: q.Version,
	}
	if err := s.recordPerson(r, v, audit.SheetBegun, audit.AboutBatch(st.ID), ""); err != nil {
		return err
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
	more := pageOf(*st)
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

// pageOf is what every page of a spreadsheet shows.
func pageOf(st sheet.Staging) sheetPage {
	return sheetPage{Address: sheetsPath + "/" + st.ID, Until: st.Expires, Limits: limits(), Counts: st.Totals()}
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
		forum, err := s.in.taker(r.Context())
		if fault.Is(err, fault.NotFound) {
			st.Refusal = &sheet.Refusal{Code: sheet.NoForum} // shown with this page alone; a later one asks again
			return s.showRows(w, r, v, o, *st, pageOf(*st))
		}
		if err != nil {
			return err
		}
		st.State, st.Next, st.Refusal = sheet.Sending, 0, nil
		st.Accept = r.PostForm.Get(redactionsName) == goAccept
		if err := s.recordSheet(r, v, *st, forum.ID); err != nil {
			return err
		}
		if err := s.in.save(r.Context(), st, nil); err != nil {
			return err
		}
		if err := s.in.askFor(r.Context(), *st); err != nil {
			return err
		}
	}
	return seeOther(w, sheetsPath+"/"+st.ID)
}

// recordSheet keeps that somebody had the rows of a spreadsheet sent and, where that is so, took our redactions.
func (s *service) recordSheet(r *http.Request, v frontdesk.Visitor, st sheet.Staging, forum calendar.Quarter) error {
	about := audit.AboutBatch(st.ID)
	err := s.recordPerson(r, v, audit.HandedIn, about, forum)
	if err == nil && st.Accept && st.Totals().Found > 0 {
		err = s.recordPerson(r, v, audit.RedactionAccepted, about, forum)
	}
	return err
}

// cancelSheet deletes all that is kept of a spreadsheet, at once.
func (s *service) cancelSheet(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, o organisation.Organisation) error {
	st, err := s.loaded(w, r, v, o)
	if err != nil || st == nil {
		return err
	}
	if err := s.recordPerson(r, v, audit.SheetCancelled, audit.AboutBatch(st.ID), ""); err != nil {
		return err
	}
	if err := s.in.forget(r.Context(), *st); err != nil {
		return err
	}
	return seeOther(w, sheetsPath+"?deleted")
}

// Carried gives the fields of an upload's form, in an order that does not change.
func (p sheetPage) Carried() []pages.Sent { return sorted(p.Upload.Fields) }
