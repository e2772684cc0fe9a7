package issuer_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"voiceforum/infra/local/gateway"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

func TestProgramsTokensAreAsCognitos(t *testing.T) {
	p := start(t, 0, t.TempDir())
	provider, err := oidc.NewProvider(t.Context(), p.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	programs := issuer.SamplePrograms()
	if len(programs) != 2 {
		t.Fatalf("%d programs", len(programs))
	}
	for _, one := range programs {
		program := credentials(p, one)
		token, err := program.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		claims := payload(t, token.AccessToken)
		for name, want := range map[string]any{
			"iss": p.Endpoint, "client_id": one.ID, "sub": one.ID, "scope": issuer.ProgramScope, "token_use": "access", "aud": nil,
		} {
			if claims[name] != want {
				t.Errorf("%s: %s is %v, want %v", one.ID, name, claims[name], want)
			}
		}
		if _, there := claims["aud"]; there {
			t.Errorf("%s: the token has an audience", one.ID)
		}
		if _, err := provider.Verifier(&oidc.Config{SkipClientIDCheck: true}).Verify(t.Context(), token.AccessToken); err != nil {
			t.Error(err)
		}
		program.ClientSecret = "wrong"
		if _, err := program.Token(t.Context()); err == nil {
			t.Errorf("%s: a wrong secret is taken", one.ID)
		}
	}
}

func credentials(p *issuer.Process, one issuer.Program) clientcredentials.Config {
	return clientcredentials.Config{
		ClientID: one.ID, ClientSecret: one.Secret, TokenURL: p.Endpoint + "/token",
		Scopes: []string{issuer.ProgramScope}, AuthStyle: oauth2.AuthStyleInHeader,
	}
}

// What the issuer's tokens say is what the gateway lets in: see the gateway's own tests for all that it does not.
func TestTheGatewayTakesTheIssuersTokens(t *testing.T) {
	p := start(t, 0, t.TempDir())
	programs := issuer.SamplePrograms()
	g, err := gateway.New(gateway.Options{
		Invoker: answers{}, Authorizers: []template.Authorizer{{Name: "Programs", Issuer: p.Endpoint, Audience: []string{programs[0].ID}}},
		Functions: []template.Function{{Name: "F", Routes: []template.Route{
			{Method: "GET", Path: "/v1/x", Authorizer: "Programs", Scopes: []string{issuer.ProgramScope}},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		program := credentials(p, programs[i])
		token, err := program.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/v1/x", nil)
		token.SetAuthHeader(r)
		w := httptest.NewRecorder()
		g.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d %s", programs[i].ID, w.Code, w.Header().Get("WWW-Authenticate"))
		}
	}
}

// answers answers every invocation alike.
type answers struct{}

func (answers) Invoke(context.Context, string, []byte) (runtime.Result, error) {
	return runtime.Result{Payload: []byte(`{"statusCode":200}`)}, nil
}
