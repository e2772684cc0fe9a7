package auth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"golang.org/x/oauth2"
)

const (
	clientID = "portal"
	keyID    = "test-key"
)

// issuer is an issuer that says whatever a test wants it to, and keeps the rules of codes and PKCE.
type issuer struct {
	*httptest.Server
	t   *testing.T
	key *rsa.PrivateKey
	now func() time.Time

	mu          sync.Mutex
	discoveries int
	codes       map[string]url.Values       // code → the authorization request that it answers
	edit        func(claims map[string]any) // changes an ID token before it is signed
	sign        func(claims string) string  // signs otherwise; nil for RS256
	tokenStatus int                         // of the token endpoint; 200 where 0
}

var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newIssuer(t *testing.T, now func() time.Time) *issuer {
	t.Helper()
	key, err := signingKey()
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, now: now, codes: map[string]url.Values{}}
	published := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: keyID, Algorithm: oidc.RS256}}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.discovery)
	mux.HandleFunc("POST /token", i.token)
	mux.Handle("/keys", published)
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	published.SetIssuer(i.URL)
	return i
}

func (i *issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	i.discoveries++
	i.mu.Unlock()
	i.reply(w, http.StatusOK, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/auth", "token_endpoint": i.URL + "/token",
		"jwks_uri": i.URL + "/keys", "end_session_endpoint": i.URL + "/logout",
		// An issuer that lists more than it should must not widen what we take.
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "none", "HS256"},
	})
}

// authorize gives the code for an authorization request, as the issuer does once somebody has signed in.
func (i *issuer) authorize(address string) (code string, asked url.Values) {
	i.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		i.t.Fatal(err)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	code = rand.Text()
	i.codes[code] = u.Query()
	return code, u.Query()
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.tokenStatus != 0 {
		i.reply(w, i.tokenStatus, map[string]any{"error": "server_error"})
		return
	}
	asked, known := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	if !known || oauth2.S256ChallengeFromVerifier(r.FormValue("code_verifier")) != asked.Get("code_challenge") ||
		r.FormValue("client_id") != clientID || r.FormValue("redirect_uri") != asked.Get("redirect_uri") {
		i.reply(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant"})
		return
	}
	i.reply(w, http.StatusOK, map[string]any{
		"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": i.idToken(asked.Get("nonce")),
	})
}

func (i *issuer) idToken(nonce string) string {
	claims := map[string]any{
		"iss": i.URL, "aud": clientID, "sub": "sample-subject", "email": "sample@voiceforum.example", "nonce": nonce,
		"iat": i.now().Unix(), "exp": i.now().Add(5 * time.Minute).Unix(), "token_use": "id",
		"cognito:username": "sample", "cognito:groups": []string{"observer", "facilitator", "strangers"},
	}
	if i.edit != nil {
		i.edit(claims)
	}
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	text, err := json.Marshal(claims)
	if err != nil {
		i.t.Error(err)
	}
	if i.sign != nil {
		return i.sign(string(text))
	}
	return oidctest.SignIDToken(i.key, keyID, oidc.RS256, string(text))
}

func unsigned(claims string) string {
	e := base64.RawURLEncoding
	return e.EncodeToString([]byte(`{"alg":"none"}`)) + "." + e.EncodeToString([]byte(claims)) + "."
}

func (i *issuer) reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		i.t.Error(err)
	}
}
