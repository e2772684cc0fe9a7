package main

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Going back and answering otherwise must leave nothing behind that no longer has a question.
func TestRoutingLeavesNoOrphan(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("called-101"))
	b.get("/q/plan-offered")
	b.press("Continue", answer("agreed"))
	b.on(t, "/q/plan-working")
	b.press("Continue", answer("kept"))
	b.press("Finish now and check your answers", nil)
	b.on(t, "/check")

	b.get("/q/plan-offered?from=plan-offered")
	b.press("Continue", answer("not-offered"))
	b.on(t, "/check")
	b.get("/q/plan-working")
	if b.page.path == "/q/plan-working" {
		t.Error("a question that no longer applies is asked")
	}
	b.get("/q/plan-offered?from=plan-offered")
	b.press("Continue", answer("agreed"))
	if b.page.path != "/q/plan-working?from=plan-offered" || b.page.value(fieldName) != "" {
		t.Errorf("on %s with %q: the old answer came back, or the question did not", b.page.path, b.page.value(fieldName))
	}
	b.press("Skip this question", nil)
	b.on(t, "/check")

	b.get("/q/reported-how")
	b.press("Continue", answer("not-reported"))
	b.sent(t, "counts")
	if got := w.only().Answers; len(got) != 1 || got["reported-how"][0] != "not-reported" {
		t.Errorf("stored: %v", got)
	}
}

func TestSkippingTakesAnAnswerBack(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("called-101"))
	b.get("/q/reported-how")
	if got := b.page.value(fieldName); got != "called-101" {
		t.Fatalf("the answer is not shown again: %q", got)
	}
	b.press("Skip this question", nil)
	b.sent(t)
	if got := w.only().Answers; len(got) != 0 {
		t.Errorf("stored: %v", got)
	}
}

func TestTwoTabsLoseNothing(t *testing.T) {
	w := begin(t)
	one := w.started()
	one.get("/q/treated-words")
	two := one.tab()
	two.get("/q/one-change")
	three := one.tab()
	three.get("/q/reported-how")
	var all sync.WaitGroup
	for tab, values := range map[*browser]url.Values{
		one: answer("first"), two: answer("second"), three: answer("online"),
	} {
		all.Go(func() { tab.press("Continue", values) })
	}
	all.Wait()
	one.get("/check")
	for _, want := range []string{"first", "second", "I told them online"} {
		if !one.page.says(want) {
			t.Errorf("%q is lost", want)
		}
	}
}

func TestSendingManyTimesCountsOnce(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("online"))
	b.get("/permissions")
	b.press("Continue", answer("counts"))
	b.on(t, "/send")
	tabs := make([]*browser, 6)
	for i := range tabs {
		tabs[i] = b.tab()
	}
	var all sync.WaitGroup
	for _, tab := range tabs {
		all.Go(func() { tab.press("Send my answers", nil) })
	}
	all.Wait()
	for _, tab := range tabs {
		tab.on(t, "/receipt-shown")
	}
	b.press("Send my answers", nil)
	b.on(t, "/receipt-shown")
	b.get("/q/reported-how")
	b.on(t, "/receipt-shown")
	w.only()
	if n := w.count("Drafts"); n != 0 {
		t.Errorf("%d drafts are left", n)
	}
	if seen := b.page.header.Get("Cache-Control"); seen != "no-store" {
		t.Errorf("the receipt may be cached: %q", seen)
	}
	w.pass(48 * time.Hour)
	if p := b.get("/receipt-shown"); p.status != http.StatusGone {
		t.Errorf("the receipt is still shown after two days: %d", p.status)
	}
}

// A resend after everything was withdrawn must not bring it back.
func TestResendAfterWithdrawalIsHarmless(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.get("/permissions")
	b.press("Continue", answer("counts"))
	late := b.tab()
	code := b.sent(t, "counts")
	other := w.browser()
	other.get("/receipt")
	other.press("Continue", answer(code))
	other.get("/withdraw")
	other.press("Delete everything", nil)
	if p := late.press("Send my answers", nil); p.status != http.StatusGone {
		t.Errorf("resend: %d on %s", p.status, p.path)
	}
	if n := len(w.responses()); n != 0 {
		t.Errorf("%d responses came back", n)
	}
}
