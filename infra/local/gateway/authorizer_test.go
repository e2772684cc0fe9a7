package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/gateway"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

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

// FuzzNoTokenThatTheIssuerDidNotSign holds whatever is sent to a gateway whose issuer has signed nothing.
func FuzzNoTokenThatTheIssuerDidNotSign(f *testing.F) {
	for _, seed := range []string{"", "junk", "a.b.c", "eyJhbGciOiJub25lIiwia2lkIjoiZmlyc3QifQ.e30.", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImZpcnN0In0.e30.AAAA", "Bearer", "Bearer Bearer x"} {
		f.Add(seed)
	}
	var invoker catch
	g, err := gateway.New(gateway.Options{
		Invoker: &invoker, Authorizers: []template.Authorizer{{Name: "Programs", Issuer: "http://127.0.0.1:1", Audience: []string{program}}},
		Functions: []template.Function{{Name: "F", Routes: []template.Route{{Method: "GET", Path: "/", Authorizer: "Programs"}}}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, token string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", token)
		w := httptest.NewRecorder()
		if g.ServeHTTP(w, r); w.Code != http.StatusUnauthorized || invoker.event != nil {
			t.Errorf("answered %d", w.Code)
		}
	})
}
