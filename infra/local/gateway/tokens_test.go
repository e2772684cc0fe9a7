package gateway_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	program = "sample-program"
	scope   = "feedback/write"
)

var checkedAt = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// issuer is an issuer with keys of its own. What it publishes can be changed as it runs.
type issuer struct {
	*httptest.Server
	t *testing.T

	mu        sync.Mutex
	keys      map[string]*rsa.PrivateKey // by kid
	published []string                   // kids
	asked     int                        // for keys
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{t: t, keys: map[string]*rsa.PrivateKey{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.write(w, map[string]string{"issuer": i.URL, "jwks_uri": i.URL + "/jwks"})
	})
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.asked++
		var keys []map[string]string
		for _, kid := range i.published {
			public := i.keys[kid].PublicKey
			keys = append(keys, map[string]string{
				"kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256",
				"n": encode(public.N.Bytes()), "e": encode(big.NewInt(int64(public.E)).Bytes()),
			})
		}
		i.write(w, map[string]any{"keys": keys})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	i.publish("first")
	return i
}

func (i *issuer) write(w http.ResponseWriter, v any) {
	if err := json.NewEncoder(w).Encode(v); err != nil {
		i.t.Error(err)
	}
}

// publish makes keys where there are none yet, and publishes these and no others.
func (i *issuer) publish(kids ...string) {
	i.t.Helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.published = kids
	for _, kid := range kids {
		if i.keys[kid] == nil {
			i.keys[kid] = newKey(i.t)
		}
	}
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// part is one part of a token, a map or a text as it is.
func part(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return encode(b)
}

// good are the claims of a token as Cognito makes it for a program.
func (i *issuer) good() map[string]any {
	return map[string]any{
		"iss": i.URL, "sub": program, "client_id": program, "token_use": "access", "scope": scope, "version": 2,
		"iat": checkedAt.Unix() - 60, "auth_time": checkedAt.Unix() - 60, "exp": checkedAt.Unix() + 3540, "jti": "1",
	}
}

func sign(t *testing.T, key *rsa.PrivateKey, header, claims map[string]any) string {
	t.Helper()
	input := part(t, header) + "." + part(t, claims)
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encode(signature)
}

func header(kid string) map[string]any {
	return map[string]any{"alg": "RS256", "typ": "JWT", "kid": kid}
}

// token is signed by the issuer, with some claims changed; nil takes a claim away.
func (i *issuer) token(kid string, change map[string]any) string {
	i.t.Helper()
	claims := i.good()
	for name, value := range change {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	return sign(i.t, i.keys[kid], header(kid), claims)
}

// confused is signed by HMAC with the issuer's public key, in the hope that it is taken for a secret.
func (i *issuer) confused() string {
	input := part(i.t, map[string]any{"alg": "HS256", "kid": "first"}) + "." + part(i.t, i.good())
	m := hmac.New(sha256.New, i.keys["first"].N.Bytes())
	m.Write([]byte(input))
	return input + "." + encode(m.Sum(nil))
}

// tampered is a good token of another program, with this one's claims put into it.
func (i *issuer) tampered() string {
	parts := strings.Split(i.token("first", map[string]any{"client_id": "portal"}), ".")
	parts[1] = part(i.t, i.good())
	return strings.Join(parts, ".")
}
