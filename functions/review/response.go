package main

import (
	"net/http"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/safeguarding"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// responsePage stands before every text: what is to come, and none of the words.
type responsePage struct {
	Reference string
	Address   string
	Facts     []pages.SummaryRow
	Texts     pages.Table
	Danger    []string // what the signs stand for; none where there are none, or somebody has looked
	Looked    string   // the day on which somebody looked; empty where nobody did
	Contact   bool     // the person asked to be contacted
	Apart     bool     // it came in a surge
}

// response warns of what is to come and says what was permitted, before any of the words are shown.
func (s *service) response(w http.ResponseWriter, r *http.Request, v visitor) error {
	resp, err := s.named(r)
	if err != nil {
		return err
	}
	if err := s.record(r, v, audit.ViewResponse, resp, "", ""); err != nil {
		return err
	}
	page := responsePage{
		Reference: reference(resp.ID), Address: responseAddress(resp.ID), Facts: facts(resp), Texts: textTable(resp),
		Contact: resp.Permits(consent.Contact), Apart: resp.SetApart,
	}
	switch {
	case resp.Seen != "":
		page.Looked = resp.Seen.Words()
	default:
		for _, cue := range resp.Signs {
			kind := safeguarding.KindOf(cue)
			if kind == "" { // of an older set of cues
				kind = safeguarding.Suspect
			}
			page.Danger = append(page.Danger, texts().T("review.danger."+string(kind), safeguarding.Why(cue)))
		}
	}
	view := s.desk.View(v, "review.response.title", home, page)
	view.Back = home
	if done := r.URL.Query().Get("done"); done == "cleared" || done == "held-back" || done == "seen" {
		view.Banner = pages.Banner{Text: texts().T("review.done." + done), Success: true}
	}
	return s.site.Render(w, r, http.StatusOK, "review/response", view)
}

func facts(resp response.Response) []pages.SummaryRow {
	t := texts()
	permitted := make([]string, 0, len(review.Quoting))
	for _, p := range review.Permitted(resp) {
		permitted = append(permitted, t.T("review.purpose."+string(p)))
	}
	if len(permitted) == 0 {
		permitted = []string{t.T("review.purpose.none")}
	}
	return []pages.SummaryRow{
		{Key: t.T("review.fact.channel"), Values: []string{t.T("review.channel." + string(resp.Channel))}},
		{Key: t.T("review.fact.forum"), Values: []string{resp.Forum.Words()}},
		{Key: t.T("review.fact.permitted"), Values: permitted},
	}
}

// textTable lists the texts of a response in the questionnaire's order.
func textTable(resp response.Response) pages.Table {
	t := texts()
	table := pages.Table{Caption: t.T("review.texts.caption"), Head: []pages.Cell{
		{Text: t.T("review.column.question")}, {Text: t.T("review.column.state")},
	}}
	for _, question := range questionsOf(resp) {
		state, colour := stateOf(resp, question)
		table.Rows = append(table.Rows, []pages.Cell{
			{Text: asked(resp, question), Href: textAddress(resp.ID, question)},
			{Text: t.T("review.state." + state), Tag: true, Colour: colour},
		})
	}
	return table
}

func questionsOf(resp response.Response) []string {
	var ids []string
	q, err := questionnaire.Get(resp.Questionnaire.ID, resp.Questionnaire.Version)
	if err != nil {
		return nil
	}
	for _, question := range q.Questions {
		if _, ok := resp.Texts[question.ID]; ok {
			ids = append(ids, question.ID)
		}
	}
	return ids
}

// stateOf says where a text stands: "waits-held", "waits-quotes", "cleared", "approved", "held-back", or "clean" for
// words that nobody needs to decide on.
func stateOf(resp response.Response, question string) (state, colour string) {
	decided := resp.Reviews[question]
	if waits := review.Waits(resp, question); waits != "" {
		return "waits-" + string(waits), "yellow"
	}
	switch {
	case decided.Decision == response.HeldBack:
		return "held-back", "grey"
	case len(decided.Approved) > 0:
		return "approved", "green"
	case decided.Decision == response.Cleared:
		return "cleared", "green"
	}
	return "clean", ""
}

// seen notes that somebody has looked at signs of danger.
func (s *service) seen(w http.ResponseWriter, r *http.Request, v visitor) error {
	resp, err := s.named(r)
	if err != nil {
		return err
	}
	if len(resp.Signs) == 0 || resp.Seen != "" {
		return web.SeeOther(w, responseAddress(resp.ID))
	}
	if err := s.record(r, v, audit.SafeguardingSeen, resp, "", ""); err != nil {
		return err
	}
	err = s.reviews.Save(r.Context(), review.See(resp, s.by(v)))
	if fault.Is(err, fault.Conflict) { // somebody changed something else at this moment; it is still to be looked at
		return web.SeeOther(w, responseAddress(resp.ID))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, responseAddress(resp.ID)+"?done=seen")
}

func (s *service) by(v visitor) review.By {
	return review.By{Subject: v.Person.Subject, Day: calendar.DayOf(s.now())}
}
