package journeys

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"voiceforum/infra/local"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/voiceforum/visitor"
	"voiceforum/shared/auth"
	"voiceforum/shared/calendar"
)

// everybody is who may come, in the order of the columns below: nobody, a facilitator, a reviewer, an observer, a contact
// keeper, a service's worker, an officer, somebody signed in whom nobody gave a role, and a service's program.
var everybody = []string{"nobody", "facilitator", "reviewer", "observer", "contact", "partner", "officer", "newcomer", "program"}

// What a letter of the table stands for:
//
//	o  open: whatever the answer, it is not that one may not come
//	x  closed: 401 or 403, or the way to sign in
//	n  not found: nothing there for them
//	w  the door: a page that offers to sign in, and nothing else
//
// A pattern's names in braces are filled in by fill. What acts is about things that there are not, and is sent with the
// token of one's own forms, so that nothing but the role decides. No release is published yet; the portal's own table has
// what observers see of one that is.
var access = []struct{ pattern, may string }{
	// Victims' pages know nobody by name, and so they are open to everybody and give nobody more.
	{"GET /{$}", "ooooooooo"},
	{"POST /start", "ooooooooo"},
	{"GET /receipt", "ooooooooo"},
	{"POST /receipt", "ooooooooo"},
	{"GET /receipt-shown", "ooooooooo"},
	{"GET /other-places", "ooooooooo"},
	{"GET /privacy", "ooooooooo"},
	{"GET /accessibility", "ooooooooo"},
	{"GET /cookies", "ooooooooo"},
	{"GET /help", "ooooooooo"},
	{"POST /leave", "ooooooooo"},
	{"POST /return", "ooooooooo"},
	{"GET /before", "ooooooooo"},
	{"GET /age", "ooooooooo"},
	{"GET /who", "ooooooooo"},
	{"GET /together", "ooooooooo"},
	{"GET /q/{question}", "ooooooooo"},
	{"GET /alone", "ooooooooo"},
	{"GET /back", "ooooooooo"},
	{"GET /check", "ooooooooo"},
	{"GET /card", "ooooooooo"},
	{"GET /about", "ooooooooo"},
	{"GET /permissions", "ooooooooo"},
	{"GET /contact", "ooooooooo"},
	{"GET /send", "ooooooooo"},
	{"GET /kept", "ooooooooo"},
	{"GET /choices", "ooooooooo"},
	{"GET /withdraw", "ooooooooo"},
	{"GET /withdrawn", "ooooooooo"},
	{"GET /stay", "ooooooooo"},
	{"POST /before", "ooooooooo"},
	{"POST /age", "ooooooooo"},
	{"POST /who", "ooooooooo"},
	{"POST /together", "ooooooooo"},
	{"POST /q/{question}", "ooooooooo"},
	{"POST /alone", "ooooooooo"},
	{"POST /back", "ooooooooo"},
	{"POST /check", "ooooooooo"},
	{"POST /card", "ooooooooo"},
	{"POST /about", "ooooooooo"},
	{"POST /permissions", "ooooooooo"},
	{"POST /contact", "ooooooooo"},
	{"POST /send", "ooooooooo"},
	{"POST /kept", "ooooooooo"},
	{"POST /choices", "ooooooooo"},
	{"POST /withdraw", "ooooooooo"},
	{"POST /withdrawn", "ooooooooo"},
	{"POST /stay", "ooooooooo"},
	{"GET /elsewhere", "nnnnnnnnn"},

	{"GET /portal", "wooo" + "xxxx" + "w"},
	{"GET /portal/forums/{forum}", "xoo" + "xxxxxx"},
	{"GET /portal/forums/{forum}/close", "xo" + "xxxxxxx"},
	{"POST /portal/forums/{forum}/close", "xo" + "xxxxxxx"},
	{"GET /portal/forums/{forum}/publish", "xo" + "xxxxxxx"},
	{"POST /portal/forums/{forum}/publish", "xo" + "xxxxxxx"},
	{"GET /portal/forums/{forum}/releases/{release}", "xoox" + "xxxxx"},
	{"GET /portal/forums/{forum}/releases/{release}/{file}", "xoox" + "xxxxx"},
	{"GET /portal/audit", "xo" + "xxxxxxx"},
	{"GET /portal/audit/export", "xo" + "xxxxxxx"},
	{"GET /portal/elsewhere", "nnnnnnnnn"},

	{"GET /review", "wxoxoxxxw"},
	{"GET /review/responses/{response}", "xxoxxxxxx"},
	{"POST /review/responses/{response}", "xxoxxxxxx"},
	{"GET /review/responses/{response}/{question}", "xxoxxxxxx"},
	{"POST /review/responses/{response}/{question}", "xxoxxxxxx"},
	{"GET /review/surges", "xxoxxxxxx"},
	{"GET /review/surges/{forum}/{day}", "xxoxxxxxx"},
	{"POST /review/surges/{forum}/{day}", "xxoxxxxxx"},
	{"GET /review/surges/{forum}/{day}/words", "xxoxxxxxx"},
	{"GET /review/contact", "xxxxoxxxx"},
	{"GET /review/contact/{response}", "xxxxoxxxx"},
	{"POST /review/contact/{response}", "xxxxoxxxx"},
	{"GET /review/elsewhere", "nnnnnnnnn"},

	{"GET /partner", "wxxxxooxw"},
	{"GET /partner/one", "xxxxxooxx"},
	{"POST /partner/one", "xxxxxooxx"},
	{"GET /partner/feedback/{id}", "xxxxxooxx"},
	{"GET /partner/feedback/{id}/withdraw", "xxxxxooxx"},
	{"POST /partner/feedback/{id}/withdraw", "xxxxxooxx"},
	{"GET /partner/withdraw", "xxxxxooxx"},
	{"POST /partner/withdraw", "xxxxxooxx"},
	{"GET /partner/sheets", "xxxxxooxx"},
	{"POST /partner/sheets", "xxxxxooxx"},
	{"GET /partner/sheets/template.xlsx", "xxxxxooxx"},
	{"GET /partner/sheets/template.csv", "xxxxxooxx"},
	{"GET /partner/sheets/{id}", "xxxxxooxx"},
	{"GET /partner/sheets/{id}/uploaded", "xxxxxooxx"},
	{"POST /partner/sheets/{id}/again", "xxxxxooxx"},
	{"POST /partner/sheets/{id}/send", "xxxxxooxx"},
	{"POST /partner/sheets/{id}/cancel", "xxxxxooxx"},
	{"GET /partner/sheets/{id}/fix", "xxxxxooxx"},
	{"GET /partner/sheets/{id}/to-fix.xlsx", "xxxxxooxx"},
	{"GET /partner/sheets/{id}/sent.csv", "xxxxxooxx"},
	{"GET /partner/invitations", "xxxxxonxx"},
	{"POST /partner/invitations", "xxxxxonxx"}, // officers hand out no cards
	{"GET /partner/elsewhere", "nnnnnnnnn"},

	{"GET /v1/questionnaires/{id}", "xxxxxxxxo"},
	{"POST /v1/feedback", "xxxxxxxxo"},
	{"POST /v1/feedback/batch", "xxxxxxxxo"},
	{"GET /v1/feedback/{id}", "xxxxxxxxo"},
	{"DELETE /v1/feedback/{id}", "xxxxxxxxo"},
	{"GET /v1/elsewhere", "xxxxxxxxn"},

	// Signing in and out is for everybody; signing out is last, because it ends the sessions.
	{"GET /portal/sign-in", "ooooooooo"},
	{"GET /portal/signed-in", "ooooooooo"},
	{"GET /portal/signed-out", "ooooooooo"},
	{"GET /review/sign-in", "ooooooooo"},
	{"GET /review/signed-in", "ooooooooo"},
	{"GET /review/signed-out", "ooooooooo"},
	{"GET /partner/sign-in", "ooooooooo"},
	{"GET /partner/signed-in", "ooooooooo"},
	{"GET /partner/signed-out", "ooooooooo"},
	{"POST /portal/sign-out", "ooooooooo"},
	{"POST /review/sign-out", "ooooooooo"},
	{"POST /partner/sign-out", "ooooooooo"},
}

// fill gives the request that asks for a pattern: to look, in the quarter that is; to act, in one that never was.
func fill(pattern string) (method, path string) {
	forum := "2020-Q1"
	if strings.HasPrefix(pattern, "GET ") {
		forum = string(calendar.QuarterOf(time.Now()))
	}
	method, path, _ = strings.Cut(strings.NewReplacer(
		"{$}", "", "{forum}", forum, "{release}", "1", "{file}", "tables.csv", "{response}", "none", "{question}", "one-change",
		"{day}", "2020-01-01", "{id}", "none",
	).Replace(pattern), " ")
	return method, path
}

// somebody is one of everybody, as the site sees them.
type somebody struct{ cookie, token, bearer string }

// everyRouteForEverybody goes through the whole table, on the whole platform, gateway included.
func everyRouteForEverybody(t *testing.T, platform *local.Platform) {
	all := make([]somebody, len(everybody))
	for i, who := range everybody {
		all[i] = comes(t, platform, who)
	}
	for _, row := range access {
		if len(row.may) != len(everybody) {
			t.Fatalf("%s: a row of %d", row.pattern, len(row.may))
		}
		for i, who := range everybody {
			method, path := fill(row.pattern)
			status, location, body := all[i].asks(t, platform.Site, method, path)
			may := row.may[i]
			refused := status == 401 || status == 403 || status == 303 && strings.Contains(location, "/sign-in")
			if right := map[byte]bool{
				'o': !refused && status < 500,
				'x': refused,
				'n': status == 404,
				'w': status == 200 && strings.Contains(body, path+`/sign-in"`) && !strings.Contains(body, "<table"),
			}; !right[may] {
				t.Errorf("%s as %s: status %d %s, want %c", row.pattern, who, status, location, may)
			}
		}
	}
}

// comes signs somebody in, by the pages or by the program's credentials.
func comes(t *testing.T, platform *local.Platform, who string) somebody {
	t.Helper()
	switch who {
	case "nobody":
		return somebody{}
	case "program":
		one := issuer.SamplePrograms()[0]
		by := clientcredentials.Config{
			ClientID: one.ID, ClientSecret: one.Secret, TokenURL: platform.Issuer + "/token", Scopes: []string{issuer.ProgramScope},
		}
		token, err := by.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return somebody{bearer: token.AccessToken}
	}
	v, err := visitor.New(platform.Site)
	if err != nil {
		t.Fatal(err)
	}
	page, err := v.Open(t.Context(), "/portal/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	form, ok := page.Form("")
	if !ok {
		t.Fatalf("no form to sign in at %s (%d)", page.Path, page.Status)
	}
	if _, err := v.Send(t.Context(), form, url.Values{"email": {who + "@voiceforum.example"}, "password": {issuer.Password}}); err != nil {
		t.Fatal(err)
	}
	signedIn := somebody{cookie: v.Cookie(auth.SessionCookie)}
	_, _, body := signedIn.asks(t, platform.Site, http.MethodGet, "/portal")
	token := formToken.FindStringSubmatch(body)
	if token == nil {
		t.Fatalf("%s is not signed in", who)
	}
	signedIn.token = token[1]
	return signedIn
}

var formToken = regexp.MustCompile(`name="token" value="([^"]+)"`)

// asks sends one request, a form with its token, and follows nothing.
func (s somebody) asks(t *testing.T, site, method, path string, forms ...url.Values) (status int, location, body string) {
	t.Helper()
	sent := url.Values{}
	if method == http.MethodPost {
		sent.Set("token", s.token)
	}
	for _, form := range forms {
		maps.Copy(sent, form)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, site+path, strings.NewReader(sent.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if s.cookie != "" {
		req.AddCookie(&http.Cookie{Name: auth.SessionCookie, Value: s.cookie})
	}
	if s.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+s.bearer)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(page)
}
