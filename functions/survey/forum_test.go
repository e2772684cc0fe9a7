package main

import (
	"net/http"
	"testing"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/response"
)

// end closes the current forum and, if wanted, opens the next.
func (w *world) end(next bool) {
	w.t.Helper()
	f, err := w.forums.Get(w.t.Context(), calendar.QuarterOf(now))
	if err != nil {
		w.t.Fatal(err)
	}
	closed, err := f.Close(calendar.DayOf(now))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.forums.Put(w.t.Context(), closed); err != nil {
		w.t.Fatal(err)
	}
	if next {
		if err := w.forums.Put(w.t.Context(), closed.Following()); err != nil {
			w.t.Fatal(err)
		}
	}
	w.pass(knownFor)
}

func TestVoicesGoToTheForumThatIsOpen(t *testing.T) {
	w := begin(t)
	b := w.started()
	w.end(true)
	b.sent(t, "counts")
	if got := w.only().Forum; got != "2027-Q1" {
		t.Errorf("went to %s", got)
	}
}

func TestNoForumIsOpen(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("online"))
	b.get("/permissions")
	b.press("Continue", answer("counts"))
	w.end(false)
	if p := b.press("Send my answers", nil); p.status != http.StatusServiceUnavailable || !p.says("1 January 2027") {
		t.Errorf("sending: %d %s", p.status, p.text())
	}
	other := w.browser()
	other.get("/")
	if p := other.press("Start", nil); p.status != http.StatusServiceUnavailable || len(p.cookies) != 0 {
		t.Errorf("starting: %d %v", p.status, p.cookies)
	}
	if err := w.forums.Put(t.Context(), forum.New("2027-Q1")); err != nil {
		t.Fatal(err)
	}
	w.pass(time.Minute)
	b.get("/send")
	b.press("Send my answers", nil)
	b.on(t, "/receipt-shown")
	if got := w.only(); got.Forum != "2027-Q1" || got.Answers["reported-how"][0] != "online" {
		t.Errorf("stored %+v", got)
	}
}

// Services and officers answer questionnaires of their own, by other ways than these pages.
func TestOnlyVictimsQuestionnairesAreOffered(t *testing.T) {
	first := response.QuestionnaireVersion{ID: audience, Version: 1}
	if got, err := questionsOf(forum.Forum{Questionnaire: first}); err != nil || got != first {
		t.Errorf("a forum offers %+v, %v", got, err)
	}
	if got, err := questionsOf(forum.Forum{}); err != nil || got.ID != audience {
		t.Errorf("a forum that names none offers %+v, %v", got, err)
	}
	for _, id := range []string{"partner", "officer"} {
		named := response.QuestionnaireVersion{ID: id, Version: 1}
		if got, err := questionsOf(forum.Forum{Questionnaire: named}); !fault.Is(err, fault.Internal) {
			t.Errorf("a forum that names %s offers %+v, %v", id, got, err)
		}
	}
}
