package main

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/session"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// queueRows is how many responses a page of the queue shows: as many as one can look over, not a day's work.
const queueRows = 20

type queuePage struct {
	Table pages.Table
	Empty bool
	First bool   // it is the queue's first page
	Next  string // the address of the next page; empty where there is none
}

// queue is the first page: what waits for a reviewer, a page at a time. Contact keepers go to theirs.
func (s *service) queue(w http.ResponseWriter, r *http.Request, v visitor) error {
	if v.Role != session.Reviewer {
		return web.SeeOther(w, contactAddress)
	}
	from, err := placeOf(r.URL.Query())
	if err != nil {
		return err
	}
	if err := s.desk.Record(r, v, audit.ViewQueue, audit.Entry{}, audit.Allowed); err != nil {
		return err
	}
	waiting, next, err := s.reviews.Queue(r.Context(), from, queueRows)
	if err != nil {
		return err
	}
	page := queuePage{Table: queueTable(waiting), Empty: len(waiting) == 0, First: from == dynamostore.Place{}}
	if next != nil {
		page.Next = home + "?" + url.Values{
			"queue": {string(next.Queue)}, "forum": {string(next.Forum)}, "after": {string(next.After)},
		}.Encode()
	}
	return s.render(w, r, v, http.StatusOK, "queue", home, "", page)
}

// placeOf reads the place in the queue that an address names.
func placeOf(query url.Values) (dynamostore.Place, error) {
	if len(query) == 0 {
		return dynamostore.Place{}, nil
	}
	forum, err := calendar.ParseQuarter(query.Get("forum"))
	place := dynamostore.Place{Queue: review.Queue(query.Get("queue")), Forum: forum, After: response.ID(query.Get("after"))}
	if err != nil || !slices.Contains(review.Queues, place.Queue) || place.After != "" && !idForm.MatchString(string(place.After)) {
		return dynamostore.Place{}, fault.New(fault.Invalid, "the queue has no such place")
	}
	return place, nil
}

var queueColours = map[review.Queue]string{review.Safeguarding: "yellow", review.Held: "", review.Quotes: "grey"}

func queueTable(waiting []dynamostore.Waiting) pages.Table {
	t := texts()
	table := pages.Table{Caption: t.T("review.queue.caption")}
	for _, column := range []string{"response", "why", "texts", "forum", "received"} {
		table.Head = append(table.Head, pages.Cell{Text: t.T("review.column." + column)})
	}
	for _, one := range waiting {
		table.Rows = append(table.Rows, []pages.Cell{
			{Text: reference(one.Response.ID), Href: responseAddress(one.Response.ID)},
			{Text: why(one), Tag: true, Colour: queueColours[one.Queue]},
			{Text: strconv.Itoa(waitingTexts(one.Response))},
			{Text: one.Response.Forum.Words()},
			{Text: one.Response.Received.Words()},
		})
	}
	return table
}

// why says why a response waits and, of what reads as danger, whether anybody may contact the person.
func why(one dynamostore.Waiting) string {
	says := texts().T("review.why." + string(one.Queue))
	if one.Queue != review.Safeguarding {
		return says
	}
	may := "no-contact"
	if one.Response.Permits(consent.Contact) {
		may = "contact"
	}
	return texts().T("review.why.danger."+may, says)
}

func waitingTexts(r response.Response) int {
	n := 0
	for question := range r.Texts {
		if review.Waits(r, question) != "" {
			n++
		}
	}
	return n
}
