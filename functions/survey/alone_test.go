package main

import (
	"strings"
	"testing"

	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// together is an advocate and a survivor at the last question before those about support.
func (w *world) together() *browser {
	w.t.Helper()
	b := w.browser()
	b.get("/")
	b.press("Start", nil)
	b.follow("Continue")
	b.press("Continue", answer("yes"))
	b.press("Continue", answer("advocate-assisted"))
	b.on(w.t, "/together")
	b.follow("Continue")
	b.on(w.t, "/q/reported-how")
	b.press("Continue", answer("not-reported"))
	b.on(w.t, "/alone")
	return b
}

func TestSupportIsAnsweredAlone(t *testing.T) {
	w := begin(t)
	b := w.together()
	b.get("/q/support-kinds")
	b.on(t, "/alone")
	b.press("I am ready", nil)
	b.on(t, "/q/support-kinds")
	b.press("Continue", answer("isva"))
	b.press("Continue", nil)
	b.on(t, "/back")
	b.get("/check")
	b.on(t, "/back")
	b.press("Continue", nil)
	if !strings.HasPrefix(b.page.path, "/q/") {
		t.Fatalf("on %s after handing it back", b.page.path)
	}
	b.get("/check")
	q, err := questionnaire.Latest(audience)
	if err != nil {
		t.Fatal(err)
	}
	kinds, _ := q.Question("support-kinds")
	if !b.page.says("Answered, and not shown") || b.page.says(kinds.Labels([]string{"isva"}, "en")[0]) {
		t.Errorf("the supporter sees it: %s", b.page.text())
	}
	b.get("/q/support-kinds")
	if got := b.page.value(fieldName); got != "" || !b.page.says("Your answer is kept, and not shown here") {
		t.Errorf("the question's page shows %q", got)
	}
	b.press("Continue", nil)
	b.get("/alone")
	if b.page.path == "/alone" {
		t.Error("it can be opened again")
	}
	b.sent(t, "counts")
	got := w.only()
	if got.Channel != response.AdvocateAssisted || len(got.Answers["support-kinds"]) != 1 {
		t.Errorf("stored %+v", got)
	}
}

// Saying afterwards that nobody helps is no way to see what was answered alone.
func TestWhatWasAnsweredAloneStaysHidden(t *testing.T) {
	w := begin(t)
	b := w.together()
	b.press("I am ready", nil)
	b.press("Continue", answer("isva"))
	b.press("Continue", nil)
	b.on(t, "/back")
	b.press("Continue", nil)
	b.get("/who")
	b.press("Continue", answer("victim"))
	b.get("/check")
	if !b.page.says("Answered, and not shown") || b.page.says("An ISVA") {
		t.Errorf("the supporter sees it: %s", b.page.text())
	}
	b.get("/q/support-kinds")
	if got := b.page.value(fieldName); got != "" {
		t.Errorf("the question's page shows %q", got)
	}
}

// Which follow-up questions came up would tell what was chosen, so that the check page says nothing of them.
func TestFollowUpsOfWhatWasAnsweredAloneAreHiddenToo(t *testing.T) {
	w := begin(t)
	b := w.together()
	b.press("I am ready", nil)
	b.press("Continue", answer("counselling"))
	b.on(t, "/q/counselling-wait")
	for b.page.path != "/back" {
		b.press("Continue", nil)
	}
	b.press("Continue", nil)
	b.get("/check")
	if b.page.says("How long did you wait for counselling") || !b.page.says("Answered, and not shown") {
		t.Errorf("the supporter can tell: %s", b.page.text())
	}
}

func TestSupportMayBePassed(t *testing.T) {
	w := begin(t)
	b := w.together()
	b.press("Skip these questions", nil)
	if b.page.path == "/back" || strings.HasPrefix(b.page.path, "/q/support") {
		t.Errorf("on %s", b.page.path)
	}
	b.sent(t, "counts")
	if got := w.only().Answers; len(got) != 1 {
		t.Errorf("stored %v", got)
	}
}

func TestSomebodyAloneIsNeverAskedToHandOver(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("not-reported"))
	b.on(t, "/q/support-kinds")
	b.get("/alone")
	b.on(t, "/q/reported-how")
}
