package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"voiceforum/shared/consent"
	"voiceforum/shared/receipt"
)

func TestForgedFormsKeepWhatWasTyped(t *testing.T) {
	w := begin(t)
	b, other := w.started(), w.started()
	foreign := other.page.value("token")
	b.get("/q/one-change")
	for name, token := range map[string]string{"none": "", "garbage": "abc", "somebody else's": foreign} {
		p := b.post("/q/one-change", url.Values{"answer": {"typed <b>words</b>"}, "token": {token}})
		if p.status != http.StatusForbidden || !strings.Contains(p.value("answer"), "typed <b>words</b>") {
			t.Errorf("%s: %d, typed %q", name, p.status, p.value("answer"))
		}
		if b.press("Continue", nil); b.page.path != "/check" {
			t.Errorf("%s: it cannot be sent again: %s", name, b.page.path)
		}
		b.get("/q/one-change")
		b.press("Skip this question", nil)
	}
	for _, path := range []string{"/age", "/who", "/permissions", "/stay", "/send", "/alone", "/back", "/card"} {
		before := w.items("Drafts")
		p := b.post(path, url.Values{"answer": {"yes"}, "token": {foreign}})
		if p.status != http.StatusForbidden && p.status != http.StatusOK {
			t.Errorf("%s: %d", path, p.status)
		}
		if len(w.responses()) != 0 || len(before) != w.count("Drafts") {
			t.Errorf("%s changed something", path)
		}
	}
}

func TestOtherSitesStartNothing(t *testing.T) {
	w := begin(t)
	b := w.started()
	for _, path := range []string{"/start", "/receipt"} {
		r, err := http.NewRequest(http.MethodPost, w.server.URL+path, strings.NewReader("answer=x"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p := b.take(b.client.Do(r)); p.status != http.StatusForbidden || len(p.cookies) != 0 {
			t.Errorf("%s: %d, cookies %v", path, p.status, p.cookies)
		}
	}
	b.get("/q/reported-how")
	b.on(t, "/q/reported-how")
}

func TestTokensThatAreNone(t *testing.T) {
	w := begin(t)
	for name, c := range map[string]struct {
		value string
		want  int
	}{
		"no cookie":      {"", http.StatusNotFound},
		"garbage":        {"x", http.StatusNotFound},
		"unknown token":  {receipt.NewToken().String(), http.StatusGone},
		"script":         {"<script>alert(1)</script>", http.StatusNotFound},
		"very long":      {strings.Repeat("A", 5000), http.StatusNotFound},
		"cut short":      {receipt.NewToken().String()[:42], http.StatusNotFound},
		"with its twin ": {receipt.NewToken().String() + receipt.NewToken().String(), http.StatusNotFound},
	} {
		for _, path := range []string{"/before", "/age", "/q/reported-how", "/q/none", "/check", "/card", "/send", "/receipt-shown", "/kept", "/stay", "/withdraw"} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader("answer=x"))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				if c.value != "" {
					r.Header.Set("Cookie", cookieName+"="+c.value)
				}
				want := c.want
				if method == http.MethodPost && path == "/receipt-shown" {
					want = http.StatusMethodNotAllowed
				}
				if p := w.browser().take(w.server.Client().Do(r)); p.status != want {
					t.Errorf("%s: %s %s: %d, want %d", name, method, path, p.status, want)
				}
			}
		}
	}
}

const tooMuch = 1 << 20

func TestWhatNobodyTypes(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.press("Continue", answer("online"))
	b.get("/q/one-change")
	token := b.page.value("token")
	for name, c := range map[string]struct {
		path string
		body string
		want int
	}{
		"1 MB of text":          {"/q/one-change", "answer=" + strings.Repeat("CANARY1", tooMuch/7), http.StatusRequestEntityTooLarge},
		"a little too much":     {"/q/one-change", "answer=" + strings.Repeat("a", 3000), http.StatusUnprocessableEntity},
		"broken encoding":       {"/q/one-change", "answer=%zz", http.StatusBadRequest},
		"not UTF-8":             {"/q/one-change", "answer=%ff%fe", http.StatusBadRequest},
		"unknown question":      {"/q/no-such-question", "answer=x", http.StatusNotFound},
		"unknown option":        {"/q/reported-how", "answer=CANARY2", http.StatusUnprocessableEntity},
		"two of one":            {"/q/reported-how", "answer=online&answer=called-999", http.StatusUnprocessableEntity},
		"unknown permission":    {"/permissions", "answer=CANARY3", http.StatusUnprocessableEntity},
		"question with markup":  {"/q/%3Cscript%3E", "answer=x", http.StatusNotFound},
		"question above":        {"/q/..%2f..%2fsend", "answer=x", http.StatusNotFound},
		"month without meaning": {"/q/reported-when", "answer-month=13&answer-year=20", http.StatusUnprocessableEntity},
		"month to come":         {"/q/reported-when", "answer-month=12&answer-year=2099", http.StatusUnprocessableEntity},
		"no such page":          {"/admin", "answer=x", http.StatusNotFound},
		"wrong method":          {"/leave", "", http.StatusMethodNotAllowed},
		"many fields":           {"/q/one-change", strings.Repeat("answer=x&", 1000), http.StatusRequestEntityTooLarge},
	} {
		method, body := http.MethodPost, c.body+"&token="+token
		if c.body == "" {
			method, body = http.MethodGet, ""
		}
		r, err := http.NewRequest(method, w.server.URL+c.path, io.NopCloser(strings.NewReader(body)))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if p := b.take(b.client.Do(r)); p.status != c.want {
			t.Errorf("%s: %d, want %d:\n%.300s", name, p.status, c.want, p.text())
		}
	}
	b.sent(t, "counts")
	if got := w.only().Answers["reported-how"]; len(got) != 1 || got[0] != "online" {
		t.Errorf("an answer was lost among it: %v", got)
	}
	w.absent(t, "CANARY1", "CANARY2", "CANARY3")
}

func TestSignsThatNobodySees(t *testing.T) {
	w := begin(t)
	b := w.started()
	for name, text := range map[string]string{
		"control characters": "one\x01two\x1b[31m", "NUL": "one\x00two", "direction": "one\u202etwo\u2066",
		"zero width": "o\u200bne", "emoji": "👩‍👧 ✊🏾", "Arabic": "مرحبا بالعالم", "markup": "<img src=x onerror=alert(1)>",
		"formula": "=HYPERLINK(\"x\")", "template": "{{.CSRF}} ${x}",
	} {
		b.get("/q/one-change")
		if b.press("Continue", answer(text)); b.page.path != "/check" {
			t.Errorf("%s: %d on %s", name, b.page.status, b.page.path)
		}
		if strings.ContainsAny(b.page.body, "\x00\x01\x1b\u202e\u2066\u200b") || strings.Contains(b.page.body, "<img") {
			t.Errorf("%s: it is shown as it came", name)
		}
	}
}

func TestReceiptsThatAreNone(t *testing.T) {
	w := begin(t)
	b := w.browser()
	for name, c := range map[string]struct{ typed, says string }{
		"nothing":  {"", "Write your code"},
		"blanks":   {"   ", "not quite a code"},
		"mistyped": {"7K3M-9QXT", "not quite a code"},
		"example":  {exampleCode, "not quite a code"},
		"guessed":  {receipt.NewToken().Receipt().String(), "cannot find this code"},
		"markup":   {"<script>CANARY4</script>", "not quite a code"},
		"long":     {strings.Repeat("7", 10000), "not quite a code"},
		"signs":    {"\u202e\u200b\x00", "Write your code"},
	} {
		b.get("/receipt")
		p := b.press("Continue", answer(c.typed))
		if p.status != http.StatusUnprocessableEntity || !p.says(c.says) {
			t.Errorf("%s: %d %s", name, p.status, p.text())
		}
		if name == "mistyped" && p.value("answer") != c.typed {
			t.Errorf("what was typed is lost: %q", p.value("answer"))
		}
		if len(p.cookies) != 0 {
			t.Errorf("%s: a cookie is set", name)
		}
	}
	w.absent(t, "CANARY4")
}

// Only the sealed table may hold what was typed, and only as ciphertext; nothing at all may hold the token, the code
// or the time.
func TestNothingTypedIsStoredInClear(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.get("/q/treated-words")
	b.press("Continue", answer("Officer Zebedee Canarywood wrote to zebedee@canary.example about CANARYREF 07700 900123"))
	w.absent(t, "Canarywood", "zebedee", "900123")
	b.get("/permissions")
	b.press("Continue", answer("counts", "forum-quotes", "contact"))
	b.press("Continue", url.Values{"how": {"email"}, "where": {"sample.person@canary.example"}, "when": {"CANARYWHEN"}})
	code := b.sent(t, "counts", "forum-quotes", "contact")
	token := ""
	for _, c := range b.client.Jar.Cookies(mustParse(t, b.base)) {
		token = c.Value
	}
	w.absent(t, "Canarywood", "zebedee", "900123", "sample.person", "CANARYWHEN", token, code,
		strings.ReplaceAll(code, "-", ""), "12:00", "2026-11-24T")
	for table, want := range map[string]int{"Sealed": 1, "Contact": 1, "Keys": 2, "Drafts": 0} {
		if n := w.count(table); n != want {
			t.Errorf("%s holds %d items, not %d", table, n, want)
		}
	}
	b.get("/receipt")
	b.press("Continue", answer(code))
	b.follow("Delete my answers")
	b.press("Delete everything", nil)
	for _, table := range []string{"Sealed", "Contact", "Keys"} {
		if n := w.count(table); n != 0 {
			t.Errorf("%s holds %d items after the withdrawal", table, n)
		}
	}
}

func TestPermissionsAreRecordedAsShown(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.sent(t, "counts")
	got := w.only().Consents
	if len(got) != 1 || len(got[0]) != len(consent.Purposes) {
		t.Fatalf("stored: %+v", got)
	}
	for _, p := range got[0] {
		want := consent.Permission{Purpose: p.Purpose, Given: p.Purpose == consent.Counts, Wording: 1, Language: "en", Day: "2026-11-24"}
		if p != want {
			t.Errorf("stored %+v, want %+v", p, want)
		}
	}
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
