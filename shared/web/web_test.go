package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"voiceforum/shared/fault"
	"voiceforum/shared/logs"
	"voiceforum/shared/web"
	"voiceforum/web/assets"
	"voiceforum/web/pages"
)

const canary = "Canary-9X"

// site is a Site with routes of every outcome, and what it logs.
func site(t testing.TB, change ...func(*web.Options)) (*web.Site, *bytes.Buffer) {
	t.Helper()
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	o := web.Options{Function: "survey", Log: logs.New(&log), Assets: built, ExitAddress: "https://example.org/weather?x=1"}
	for _, c := range change {
		c(&o)
	}
	s := web.New(o)
	s.HandleAssets()
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		path := "/" + strings.ReplaceAll(kind.String(), " ", "-")
		s.Handle(path, func(_ http.ResponseWriter, r *http.Request) error {
			if r.Method == http.MethodPost {
				if _, err := web.ParseForm(r, 1000); err != nil {
					return err
				}
			}
			return fault.New(kind, "frobnicate")
		})
	}
	s.Handle("GET /panic", func(http.ResponseWriter, *http.Request) error { panic(canary) })
	s.Handle("GET /half", func(w http.ResponseWriter, _ *http.Request) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return fault.New(fault.Internal, "the rest")
	})
	s.Handle("GET /page", func(w http.ResponseWriter, r *http.Request) error {
		return s.Render(w, r, http.StatusOK, "errors/gone", web.View{Title: "Page", CSRF: web.CSRFToken([]byte("secret"))})
	})
	s.Handle("GET /no-page", func(w http.ResponseWriter, r *http.Request) error {
		return s.Render(w, r, http.StatusOK, "errors/none", web.View{})
	})
	s.Handle("POST /form", func(w http.ResponseWriter, _ *http.Request) error { return web.SeeOther(w, "/page") })
	return s, &log
}

func ask(s http.Handler, method, address string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestEveryKindHasItsPage(t *testing.T) {
	for _, layout := range []pages.Layout{pages.Public, pages.Portal} {
		s, _ := site(t, func(o *web.Options) { o.Layout = layout })
		for path, want := range map[string]struct {
			status int
			words  string
		}{
			"/internal":    {500, "our fault, not yours"},
			"/invalid":     {400, "could not read"},
			"/gone":        {410, "has ended"},
			"/conflict":    {409, "changed somewhere else"},
			"/forbidden":   {403, "cannot do this here"},
			"/sign-in":     {401, "Sign in first"},
			"/too-large":   {413, "too much at once"},
			"/too-many":    {429, "Too many people"},
			"/unavailable": {503, "not working at the moment"},
			"/panic":       {500, "our fault, not yours"},
			"/no-page":     {500, "our fault, not yours"},
			"/form":        {405, "cannot be opened like that"},
		} {
			w := ask(s, "GET", path)
			if w.Code != want.status || !strings.Contains(w.Body.String(), want.words) {
				t.Errorf("%s %s: got %d %s", layout, path, w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "frobnicate") || strings.Contains(w.Body.String(), canary) {
				t.Errorf("%s %s shows internal text", layout, path)
			}
		}
	}
}

func TestNothingHereTellsNothing(t *testing.T) {
	s, _ := site(t)
	for _, path := range []string{"/not-found", "/no/such/route"} {
		w := ask(s, "GET", path)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "There is nothing here") {
			t.Errorf("%s: got %d %s", path, w.Code, w.Body)
		}
		for _, telling := range []string{"Voiceforum", "0808", "Exit this page", "abuse"} {
			if strings.Contains(w.Body.String(), telling) {
				t.Errorf("%s says %q", path, telling)
			}
		}
	}
	s, _ = site(t, func(o *web.Options) { o.Layout = pages.Portal })
	if w := ask(s, "GET", "/no/such/route"); !strings.Contains(w.Body.String(), "Page not found") {
		t.Errorf("portal: got %s", w.Body)
	}
}

func TestMethods(t *testing.T) {
	s, _ := site(t)
	if w := ask(s, "GET", "/form"); w.Header().Get("Allow") != "POST" {
		t.Errorf("Allow is %q", w.Header().Get("Allow"))
	}
	w := ask(s, "HEAD", "/page")
	if w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: got %d with %d bytes, header %v", w.Code, w.Body.Len(), w.Header())
	}
	if w := ask(s, "POST", "/form"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/page" {
		t.Errorf("POST: got %d %v", w.Code, w.Header())
	}
}

func TestProblemDocuments(t *testing.T) {
	s, _ := site(t)
	api, _ := site(t, func(o *web.Options) { o.Problems = true })
	for name, w := range map[string]*httptest.ResponseRecorder{
		"by Accept": ask(s, "GET", "/too-many", "Accept", "application/problem+json"),
		"by route":  ask(api, "GET", "/too-many", "Accept", "text/html"),
	} {
		var got struct {
			Type, Title, Detail string
			Status              int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v in %s", name, err, w.Body)
		}
		if got.Status != 429 || w.Code != 429 || got.Title != "Too Many Requests" || got.Detail == "" ||
			w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: got %+v, header %v", name, got, w.Header())
		}
	}
	if w := ask(s, "GET", "/too-many", "Accept", "text/html,application/json;q=0.9"); !strings.Contains(w.Body.String(), "<html") {
		t.Errorf("a browser got %s", w.Body)
	}
}

func TestSecurityHeadersAreOnEverything(t *testing.T) {
	s, _ := site(t)
	for _, path := range []string{"/page", "/internal", "/panic", "/no/such", "/form", "/assets/none.css"} {
		h := ask(s, "GET", path).Header()
		for name, part := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; form-action 'self' https://example.org; frame-ancestors 'none'; base-uri 'none'",
			"Referrer-Policy":              "no-referrer",
			"Strict-Transport-Security":    "max-age=63072000",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=()",
			"Cache-Control":                "no-store",
			"X-Robots-Tag":                 "noindex, nofollow, noarchive",
		} {
			if !strings.Contains(h.Get(name), part) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
	}
}

func TestWhatWasTypedCanBeSentAgain(t *testing.T) {
	s, log := site(t)
	post := func(path string) string {
		r := httptest.NewRequest("POST", path+"?step=2", strings.NewReader(url.Values{"answer": {`<b>` + canary}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Body.String()
	}
	for _, path := range []string{"/unavailable", "/conflict"} {
		got := post(path)
		for _, part := range []string{`action="` + path + `?step=2"`, `name="answer" value="&lt;b&gt;` + canary + `"`, "Try again"} {
			if !strings.Contains(got, part) {
				t.Errorf("no %s in %s", part, got)
			}
		}
	}
	if strings.Contains(post("/forbidden"), canary) {
		t.Error("a forbidden form is offered again")
	}
	if strings.Contains(log.String(), canary) {
		t.Errorf("logged: %s", log)
	}
}

func TestLogSaysWhatAndNotWho(t *testing.T) {
	s, log := site(t)
	ask(s, "GET", "/panic?name="+canary, "User-Agent", canary)
	for _, part := range []string{`"event":"request-failed"`, `"route":"GET /panic"`, `"status":500`, `panic in`, "web_test"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("no %s in %s", part, log)
		}
	}
	if strings.Contains(log.String(), canary) {
		t.Errorf("the canary is in %s", log)
	}
}

func TestHalfAnAnswerIsBrokenOff(t *testing.T) {
	s, _ := site(t)
	defer func() {
		if recover() != http.ErrAbortHandler { //nolint:errorlint // the value itself is the sign
			t.Error("not broken off")
		}
	}()
	ask(s, "GET", "/half")
}
