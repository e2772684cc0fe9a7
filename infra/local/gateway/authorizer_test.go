package gateway_test

import (
	"context"
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

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/gateway"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
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

// catch keeps the event that a function was invoked with.
type catch struct{ event []byte }

func (c *catch) Invoke(_ context.Context, _ string, payload []byte) (runtime.Result, error) {
	c.event = payload
	return runtime.Result{Payload: []byte(`{"statusCode":200}`)}, nil
}

// door is a gateway with one route that asks for a token.
type door struct {
	*httptest.Server
	t      *testing.T
	caught *catch
}

func newDoor(t *testing.T, i *issuer, scopes ...string) *door {
	t.Helper()
	d := &door{t: t, caught: &catch{}}
	d.Server = serve(t, gateway.Options{
		Invoker: d.caught, Now: func() time.Time { return checkedAt },
		Authorizers: []template.Authorizer{{Name: "Programs", Issuer: i.URL, Audience: []string{"another-program", program}}},
		Functions: []template.Function{{Name: "F", Routes: []template.Route{
			{Method: "ANY", Path: "/v1/{proxy+}", Authorizer: "Programs", Scopes: scopes}, {Method: "ANY", Path: "/open"},
		}}},
	})
	return d
}

func (d *door) knock(authorization string) (status int, challenge, body string) {
	d.t.Helper()
	d.caught.event = nil
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.URL+"/v1/things", strings.NewReader(`{"a":1}`))
	if err != nil {
		d.t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	response, body := read(d.t, r)
	if refused := response.StatusCode != http.StatusOK; refused != (d.caught.event == nil) {
		d.t.Errorf("answered %d and invoked: %t", response.StatusCode, d.caught.event != nil)
	}
	return response.StatusCode, response.Header.Get("WWW-Authenticate"), body
}

func read(t *testing.T, r *http.Request) (*http.Response, string) {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body strings.Builder
	if err := response.Write(&body); err != nil {
		t.Fatal(err)
	}
	_, content, _ := strings.Cut(body.String(), "\r\n\r\n")
	return response, content
}

func TestATokensClaimsAreInTheEvent(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i, scope)
	token := i.token("first", map[string]any{"scope": "other/read " + scope, "cognito:groups": []string{"a", "b"}, "deep": map[string]int{"x": 1}, "yes": true})
	for _, authorization := range []string{"Bearer " + token, "bearer  " + token, token} {
		if status, _, body := d.knock(authorization); status != http.StatusOK {
			t.Fatalf("answered %d %s", status, body)
		}
		var event events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(d.caught.event, &event); err != nil {
			t.Fatal(err)
		}
		jwt := event.RequestContext.Authorizer.JWT
		for name, want := range map[string]string{
			"client_id": program, "exp": "1795514340", "version": "2", "cognito:groups": "[a b]", "deep": `{"x":1}`, "yes": "true",
		} {
			if jwt.Claims[name] != want {
				t.Errorf("%s is %q, want %q", name, jwt.Claims[name], want)
			}
		}
		if got := strings.Join(jwt.Scopes, " "); got != "other/read "+scope {
			t.Errorf("scopes are %q", got)
		}
	}
	if i.asked != 1 {
		t.Errorf("the issuer was asked for its keys %d times", i.asked)
	}
}

func TestAnOpenRouteTellsNothingOfATokenThatNobodyChecked(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+"/open", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+i.token("first", nil))
	if response, _ := read(t, r); response.StatusCode != http.StatusOK || strings.Contains(string(d.caught.event), `"jwt"`) {
		t.Errorf("answered %d, event %s", response.StatusCode, d.caught.event)
	}
}

func TestTokensThatLetNobodyIn(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i, scope)
	plain := func(change map[string]any) func() string { return func() string { return i.token("first", change) } }
	at := func(d time.Duration) int64 { return checkedAt.Add(d).Unix() }
	for name, c := range map[string]struct {
		token func() string
		want  int
	}{
		"none":                {func() string { return "" }, 401},
		"junk":                {func() string { return "junk" }, 401},
		"junk in three parts": {func() string { return "a.b.c" }, 401},
		"empty parts":         {func() string { return ".." }, 401},
		"not JSON":            {func() string { return encode([]byte("x")) + ".e30." }, 401},
		"a list for a header": {func() string { return part(t, []string{}) + ".e30." }, 401},
		"very long":           {func() string { return strings.Repeat("A", 8<<10) }, 401},
		"alg none": {func() string {
			return part(t, map[string]any{"alg": "none", "kid": "first"}) + "." + part(t, i.good()) + "."
		}, 401},
		"alg nOnE": {func() string {
			return part(t, map[string]any{"alg": "nOnE", "kid": "first"}) + "." + part(t, i.good()) + "."
		}, 401},
		"public key as secret":  {i.confused, 401},
		"another's key":         {func() string { return sign(t, newKey(t), header("first"), i.good()) }, 401},
		"unknown key":           {func() string { return sign(t, newKey(t), header("second"), i.good()) }, 401},
		"no key named":          {func() string { return sign(t, i.keys["first"], map[string]any{"alg": "RS256"}, i.good()) }, 401},
		"signature cut off":     {func() string { s := i.token("first", nil); return s[:strings.LastIndex(s, ".")+1] }, 401},
		"claims changed":        {i.tampered, 401},
		"another issuer":        {plain(map[string]any{"iss": "https://elsewhere.example"}), 401},
		"no issuer":             {plain(map[string]any{"iss": nil}), 401},
		"expired":               {plain(map[string]any{"exp": at(-time.Second)}), 401},
		"no expiry":             {plain(map[string]any{"exp": nil}), 401},
		"expiry that is text":   {plain(map[string]any{"exp": "soon"}), 401},
		"not yet":               {plain(map[string]any{"nbf": at(time.Second)}), 401},
		"made later":            {plain(map[string]any{"iat": at(time.Second)}), 401},
		"another program":       {plain(map[string]any{"client_id": "portal"}), 401},
		"no program":            {plain(map[string]any{"client_id": nil}), 401},
		"program that is blank": {plain(map[string]any{"client_id": ""}), 401},
		"several programs":      {plain(map[string]any{"client_id": 3}), 401},
		"wrong audience":        {plain(map[string]any{"aud": "elsewhere"}), 401}, // though its client_id would do
		"no audience in a list": {plain(map[string]any{"aud": []string{}}), 401},
		"wrong scope":           {plain(map[string]any{"scope": "feedback/read"}), 403},
		"longer scope":          {plain(map[string]any{"scope": scope + "s"}), 403},
		"no scope":              {plain(map[string]any{"scope": nil}), 403},
		"scope that is no text": {plain(map[string]any{"scope": 1}), 403},
	} {
		t.Run(name, func(t *testing.T) {
			token := c.token()
			status, challenge, body := d.knock(token)
			if want := `{"message":"` + http.StatusText(c.want) + `"}`; status != c.want || body != want {
				t.Errorf("answered %d %s, want %d %s", status, body, c.want, want)
			}
			switch {
			case token == "" && challenge != "Bearer",
				token != "" && c.want == 401 && !strings.HasPrefix(challenge, `Bearer scope="" error="invalid_token" error_description="`),
				c.want == 403 && !strings.HasPrefix(challenge, `Bearer scope="feedback/write" error="insufficient_scope" `):
				t.Errorf("challenge is %q", challenge)
			}
		})
	}
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

func TestWhomATokenIsFor(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i)
	for name, change := range map[string]map[string]any{
		"by its program":        nil,
		"by its audience":       {"aud": "another-program", "client_id": "portal"},
		"by one of an audience": {"aud": []string{"elsewhere", program}, "client_id": nil},
		"without a scope":       {"scope": nil}, // which this route does not ask for
		"scopes as scp":         {"scope": nil, "scp": []string{scope}},
	} {
		if status, challenge, _ := d.knock(i.token("first", change)); status != http.StatusOK {
			t.Errorf("%s: answered %d, %s", name, status, challenge)
		}
	}
}

func TestKeysRollOver(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i, scope)
	if status, _, _ := d.knock(i.token("first", nil)); status != http.StatusOK {
		t.Fatalf("the first key: %d", status)
	}
	i.publish("second")
	if status, challenge, _ := d.knock(i.token("second", nil)); status != http.StatusOK {
		t.Errorf("the second key: %d, %s", status, challenge)
	}
	if status, _, _ := d.knock(i.token("first", nil)); status != http.StatusUnauthorized {
		t.Errorf("the first key after it was taken back: %d", status)
	}
}

func TestAnIssuerThatIsDownLetsNobodyIn(t *testing.T) {
	i := newIssuer(t)
	d := newDoor(t, i, scope)
	token := i.token("first", nil)
	i.Config.Handler = http.NotFoundHandler()
	if status, challenge, _ := d.knock(token); status != http.StatusUnauthorized || !strings.Contains(challenge, "discovery") {
		t.Errorf("answered %d, %s", status, challenge)
	}
}

func TestARouteThatAsksForNobodysTokenIsRefused(t *testing.T) {
	_, err := gateway.New(gateway.Options{Functions: []template.Function{{
		Name: "F", Routes: []template.Route{{Method: "GET", Path: "/", Authorizer: "Programs"}},
	}}})
	if err == nil || err.Error() != "the route GET / asks for the authorizer Programs, which is not there" {
		t.Errorf("got %v", err)
	}
}
