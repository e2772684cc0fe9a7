package issuer_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"voiceforum/infra/local/issuer"
)

const (
	site = "http://localhost:8080"
	root = "../../.."
)

func start(t *testing.T, port int, dir string) *issuer.Process {
	t.Helper()
	p, err := issuer.Start(t.Context(), root, port, dir, site)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func payload(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("token of %d parts", len(parts))
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestPeoplesTokensAreAsCognitos(t *testing.T) {
	p := start(t, 0, t.TempDir())
	for _, person := range issuer.SamplePeople() {
		v := newVisit(t, p.Endpoint)
		verifier := oauth2.GenerateVerifier()
		_, page := v.read(v.client.Get(v.config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier), oidc.Nonce("nonce"))))
		back, err := v.signIn(page, p.Endpoint, person.Email).Location()
		if err != nil {
			t.Fatal(err)
		}
		token, err := v.config.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier))
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := token.Extra("id_token").(string)
		claims := payload(t, raw)
		for name, want := range map[string]any{
			"iss": p.Endpoint, "aud": "portal", "sub": person.Subject, "email": person.Email, "token_use": "id",
			"cognito:username": person.Subject, "nonce": "nonce",
		} {
			if claims[name] != want {
				t.Errorf("%s: %s is %v, want %v", person.Name, name, claims[name], want)
			}
		}
		if groups, there := claims["cognito:groups"]; there != (len(person.Groups) > 0) {
			t.Errorf("%s: groups are %v", person.Name, groups)
		}
		if _, err := v.config.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier)); err == nil {
			t.Error("a code is taken twice")
		}
	}
}

func TestPKCEIsAskedFor(t *testing.T) {
	p := start(t, 0, t.TempDir())
	v := newVisit(t, p.Endpoint)
	for name, address := range map[string]string{
		"no challenge":    v.config.AuthCodeURL("state"),
		"plain challenge": v.config.AuthCodeURL("state", oauth2.SetAuthURLParam("code_challenge", strings.Repeat("a", 43)), oauth2.SetAuthURLParam("code_challenge_method", "plain")),
	} {
		res, _ := v.read(v.client.Get(address))
		back, err := res.Location()
		if err != nil || back.Query().Get("error") != "invalid_request" {
			t.Errorf("%s: status %d, error %v", name, res.StatusCode, err)
		}
	}
}

func TestSignInsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	first := start(t, 0, dir)
	u, err := url.Parse(first.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	v := newVisit(t, first.Endpoint)
	challenge := oauth2.S256ChallengeOption(oauth2.GenerateVerifier())
	_, page := v.read(v.client.Get(v.config.AuthCodeURL("state", challenge)))
	v.signIn(page, first.Endpoint, "reviewer@voiceforum.example")
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	port := 0
	if err := json.Unmarshal([]byte(u.Port()), &port); err != nil {
		t.Fatal(err)
	}
	start(t, port, dir)
	res, page := v.read(v.client.Get(v.config.AuthCodeURL("state", challenge)))
	back, err := res.Location()
	if err != nil || back.Query().Get("code") == "" {
		t.Errorf("has to sign in again: status %d, %s", res.StatusCode, page)
	}
	kept, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range kept {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others, error %v", f.Name(), err)
		}
	}
}

func TestIssuerStaysWhereItIs(t *testing.T) {
	p := start(t, 0, t.TempDir())
	v := newVisit(t, p.Endpoint)
	u, err := url.Parse(p.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	res, _ := v.read(v.client.Get("http://localhost:" + u.Port() + "/.well-known/openid-configuration"))
	if res.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("by another name: status %d", res.StatusCode)
	}
	v.config.RedirectURL = "https://elsewhere.example/portal/signed-in"
	res, page := v.read(v.client.Get(v.config.AuthCodeURL("state", oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))))
	if res.StatusCode != http.StatusBadRequest || strings.Contains(page, "elsewhere.example") {
		t.Errorf("sends people elsewhere: status %d", res.StatusCode)
	}
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	p := start(t, 0, t.TempDir())
	u, err := url.Parse(p.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	port := 0
	if err := json.Unmarshal([]byte(u.Port()), &port); err != nil {
		t.Fatal(err)
	}
	if _, err := issuer.Start(t.Context(), root, port, t.TempDir(), site); err == nil || !strings.Contains(err.Error(), "EADDRINUSE") {
		t.Errorf("error is %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "records.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := issuer.Start(t.Context(), root, 0, dir, site); err == nil || !strings.Contains(err.Error(), "delete it to start afresh") {
		t.Errorf("error is %v", err)
	}
}

func TestIssuerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, err := issuer.Start(ctx, root, 0, t.TempDir(), site)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-p.Done()
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
}

func TestPagesAreValid(t *testing.T) {
	p := start(t, 0, t.TempDir())
	v := newVisit(t, p.Endpoint)
	challenge := oauth2.S256ChallengeOption(oauth2.GenerateVerifier())
	pages := map[string]string{}
	_, pages["sign-in"] = v.read(v.client.Get(v.config.AuthCodeURL("state", challenge)))
	action := formAction.FindStringSubmatch(pages["sign-in"])
	_, pages["wrong"] = v.read(v.client.PostForm(p.Endpoint+action[1], url.Values{"email": {`"><script>`}}))
	if strings.Contains(pages["wrong"], "<script>") {
		t.Error("what was typed is not escaped")
	}
	v.signIn(pages["sign-in"], p.Endpoint, "observer@voiceforum.example")
	_, pages["sign-out"] = v.read(v.client.Get(p.Endpoint + "/logout?client_id=portal"))
	_, pages["lost"] = v.read(v.client.Get(p.Endpoint + "/interaction/none"))
	_, pages["error"] = v.read(v.client.Get(p.Endpoint + "/auth?client_id=none"))

	dir := t.TempDir()
	arguments := []string{filepath.Join(root, "web", "pages", "validate.mjs")}
	for name, page := range pages {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
