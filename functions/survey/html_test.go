package main

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/shared/questionnaire"
)

// gallery keeps pages as files, for the checks that only others' tools can do.
type gallery struct {
	t     *testing.T
	dir   string
	files []string
}

func (g *gallery) keep(name string, p *shown) {
	g.t.Helper()
	if strings.Contains(p.body, "survey.") {
		i := strings.Index(p.body, "survey.")
		g.t.Errorf("%s shows a text that has no words: %.60s", name, p.body[i:])
	}
	file := filepath.Join(g.dir, strings.NewReplacer("/", "-", "?", "-").Replace(name)+".html")
	if err := os.WriteFile(file, []byte(p.body), 0o600); err != nil {
		g.t.Fatal(err)
	}
	g.files = append(g.files, file)
}

// Every page, and every page with something wrong on it, is HTML as the standard and the rules of accessibility have it.
func TestEveryPageIsValid(t *testing.T) {
	w := begin(t)
	dir := os.Getenv("SAMPLE_PAGES") // to look at them
	if dir == "" {
		dir = t.TempDir()
	}
	g := &gallery{t: t, dir: dir}
	b := w.browser()
	for _, path := range []string{"/", "/receipt", "/other-places", "/privacy", "/accessibility", "/cookies", "/help"} {
		g.keep("outside"+path, b.get(path))
	}
	g.keep("nothing", b.get("/check"))
	b.get("/receipt")
	g.keep("receipt-wrong", b.press("Continue", answer("x")))

	b = w.started()
	g.keep("started", b.get("/"))
	g.keep("receipt-unsent", b.get("/receipt"))
	for _, path := range []string{"/before", "/age", "/who", "/together", "/stay", "/check", "/about", "/permissions"} {
		g.keep("within"+path, b.get(path))
	}
	questions(g, b)
	g.keep("checked", b.get("/check"))
	g.keep("card", b.get("/card"))
	g.keep("card-wrong", b.press("Add this code", answer("x")))
	g.keep("checked-with-card", b.press("Add this code", answer(w.cards(1)[0].String())))
	g.keep("card-added", b.get("/card"))
	b.get("/permissions")
	g.keep("permissions-wrong", b.press("Continue", answer("x")))
	g.keep("contact", b.press("Continue", answer("counts", "contact")))
	g.keep("contact-wrong", b.press("Continue", url.Values{"where": {"x"}}))
	g.keep("send", b.press("I do not want to be contacted", nil))
	g.keep("sent", b.press("Send my answers", answer("show")))
	code := codeForm.FindString(b.page.text())
	b.get("/receipt")
	g.keep("kept", b.press("Continue", answer(code)))
	g.keep("choices", b.follow("Change this"))
	g.keep("saved", b.press("Save my choices", answer("training")))
	g.keep("withdraw", b.follow("Delete my answers"))
	g.keep("withdrawn", b.press("Delete everything", nil))
	b.post("/leave", nil)
	g.keep("left", b.get("/"))

	b = w.together()
	g.keep("alone", b.page)
	b.press("I am ready", nil)
	g.keep("back", b.get("/back"))
	w.end(false)
	g.keep("closed", b.post("/start", nil))
	w.pass(9 * 60 * 60 * 1e9)
	g.keep("ended", b.get("/stay"))

	arguments := append([]string{"../../web/pages/validate.mjs"}, g.files...)
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// questions keeps every question's page, empty and with a problem, whether or not it is routed to.
func questions(g *gallery, b *browser) {
	q, err := questionnaire.Latest(audience)
	if err != nil {
		g.t.Fatal(err)
	}
	b.get("/q/reported-how")
	b.press("Continue", answer("called-101"))
	seen := 0
	for _, question := range q.Questions {
		p := b.get(address(question.ID, ""))
		if p.path != address(question.ID, "") {
			continue
		}
		seen++
		g.keep("q-"+question.ID, p)
		bad := url.Values{fieldName: {"no-such-option"}, fieldName + "-month": {"13"}}
		if question.Kind == questionnaire.Text {
			bad.Set(fieldName, strings.Repeat("x", question.Limit+1))
		}
		g.keep("q-"+question.ID+"-wrong", b.press("Continue", bad))
	}
	if seen < 20 {
		g.t.Errorf("only %d questions were seen", seen)
	}
	b.get("/q/reported-when")
	b.press("Continue", url.Values{"answer-month": {"3"}, "answer-year": {"2025"}})
	if b.get("/check"); !b.page.says("March 2025") {
		g.t.Errorf("no month: %s", fmt.Sprintf("%.200s", b.page.text()))
	}
}
