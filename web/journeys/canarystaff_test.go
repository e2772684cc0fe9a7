package journeys

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"voiceforum/infra/local"
)

// typedInBrowsers is what the journeys before type that must be found nowhere afterwards: a service's worker into a page
// and a spreadsheet, a victim into an answer and her contact details, a reviewer into what is to be masked.
var typedInBrowsers = map[string][]string{
	"partner.test.mjs": {"Kowalczyk"},
	"review.test.mjs":  {"Qwrtplk"},
}

// typedBefore gives those canaries. One that its journey does not type any more would be found nowhere for ever.
func typedBefore(t *testing.T) []string {
	t.Helper()
	var all []string
	for file, canaries := range typedInBrowsers {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range canaries {
			if !strings.Contains(string(source), canary) {
				t.Errorf("%s does not type %q", file, canary)
			}
			all = append(all, canary)
		}
	}
	return all
}

// programsBringIn has a service's program hand in canaries: refused, and taken with our redaction, one and many.
func programsBringIn(t *testing.T, platform *local.Platform) {
	t.Helper()
	program := comes(t, platform, "program")
	piece := `{"questionnaire": {"id": "partner", "version": 1}, "answers": {"about": "our-view", "themes": ["kept-informed"], "one-change": "Please tell DC ` + canaryName + ` at ` + canaryEmail + ` when the trial is."}, "permissions": {"counts": true}}`
	for path, c := range map[string]struct {
		body string
		want int
	}{
		"/v1/feedback":                       {piece, http.StatusUnprocessableEntity},
		"/v1/feedback?redact=accept":         {piece, http.StatusCreated},
		"/v1/feedback/batch":                 {`{"feedback": [` + piece + `]}`, http.StatusUnprocessableEntity},
		"/v1/feedback/batch?redact=accept":   {`{"feedback": [` + piece + `]}`, http.StatusCreated},
		"/v1/feedback?" + canaryQuery + "=1": {"{" + piece, http.StatusBadRequest},
	} {
		status, body := program.handsIn(t, platform.Site+path, c.body)
		if status != c.want || strings.Contains(body, canaryName) {
			t.Errorf("%s: status %d, want %d: %s", path, status, c.want, body)
		}
	}
}

func (s somebody) handsIn(t *testing.T, address, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.bearer)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", `"`+canaryQuery+strings.Repeat("k", len(address))+`"`)
	return answered(t, req)
}

var (
	responseLink = regexp.MustCompile(`href="(/review/responses/[A-Za-z0-9_-]+)"`)
	textLink     = regexp.MustCompile(`href="(/review/responses/[A-Za-z0-9_-]+/[a-z0-9-]+)"`)
	contactLink  = regexp.MustCompile(`href="(/review/contact/[A-Za-z0-9_-]+)"`)
	versionField = regexp.MustCompile(`name="version" value="(\d+)"`)
)

// reviewersBringIn has a reviewer open what a victim wrote, type what is to be masked, and clear it; and the contact
// keeper open how she is reached.
func reviewersBringIn(t *testing.T, platform *local.Platform) {
	t.Helper()
	reviewer := comes(t, platform, "reviewer")
	at, version := reviewer.finds(t, platform.Site)
	masks := url.Values{"version": {version}, "opened": {"held"}, "sure": {"yes"}, "more": {
		"name " + canaryName, "email " + canaryEmail, "address " + canaryStreet, "phone " + canaryPhone,
	}}
	with := func(do string, more ...string) url.Values {
		form := url.Values{"do": {do}}
		for name, values := range masks {
			form[name] = values
		}
		for i := 0; i+1 < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return form
	}
	for _, step := range []struct {
		form url.Values
		want int
	}{
		{with("mask", "mask", canaryCode, "kind", "reference"), http.StatusUnprocessableEntity},
		{with("clear", "mask", canaryName), http.StatusUnprocessableEntity},
		{with("clear", "quote", canaryName, "approve", "forum-quotes"), http.StatusUnprocessableEntity},
		{with("clear"), http.StatusSeeOther},
	} {
		if status, _, body := reviewer.asks(t, platform.Site, http.MethodPost, at, step.form); status != step.want {
			t.Fatalf("%s: status %d, want %d: %s", step.form.Get("do"), status, step.want, body)
		}
	}
	keeper := comes(t, platform, "contact")
	_, _, list := keeper.asks(t, platform.Site, http.MethodGet, "/review/contact")
	for _, link := range contactLink.FindAllStringSubmatch(list, -1) {
		_, _, body := keeper.asks(t, platform.Site, http.MethodPost, link[1], url.Values{"do": {"open"}, "reason": {"asked"}})
		if !strings.Contains(body, canaryEmail) {
			continue
		}
		if status, _, _ := keeper.asks(t, platform.Site, http.MethodPost, link[1], url.Values{"do": {"tried"}, "reason": {"asked"}}); status != http.StatusSeeOther {
			t.Errorf("trying: status %d", status)
		}
		return
	}
	t.Error("the contact keeper finds nobody's address")
}

// finds opens what reads as danger until it comes to the canaries, and gives the text's address and version.
func (s somebody) finds(t *testing.T, site string) (at, version string) {
	t.Helper()
	_, _, queue := s.asks(t, site, http.MethodGet, "/review")
	for _, response := range responseLink.FindAllStringSubmatch(queue, -1) {
		_, _, page := s.asks(t, site, http.MethodGet, response[1])
		for _, text := range textLink.FindAllStringSubmatch(page, -1) {
			_, _, closed := s.asks(t, site, http.MethodGet, text[1])
			version := versionField.FindStringSubmatch(closed)
			if version == nil {
				continue
			}
			form := url.Values{"do": {"open"}, "version": {version[1]}, "reason": {"held"}}
			if _, _, open := s.asks(t, site, http.MethodPost, text[1], form); strings.Contains(open, canaryName) {
				return text[1], version[1]
			}
		}
	}
	t.Fatal("no text in the queue holds the canaries")
	return "", ""
}
