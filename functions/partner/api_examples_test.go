package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"voiceforum/shared/web"
)

// site serves the API, and the token that it asks for, as programs find them. Each key is at work when it comes first.
func (w *world) site(t *testing.T) *httptest.Server {
	t.Helper()
	var seen sync.Map
	s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if id, secret, ok := r.BasicAuth(); r.URL.Path == "/oauth2/token" {
			if !ok || id != "sample" || secret != "sample-secret" || r.FormValue("grant_type") != "client_credentials" {
				http.Error(out, "", http.StatusUnauthorized)
				return
			}
			if err := json.NewEncoder(out).Encode(map[string]any{"access_token": "sample-token", "token_type": "Bearer"}); err != nil {
				t.Error(err)
			}
			return
		}
		if r.Header.Get("Authorization") != "Bearer sample-token" {
			http.Error(out, `{"message":"Unauthorized"}`, http.StatusUnauthorized)
			return
		}
		if _, before := seen.LoadOrStore(r.Header.Get("Idempotency-Key"), true); !before {
			out.Header().Set("Retry-After", "1")
			http.Error(out, `{"type":"/v1/problems/key-in-use"}`, http.StatusConflict)
			return
		}
		w.service.ServeHTTP(out, r.WithContext(web.WithProgram(context.Background(), member(sampleService))))
	}))
	t.Cleanup(s.Close)
	return s
}

func TestTheExampleClientsHandIn(t *testing.T) {
	w := newWorld(t)
	site := w.site(t)
	dir := t.TempDir()
	client := filepath.Join(dir, "client")
	if out, err := exec.Command("go", "build", "-o", client, "../../docs/examples/go").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pieces := "[" + pieceOf("They listened.") + "," + pieceOf("They came late.") + "]"
	file := filepath.Join(dir, "feedback.json")
	if err := os.WriteFile(file, []byte(`{"feedback": `+pieces+`}`), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(secret, stdin, name string, args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), name, args...)
		c.Env = append(os.Environ(), "SITE="+site.URL, "TOKEN_URL="+site.URL+"/oauth2/token", "CLIENT_ID=sample", "CLIENT_SECRET="+secret, "PAUSE=0")
		c.Stdin = strings.NewReader(stdin)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	for name, do := range map[string]func(secret string) (string, error){
		"curl": func(secret string) (string, error) {
			return run(secret, "", "../../docs/examples/curl/hand-in.sh", file)
		},
		"go": func(secret string) (string, error) { return run(secret, pieces, client) },
	} {
		first, err := do("sample-secret")
		if err != nil || strings.Count(first, `"masked":[]`) != 2 {
			t.Errorf("%s: %v %s", name, err, first)
		}
		if again, err := do("sample-secret"); err != nil || again != first {
			t.Errorf("%s again: %v %s", name, err, again)
		}
		if out, err := do("wrong"); err == nil {
			t.Errorf("%s with a wrong secret: %s", name, out)
		}
	}
	if n := w.responses(); n != 4 {
		t.Errorf("there are %d responses, want 2 of each client", n)
	}
}
