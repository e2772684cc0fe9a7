package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func answer(values ...string) url.Values { return url.Values{fieldName: values} }

// started is somebody on the first question, by herself.
func (w *world) started() *browser {
	w.t.Helper()
	b := w.browser()
	b.get("/")
	b.press("Start", nil)
	b.follow("Continue")
	b.press("Continue", answer("yes"))
	b.press("Continue", answer("victim"))
	b.on(w.t, "/q/reported-how")
	return b
}

// on fails where the browser is on another page.
func (b *browser) on(t *testing.T, path string) {
	t.Helper()
	if b.page.path != path {
		t.Fatalf("on %s (%d), not on %s:\n%s", b.page.path, b.page.status, path, b.page.text())
	}
}

var codeForm = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}`)

// sent goes from anywhere in the questions through to the receipt, and gives the code.
func (b *browser) sent(t *testing.T, permissions ...string) string {
	t.Helper()
	b.get("/permissions")
	b.press("Continue", answer(permissions...))
	b.on(t, "/send")
	code := codeForm.FindString(b.page.text())
	b.press("Send my answers", nil)
	b.on(t, "/receipt-shown")
	if code == "" || !b.page.says(code) {
		t.Fatalf("the receipt is not the one shown before sending")
	}
	return code
}

func TestTheWholeWayOnce(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("called-101"))
	for range 60 {
		if !strings.HasPrefix(b.page.path, "/q/") {
			break
		}
		if b.page.path == "/q/one-change" {
			b.press("Continue", answer("Call back when you say you will."))
			continue
		}
		b.press("Skip this question", nil)
	}
	b.on(t, "/check")
	if !b.page.says("Call back when you say you will.") {
		t.Error("what was written is not there to check")
	}
	b.follow("Continue")
	b.on(t, "/about")
	b.follow("Answer these questions")
	for range 20 {
		if !strings.HasPrefix(b.page.path, "/q/") {
			break
		}
		b.press("Skip this question", nil)
	}
	b.on(t, "/permissions")
	if got := b.page.value(fieldName); got != "" {
		t.Errorf("%s is ticked beforehand", got)
	}
	b.press("Continue", answer("counts", "forum-quotes"))
	b.on(t, "/send")
	code := codeForm.FindString(b.page.text())
	b.press("Send my answers", answer("show"))
	b.on(t, "/receipt-shown")
	if !b.page.says(code) || !b.page.says("Count my answers") {
		t.Errorf("the receipt lacks the code or what was agreed to:\n%s", b.page.text())
	}
	b.press("Finish and close", nil)
	if b.page.away != weather {
		t.Fatalf("closing leads to %q", b.page.away)
	}

	b.get("/")
	b.press("Continue", nil)
	b.on(t, "/")
	b.follow("I have a code from before")
	b.press("Continue", answer(strings.ToLower(strings.ReplaceAll(code, "-", " "))))
	b.on(t, "/kept")
	for _, want := range []string{"24 November 2026", "October to December 2026", "Yes, together with", "I called 101", "Call back when you say you will."} {
		if !b.page.says(want) {
			t.Errorf("does not say %q:\n%s", want, b.page.text())
		}
	}
}

func TestChangeOfMind(t *testing.T) {
	w := begin(t)
	b := w.started()
	code := b.sent(t, "counts", "training")
	b.get("/receipt")
	b.press("Continue", answer(code))
	b.on(t, "/kept")
	if b.page.says("I called 101") || !b.page.says("you chose that they are not shown again") {
		t.Error("answers are shown though that was not chosen")
	}
	b.follow("Change this")
	if got := b.page.value(fieldName); got != "counts|training" {
		t.Errorf("stands: %s", got)
	}
	if b.page.says("Contact me about") {
		t.Error("contact can be turned on afterwards")
	}
	b.press("Save my choices", answer("counts", "public-quotes"))
	b.on(t, "/kept?saved")
	if !b.page.says("Taken back on 24 November 2026 (wording 1, in English)") || !b.page.says("Your choices are saved") {
		t.Errorf("the record does not show it:\n%s", b.page.text())
	}

	second := w.browser()
	second.get("/receipt")
	second.press("Continue", answer(code))
	second.follow("Delete my answers")
	second.press("Delete everything", nil)
	second.on(t, "/withdrawn")
	if !second.page.says("24 November 2026") {
		t.Error("no day of withdrawal")
	}
	for _, path := range []string{"/kept", "/choices", "/withdraw"} {
		b.get(path)
		b.on(t, "/withdrawn")
	}
	w.pass(48 * time.Hour)
	third := w.browser()
	third.get("/receipt")
	third.press("Continue", answer(code))
	third.on(t, "/withdrawn")
	if !third.page.says("24 November 2026") {
		t.Error("the day of withdrawal moved")
	}
}

func TestContactIsAskedForOnlyWhereAgreedTo(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.get("/contact")
	b.on(t, "/permissions")
	b.press("Continue", answer("contact"))
	b.on(t, "/contact")
	b.get("/send")
	b.on(t, "/contact")

	typed := url.Values{"where": {"not a number"}, "when": {"after six"}, "how": {"call"}}
	if p := b.press("Continue", typed); p.status != http.StatusUnprocessableEntity || p.value("where") != "not a number" || p.value("when") != "after six" {
		t.Errorf("%d: what was typed is lost: %s", p.status, p.text())
	}
	if p := b.press("Continue", url.Values{"where": {strings.Repeat("1", 200)}}); p.status != http.StatusUnprocessableEntity {
		t.Errorf("too long a number gave %d", p.status)
	}
	b.press("I do not want to be contacted", nil)
	b.on(t, "/send")
	if b.page.says("Contact me") {
		t.Error("still contacted")
	}

	b.get("/permissions")
	b.press("Continue", answer("counts", "contact"))
	b.press("Continue", url.Values{"how": {"email"}, "where": {"sample@example.org"}, "call": {"Sample"}})
	b.on(t, "/send")
	b.press("Send my answers", nil)
	code := codeForm.FindString(b.page.text())
	if n := w.count("Contact"); n != 1 {
		t.Fatalf("%d contact details", n)
	}
	b.get("/receipt")
	b.press("Continue", answer(code))
	b.follow("Change this")
	b.press("Save my choices", answer("counts"))
	if n := w.count("Contact"); n != 0 {
		t.Error("details outlive the permission")
	}
	if b.follow("Change this"); b.page.says("Contact me about") {
		t.Error("contact can be turned on again")
	}
}

func TestUnder18(t *testing.T) {
	w := begin(t)
	b := w.browser()
	b.get("/")
	b.press("Start", nil)
	b.follow("Continue")
	if p := b.press("Continue", nil); p.status != http.StatusUnprocessableEntity || !p.says("Choose whether you are 18 or over") {
		t.Errorf("no answer: %d %s", p.status, p.text())
	}
	b.press("Continue", answer("no"))
	if !b.page.says("0800 1111") {
		t.Error("no Childline")
	}
	if n := w.count("Drafts"); n != 0 {
		t.Error("something is kept")
	}
	if p := b.get("/age"); p.status != http.StatusNotFound {
		t.Errorf("the visit goes on: %d", p.status)
	}
}

func TestPagesKeepTheirOrder(t *testing.T) {
	w := begin(t)
	b := w.browser()
	b.get("/")
	b.press("Start", nil)
	for _, path := range []string{"/who", "/together", "/q/reported-how", "/alone", "/check", "/card", "/about", "/permissions", "/contact", "/send"} {
		if b.get(path); b.page.path != "/age" && b.page.path != "/who" {
			t.Errorf("%s before age leads to %s", path, b.page.path)
		}
	}
	b.get("/age")
	b.press("Continue", answer("yes"))
	b.get("/send")
	b.on(t, "/who")
	if p := b.press("Continue", answer("somebody")); p.status != http.StatusUnprocessableEntity {
		t.Errorf("unknown answer: %d", p.status)
	}
	b.press("Continue", answer("victim"))
	b.get("/send")
	b.on(t, "/permissions")
	for _, path := range []string{"/kept", "/choices", "/withdraw", "/withdrawn"} {
		b.get(path)
		b.on(t, "/check")
	}
}

func TestTimeLimit(t *testing.T) {
	w := begin(t)
	b := w.started()
	w.pass(90 * time.Minute)
	b.press("Continue", answer("called-101"))
	w.pass(90 * time.Minute)
	b.press("I need more time", nil)
	if !b.page.says("2 hours more") {
		t.Errorf("how long? %s", b.page.text())
	}
	w.pass(30*time.Minute + time.Second)
	b.get("/stay")
	if !b.page.says("1 hour and 29 minutes more") {
		t.Errorf("how long? %s", b.page.text())
	}
	b.press("Give me two hours from now", nil)
	if !b.page.says("2 hours more") {
		t.Errorf("how long? %s", b.page.text())
	}
	for range 3 {
		w.pass(119 * time.Minute)
		b.press("Give me two hours from now", nil)
		if b.page.says("cannot stay open for longer") {
			break
		}
	}
	if !b.page.says("cannot stay open for longer") {
		t.Errorf("it never ends: %s", b.page.text())
	}
	w.pass(2 * time.Hour)
	for _, path := range []string{"/q/reported-how", "/check", "/send", "/stay"} {
		if p := b.get(path); p.status != http.StatusGone || !p.says("This visit has ended") {
			t.Errorf("%s: %d %s", path, p.status, p.text())
		}
	}
}
